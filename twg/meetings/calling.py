"""Asking everybody invited to a meeting for their papers, by a day (G3)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.notifications import Notification
from storage.meetings import Meeting, MeetingState
from storage.members import Membership, Twg
from storage.reminders import ReminderState, list_reminders_of
from twg.core.actors import Actor
from twg.core.audiences import excluding
from twg.core.audit import record
from twg.core.notices import Cause, Notice, end_of
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.meetings import notices
from twg.meetings.access import access_held, check_ahead
from twg.meetings.packs import COLLECT, SEND
from twg.meetings.rsvp import MeetingNotAnnounced


async def invited_but_caller(cause: Cause) -> list[Membership]:
    """Everybody invited now, without the person who asks."""
    return excluding(await notices.invited(cause), cause.by_id)


async def last_day(cause: Cause) -> datetime | None:
    """The end of the day by which the papers should be there."""
    meeting: Meeting = cause.subject
    by = date.fromisoformat(cause.data["by"])
    return end_of(by, cause, await cause.session.get_one(Twg, meeting.twg_id))


#: data: `by`, the day by which papers should be there, ISO.
CALLED = Notice(
    name="papers_called", subject=Meeting, recipients=invited_but_caller, grouped=True, useful_until=last_day
)


def check_callable(meeting: Meeting, *, now: datetime) -> None:
    """Raises: MeetingCancelled, MeetingAlreadyHeld, MeetingNotAnnounced."""
    check_ahead(meeting, now=now)
    if meeting.state is not MeetingState.ANNOUNCED:
        raise MeetingNotAnnounced(meeting=meeting)


async def suggest_day(session: AsyncSession, meeting: Meeting, zone: ZoneInfo, today: date) -> date | None:
    """The day by which papers are asked for: that of the next reminder to collect or to send them, after today."""
    reminders = await list_reminders_of(session, Meeting.__tablename__, meeting.id)
    found = [reminders[rule] for rule in (COLLECT, SEND) if rule in reminders]
    days = [each.due_at.astimezone(zone).date() for each in found if each.state is not ReminderState.VOID]
    return next((day for day in days if day > today), None)


@operation(Permission.MEETING_ORGANISE)
async def call_for_papers(
    session: AsyncSession, actor: Actor, meeting_id: int, by: date, *, now: datetime
) -> Notification:
    """Ask everybody invited for their papers.

    Args:
        by: the local day by which they should be there.
    Raises: NotFound, NotAllowed, MeetingCancelled, MeetingAlreadyHeld, MeetingNotAnnounced.
    Source: Guideline 2016, Part Three (c)(iii).
    """
    meeting = await access_held(session, actor, meeting_id)
    check_callable(meeting, now=now)
    await record(session, actor, "meetings.call_for_papers", meeting, now=now, after={"papers_by": by})
    data = {"title": meeting.title, "by": by.isoformat()}
    return await notify(session, CALLED, subject=meeting, now=now, by=actor, data=data)
