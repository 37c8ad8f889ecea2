"""A log of all events in a sandbox. Transcripts print it, tests read it, and the chat page follows it."""

from __future__ import annotations

import asyncio
import secrets
from collections import deque
from collections.abc import Callable
from itertools import islice

from sandbox.clock import Clock
from sandbox.errors import Json

Listener = Callable[[Json], None]


class Journal:
    """Entries `{seq, at, chat_id, who, kind, …}`. `seq` counts from 1 without gaps; `at` is ISO 8601, UTC.

    Args:
        longest: how many of the newest entries are kept, so that a broadcast to thousands does not fill the memory.
    """

    def __init__(self, clock: Clock, longest: int = 20_000) -> None:
        #: A random id of this run. Clients that reconnect compare it: a restarted sandbox counts `seq` from 1 again.
        self.run = secrets.token_hex(8)
        self._clock = clock
        self._entries: deque[Json] = deque(maxlen=longest)
        self._count = 0
        self._listeners: list[Listener] = []
        self._waiters: set[asyncio.Future[None]] = set()
        self._closed = False

    def __len__(self) -> int:
        """The number of the newest entry: how many were written, including those no longer kept."""
        return self._count

    def write(self, kind: str, *, chat_id: int | None = None, who: str = "", **fields: object) -> Json:
        """Add an entry, call the listeners and wake the waiting readers."""
        self._count += 1
        entry: Json = {
            "seq": self._count,
            "at": self._clock.now().isoformat(),
            "chat_id": chat_id,
            "who": who,
            "kind": kind,
            **fields,
        }
        self._entries.append(entry)
        for listener in tuple(self._listeners):
            listener(entry)
        self._wake()
        return entry

    def since(self, seq: int) -> list[Json]:
        """The kept entries after number `seq`, oldest first; all of them when `seq` is of another run."""
        wanted = min(self._count - self._clamp(seq), len(self._entries))
        return list(islice(reversed(self._entries), wanted))[::-1]

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with each new entry, synchronously. Returns a function that ends the subscription."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    async def wait(self, seq: int, timeout_s: float) -> list[Json]:
        """The entries after number `seq`; waits up to `timeout_s` seconds for the first one."""
        if self._count == self._clamp(seq) and timeout_s > 0 and not self._closed:
            waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiters.add(waiter)
            try:
                await asyncio.wait([waiter], timeout=timeout_s)
            finally:
                self._waiters.discard(waiter)
        return self.since(seq)

    def _clamp(self, seq: int) -> int:
        """`seq`, or 0 when this run has not reached that number yet."""
        return seq if 0 <= seq <= self._count else 0

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        return self._closed

    def close(self) -> None:
        """Let waiting readers return: the server stops."""
        self._closed = True
        self._wake()

    def _wake(self) -> None:
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)
