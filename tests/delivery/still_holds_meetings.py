"""How notices about who is invited to a meeting, and who speaks for whom, come about and cease to hold."""

from storage.meetings import Rsvp
from tests.delivery.still_holds_members import Case
from tests.support.scene import Scene
from tests.support.setup_steps import MEETING_DAY, access_actor, announce_meeting
from twg.core.audiences import Audience
from twg.meetings import changing, delegating, rsvp


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


MEETING_CASES = {
    "meeting_invited": Case("sokha", _invites_all, _cancels, before=_announced_to_leads),
    "meeting_uninvited": Case("sokha", _invites_leads, _invites_all, before=_announced),
    "delegate_asked": Case("sokha", _sends_sokha, _comes_herself, before=_announced),
    "delegate_replied": Case("dara", _sokha_cannot, _comes_herself, before=_announced_and_sokha_sent),
}
