"""The sandbox as a server in the caller's event loop."""

from __future__ import annotations

import asyncio
import socket
from types import TracebackType
from typing import Any, Self, cast

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.config import Config
from uvicorn.server import ServerState

from sandbox.bot_api import BotApi
from sandbox.browser_security import PageHeaders, SameOriginOnly
from sandbox.clock import Clock
from sandbox.people_api import people_app
from sandbox.world import World

#: Wildcard addresses, with the loopback address under which the same machine reaches them.
ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
BOT_PATHS = ("/bot", "/file/bot")


class SandboxServer:
    """Serves the Bot API, the people's API and the chat page on one port.

    As an async context manager it serves until the block ends.

    Args:
        token: the only accepted token; the digits before its colon are the bot's id.
        clock: where dates come from; a new `MovableClock` when None.
        host: the address to listen on.
        port: 0 takes a free one; `port` has its number after `start`.
        strict: apply Telegram's rate limits, and drop updates that nobody fetched within 24 hours.
        reads_all: the bot's privacy mode is off, so that it gets every message of its groups.
    """

    def __init__(
        self,
        token: str = "1:sandbox",  # noqa: S107 - the token of a bot that exists nowhere else
        username: str = "twg_bot",
        *,
        name: str = "TWG assistant",
        clock: Clock | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        strict: bool = False,
        reads_all: bool = False,
    ) -> None:
        self.world = World(token=token, username=username, name=name, clock=clock, strict=strict, reads_all=reads_all)
        self.host = host
        self.port = port
        self._server: asyncio.Server | None = None
        self._state = ServerState()

    @property
    def url(self) -> str:
        """The address for clients on this machine, such as `http://127.0.0.1:8080`."""
        host = ANY_ADDRESS.get(self.host, self.host)
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    @property
    def base_url(self) -> str:
        """The value for python-telegram-bot's `base_url`, which it completes with the token."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """The value for python-telegram-bot's `base_file_url`."""
        return f"{self.url}/file/bot"

    async def start(self) -> None:
        """Open the port. When this returns, requests are answered. Raises: OSError."""
        bot_api = BotApi(self.world)
        self.world.webhook.on_reply = bot_api.reply
        config = Config(
            SameOriginOnly(_route(bot_api, PageHeaders(people_app(self.world))), self.host),
            log_config=None,
            access_log=False,
            lifespan="off",
            server_header=False,
            timeout_keep_alive=300,
        )
        config.load()
        protocol = cast(Any, config.http_protocol_class)
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: protocol(config=config, server_state=self._state, app_state={}),
            sock=_listen(self.host, self.port),
        )
        self.port = self._server.sockets[0].getsockname()[1]
        self.world.webhook.start()

    async def stop(self) -> None:
        """Answer waiting long polls, close the connections and the port."""
        self.world.updates.close()
        self.world.journal.close()
        await self.world.webhook.stop()
        if self._server is not None:
            self._server.close()
            self._server = None
        if self._state.tasks:
            await asyncio.wait(self._state.tasks, timeout=1)
        for connection in list(self._state.connections):
            connection.shutdown()
        # The protocols of closed transports are told in the next iteration of the loop.
        await asyncio.sleep(0)
        for task in self._state.tasks:
            task.cancel()
        if self._state.tasks:
            await asyncio.wait(self._state.tasks, timeout=1)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.stop()


def _route(bot_api: ASGIApp, people: ASGIApp) -> ASGIApp:
    """Send Bot API requests to `bot_api` and all others to `people`."""

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        is_bot = scope["type"] == "http" and scope["path"].startswith(BOT_PATHS)
        await (bot_api if is_bot else people)(scope, receive, send)

    return application


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket. IPPROTO_TCP is explicit because asyncio disables Nagle's algorithm only for that protocol."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(1024)
        listener.setblocking(False)
    except OSError:
        listener.close()
        raise
    return listener
