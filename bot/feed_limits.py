"""How often programs may read the feed, and how many at once."""

import asyncio
import math
from collections.abc import Callable
from time import monotonic

#: Requests within a minute of one token; of all callers without a token that is known, together.
PER_MINUTE = 60
_WINDOW_S = 60.0
#: Answers that are made at the same time: each reads the database as an export does.
AT_ONCE = 2


class FeedLimits:
    """Counts requests in windows of a minute. Only tokens that exist are counted one by one, so that it stays small.

    Args:
        monotonic: returns seconds that never go back.
    """

    def __init__(self, monotonic: Callable[[], float] = monotonic) -> None:
        self._monotonic = monotonic
        #: When the window of each began, and how many requests have come since. None is every unknown caller.
        self._windows: dict[int | None, tuple[float, int]] = {}
        self._busy: set[int] = set()
        self.building = asyncio.Semaphore(AT_ONCE)

    def wait_s(self, token_id: int | None) -> int:
        """Count a request. Returns: in how many seconds it may come again; 0 where it may go on."""
        now = self._monotonic()
        begun, count = self._windows.get(token_id, (now, 0))
        if now - begun >= _WINDOW_S:
            begun, count = now, 0
        self._windows[token_id] = begun, count + 1
        return 0 if count < PER_MINUTE else max(1, math.ceil(begun + _WINDOW_S - now))

    def begin(self, token_id: int) -> bool:
        """Whether an answer may be made for a token: none is being made. `end` follows where it may."""
        if token_id in self._busy:
            return False
        self._busy.add(token_id)
        return True

    def end(self, token_id: int) -> None:
        self._busy.discard(token_id)
