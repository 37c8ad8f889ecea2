"""The assistant's clock: the time of the machine, which may jump, checked against time that is counted and Telegram's.

A jump of the machine's clock changes nothing at first: the assistant goes on with the time that it counts itself, so
that nothing becomes due, too late or expired by the jump. `watch` then finds out which time is right.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from time import monotonic
from urllib.parse import urlsplit

from telegram import Bot
from telegram.error import TelegramError

from bot.telegram_http import AiohttpRequest

log = logging.getLogger(__name__)

#: Two times that differ by less are the same: Telegram's Date header has whole seconds, and its answer takes a while.
TOLERANCE_S = 5.0
#: How often the machine's clock is looked at, in seconds.
LOOK_S = 1.0
#: How often Telegram is asked for the time while the machine's clock is in doubt, in seconds: in the first minute after
#: a jump, and later.
ASK_SOON_S, ASK_LATER_S = 5.0, 20.0
#: For how long a clock that went ahead is not believed when nobody else's clock can be asked, in seconds.
PROBATION_S = 30.0
#: For how long `/healthz` tells of a jump, in seconds.
TELL_S = 3600.0


def utc_now() -> datetime:
    """The machine's time, UTC, timezone-aware."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class TimeState:
    """What `/healthz` and `/metrics` tell of the clock.

    Attributes:
        off_s: the machine's time less the time by which the assistant acts, in seconds; 0 when they agree.
        jumps: number of jumps since the start.
        warnings: one sentence each.
    """

    off_s: float = 0.0
    jumps: int = 0
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class ToldTime:
    """The time that a server told.

    Attributes:
        moment: UTC; `None` when its answer had no time.
        shared: whether the server may have told the time of this very machine, as a local Bot API server does.
    """

    moment: datetime | None
    shared: bool


class TelegramTime:
    """Reads the time that the Bot API server at an address tells in the `Date` header of its answers."""

    def __init__(self, bot: Bot, request: AiohttpRequest, base_url: str) -> None:
        self._bot = bot
        self._request = request
        self._shared = not (urlsplit(base_url).hostname or "").endswith("telegram.org")

    async def ask(self) -> ToldTime:
        """The server's time now. Raises: TelegramError."""
        await self._bot.get_me()
        return self.told()

    def told(self) -> ToldTime:
        """The time of the last answer. Call it directly behind one."""
        try:
            moment = parsedate_to_datetime(self._request.date).astimezone(UTC)
        except (ValueError, OverflowError):  # none, or no date
            return ToldTime(None, self._shared)
        return ToldTime(moment, self._shared)


class SteadyClock:
    """Returns the time by which the assistant acts, UTC, when it is called.

    Args:
        wall: returns the machine's time, UTC.
        counted: returns seconds that no setting of the clock changes; those of the event loop.
    """

    def __init__(self, wall: Callable[[], datetime] = utc_now, counted: Callable[[], float] = monotonic) -> None:
        self._wall = wall
        self._counted = counted
        #: The time by which the assistant acts, and the machine's at the last look, each at the beginning of the count.
        self._trusted = self._seen = self._machine()
        self._jumps = 0
        self._jumped_at_s = float("-inf")
        self._story = ""
        self._asked_at_s = float("-inf")

    def __call__(self) -> datetime:
        self._follow(self._machine())
        return self._trusted + timedelta(seconds=self._counted())

    def _follow(self, machine: datetime) -> None:
        """Use the machine's time while it agrees with the counted one: they run at slightly different speeds."""
        if self._agrees(machine, self._trusted):
            self._trusted = machine

    def state(self) -> TimeState:
        """What is to be told of the clock now."""
        machine = self._machine()
        off, agrees = machine - self._trusted, self._agrees(machine, self._trusted)
        warnings = []
        if self._counted() - self._jumped_at_s < TELL_S:
            warnings.append(self._story)
        if not agrees:
            warnings.append(f"the machine's clock is {_shift(off)} and not used; it is {self():%Y-%m-%d %H:%M:%S} UTC")
        return TimeState(0.0 if agrees else off.total_seconds(), self._jumps, tuple(warnings))

    def begin(self, told: ToldTime) -> None:
        """Compare the machine's time with Telegram's before anything is done by it."""
        self._decide(told)

    async def watch(self, ask: Callable[[], Awaitable[ToldTime]], rearm: Callable[[], None]) -> None:
        """Look at the machine's clock until cancelled.

        Args:
            ask: asks Telegram for the time. Raises: TelegramError.
            rearm: called after each jump, for what waits for a time of the machine's clock.
        """
        while True:
            await asyncio.sleep(LOOK_S)
            if self.look():
                rearm()
            if self._is_to_ask():
                try:
                    self._decide(await ask())
                except TelegramError as error:
                    log.info("Telegram could not be asked for the time: %s", error.message)

    def look(self) -> bool:
        """Whether the machine's clock has jumped since the last look; if so, note and log it."""
        machine = self._machine()
        self._follow(machine)
        by, self._seen = machine - self._seen, machine
        if abs(by.total_seconds()) <= TOLERANCE_S:
            return False
        self._jumps += 1
        self._jumped_at_s, self._asked_at_s = self._counted(), float("-inf")
        self._story = f"the machine's clock jumped {_shift(by)} at {self():%Y-%m-%d %H:%M:%S} UTC"
        log.warning("%s", self._story)
        return True

    def _is_to_ask(self) -> bool:
        """Whether the machine's time is in doubt and Telegram was not asked just now."""
        if self._agrees(self._seen, self._trusted):
            return False
        now_s = self._counted()
        if now_s - self._asked_at_s < (ASK_SOON_S if now_s - self._jumped_at_s < 60 else ASK_LATER_S):
            return False
        self._asked_at_s = now_s
        return True

    def _decide(self, told: ToldTime) -> None:
        """Choose between the machine's time, the counted one and the one that was told.

        Where the told time is that of this machine, it proves nothing: going back is safe, because what was due comes
        later; going ahead waits until the clock has kept its time for `PROBATION_S`.
        """
        machine = self._machine()
        moment = None if told.moment is None else told.moment - timedelta(seconds=self._counted())
        if moment is not None and not self._agrees(machine, moment):
            if not self._agrees(moment, self._trusted):
                log.warning("the machine's clock is %s and not used; Telegram's time is", _shift(machine - moment))
                self._trusted = moment
            return
        proven = moment is not None and not told.shared
        kept_s = self._counted() - self._jumped_at_s
        if not self._agrees(machine, self._trusted) and (proven or machine < self._trusted or kept_s >= PROBATION_S):
            log.warning("the machine's clock is used as it was set: %s", _shift(machine - self._trusted))
            self._trusted = machine

    def _machine(self) -> datetime:
        """The machine's time at the beginning of the count: it changes only when the clock is set."""
        while True:
            before_s, wall, after_s = self._counted(), self._wall(), self._counted()
            if after_s - before_s < 1:  # else the process was frozen between the readings
                return wall - timedelta(seconds=after_s)

    @staticmethod
    def _agrees(one: datetime, other: datetime) -> bool:
        return abs((one - other).total_seconds()) <= TOLERANCE_S


def _shift(by: timedelta) -> str:
    """A difference in words: "ahead by 3600 s", "back by 3600 s"."""
    seconds = by.total_seconds()
    return f"{'ahead' if seconds > 0 else 'back'} by {abs(seconds):.0f} s"
