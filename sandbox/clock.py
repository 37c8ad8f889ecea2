"""The sandbox's clock, which can be set through the people's API."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol, runtime_checkable

from sandbox.errors import Impossible

#: The range of dates that Telegram can represent: Unix seconds in 32 bits.
FIRST_MOMENT = datetime(1970, 1, 2, tzinfo=UTC)
LAST_MOMENT = datetime(2038, 1, 19, tzinfo=UTC)


class Clock(Protocol):
    """A source of the current time."""

    def now(self) -> datetime:
        """The current time, UTC and timezone-aware."""


@runtime_checkable
class Movable(Protocol):
    """A clock that can also be set."""

    def set(self, moment: datetime) -> None:
        """Set the current time to `moment`; the clock continues from there."""


def add_seconds(moment: datetime, by_s: float) -> datetime:
    """`moment` plus `by_s` seconds. Raises: Impossible, outside of the dates that Telegram can represent."""
    try:
        found = moment + timedelta(seconds=by_s)
        is_date = FIRST_MOMENT <= found <= LAST_MOMENT
    except OverflowError:
        is_date = False
    if not is_date:
        raise Impossible("Telegram's dates go from 2 January 1970 to 19 January 2038")
    return found


class MovableClock:
    """Real time plus an offset.

    Args:
        start: the time at which the clock starts; the real time when None.
        frozen: the time stands still between calls of `set`, for tests.
    """

    def __init__(self, start: datetime | None = None, *, frozen: bool = False) -> None:
        self._frozen_at: datetime | None = datetime.now(UTC) if frozen else None
        self._shift = timedelta()
        if start is not None:
            self.set(start)

    def now(self) -> datetime:
        """The sandbox's current time, UTC."""
        return self._frozen_at if self._frozen_at is not None else datetime.now(UTC) + self._shift

    def set(self, moment: datetime) -> None:
        """Set the current time to `moment`; one without a time zone is read as UTC."""
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        if self._frozen_at is not None:
            self._frozen_at = moment
        self._shift = moment - datetime.now(UTC)

    def forward(self, by: timedelta) -> datetime:
        """Move forward by `by` and return the new time."""
        self.set(self.now() + by)
        return self.now()
