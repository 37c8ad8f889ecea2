"""Attendance: who was at a meeting, and whether it was held (G5)."""

from typing import Any

from storage.attendance import MeetingPresence
from twg.attendance import access, expecting, noting, standing
from twg.attendance.sheets import SHEETS
from twg.core.operations import operations_of
from twg.core.subjects import Domain
from twg.core.uniting import Uniting


def _who_was_there(older: MeetingPresence, newer: MeetingPresence) -> dict[str, Any]:
    """What is noted of a person who was entered twice: that they were there counts more, then the newer note."""
    last = max((older, newer), key=lambda row: (row.attended, row.noted_at))
    return {
        name: getattr(last, name) for name in ("presence", "arrived_at", "delegate_name", "noted_at", "noted_by_id")
    }


DOMAIN = Domain(
    operations=operations_of(noting, expecting, standing),
    sheets=SHEETS,
    unitings=(Uniting(table=MeetingPresence, same=("meeting_id",), unite=_who_was_there),),
)

__all__ = ["DOMAIN", "access", "expecting", "noting", "standing"]
