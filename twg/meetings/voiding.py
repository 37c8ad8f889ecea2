"""Which answers to an invitation a change of its day or hour voids (G2).

Why: `docs/decisions/0021-answers-after-a-move.md`.
"""

import enum
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from storage.meetings import Attendance, Rsvp

#: A beginning that moves by at most this within the day voids no answer.
SMALL_SHIFT = timedelta(minutes=30)


class Shift(enum.Enum):
    """How far the beginning of a meeting moves."""

    SMALL = "small"
    HOUR = "hour"
    DAY = "day"


#: Those who do not come, or do not know yet, have said so of the day; the others have said that they come at an hour.
VOIDED: Mapping[Shift, frozenset[Rsvp]] = {
    Shift.SMALL: frozenset(),
    Shift.HOUR: frozenset({Rsvp.YES, Rsvp.LATE, Rsvp.DELEGATE}),
    Shift.DAY: frozenset(Rsvp),
}


def shift_of(before: datetime, after: datetime, zone: ZoneInfo) -> Shift:
    """How far a beginning moves. Args: aware moments; `zone` is that of the TWG."""
    if before.astimezone(zone).date() != after.astimezone(zone).date():
        return Shift.DAY
    return Shift.SMALL if abs(after - before) <= SMALL_SHIFT else Shift.HOUR


def is_voided(answer: Attendance, after: datetime, zone: ZoneInfo) -> bool:
    """Whether a meeting that begins at `after` voids an answer.

    What counts is how far that is from the beginning for which it was given: several small moves add up.
    """
    return (
        answer.rsvp is not None
        and answer.answered_for is not None
        and answer.rsvp in VOIDED[shift_of(answer.answered_for, after, zone)]
    )


def widest_shift(answers: Iterable[Attendance], before: datetime, after: datetime, zone: ZoneInfo) -> Shift:
    """How far a move is for those of the answers for which it is farthest.

    Args:
        before: the beginning as it is now.
    """
    begins = {before, *(each.answered_for for each in answers if each.answered_for is not None)}
    shifts = {shift_of(begin, after, zone) for begin in begins}
    return next(shift for shift in (Shift.DAY, Shift.HOUR, Shift.SMALL) if shift in shifts)
