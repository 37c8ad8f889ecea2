"""A limit on sending the same text to one chat, so that a bug cannot send it endlessly."""

from collections import deque
from collections.abc import Callable
from time import monotonic

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
        #: When it last refused a message, by `clock`; read for `/healthz`.
        self.stopped_at: float | None = None

    def check(self, chat_id: int, text: str) -> None:
        """Count a message that is about to be sent. Raises: LoopStopped."""
        now = self._clock()
        key = (chat_id, hash(text))
        times = self._sent.pop(key, None) or deque(maxlen=MOST)
        while times and times[0] <= now - SPAN_S:
            times.popleft()
        self._sent[key] = times
        if len(times) == MOST:
            self.stopped_at = now
            raise LoopStopped(f"the same text went to chat {chat_id} {MOST} times in {SPAN_S:.0f} s")
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
