"""Pacing: one budget for all messages of a bot token; replies go first, bulk gets the rest (T3).

The budget of all chats together is a sliding window. A token bucket would allow up to twice the limit within one
second: a full bucket and what refills meanwhile.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from enum import IntEnum
from time import monotonic

from scheduler.delivery.limits import MARGIN, ChatLimit, Limits, Window


class Lane(IntEnum):
    """Priority of a message; the lower value goes first."""

    REPLY = 0
    BULK = 1


#: Bulk waits for the end of a pause of all chats of at most so many seconds; waiting for a longer one would delay the
#: whole batch.
PATIENCE_S = 2.0
#: Most bulk messages sent at once; groups of so many are spread evenly over the second. If bulk used up a second's
#: budget at once, a reply would have to wait for up to a second.
BULK_AT_ONCE = 3
#: A 429 does not say whether the limit of the chat or of the token was exceeded. When so many chats are refused within
#: a second, it is taken for the token's, and everything is paused.
CHATS_TOO_MANY = 3
#: From this number of remembered chats on, those that are idle are forgotten.
REMEMBERED = 1000


class ChatPaused(Exception):
    """Bulk cannot be sent to this chat, or to any, before `seconds` have passed: Telegram asked to wait (429)."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class ChatBusy(ChatPaused):
    """The limit of this chat lets no bulk leave now; it is to ask again in `seconds`."""


@dataclass
class _Waiter:
    chat_id: int
    #: As how many messages the call counts.
    messages: int
    future: asyncio.Future[None]


