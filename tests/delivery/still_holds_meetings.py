"""How notices about who is invited to a meeting, and who speaks for whom, come about and cease to hold."""

from datetime import datetime

from storage.meetings import Rsvp
from tests.delivery.still_holds_members import Case
from tests.support.scene import ZONE, Scene
from tests.support.setup_steps import MEETING_DAY, access_actor, announce_meeting
from twg.core.audiences import Audience
from twg.language.agenda_corrections import Remove
from twg.meetings import agenda, changing, delegating, items, rsvp
from twg.meetings.access import access_meeting


async def _announced(scene: Scene) -> None:
    scene.made = await announce_meeting(scene.dara)


async def _announced_to_leads(scene: Scene) -> None:
    scene.made = await announce_meeting(scene.dara, audience=Audience.LEADS)


async def _invites_all(scene: Scene) -> None:
    await scene.does(scene.dara, changing.reinvite, scene.made, Audience.ALL)


async def _invites_leads(scene: Scene) -> None:
    await scene.does(scene.dara, changing.reinvite, scene.made, Audience.LEADS)


async def _cancels(scene: Scene) -> None:
    await scene.does(scene.dara, changing.cancel, scene.made)


async def _sends_sokha(scene: Scene) -> None:
    args = rsvp.Answer(rsvp=Rsvp.DELEGATE, day=MEETING_DAY, delegate_name="Sokha")
    await scene.does(scene.dara, rsvp.answer, scene.made, args)


async def _comes_herself(scene: Scene) -> None:
    await scene.does(scene.dara, rsvp.answer, scene.made, rsvp.Answer(rsvp=Rsvp.YES, day=MEETING_DAY))


async def _announced_and_sokha_sent(scene: Scene) -> None:
    await _announced(scene)
    await _sends_sokha(scene)


async def _sokha_cannot(scene: Scene) -> None:
    async with scene.stage.assistant.database.read() as session:
        sender_id = (await access_actor(session, scene.dara)).person.id
    await scene.does(scene.sokha, delegating.speak_for, scene.made, sender_id, False)


async def _invites_sokha_to_an_item(scene: Scene) -> None:
    """Of a meeting of the leads, so that she is not invited to the rest of it."""
    async with scene.stage.assistant.database.begin() as session:
        actor, sokha = await access_actor(session, scene.dara), await access_actor(session, scene.sokha)
        token = (await access_meeting(session, actor, scene.made)).agenda[1].token
        await items.invite_to_item(session, actor, scene.made, token, [sokha.member], now=scene.stage.clock.now())
    await scene.stage.settle()


async def _invited_to_an_item(scene: Scene) -> None:
    await _announced_to_leads(scene)
    await _invites_sokha_to_an_item(scene)


async def _relocates(scene: Scene) -> None:
    await scene.does(scene.dara, changing.relocate, scene.made, "Elsewhere")


async def _relocates_back(scene: Scene) -> None:
    await scene.does(scene.dara, changing.relocate, scene.made, "Ministry of Health, meeting room A")


async def _takes_the_item_off(scene: Scene) -> None:
    await scene.does(scene.dara, agenda.correct_agenda, scene.made, [Remove("remove 2", (2,))])


async def _uninvites(scene: Scene) -> None:
    await scene.does(scene.dara, items.uninvite_from_item, 1)


async def _a_day_before(scene: Scene) -> None:
    await scene.stage.becomes(datetime(2026, 12, 14, 8, tzinfo=ZONE))


MEETING_CASES = {
    "item_invited": Case("sokha", _invites_sokha_to_an_item, _cancels, before=_announced_to_leads),
    "item_changed": Case("sokha", _relocates, _relocates_back, before=_invited_to_an_item),
    "item_withdrawn": Case("sokha", _uninvites, _invites_all, before=_invited_to_an_item),
    "item_reminder": Case("sokha", _a_day_before, _takes_the_item_off, before=_invited_to_an_item),
    "meeting_invited": Case("sokha", _invites_all, _cancels, before=_announced_to_leads),
    "meeting_uninvited": Case("sokha", _invites_leads, _invites_all, before=_announced),
    "delegate_asked": Case("sokha", _sends_sokha, _comes_herself, before=_announced),
    "delegate_replied": Case("dara", _sokha_cannot, _comes_herself, before=_announced_and_sokha_sent),
}
