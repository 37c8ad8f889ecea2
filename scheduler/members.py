"""Contents of the notices about members."""

from messages.members import asked_keyboard, corrected_members, end_row, matters_of, new_members
from messages.rendering.content import Content
from scheduler.delivery.wording import Occasion, Wording
from storage.members import Membership, find_acts, list_members
from twg.members import assistants, registration

WORDING = Wording()


@WORDING.of(registration.REGISTERED, "members/new_member", holds="the person is a member")
async def registered(occasion: Occasion) -> Content | None:
    membership = await _find(occasion)
    return None if membership is None else Content("members/new_member", {"membership": membership})


@WORDING.of(registration.CORRECTED, "members/corrected", holds="the person is a member with other details than before")
async def corrected(occasion: Occasion) -> Content | None:
    membership = await _find(occasion)
    if membership is None or registration.details_of(membership.person) == occasion.notification.data["before"]:
        return None
    return Content("members/corrected", {"membership": membership, "before": occasion.notification.data["before"]})


@WORDING.of(assistants.TAKEN, "members/assistant_asks", holds="it is not confirmed or ended yet")
async def assistant_asks(occasion: Occasion) -> Content | None:
    acts = await find_acts(occasion.session, occasion.notification.subject_id)
    if acts is None or acts.account is None or acts.ended_at is not None or acts.confirmed_at is not None:
        return None
    return Content("members/assistant_asks", {"acts": acts, "matters": matters_of(acts)}, asked_keyboard(acts))


@WORDING.of(
    assistants.CONFIRMED, "members/assistant_confirmed", holds="the account acts for the person, who did not confirm it"
)
async def assistant_confirmed(occasion: Occasion) -> Content | None:
    acts = await find_acts(occasion.session, occasion.notification.subject_id)
    if acts is None or acts.account is None or acts.ended_at is not None:
        return None
    if not occasion.to_assistant and acts.confirmed_by_id == acts.person_id:
        return None
    keyboard = () if occasion.to_assistant else (end_row(acts),)
    context = {"acts": acts, "matters": matters_of(acts), "to_assistant": occasion.to_assistant}
    return Content("members/assistant_confirmed", context, keyboard)


WORDING.merges(registration.REGISTERED, "members/new_members", new_members)
WORDING.merges(registration.CORRECTED, "members/corrected_members", corrected_members)


async def _find(occasion: Occasion) -> Membership | None:
    """The membership that the notification is about; None if the person has left the TWG."""
    wanted = Membership.id == occasion.notification.subject_id
    found = await list_members(occasion.session, occasion.notification.twg_id, wanted)
    return found[0] if found else None
