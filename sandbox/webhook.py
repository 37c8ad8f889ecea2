"""Where updates are pushed to, when not fetched."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable
from typing import Any

import aiohttp

from sandbox.updates import UpdateQueue

#: Waits between attempts after a failed delivery, in seconds; the last one is kept up.
RETRY_S = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0)


class Webhook:
    """The webhook's settings, how its last delivery went, and the task that delivers."""

    def __init__(self, updates: UpdateQueue, now_unix: Callable[[], int]) -> None:
        self.updates = updates
        self.url = ""
        self.secret = ""
        self.max_connections = 40
        self.last_error_date = 0
        self.last_error_message = ""
        self.retry_s: tuple[float, ...] = RETRY_S
        self._now_unix = now_unix
        self._running = False
        self._task: asyncio.Task[None] | None = None
        self._news = asyncio.Event()
        self._under_way: dict[int, asyncio.Task[None]] = {}

    def configure(self, url: str, secret: str, max_connections: int) -> None:
        """Point it somewhere, or nowhere with an empty address."""
        self.url, self.secret, self.max_connections = url, secret, max_connections
        self.last_error_date, self.last_error_message = 0, ""
        self.updates.webhook_url = url
        self.updates.interrupt()
        self._news.set()
        if url and self._running and self._task is None:
            self._task = asyncio.create_task(self._deliver())

    def start(self) -> None:
        """Begin to deliver as soon as an address is set."""
        self._running = True
        self.updates.on_push = self._news.set

    async def stop(self) -> None:
        """Deliver no more."""
        self._running = False
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task])
            self._task = None

    async def _deliver(self) -> None:
        """Keep up to `max_connections` deliveries under way; with one, updates arrive strictly in order."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as session:
            try:
                while True:
                    self._news.clear()
                    free = self.max_connections - len(self._under_way)
                    if self.url and free > 0:
                        for update in self.updates.head(100):
                            if free > 0 and update["update_id"] not in self._under_way:
                                free -= 1
                                number = update["update_id"]
                                self._under_way[number] = asyncio.create_task(self._deliver_one(session, update))
                    await self._news.wait()
            finally:
                tasks = list(self._under_way.values())
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    async def _deliver_one(self, session: aiohttp.ClientSession, update: dict[str, Any]) -> None:
        """Deliver one update, as often as it takes."""
        number = update["update_id"]
        try:
            for failures in itertools.count():
                if not self.url or await self._post(session, update):
                    break
                await asyncio.sleep(self.retry_s[min(failures, len(self.retry_s) - 1)])
            if self.url:
                self.updates.remove(number)
        finally:
            del self._under_way[number]
            self._news.set()

    async def _post(self, session: aiohttp.ClientSession, update: dict[str, Any]) -> bool:
        """Deliver one update; true when the bot took it."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.secret} if self.secret else {}
        try:
            async with session.post(self.url, json=update, headers=headers) as response:
                if 200 <= response.status < 300:
                    return True
                self._fail(f"Wrong response from the webhook: {response.status} {response.reason}")
        except aiohttp.ClientConnectionError:
            self._fail("Connection refused")
        except (aiohttp.ClientError, TimeoutError):
            self._fail("Connection timed out")
        return False

    def _fail(self, message: str) -> None:
        self.last_error_date, self.last_error_message = self._now_unix(), message