class Pacing:
    """Gives out turns to send.

    Replies wait for their turn. Bulk waits for the budget of all chats only, never for a chat: where the limit of its
    chat lets nothing leave now, it is refused with the moment at which to ask again, and others go on.

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
        self._all = Window(per_second, MARGIN)
        self._even = Window(BULK_AT_ONCE, BULK_AT_ONCE * MARGIN / per_second)
        self._chats: dict[int, ChatLimit] = {}
        #: By chat: the last turn for which refused bulk queues.
        self._put_off: dict[int, float] = {}
        self._paused: dict[int | None, float] = {}
        self._refused: dict[int, float] = {}
        self._lanes: dict[Lane, deque[_Waiter]] = {lane: deque() for lane in Lane}
        self._timer: asyncio.TimerHandle | None = None

    @asynccontextmanager
    async def turn(self, chat_id: int, lane: Lane, *, queues: int = 1, messages: int = 1) -> AsyncIterator[None]:
        """Wait for a turn to make one call that sends to this chat; make the call in the block.

        Args:
            messages: as how many messages the call counts: an album as its files.
            queues: for how many turns of the chat bulk queues when it is refused: what is refused later asks again
                after those, so that not all ask again at every turn. 0: it asks again at the next free turn.
        Raises:
            ChatPaused, ChatBusy: for bulk.
        """
        limit = await self._wait(chat_id, lane, queues, messages)
        try:
            yield
        finally:
            if limit is not None:
                limit.spend(self._clock(), messages)
                self._give_out()

    async def _wait(self, chat_id: int, lane: Lane, queues: int, messages: int) -> ChatLimit | None:
        """Wait for a turn; returns the limit in which it is reserved, if there is one."""
        limit = await self._own_turn(chat_id, lane, queues, messages)
        if self._shared is not None:
            try:
                for _message in range(messages):
                    await self._shared_turn(self._shared, lane)
            except BaseException:
                self._give_back(limit, messages)
                raise
            if self._paused_until(chat_id) > self._clock():  # paused during the wait for the shared budget
                self._give_back(limit, messages)
                limit = await self._own_turn(chat_id, lane, queues, messages)
        return limit

    def _paused_until(self, chat_id: int) -> float:
        return max(self._paused.get(chat_id, 0), self._paused.get(None, 0))

    async def _shared_turn(self, wait_s: Callable[[], Awaitable[float]], lane: Lane) -> None:
        """Wait for the shared budget. Bulk reserves one moment at a time, so that a reply waits behind one at most."""
        async with self._bulk if lane is Lane.BULK else nullcontext():
            await asyncio.sleep(await wait_s())

    async def _own_turn(self, chat_id: int, lane: Lane, queues: int, messages: int) -> ChatLimit | None:
        if self._limits is None and not self._paused:
            return None
        if lane is Lane.BULK:
            self._reserve_bulk(chat_id, queues, messages)
        waiter = _Waiter(chat_id, messages, asyncio.get_running_loop().create_future())
        self._lanes[lane].append(waiter)
        self._give_out()
        try:
            await waiter.future
        except BaseException:
            if waiter in self._lanes[lane]:
                self._lanes[lane].remove(waiter)
            if lane is Lane.BULK or _was_given(waiter):
                self._give_back(self._chats.get(chat_id), messages)
            raise
        return self._chats.get(chat_id)

    def _reserve_bulk(self, chat_id: int, queues: int, messages: int) -> None:
        """Reserve a turn of the chat for bulk. Raises: ChatPaused, ChatBusy."""
        now = self._clock()
        paused_s, all_paused_s = self._pause_ends(chat_id, now) - now, self._pause_ends(None, now) - now
        if paused_s > 0 or all_paused_s > PATIENCE_S:
            raise ChatPaused(max(paused_s, all_paused_s))
        if self._limits is None:
            return
        limit = self._limit_of(chat_id, self._limits)
        free_at = limit.free_at(now, leaving=limit.for_replies, turns=messages)
        if free_at <= now:
            limit.reserve(messages)
            return
        if queues:
            after = self._put_off.get(chat_id, 0.0) + limit.every_s
            # While calls are under way, `free_at` moves on a little: less than half a turn later is the same turn.
            free_at = after if after > free_at + limit.every_s / 2 else free_at
            self._put_off[chat_id] = free_at + (queues - 1) * limit.every_s
        raise ChatBusy(free_at - now)

    def pause(self, seconds: float, chat_id: int | None = None) -> None:
        """Pause a chat, or all of them if none is given, because Telegram asked for it (429).

        Bulk that waits for a turn of this chat, or during a pause of all that is longer than `PATIENCE_S`, is refused
        with ChatPaused. When `CHATS_TOO_MANY` chats are paused within a second, all chats are.
        """
        now = self._clock()
        self._paused[chat_id] = max(now + seconds, self._paused.get(chat_id, 0))
        if chat_id is not None or seconds > PATIENCE_S:
            self._refuse_bulk(chat_id, seconds)
        if chat_id is None:
            return
        if self._limits is not None:
            self._limit_of(chat_id, self._limits).refuse_until(now + seconds, now)
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

    def _free_at(self, waiter: _Waiter, now: float) -> float:
        """When a reply may be sent; without regard to the limits on all chats together, unless it is an album."""
        limit = self._chats.get(waiter.chat_id)
        free_at = now if limit is None else limit.free_at(now, turns=waiter.messages)
        return max(self._pause_ends(waiter.chat_id, now), free_at, self._room_at(waiter, now))

    def _room_at(self, waiter: _Waiter, now: float) -> float:
        """When the limits on all chats together have room for all messages of an album; `now` for one message."""
        if self._limits is None or waiter.messages == 1:
            return now
        return self._all.free_at(now, turns=waiter.messages)

    def _all_free_at(self, now: float) -> float:
        """When a message may be sent by the limits on all chats together."""
        return max(self._pause_ends(None, now), now if self._limits is None else self._all.free_at(now))

    def _pause_ends(self, chat_id: int | None, now: float) -> float:
        """When the pause of a chat, or of all (None), ends; `now` if there is none."""
        until = self._paused.get(chat_id, now)
        if until <= now:
            self._paused.pop(chat_id, None)
        return max(until, now)

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
            self._take(waiter, lane, now)
            waiter.future.set_result(None)
        if any(self._lanes.values()) and wait_until < float("inf"):
            self._timer = asyncio.get_running_loop().call_later(max(wait_until - now, 0.001), self._give_out)

    def _next(self, now: float) -> tuple[_Waiter | None, Lane, float]:
        """Remove the first waiter that may send now from its lane; if there is none, say when the next one may."""
        soonest = float("inf")
        replies, bulk = self._lanes[Lane.REPLY], self._lanes[Lane.BULK]
        for waiter in replies:
            free_at = self._free_at(waiter, now)
            if free_at <= now:
                replies.remove(waiter)
                return waiter, Lane.REPLY, now
            soonest = min(soonest, free_at)
        if bulk:  # what waits here has a turn of its chat
            even_at = now if self._limits is None else self._even.free_at(now)
            free_at = max(even_at, self._room_at(bulk[0], now))
            if free_at <= now:
                return bulk.popleft(), Lane.BULK, now
            soonest = min(soonest, free_at)
        return None, Lane.BULK, soonest

    def _take(self, waiter: _Waiter, lane: Lane, now: float) -> None:
        if self._limits is None:
            return
        moments = [now] * waiter.messages
        self._all.taken.extend(moments)
        if lane is Lane.BULK:
            self._even.taken.extend(moments)
        else:
            self._limit_of(waiter.chat_id, self._limits).reserve(waiter.messages)

    def _give_back(self, limit: ChatLimit | None, messages: int) -> None:
        """Free the turns of a call that is not made."""
        if limit is not None:
            limit.give_back(messages)
            self._give_out()

    def _limit_of(self, chat_id: int, limits: Limits) -> ChatLimit:
        if chat_id not in self._chats:
            now = self._clock()
            self._forget_idle(now)
            self._chats[chat_id] = limits.of_chat(chat_id, now)
        return self._chats[chat_id]

    def _forget_idle(self, now: float) -> None:
        """Drop the limits of chats that are as at the beginning, when there are many."""
        if len(self._chats) < REMEMBERED:
            return
        self._chats = {chat_id: limit for chat_id, limit in self._chats.items() if not limit.is_idle(now)}
        self._put_off = {chat_id: at for chat_id, at in self._put_off.items() if at > now}


def _was_given(waiter: _Waiter) -> bool:
    """Whether a turn was given to a waiter; its task may be cancelled before it runs."""
    return waiter.future.done() and not waiter.future.cancelled() and waiter.future.exception() is None
