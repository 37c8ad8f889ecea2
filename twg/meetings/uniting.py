"""Two answers of one person to the same invitation, and one who is their own delegate (M10)."""

from datetime import UTC, datetime
from typing import Any

from storage.meetings import Attendance
from storage.meetings.items import ItemInvitation
from twg.core.uniting import Pair, Uniting

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


#: Of an answer to an invitation to one item, with whether that stands and what was told.
_ANSWER_TO_ITEM = ("rsvp", "answered_at", "answered_for", "words", "entered_by_id")


def newest_answer(older: Attendance, newer: Attendance) -> dict[str, Any]:
    """The answer that was given last; an answer counts more than none."""
    last = _newest(older, newer)
    return {name: getattr(last, name) for name in _ANSWER}


def newest_answer_to_item(older: ItemInvitation, newer: ItemInvitation) -> dict[str, Any]:
    """The same; the invitation stands where one of them does."""
    last = _newest(older, newer)
    standing = older if older.removed_at is None else newer
    kept = {name: getattr(standing, name) for name in ("removed_at", "told")}
    return {**kept, **{name: getattr(last, name) for name in _ANSWER_TO_ITEM}}


def _newest(*rows: Any) -> Any:
    return max(rows, key=lambda row: (row.rsvp is not None, row.answered_at or datetime.min.replace(tzinfo=UTC)))


UNITINGS = (
    Uniting(table=Attendance, same=("meeting_id",), unite=newest_answer),
    Uniting(table=ItemInvitation, same=("meeting_id", "item_token"), unite=newest_answer_to_item),
)
PAIRS = (Pair(table=Attendance, stays="person_id", cleared="delegate_id"),)
