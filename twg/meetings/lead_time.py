"""How long before a meeting its papers go out (G3).

Source: Guideline 2016, Part Three (c)(iii): "Meetings should have a clear agenda with documentation shared 10 days in
advance."
"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

#: Days from the day on which papers are shared to that of the meeting.
LEAD_DAYS = 10


def days_between(day: date, meeting_day: date) -> int:
    """Days from one local day to that of the meeting; negative after it."""
    return (meeting_day - day).days


def lead_days(sent_at: datetime, starts_at: datetime, zone: ZoneInfo) -> int | None:
    """Days from the local day on which something was sent to that of the meeting; None where it had begun.

    Args:
        sent_at, starts_at: UTC, aware.
    """
    if sent_at >= starts_at:
        return None
    return days_between(sent_at.astimezone(zone).date(), starts_at.astimezone(zone).date())


def is_short(days: int) -> bool:
    """Whether so many days are fewer than the clause asks for."""
    return days < LEAD_DAYS
