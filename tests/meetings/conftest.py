"""Helpers: reading meetings, their reminders, and the calendar files that members get."""

from datetime import datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event
from sqlalchemy import select

from storage.meetings import Meeting, find_meeting
from storage.reminders import Reminder, ReminderState
from tests.delivery.conftest import office
from tests.support.stage import Player, Stage

__all__ = ["office"]

ZONE = ZoneInfo("Asia/Phnom_Penh")


def local(day: int, hour: int, minute: int = 0, *, month: int = 12) -> datetime:
    """A local time in Phnom Penh; December 2026 by default."""
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


async def invitations(player: Player) -> list[Calendar]:
    """All calendar files that this person received, parsed, oldest first."""
    messages = [message for message in await player.person.messages() if message.document is not None]
    files = [message for message in messages if message.document and message.document.name.endswith(".ics")]
    return [Calendar.from_ical(await player.person.downloads(message)) for message in files]


def event_of(calendar: Calendar) -> Event:
    """The only event of a calendar file."""
    [event] = calendar.walk("VEVENT")
    assert isinstance(event, Event)
    return event


async def stored_meeting(stage: Stage, meeting_id: int) -> Meeting:
    async with stage.assistant.database.read() as session:
        meeting = await find_meeting(session, meeting_id)
    assert meeting is not None
    return meeting


async def invited_reminders_of(stage: Stage, meeting_id: int) -> dict[str, tuple[datetime, ReminderState]]:
    """Like `reminders_of`, without those of papers, the brief, actions and the updates round: no reminders of it."""
    found = await reminders_of(stage, meeting_id)
    return {
        rule: each for rule, each in found.items() if not rule.startswith(("papers_", "brief_", "updates_", "actions_"))
    }


async def reminders_of(
    stage: Stage, subject_id: int, table: str = Meeting.__tablename__
) -> dict[str, tuple[datetime, ReminderState]]:
    """When each reminder of a meeting, or of a row of another table, is due, UTC, and its state, by rule."""
    async with stage.assistant.database.read() as session:
        of_it = Reminder.subject_type == table, Reminder.subject_id == subject_id
        rows = await session.scalars(select(Reminder).where(*of_it))
        return {row.rule: (row.due_at, row.state) for row in rows}
