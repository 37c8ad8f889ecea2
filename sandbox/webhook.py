"""Delivery of updates to the bot's webhook."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable

import aiohttp
import orjson

from sandbox.errors import Json
from sandbox.updates import UpdateQueue
from sandbox.urls import Address, read_address

#: Waits before the next attempt after a failed delivery, in seconds; the last one repeats.
RETRY_S = (0.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0)
#: The longest accepted `Retry-After`, in seconds.
LONGEST_RETRY_AFTER_S = 3600
MOST_CONNECTIONS = 100
Reply = Callable[[Json], Awaitable[None]]


class Webhook:
    """The webhook's settings, the error of its last delivery, and the task that delivers.

    The updates of one chat are delivered one at a time and in order, those of different chats in parallel.
    """

    def __init__(self, updates: UpdateQueue, now_unix: Callable[[], int]) -> None:
        self.updates = updates
        self.url = ""
        self._address: Address | None = None
        self.secret = ""
        self.max_connections = 40
        self.last_error_date = 0
        self.last_error_message = ""
        self.retry_s: tuple[float, ...] = RETRY_S
        #: Called with the Bot API call (`method` and parameters) that a bot may put into its response.
        self.on_reply: Reply | None = None
        self._now_unix = now_unix
        self._running = False
        self._task: asyncio.Task[None] | None = None
        self._changed = asyncio.Event()
        self._in_flight: dict[tuple[str, int], asyncio.Task[None]] = {}

    @property
    def is_local(self) -> bool:
        """Whether the URL is on this machine. The sandbox never sends updates to other machines."""
        return self._address is not None and self._address.is_local

    def configure(self, url: str, secret: str, max_connections: int) -> None:
        """Set the URL and the secret; an empty URL ends delivery. Raises: WrongAddress."""
        self._address = read_address(url, default="https") if url else None
        self.url, self.secret, self.max_connections = url, secret, max_connections
        self.last_error_date, self.last_error_message = 0, ""
        self.updates.webhook_url = url
        self.updates.interrupt()
        self._changed.set()
        if url and self._running and self._task is None:
            self._task = asyncio.create_task(self._deliver())

    def start(self) -> None:
        """Allow deliveries, which begin when a URL is set."""
        self._running = True
        self.updates.on_push = self._changed.set

    async def stop(self) -> None:
        """Cancel all deliveries."""
        self._running = False
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
            self._task = None

    async def _deliver(self) -> None:
        """Start deliveries whenever the settings, the queue or the running deliveries change."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as session:
            try:
                while True:
                    self._changed.clear()
                    if self.url:
                        self._start_deliveries(session)
                    await self._changed.wait()
            finally:
                tasks = list(self._in_flight.values())
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    def _start_deliveries(self, session: aiohttp.ClientSession) -> None:
        """Deliver the oldest update of every chat that has no delivery in flight, up to `max_connections` in all."""
        for update in self.updates.head():
            if len(self._in_flight) >= self.max_connections:
                return
            key = _ordering_key(update)
            if key not in self._in_flight:
                self._in_flight[key] = asyncio.create_task(self._deliver_one(session, update, key))

    async def _deliver_one(self, session: aiohttp.ClientSession, update: Json, key: tuple[str, int]) -> None:
        """Post one update until the bot accepts it or the webhook is removed."""
        try:
            for failures in itertools.count():
                if not self.url or (wait_s := await self._post(session, update)) is None:
                    break
                await asyncio.sleep(wait_s or self.retry_s[min(failures, len(self.retry_s) - 1)])
            if self.url:
                self.updates.remove(update["update_id"])
        finally:
            del self._in_flight[key]
            self._changed.set()

    async def _post(self, session: aiohttp.ClientSession, update: Json) -> float | None:
        """Post one update.

        Returns:
            None when the bot accepted it; otherwise its `Retry-After` in seconds, 0 without one.
        """
        if not self.is_local:
            self._fail("Connection refused: the sandbox delivers on this machine only")
            return 0
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.secret} if self.secret else {}
        try:
            # Telegram follows no redirects either: the secret must not reach another address.
            async with session.post(
                str(self._address), json=update, headers=headers, allow_redirects=False
            ) as response:
                if 200 <= response.status < 300:
                    await self._take_reply(await response.read())
                    return None
                self._fail(f"Wrong response from the webhook: {response.status} {response.reason}")
                asked = response.headers.get("Retry-After", "")
                return min(int(asked), LONGEST_RETRY_AFTER_S) if asked.isdigit() else 0
        except aiohttp.ClientConnectorError:
            self._fail("Connection refused")
        except aiohttp.ClientConnectionError:
            self._fail("Webhook connection closed")
        except (aiohttp.ClientError, TimeoutError):
            self._fail("Read timeout expired")
        except Exception as error:
            # Any other error counts as a failed delivery, too: without the wait the task would retry in a tight loop.
            self._fail(f"{type(error).__name__}: {error}")
        return 0

    async def _take_reply(self, body: bytes) -> None:
        """Make the Bot API call in the body of a response, if there is one."""
        try:
            reply = orjson.loads(body)
        except orjson.JSONDecodeError:
            return
        if self.on_reply is not None and isinstance(reply, dict) and reply.get("method"):
            await self.on_reply(reply)

    def _fail(self, message: str) -> None:
        self.last_error_date, self.last_error_message = self._now_unix(), message


def _ordering_key(update: Json) -> tuple[str, int]:
    """Updates with the same key are delivered in order: messages by chat, callback queries by person."""
    kind = next(key for key in update if key != "update_id")
    payload = update[kind]
    about = payload.get("from" if kind == "callback_query" else "chat") or payload.get("user") or {}
    return kind.removeprefix("edited_"), int(about.get("id", 0))
