"""Pacing: one budget for all messages of a bot token; replies go first, bulk gets the rest (T3).

The limits are sliding windows. A token bucket would allow up to twice the limit within one second: a full bucket and
what refills meanwhile.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from dataclasses import dataclass, field
from enum import IntEnum
from time import monotonic


class Lane(IntEnum):
    """Priority of a message; the lower value goes first."""

    REPLY = 0
    BULK = 1


@dataclass(frozen=True)
class Limits:
    """Limits on sending. The defaults are Telegram's; a local Bot API server or paid broadcasts have others.

    Attributes:
        per_second: most messages in any second, to all chats together.
        chat_burst, chat_burst_s: most messages to one private chat in any `chat_burst_s` seconds; one a second on
            average.
        group_per_minute: most messages to one group in any minute.
    """

    per_second: int = 30
    chat_burst: int = 5
    chat_burst_s: float = 5.0
    group_per_minute: int = 20


#: Bulk waits for the end of a pause of at most so many seconds; waiting for a longer one would delay the whole batch.
PATIENCE_S = 2.0
#: Most bulk messages sent at once; groups of so many are spread evenly over the second. If bulk used up a second's
#: budget at once, a reply would have to wait for up to a second.
BULK_AT_ONCE = 3
#: A 429 does not say whether the limit of the chat or of the token was exceeded. When so many chats are refused within
#: a second, it is taken for the token's, and everything is paused.
CHATS_TOO_MANY = 3
#: Factor on the length of each window: messages sent over a second can arrive at Telegram within less than a second.
MARGIN = 1.01


@dataclass
class _Window:
    """A sliding window: at most `most` turns in any `span_s` seconds."""

    most: int
    span_s: float
    taken: deque[float] = field(default_factory=deque)

    def free_at(self, now: float) -> float:
        """The next moment at which a turn is free; `now` if one is free now."""
        # Compare the same sum that is returned: in floating point, "t + span <= now" and "t <= now - span" can differ.
        while self.taken and self.taken[0] + self.span_s <= now:
            self.taken.popleft()
        return now if len(self.taken) < self.most else self.taken[0] + self.span_s


class ChatPaused(Exception):
    """Telegram asked to send nothing to this chat, or to any, for `seconds`, longer than bulk waits (`PATIENCE_S`)."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass
class _Waiter:
    chat_id: int
    future: asyncio.Future[None]


