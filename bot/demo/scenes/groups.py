"""The secretariat links the members' Telegram group; the assistant posts announcements there, and no files."""

from bot.demo.cast import CHAIR, LEAD, SECRETARIAT
from bot.demo.players import Players
from bot.demo.scene import Demo, Scene
from sandbox.client import Group


async def add_group(players: Players) -> Group:
    """A group of the secretariat, the Chair and the lead facilitator, with the assistant in it."""
    people = [players.people[player] for player in (SECRETARIAT, CHAIR, LEAD)]
    group = await players.stage.sandbox.group("Health TWG", people)
    await players.settle()
    return group


async def link_group(players: Players, group: Group) -> None:
    """Link it for all members, with what they share, in the language of the secretariat."""
    secretariat = players.people[SECRETARIAT]
    await secretariat.says("/link", chat=group)
    await players.settle()
    offered = [message for message in await secretariat.messages(chat=group) if message.sender == "bot"]
    [[button]] = offered[-1].buttons
    await players.starts(SECRETARIAT, (button.url or "").partition("?start=")[2])
    await players.taps(SECRETARIAT, "All members", "Post it too", SECRETARIAT.language, "Save")


async def _link(demo: Demo) -> None:
    group = await add_group(demo)
    demo.transcript.note("The secretariat follows the button in the group, and says in private who is in it:")
    await link_group(demo, group)
    demo.transcript.note("What everybody there may see is posted there too, once:")
    await demo.says(LEAD, "/share The joint annual review of the sector is on 25 and 26 February 2027.")
    await demo.taps(LEAD, "Ongoing work", "Skip", "All members", "Share with")


SCENES = (Scene(78, "A Telegram group is linked", _link),)
