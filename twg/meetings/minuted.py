"""What minutes say that circulate, or were adopted, is changed by a correction of them and by nothing else (G6).

Refusal
└── MinutesFixed
"""

from sqlalchemy.ext.asyncio import AsyncSession

from storage.meetings import Meeting
from storage.minutes import is_adopted, list_with_minutes
from twg.core.refusals import Refusal


class MinutesFixed(Refusal):
    """data: `meeting`; `adopted`: whether its minutes were adopted, or circulate for corrections."""

    key = "meetings#minutes_fixed"


async def check_not_circulating(session: AsyncSession, meeting: Meeting) -> None:
    """Raises: MinutesFixed where the minutes of a meeting circulate or were adopted, so that its record stands."""
    if await list_with_minutes(session, [meeting.id]):
        raise MinutesFixed(meeting=meeting, adopted=await is_adopted(session, meeting.id))


async def check_not_adopted(session: AsyncSession, meeting: Meeting) -> None:
    """Raises: MinutesFixed where the minutes of a meeting were adopted, so that its attendance and decisions stand."""
    if await is_adopted(session, meeting.id):
        raise MinutesFixed(meeting=meeting, adopted=True)
