"""A limit on sending the same text to one chat unasked, so that a bug cannot send it endlessly.

Answers to people are not counted: a person who asks the same again is answered again.
"""

import logging
from collections import deque
from collections.abc import Callable
from time import monotonic

log = logging.getLogger(__name__)

#: How often the same text may go to one chat within `SPAN_S` seconds; more is taken for a bug of this program.
MOST = 20
SPAN_S = 300.0
#: How many pairs of chat and text are remembered; the one checked longest ago is dropped first.
REMEMBERED = 10_000


class LoopStopped(Exception):
    """The same text has been sent to this chat `MOST` times within `SPAN_S`."""


class LoopGuard:
    """Counts messages by chat and text.

    Args:
        clock: returns seconds, monotonic.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._sent: dict[tuple[int, int], deque[float]] = {}
        #: When a refusal was last logged, by chat and text.
        self._logged: dict[tuple[int, int], float] = {}
        #: When it last refused a message, by `clock`; read for `/healthz`.
        self.stopped_at: float | None = None

    def check(self, chat_id: int, text: str) -> None:
        """Count a message that is about to be sent. Raises: LoopStopped, logged once in `SPAN_S` seconds per text."""
        now = self._clock()
        key = (chat_id, hash(text))
        times = self._sent.pop(key, None) or deque(maxlen=MOST)
        while times and times[0] <= now - SPAN_S:
            times.popleft()
        self._sent[key] = times
        if len(times) == MOST:
            self.stopped_at = now
            stopped = LoopStopped(f"the same text went to chat {chat_id} {MOST} times in {SPAN_S:.0f} s")
            if self._logged.get(key, -SPAN_S) <= now - SPAN_S:
                self._logged = {other: at for other, at in self._logged.items() if at > now - SPAN_S} | {key: now}
                log.error("loop guard: %s", stopped)
            raise stopped
        times.append(now)
        if len(self._sent) > REMEMBERED:
            del self._sent[next(iter(self._sent))]

    def take_back(self, chat_id: int, text: str) -> None:
        """Do not count the last message: it was not sent, and may be tried again without limit (a 429, for example)."""
        times = self._sent.get((chat_id, hash(text)))
        if times:
            times.pop()

    def tripped(self) -> bool:
        """Whether it refused a message within the last `SPAN_S` seconds."""
        return self.stopped_at is not None and self._clock() - self.stopped_at < SPAN_S
