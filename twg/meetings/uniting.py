"""Two answers of one person to the same invitation (M10)."""

from datetime import UTC, datetime
from typing import Any

from storage.meetings import Attendance
from twg.core.uniting import Uniting

_ANSWER = (
    "rsvp",
    "late_min",
    "delegate_name",
    "delegate_contact",
    "delegate_id",
    "delegate_agreed",
    "answered_at",
    "answered_for",
    "words",
    "entered_by_id",
)


def newest_answer(older: Attendance, newer: Attendance) -> dict[str, Any]:
    """The answer that was given last; an answer counts more than none."""
    last = max(
        (older, newer), key=lambda row: (row.rsvp is not None, row.answered_at or datetime.min.replace(tzinfo=UTC))
    )
    return {name: getattr(last, name) for name in _ANSWER}


UNITINGS = (Uniting(table=Attendance, same=("meeting_id",), unite=newest_answer),)
