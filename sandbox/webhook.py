"""Where updates are pushed to, when not fetched."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable

import aiohttp
import orjson

from sandbox.errors import Json
from sandbox.updates import UpdateQueue
from sandbox.urls import Address, read_address

#: Waits between attempts after a failed delivery, in seconds; the last one is kept up.
RETRY_S = (0.0, 2.0, 4.0, 8.0, 16.0, 32.0, 60.0)
#: What a bot's server may ask for with `Retry-After`, in seconds.
LONGEST_RETRY_AFTER_S = 3600
MOST_CONNECTIONS = 100
Reply = Callable[[Json], Awaitable[None]]


class Webhook:
    """The webhook's settings, how its last delivery went, and the task that delivers.

    Updates about one chat arrive one after the other, in order; those of different chats do not wait for each other.
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
        #: Makes the call that a bot may put into its response.
        self.on_reply: Reply | None = None
        self._now_unix = now_unix
        self._running = False
        self._task: asyncio.Task[None] | None = None
        self._news = asyncio.Event()
        self._under_way: dict[tuple[str, int], asyncio.Task[None]] = {}

    @property
    def is_local(self) -> bool:
        """Whether it points at this machine. Nothing that is played here goes any further."""
        return self._address is not None and self._address.is_local

    def configure(self, url: str, secret: str, max_connections: int) -> None:
        """Point it somewhere, or nowhere with an empty address. Raises: WrongAddress."""
        self._address = read_address(url, default="https") if url else None
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
        """Keep up to `max_connections` deliveries under way."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=60)) as session:
            try:
                while True:
                    self._news.clear()
                    if self.url:
                        self._begin(session)
                    await self._news.wait()
            finally:
                tasks = list(self._under_way.values())
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    def _begin(self, session: aiohttp.ClientSession) -> None:
        """Deliver the oldest update of every chat that waits for none."""
        for update in self.updates.head():
            if len(self._under_way) >= self.max_connections:
                return
            line = _line(update)
            if line not in self._under_way:
                self._under_way[line] = asyncio.create_task(self._deliver_one(session, update, line))

    async def _deliver_one(self, session: aiohttp.ClientSession, update: Json, line: tuple[str, int]) -> None:
        """Deliver one update, as often as it takes."""
        try:
            for failures in itertools.count():
                if not self.url or (wait_s := await self._post(session, update)) is None:
                    break
                await asyncio.sleep(wait_s or self.retry_s[min(failures, len(self.retry_s) - 1)])
            if self.url:
                self.updates.remove(update["update_id"])
        finally:
            del self._under_way[line]
            self._news.set()

    async def _post(self, session: aiohttp.ClientSession, update: Json) -> float | None:
        """Deliver one update. None when the bot took it, else the seconds it asked to be left alone, mostly 0."""
        if not self.is_local:
            self._fail("Connection refused: the sandbox delivers on this machine only")
            return 0
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.secret} if self.secret else {}
        try:
            #: Telegram follows no redirect: the secret is for the address that was set.
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
            #: Whatever else goes wrong is a failed delivery too, which waits: else it would go round and round.
            self._fail(f"{type(error).__name__}: {error}")
        return 0

    async def _take_reply(self, body: bytes) -> None:
        """Make the call that the response holds, if it holds one."""
        try:
            reply = orjson.loads(body)
        except orjson.JSONDecodeError:
            return
        if self.on_reply is not None and isinstance(reply, dict) and reply.get("method"):
            await self.on_reply(reply)

    def _fail(self, message: str) -> None:
        self.last_error_date, self.last_error_message = self._now_unix(), message


def _line(update: Json) -> tuple[str, int]:
    """What an update queues behind: messages of a chat behind each other, taps of a person behind theirs."""
    kind = next(key for key in update if key != "update_id")
    payload = update[kind]
    about = payload.get("from" if kind == "callback_query" else "chat") or payload.get("user") or {}
    return kind.removeprefix("edited_"), int(about.get("id", 0))
