"""Where updates are pushed to, when not fetched."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import aiohttp

from sandbox.updates import UpdateQueue

#: Waits between attempts after a failed delivery, in seconds; the last one is kept up.
RETRY_S = (0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0)


class Webhook:
    """The webhook's settings, how its last delivery went, and the task that delivers, one update after another."""

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
        failures = 0
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as session:
            while True:
                self._news.clear()
                head = self.updates.head(1)
                if not head or not self.url:
                    await self._news.wait()
                    continue
                if await self._post(session, head[0]):
                    self.updates.confirm(head[0]["update_id"] + 1)
                    failures = 0
                    continue
                pause = self.retry_s[min(failures, len(self.retry_s) - 1)]
                failures += 1
                await asyncio.sleep(pause)

    async def _post(self, session: aiohttp.ClientSession, update: dict[str, object]) -> bool:
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
