"""The day on which something is due that more time is asked for (A3, J2)."""

from datetime import date
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import Action
from storage.engine.database import Base
from storage.indicators import ReportRequest, Round
from storage.requests import list_granted_time
from twg.requests.access import NotLater


async def find_due(session: AsyncSession, subject: Base, person_id: int, zone: ZoneInfo) -> date | None:
    """The local day on which a row is due for a person now; None for none.

    A report is due when its round ends, or on the day that was agreed for it since.
    """
    match subject:
        case Action():
            return subject.due_on
        case ReportRequest():
            ends_on = (await session.get_one(Round, subject.round_id)).due_at.astimezone(zone).date()
            agreed = await list_granted_time(session, person_id, subject.__tablename__, subject.id)
            return max([ends_on, *(each.until for each in agreed[:1] if each.until is not None)])
    return None


def check_later(day: date, due: date | None) -> None:
    """Raises: NotLater, where agreeing to that day would move the day on which it is due forward, or leave it."""
    if due is not None and day <= due:
        raise NotLater(field="until", day=day, due=due)
