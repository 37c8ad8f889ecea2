"""What people are told of meetings, and when they are reminded (G2, G4)."""

from datetime import datetime, timedelta

from storage.engine.labels import N_
from storage.meetings import Meeting, Rsvp, list_attendance
from storage.members import Membership
from twg.core.audiences import list_audience
from twg.core.notices import Cause, InGroups, Notice
from twg.core.rules import rule

#: An announcement that would be held until less than this before the meeting is sent at once.
NEAR = timedelta(days=1)
#: The text and the calendar file.
_WITH_CALENDAR = 2


async def invited(cause: Cause) -> list[Membership]:
    """Everybody in the meeting's audience now."""
    return await list_audience(cause.session, cause.subject.twg_id, cause.subject.audience)


async def invited_who_may_come(cause: Cause) -> list[Membership]:
    """Those invited who have not said that they do not come, nor that they send a delegate."""
    answers = await list_attendance(cause.session, cause.subject.id)
    away = {person_id for person_id, given in answers.items() if given.rsvp in {Rsvp.NO, Rsvp.DELEGATE}}
    return [member for member in await invited(cause) if member.person_id not in away]


async def a_day_before(cause: Cause) -> datetime | None:
    """A day before the meeting."""
    starts_at: datetime = cause.subject.starts_at
    return starts_at - NEAR


ANNOUNCED = Notice(
    name="meeting_announced",
    subject=Meeting,
    recipients=invited,
    parts=_WITH_CALENDAR,
    useful_until=a_day_before,
    in_groups=InGroups.ALWAYS,
)
CHANGED = Notice(
    name="meeting_changed",
    subject=Meeting,
    recipients=invited,
    parts=_WITH_CALENDAR,
    urgent=True,
    in_groups=InGroups.ALWAYS,
)
CANCELLED = Notice(
    name="meeting_cancelled",
    subject=Meeting,
    recipients=invited,
    parts=_WITH_CALENDAR,
    urgent=True,
    in_groups=InGroups.ALWAYS,
)
REMINDER = Notice(name="meeting_reminder", subject=Meeting, recipients=invited_who_may_come, grouped=True)

#: A reminder is dropped when it would come so late that the next one, or the meeting itself, is nearer.
RULES = (
    rule("meeting_3_days", N_("Meeting: first reminder"), REMINDER, days=-3, grace_h=36),
    rule("meeting_1_day", N_("Meeting: second reminder"), REMINDER, days=-1, grace_h=20),
    rule("meeting_2_hours", N_("Meeting: last reminder"), REMINDER, at=None, hours=-2, grace_h=1.5, urgent=True),
)
