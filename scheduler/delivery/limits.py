"""Telegram's limits on sending (T3): windows and buckets that say when the next message may leave.

A message can reach Telegram at any moment until its call is answered. Therefore a turn of a chat is reserved when it is
given and counts from the moment of the answer, so that Telegram never counts it later than this program does.
"""

from collections import deque
from dataclasses import dataclass, field
from typing import Protocol

#: Factor on the length of each window: messages sent over a second can arrive at Telegram within less than a second.
MARGIN = 1.01
#: Largest error of a sum of refills, in turns.
_ROUNDING = 1e-6


@dataclass(frozen=True)
class Limits:
    """Limits on sending. The defaults are Telegram's; a local Bot API server or paid broadcasts have others.

    Attributes:
        per_second: most messages in any second, to all chats together.
        chat_burst: most messages to one private chat at once.
        chat_burst_s: seconds in which a chat may be sent another burst; it is refilled evenly.
        group_per_minute: most messages to one group in any minute.
    """

    per_second: int = 30
    chat_burst: int = 5
    chat_burst_s: float = 5.0
    group_per_minute: int = 20

    def of_chat(self, chat_id: int, now: float) -> "ChatLimit":
        """The limit of one chat; ids of groups are negative."""
        if chat_id < 0:
            return Window(self.group_per_minute, 60 * MARGIN)
        return Bucket(self.chat_burst, self.chat_burst_s / self.chat_burst, now)


class ChatLimit(Protocol):
    """The limit of one chat.

    Attributes:
        every_s: seconds between two messages in the long run.
        for_replies: turns that bulk leaves to replies.
    """

    @property
    def every_s(self) -> float: ...

    @property
    def for_replies(self) -> int: ...

    def free_at(self, now: float, *, leaving: int = 0, turns: int = 1) -> float:
        """The next moment at which so many turns are free and `leaving` others are left; `now` if that is so now.

        Of a call that takes more turns than the limit ever has, as many as it has must be free; the rest is owed.
        """

    def reserve(self, turns: int = 1) -> None:
        """Keep turns for a call."""

    def give_back(self, turns: int = 1) -> None:
        """Free reserved turns whose call was not made."""

    def spend(self, now: float, turns: int = 1) -> None:
        """Count reserved turns whose call has ended."""

    def refuse_until(self, moment: float, now: float) -> None:
        """Expect one free turn at this moment and none before, because Telegram refused a call."""

    def is_idle(self, now: float) -> bool:
        """Whether it is as at the beginning."""


@dataclass
class Window:
    """A sliding window: at most `most` turns in any `span_s` seconds."""

    most: int
    span_s: float
    taken: deque[float] = field(default_factory=deque)
    reserved: int = 0

    @property
    def every_s(self) -> float:
        return self.span_s / self.most

    @property
    def for_replies(self) -> int:
        return self.most // 4

    def free_at(self, now: float, *, leaving: int = 0, turns: int = 1) -> float:
        # Compare the same sum that is returned: in floating point, "t + span <= now" and "t <= now - span" can differ.
        while self.taken and self.taken[0] + self.span_s <= now:
            self.taken.popleft()
        turns = min(turns, max(self.most - leaving, 1))
        room = self.most - self.reserved - leaving
        missing = len(self.taken) + turns - room
        if missing <= 0:
            return now
        return self.taken[missing - 1] + self.span_s if room >= turns else now + self.every_s

    def reserve(self, turns: int = 1) -> None:
        self.reserved += turns

    def give_back(self, turns: int = 1) -> None:
        self.reserved -= turns

    def spend(self, now: float, turns: int = 1) -> None:
        self.reserved -= turns
        self.taken.extend([now] * turns)

    def refuse_until(self, moment: float, now: float) -> None:
        pass  # the window has room by then

    def is_idle(self, now: float) -> bool:
        return not self.reserved and (not self.taken or self.taken[-1] + self.span_s <= now)


@dataclass
class Bucket:
    """A bucket that holds `burst` turns and is refilled by one in `every_s` seconds.

    A window would let a person who has used up the burst wait for all of it; the bucket lets them wait for one turn.
    """

    burst: int
    every_s: float
    #: When `level` was last brought up to date; `level` counts reserved turns too.
    at: float
    level: float = -1.0
    reserved: int = 0

    def __post_init__(self) -> None:
        self.level = float(self.burst)

    @property
    def for_replies(self) -> int:
        return self.burst // 2

    def free_at(self, now: float, *, leaving: int = 0, turns: int = 1) -> float:
        self._refill(now)
        missing = min(turns + leaving, self.burst) + self.reserved - self.level
        return now if missing <= _ROUNDING else now + missing * self.every_s

    def reserve(self, turns: int = 1) -> None:
        self.reserved += turns

    def give_back(self, turns: int = 1) -> None:
        self.reserved -= turns

    def spend(self, now: float, turns: int = 1) -> None:
        self._refill(now)
        self.reserved -= turns
        self.level -= turns

    def refuse_until(self, moment: float, now: float) -> None:
        self._refill(now)
        self.level = min(self.level, 1 + self.reserved - (moment - now) / self.every_s)

    def is_idle(self, now: float) -> bool:
        self._refill(now)
        return not self.reserved and self.level >= self.burst

    def _refill(self, now: float) -> None:
        self.level = min(float(self.burst), self.level + (now - self.at) / self.every_s)
        self.at = now
