"""Telegram's rate limits, in real time."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from sandbox.errors import too_many_requests

PER_SECOND = 30.0
PER_PRIVATE_CHAT_SECOND = 1.0
PRIVATE_BURST = 5.0
PER_GROUP_MINUTE = 20.0


@dataclass(slots=True)
class _Bucket:
    """A token bucket: `capacity` messages at once, then `rate` messages a second."""

    rate: float
    capacity: float
    level: float
    at: float

    def wait_s(self, now: float, weight: int) -> float:
        """Seconds until `weight` more messages are allowed; 0 when they are allowed now."""
        self.level = min(self.capacity, self.level + (now - self.at) * self.rate)
        self.at = now
        wanted = min(weight, self.capacity)
        return 0.0 if self.level >= wanted else (wanted - self.level) / self.rate


class FloodControl:
    """Limits: 30 messages a second in all; 1 a second to a private chat, 5 in a burst; 20 a minute to a group.

    A refused call does not count against the limits.
    """

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._monotonic = monotonic
        self._all: _Bucket | None = None
        self._chats: dict[int, _Bucket] = {}

    def check(self, chat_id: int, weight: int = 1) -> None:
        """Count `weight` messages to a chat. Raises: Refused, with 429 and `retry_after`, when they exceed a limit."""
        now = self._monotonic()
        if self._all is None:
            self._all = _Bucket(PER_SECOND, PER_SECOND, PER_SECOND, now)
        chat = self._chats.get(chat_id)
        if chat is None:
            chat = self._chats[chat_id] = self._bucket(chat_id, now)
        wait = max(self._all.wait_s(now, weight), chat.wait_s(now, weight))
        if wait > 0:
            raise too_many_requests(max(1, math.ceil(wait)))
        self._all.level -= weight
        chat.level -= weight

    @staticmethod
    def _bucket(chat_id: int, now: float) -> _Bucket:
        if chat_id < 0:
            return _Bucket(PER_GROUP_MINUTE / 60, PER_GROUP_MINUTE, PER_GROUP_MINUTE, now)
        return _Bucket(PER_PRIVATE_CHAT_SECOND, PRIVATE_BURST, PRIVATE_BURST, now)
