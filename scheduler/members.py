"""Contents of the notices about members."""

from messages.members import corrected_members, new_members
from messages.rendering.content import Content
from scheduler.delivery.wording import Occasion, Wording
from storage.members import Membership, list_members
from twg.members import registration

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


WORDING.merges(registration.REGISTERED, "members/new_members", new_members)
WORDING.merges(registration.CORRECTED, "members/corrected_members", corrected_members)


async def _find(occasion: Occasion) -> Membership | None:
    """The membership that the notification is about; None if the person has left the TWG."""
    wanted = Membership.id == occasion.notification.subject_id
    found = await list_members(occasion.session, occasion.notification.twg_id, wanted)
    return found[0] if found else None