class Pacing:
    """Gives out turns to send.

    Args:
        limits: None for a server without limits; then only pauses make a message wait.
        clock: returns seconds, monotonic.
        shared: if other processes send with the same token, reserves the next moment of the shared budget and returns
            the seconds until it.
    """

    def __init__(
        self,
        limits: Limits | None,
        clock: Callable[[], float] = monotonic,
        shared: Callable[[], Awaitable[float]] | None = None,
    ) -> None:
        self._limits = limits
        self._clock = clock
        self._shared = shared
        self._bulk = asyncio.Lock()
        per_second = limits.per_second if limits else 1
        self._all = _Window(per_second, MARGIN)
        self._even = _Window(BULK_AT_ONCE, BULK_AT_ONCE * MARGIN / per_second)
        self._chats: dict[int, _Window] = {}
        self._paused: dict[int | None, float] = {}
        self._refused: dict[int, float] = {}
        self._lanes: dict[Lane, deque[_Waiter]] = {lane: deque() for lane in Lane}
        self._timer: asyncio.TimerHandle | None = None

    async def turn(self, chat_id: int, lane: Lane) -> None:
        """Wait until a message to this chat may be sent.

        Raises:
            ChatPaused: for bulk, if the chat is paused for longer than `PATIENCE_S`.
        """
        if self._limits is not None or self._paused:
            await self._own_turn(chat_id, lane)
        if self._shared is not None:
            await self._shared_turn(self._shared, lane)
            if self._paused_until(chat_id) > self._clock():  # paused during the wait for the shared budget
                await self._own_turn(chat_id, lane)

    def _paused_until(self, chat_id: int) -> float:
        return max(self._paused.get(chat_id, 0), self._paused.get(None, 0))

    async def _shared_turn(self, wait_s: Callable[[], Awaitable[float]], lane: Lane) -> None:
        """Wait for the shared budget. Bulk reserves one moment at a time, so that a reply waits behind one at most."""
        async with self._bulk if lane is Lane.BULK else nullcontext():
            await asyncio.sleep(await wait_s())

    async def _own_turn(self, chat_id: int, lane: Lane) -> None:
        paused_s = self._paused_until(chat_id) - self._clock()
        if lane is Lane.BULK and paused_s > PATIENCE_S:
            raise ChatPaused(paused_s)
        waiter = _Waiter(chat_id, asyncio.get_running_loop().create_future())
        self._lanes[lane].append(waiter)
        self._give_out()
        try:
            await waiter.future
        except asyncio.CancelledError:
            if waiter in self._lanes[lane]:
                self._lanes[lane].remove(waiter)
            raise

    def pause(self, seconds: float, chat_id: int | None = None) -> None:
        """Pause a chat, or all of them if none is given, because Telegram asked for it (429).

        Bulk that waits for a turn is refused with ChatPaused if the pause is longer than `PATIENCE_S`. When
        `CHATS_TOO_MANY` chats are paused within a second, all chats are.
        """
        now = self._clock()
        self._paused[chat_id] = max(now + seconds, self._paused.get(chat_id, 0))
        if seconds > PATIENCE_S:
            self._refuse_bulk(chat_id, seconds)
        if chat_id is None:
            return
        self._refused = {other: at for other, at in self._refused.items() if at > now - 1} | {chat_id: now}
        if len(self._refused) >= CHATS_TOO_MANY:
            self.pause(seconds)

    def _refuse_bulk(self, chat_id: int | None, seconds: float) -> None:
        """Raise ChatPaused in bulk that waits for a turn of this chat, or of any: it is worded anew after the pause."""
        bulk = self._lanes[Lane.BULK]
        for waiter in [waiter for waiter in bulk if chat_id in {None, waiter.chat_id}]:
            bulk.remove(waiter)
            if not waiter.future.done():
                waiter.future.set_exception(ChatPaused(seconds))

    def _free_at(self, chat_id: int, now: float) -> float:
        """When a message to this chat may be sent, without regard to the limits on all chats together."""
        paused = self._paused.get(chat_id, now)
        if paused <= now:
            self._paused.pop(chat_id, None)
        if self._limits is None:
            return max(paused, now)
        window = self._chats.get(chat_id)
        return max(paused, now if window is None else window.free_at(now))

    def _all_free_at(self, now: float) -> float:
        """When a message may be sent by the limits on all chats together."""
        paused = self._paused.get(None, now)
        if paused <= now:
            self._paused.pop(None, None)
        return max(paused, now if self._limits is None else self._all.free_at(now))

    def _give_out(self) -> None:
        """Give a turn to all waiters that may send now, by lane and arrival; set a timer for the next one."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        now = self._clock()
        while (wait_until := self._all_free_at(now)) <= now:
            waiter, lane, wait_until = self._next(now)
            if waiter is None:
                break
            if waiter.future.cancelled():  # cancelled, but its task has not run yet to remove it from the lane
                continue
            self._take(waiter.chat_id, lane, now)
            waiter.future.set_result(None)
        if any(self._lanes.values()) and wait_until < float("inf"):
            self._timer = asyncio.get_running_loop().call_later(max(wait_until - now, 0.001), self._give_out)

    def _next(self, now: float) -> tuple[_Waiter | None, Lane, float]:
        """Remove the first waiter that may send now from its lane; if there is none, say when the next one may."""
        soonest = float("inf")
        for lane, waiters in self._lanes.items():
            lane_at = self._even.free_at(now) if lane is Lane.BULK and self._limits is not None else now
            for waiter in waiters:
                free_at = max(lane_at, self._free_at(waiter.chat_id, now))
                if free_at <= now:
                    waiters.remove(waiter)
                    return waiter, lane, now
                soonest = min(soonest, free_at)
        return None, Lane.BULK, soonest

    def _take(self, chat_id: int, lane: Lane, now: float) -> None:
        if self._limits is None:
            return
        self._all.taken.append(now)
        if lane is Lane.BULK:
            self._even.taken.append(now)
        if chat_id not in self._chats:
            self._forget_idle(now)
            limits = self._limits
            group = _Window(limits.group_per_minute, 60 * MARGIN)
            private = _Window(limits.chat_burst, limits.chat_burst_s * MARGIN)
            self._chats[chat_id] = group if chat_id < 0 else private
        self._chats[chat_id].taken.append(now)

    def _forget_idle(self, now: float) -> None:
        """Drop the windows of chats that have had no turn within their span."""
        if len(self._chats) < 1000:
            return
        idle = [
            chat_id
            for chat_id, window in self._chats.items()
            if not window.taken or window.taken[-1] <= now - window.span_s
        ]
        for chat_id in idle:
            del self._chats[chat_id]
