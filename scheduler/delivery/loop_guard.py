"""A stop for runaway repetition: whatever goes wrong, nobody gets the same text for ever."""

from collections import deque
from collections.abc import Callable
from time import monotonic

#: The same text to one chat more often than this within the span is a fault of ours.
MOST = 20
SPAN_S = 300.0
#: Chats and texts remembered; the oldest are forgotten first.
REMEMBERED = 10_000


class LoopStopped(Exception):
    """The same text went to this chat too often."""


class LoopGuard:
    """Counts what is sent, by chat and text.

    Args:
        clock: seconds, monotonic.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._sent: dict[tuple[int, int], deque[float]] = {}
        #: When it last stopped something; for `/healthz`.
        self.stopped_at: float | None = None

    def check(self, chat_id: int, text: str) -> None:
        """Raises: LoopStopped."""
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
        """What was checked last did not go out after all: Telegram asked to wait, however often."""
        times = self._sent.get((chat_id, hash(text)))
        if times:
            times.pop()

    def tripped(self) -> bool:
        """Whether it stopped something lately."""
        return self.stopped_at is not None and self._clock() - self.stopped_at < SPAN_S
