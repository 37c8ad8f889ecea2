"""The queue of updates for the bot: numbered, filtered by kind, kept until confirmed."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from datetime import timedelta

from sandbox.clock import Clock
from sandbox.errors import Json, conflict
from sandbox.limits import UPDATE_LIFETIME_S

#: The kinds of updates that the sandbox creates.
KINDS = frozenset(
    {
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
        "chat_member",
        "chat_join_request",
        "message_reaction",
        "poll",
        "poll_answer",
    }
)
#: The kinds that a bot may name in `allowed_updates`.
TELEGRAM_KINDS = (
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "message_reaction",
    "message_reaction_count",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "shipping_query",
    "pre_checkout_query",
    "purchased_paid_media",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
)
#: Kinds that a bot gets only when it names them in `allowed_updates`.
OPTIONAL_KINDS = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
FIRST_ID = 100_000_001
OTHER_POLLER = "terminated by other getUpdates request; make sure that only one bot instance is running"
HAS_WEBHOOK = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


class UpdateQueue:
    """The updates that the bot has not confirmed.

    Args:
        expires: returns whether updates are dropped after 24 hours of the sandbox's clock, as with Telegram.
    """

    def __init__(self, clock: Clock, *, expires: Callable[[], bool]) -> None:
        self._clock = clock
        self._expires = expires
        self.allowed: list[str] = []
        self.webhook_url = ""
        self.on_push: Callable[[], None] | None = None
        self._queue: deque[Json] = deque()
        self._queued_at: dict[int, float] = {}
        self._next_id = FIRST_ID
        self._poller: asyncio.Future[bool] | None = None
        self._closed = False

    def __len__(self) -> int:
        return len(self._queue)

    @property
    def is_polled(self) -> bool:
        """Whether a getUpdates call is waiting."""
        return self._poller is not None and not self._poller.done()

    def wants(self, kind: str) -> bool:
        """Whether the bot gets this kind of update."""
        return kind in self.allowed if self.allowed else kind not in OPTIONAL_KINDS

    def push(self, kind: str, payload: Json) -> int | None:
        """Queue an update and return its id, or None when the bot does not get this kind."""
        if kind not in KINDS:
            raise ValueError(f"no kind of update: {kind}")
        if not self.wants(kind):
            return None
        update_id = self._next_id
        self._next_id += 1
        self._queue.append({"update_id": update_id, kind: payload})
        self._queued_at[update_id] = self._clock.now().timestamp()
        self._wake()
        if self.on_push is not None:
            self.on_push()
        return update_id

    def head(self, limit: int = 100) -> list[Json]:
        """The oldest unconfirmed updates, at most `limit`."""
        self._drop_expired()
        return [update for update, _ in zip(self._queue, range(limit), strict=False)]

    def confirm(self, offset: int) -> None:
        """Remove every update with an id below `offset`; a negative offset keeps only the last `-offset` updates."""
        if offset < 0:
            while len(self._queue) > -offset:
                self._drop()
        while self._queue and self._queue[0]["update_id"] < offset:
            self._drop()

    def remove(self, update_id: int) -> None:
        """Remove one update that a webhook accepted, at any position in the queue."""
        for update in self._queue:
            if update["update_id"] == update_id:
                self._queue.remove(update)
                del self._queued_at[update_id]
                return

    def clear(self) -> None:
        """Remove all updates."""
        self._queue.clear()
        self._queued_at.clear()

    async def poll(self, offset: int, limit: int, timeout_s: float) -> list[Json]:
        """Answer a getUpdates call, waiting up to `timeout_s`.

        Raises: Refused, with 409, when another call replaces this one.
        """
        if self.webhook_url:
            raise conflict(HAS_WEBHOOK)
        if self._poller is not None and self.is_polled:
            self._poller.set_result(True)
        self.confirm(offset)
        found = self.head(limit)
        if found or timeout_s <= 0 or self._closed:
            return found
        poller: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._poller = poller
        done, _ = await asyncio.wait([poller], timeout=timeout_s)
        if self._poller is poller:
            self._poller = None
        if done and poller.result():
            raise conflict(OTHER_POLLER)
        if self.webhook_url:
            raise conflict("terminated by setWebhook request")
        return self.head(limit)

    def close(self) -> None:
        """Let a waiting call return, and later calls return at once: the server stops."""
        self._closed = True
        self._wake()

    def interrupt(self) -> None:
        """Let a waiting call check the settings again, after setWebhook."""
        self._wake()

    def _wake(self) -> None:
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(False)

    def _drop(self) -> None:
        del self._queued_at[self._queue.popleft()["update_id"]]

    def _drop_expired(self) -> None:
        if not self._expires():
            return
        oldest = (self._clock.now() - timedelta(seconds=UPDATE_LIFETIME_S)).timestamp()
        while self._queue and self._queued_at[self._queue[0]["update_id"]] < oldest:
            self._drop()
