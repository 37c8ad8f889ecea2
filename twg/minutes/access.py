"""Who composes the minutes of a meeting, and of which there are any (G6).

MinutesRefusal
└── NotHeld     the meeting is ahead, was cancelled, or nothing says that it was held
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.meetings import Meeting
from twg.attendance.access import Holding, find_holding
from twg.core.actors import Actor
from twg.core.refusals import Refusal
from twg.records.access import access_kept


class MinutesRefusal(Refusal):
    key = "minutes#refused"


class NotHeld(MinutesRefusal):
    """data: `meeting`; `holding`, the value of a `Holding`."""

    key = "minutes#not_held"


async def access_minuted(session: AsyncSession, actor: Actor, meeting_id: int, *, now: datetime) -> Meeting:
    """A meeting that was held, for who keeps its record. Raises: NotFound, NotAllowed, NotHeld."""
    meeting = await access_kept(session, actor, meeting_id)
    holding = await find_holding(session, meeting, now=now)
    if holding is not Holding.HELD:
        raise NotHeld(meeting=meeting, holding=holding.value)
    return meeting
