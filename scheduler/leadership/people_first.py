"""People first: work for which nobody waits steps aside while somebody waits for an answer."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

#: How often the event loop goes round before work goes on, so that what has just arrived is read and begun.
_ROUNDS = 5
#: How long work steps aside at most before each of its units, in seconds: while answers are always under way, a unit of
#: a few messages every 50 ms is still more than Telegram takes.
MOST_S = 0.05


class PeopleFirst:
    """Knows whether answers are under way in this process."""

    def __init__(self) -> None:
        self._under_way = 0
        self._none = asyncio.Event()
        self._none.set()

    @contextmanager
    def answering(self) -> Iterator[None]:
        """The block handles what somebody sent, or sends the answer."""
        self._under_way += 1
        self._none.clear()
        try:
            yield
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._none.set()

    async def give_way(self) -> None:
        """Let people go first: call it between units of work that take a few milliseconds.

        On SQLite a transaction never gives the event loop away, and rendering never does.
        """
        for _round in range(_ROUNDS):
            await asyncio.sleep(0)
        if not self._none.is_set():
            # Not wait_for: in Python 3.11 it loses a cancellation that comes while the event is being set.
            with suppress(TimeoutError):
                async with asyncio.timeout(MOST_S):
                    await self._none.wait()
