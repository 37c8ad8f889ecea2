"""What members who are invited to one item of an agenda are told, and when they are reminded (G4, G13)."""

from datetime import datetime

from storage.engine.labels import N_
from storage.meetings import Rsvp
from storage.meetings.items import ItemInvitation
from storage.members import Membership, MembershipState, find_membership
from twg.core.notices import Cause, Notice
from twg.core.permissions import Permission
from twg.core.rules import rule
from twg.meetings.notices import NEAR


async def invitee(cause: Cause) -> list[Membership]:
    """The member who is invited."""
    found = await find_membership(cause.session, cause.subject.person_id, cause.subject.twg_id)
    return [found] if found is not None and found.state is MembershipState.ACTIVE else []


async def invitee_who_can_act(cause: Cause) -> list[Membership]:
    """The member who is invited, unless they have said that they do not come."""
    return [] if cause.subject.rsvp is Rsvp.NO else await invitee(cause)


async def a_day_before(cause: Cause) -> datetime | None:
    """A day before the meeting."""
    starts_at: datetime = cause.subject.meeting.starts_at
    return starts_at - NEAR


INVITED = Notice(
    name="item_invited",
    subject=ItemInvitation,
    recipients=invitee,
    permission=Permission.MEETING_ANSWER,
    useful_until=a_day_before,
)
#: data: `before`, what they were told last, as in `ItemInvitation.told`; `cleared`, whether their answer was voided.
CHANGED = Notice(name="item_changed", subject=ItemInvitation, recipients=invitee, urgent=True)
#: The item is not on the agenda any more, the meeting is cancelled, or the invitation is taken back. data: `before`.
WITHDRAWN = Notice(name="item_withdrawn", subject=ItemInvitation, recipients=invitee, urgent=True)
REMINDER = Notice(
    name="item_reminder", subject=ItemInvitation, recipients=invitee_who_can_act, permission=Permission.MEETING_ANSWER
)

#: They count from when the item begins; the last one is sent only to who has not said that they do not come.
RULES = (
    rule("item_1_day", N_("One item of an agenda: first reminder"), REMINDER, days=-1, grace_h=20),
    rule(
        "item_2_hours",
        N_("One item of an agenda: last reminder"),
        REMINDER,
        at=None,
        hours=-2,
        grace_h=1.5,
        urgent=True,
    ),
)
