"""Everything that happened, in order: what transcripts print and the chat page follows."""

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
    """Entries `{seq, at, chat_id, who, kind, …}`; `seq` counts from 1 without gaps.

    Args:
        longest: how many of the newest are kept, so that a broadcast to thousands does not fill the memory.
    """

    def __init__(self, clock: Clock, longest: int = 20_000) -> None:
        #: Tells one run of a sandbox from another at the same address, where `seq` begins anew.
        self.run = secrets.token_hex(8)
        self._clock = clock
        self._entries: deque[Json] = deque(maxlen=longest)
        self._count = 0
        self._listeners: list[Listener] = []
        self._waiters: set[asyncio.Future[None]] = set()
        self._closed = False

    def __len__(self) -> int:
        """How many were written, kept or not."""
        return self._count

    def write(self, kind: str, *, chat_id: int | None = None, who: str = "", **facts: object) -> Json:
        """Add an entry and tell everyone who listens."""
        self._count += 1
        entry: Json = {
            "seq": self._count,
            "at": self._clock.now().isoformat(),
            "chat_id": chat_id,
            "who": who,
            "kind": kind,
            **facts,
        }
        self._entries.append(entry)
        for listener in tuple(self._listeners):
            listener(entry)
        self._wake()
        return entry

    def since(self, seq: int) -> list[Json]:
        """Entries after number `seq` that are still kept, oldest first; all when there has been no number `seq` yet."""
        wanted = min(self._count - self._known(seq), len(self._entries))
        return list(islice(reversed(self._entries), wanted))[::-1]

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call `listener` with each new entry, at once and in order; returns how to stop."""
        self._listeners.append(listener)

        def stop() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return stop

    async def wait(self, seq: int, timeout_s: float) -> list[Json]:
        """Entries after `seq`, as soon as there is one; an empty list when `timeout_s` passes first."""
        if self._count == self._known(seq) and timeout_s > 0 and not self._closed:
            waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiters.add(waiter)
            try:
                await asyncio.wait([waiter], timeout=timeout_s)
            finally:
                self._waiters.discard(waiter)
        return self.since(seq)

    def _known(self, seq: int) -> int:
        """A number of this run: nobody has heard of more than there is."""
        return seq if 0 <= seq <= self._count else 0

    @property
    def closed(self) -> bool:
        """Whether nothing more will be told."""
        return self._closed

    def close(self) -> None:
        """Let everyone who waits go, as when the server stops."""
        self._closed = True
        self._wake()

    def _wake(self) -> None:
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)
