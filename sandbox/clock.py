"""The sandbox's time: a clock that people may move."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Protocol, runtime_checkable


class Clock(Protocol):
    """Anything that tells the time."""

    def now(self) -> datetime:
        """The present moment, UTC and timezone-aware."""


@runtime_checkable
class Movable(Protocol):
    """A clock that may also be set."""

    def set(self, moment: datetime) -> None:
        """Make `moment` the present; it goes on from there."""


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
