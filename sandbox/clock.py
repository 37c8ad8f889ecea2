"""The sandbox's time: a clock that people may move."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol, runtime_checkable

from sandbox.errors import Impossible

#: Telegram writes dates as whole numbers of 32 bits.
FIRST_MOMENT = datetime(1970, 1, 2, tzinfo=UTC)
LAST_MOMENT = datetime(2038, 1, 19, tzinfo=UTC)


class Clock(Protocol):
    """Anything that tells the time."""

    def now(self) -> datetime:
        """The present moment, UTC and timezone-aware."""


@runtime_checkable
class Movable(Protocol):
    """A clock that may also be set."""

    def set(self, moment: datetime) -> None:
        """Make `moment` the present; it goes on from there."""


def later(moment: datetime, by_s: float) -> datetime:
    """A moment `by_s` seconds later, or refused where Telegram has no date for it. Raises: Impossible."""
    try:
        found = moment + timedelta(seconds=by_s)
        is_date = FIRST_MOMENT <= found <= LAST_MOMENT
    except OverflowError:
        is_date = False
    if not is_date:
        raise Impossible("Telegram's dates go from 2 January 1970 to 19 January 2038")
    return found


class MovableClock:
    """Real time plus a shift; frozen when asked, so that tests see one moment."""

    def __init__(self, start: datetime | None = None, *, frozen: bool = False) -> None:
        self._frozen_at: datetime | None = datetime.now(UTC) if frozen else None
        self._shift = timedelta()
        if start is not None:
            self.set(start)

    def now(self) -> datetime:
        """The sandbox's present moment, UTC."""
        return self._frozen_at if self._frozen_at is not None else datetime.now(UTC) + self._shift

    def set(self, moment: datetime) -> None:
        """Make `moment` the present. A naive moment is taken for UTC."""
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
        if self._frozen_at is not None:
            self._frozen_at = moment
        self._shift = moment - datetime.now(UTC)

    def forward(self, by: timedelta) -> datetime:
        """Move ahead by `by` and say what time it is then."""
        self.set(self.now() + by)
        return self.now()
