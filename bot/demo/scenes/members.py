"""Members are invited and register."""

from bot import operator
from bot.demo.cast import CAST, CHAIR, OFFICIAL, SECRETARIAT, TWG, Player
from bot.demo.scene import Demo, Scene
from messages.rendering.labels import label
from messages.rendering.texts import Text
from storage.members import Role
from twg.members.invites import NewInvite
from twg.members.twg_facts import NewTwg


async def _register_everybody(demo: Demo) -> None:
    database, now = demo.stage.assistant.database, demo.stage.clock.now()
    twg = await operator.add_twg(database, NewTwg.model_validate(TWG), demo.stage.config, now=now)
    demo.transcript.note(f"The operator adds the {twg.code} TWG: twgbot twg add {twg.code} --name {twg.name}")
    link = await operator.invite(database, twg.code, NewInvite(role=Role.SECRETARIAT), now=now)
    demo.transcript.note("… and makes an invite for its secretariat: twgbot invite --twg HLT --role secretariat")
    await _register(demo, SECRETARIAT, link.token)
    link = await operator.invite(database, twg.code, NewInvite(role=Role.CHAIR), now=now)
    demo.transcript.note("… and for its Chair: twgbot invite --twg HLT --role chair")
    await _register(demo, CHAIR, link.token)
    demo.transcript.note("The secretariat makes the others’ invites, the Chair those of focal points; each registers:")
    for player in CAST[1:]:
        demo.transcript.brief = player is not OFFICIAL
        by = CHAIR if player.role is Role.FOCAL_POINT else SECRETARIAT
        await _register(demo, player, await _invite(demo, player, by))
    demo.transcript.brief = False
    await demo.says(SECRETARIAT, "/members")


async def _invite(demo: Demo, player: Player, by: Player) -> str:
    """Make an invite by the form. Returns the token in the link that it shows."""
    await demo.says(by, "/invite")
    await demo.taps(by, label(player.role).render("en"))
    if player.theme:
        await demo.says(by, player.theme)
    await demo.taps(by, "1", "Make the link")
    message = await demo.newest_message(by, "?start=")
    return message.text.partition("?start=")[2].split()[0]


async def _register(demo: Demo, player: Player, token: str) -> None:
    person = await demo.add(player)
    await demo.starts(player, token)
    skip = Text("Skip").render("km" if player is OFFICIAL else "en")
    await demo.taps(player, player.language, skip)
    await demo.says(player, player.name, player.position, player.institution, f"012{person.id % 10**6:06}")
    await demo.taps(player, skip, Text("Save").render("km" if player is OFFICIAL else "en"))


SCENES = (Scene(10, "Members register by role", _register_everybody),)
