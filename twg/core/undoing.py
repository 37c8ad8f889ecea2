"""Taking back a change shortly after it was made (A3, U2).

A capability declares which changes can be taken back, by the name of their audit rows. The notices that such a change
causes are held for as long, so that a mistake reaches nobody; an urgent notice is sent at once.

UndoRefusal
├── TooLateToUndo
└── ChangedSince            somebody has changed the row after that, or it was taken back already
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from twg.core.notices import Notice
from twg.core.refusals import Refusal

#: A change can be taken back for so long.
UNDO_FOR = timedelta(minutes=10)


class UndoRefusal(Refusal):
    key = "general#refused"


class TooLateToUndo(UndoRefusal):
    """data: `minutes`, for how long it was possible, or `hours` where it was for longer than an hour."""

    key = "general#too_late_to_undo"


class ChangedSince(UndoRefusal):
    """data: `name` of the other person who changed it; empty where it was the same person."""

    key = "general#changed_since"


@dataclass(frozen=True, kw_only=True)
class Undo:
    """How a change is taken back.

    Attributes:
        change: name of its audit rows, "actions.end". Their data lists in `notices` the notifications that it caused.
        reverse: the operation that restores the row, given its id, the old values from the audit row, the domains, and
            `now`.
        undone: sent to those who were told of the change before it was taken back; None for a change of which nobody
            is told, or where `reverse` tells them.
        within: for how long.
        shows_again: messages that people have were changed at once, and show again what they showed before.
        ends: it says that something is done; words that it is not done take it back.
    """

    change: str
    reverse: Callable[..., Awaitable[Any]]
    undone: Notice | None = None
    within: timedelta = UNDO_FOR
    shows_again: bool = False
    ends: bool = False


def is_undoable(since: datetime, *, within: timedelta = UNDO_FOR, now: datetime) -> bool:
    """Whether what was done at `since` (UTC) can still be taken back. The moment at which `within` ends is too late."""
    return now < since + within


def check_in_time(since: datetime, *, within: timedelta = UNDO_FOR, now: datetime) -> None:
    """Raises: TooLateToUndo."""
    if not is_undoable(since, within=within, now=now):
        minutes = round(within.total_seconds() / 60)
        raise TooLateToUndo(minutes=minutes, hours=minutes // 60)


def held_until(notice: Notice, *, now: datetime) -> datetime | None:
    """When the notice of a change that can be taken back is sent, UTC; None for at once."""
    return None if notice.urgent else now + UNDO_FOR
