"""The sandbox as a running server, inside the event loop of whoever starts it."""

from __future__ import annotations

import asyncio
import socket
from types import TracebackType
from typing import Any, Self, cast

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.config import Config
from uvicorn.server import ServerState

from sandbox.botapi import BotApi
from sandbox.clock import Clock
from sandbox.guard import Guard, PageHeaders
from sandbox.people import people_app
from sandbox.world import World

#: Addresses that mean all of a machine's, with the one to call it by from there.
ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
BOT_PATHS = ("/bot", "/file/bot")


class SandboxServer:
    """A local Bot API with a side for people.

    Used as an async context manager it serves on a loopback port until the block ends.

    Args:
        token: the only token that is let in; the digits before its colon are the bot's id.
        clock: where the sandbox reads the time; a movable clock of its own when None.
        host: the address to listen on.
        port: 0 takes a free one.
        strict: flood control with Telegram's figures, updates forgotten after 24 hours.
        reads_all: the bot's privacy mode in groups is off.
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
        """Where this machine finds it, `http://127.0.0.1:PORT`, also while it listens on every address."""
        host = ANY_ADDRESS.get(self.host, self.host)
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    @property
    def base_url(self) -> str:
        """python-telegram-bot's `base_url`: the token goes right behind it."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """python-telegram-bot's `base_file_url`."""
        return f"{self.url}/file/bot"

    async def start(self) -> None:
        """Listen. Returns once calls are answered."""
        bot_api = BotApi(self.world)
        self.world.webhook.on_reply = bot_api.reply
        config = Config(
            Guard(_join(bot_api, PageHeaders(people_app(self.world))), self.host),
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
        """Let go of everyone: waiting polls return, connections close."""
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
        #: Closed transports tell their protocols in the loop's next round.
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


def _join(bot_api: ASGIApp, people: ASGIApp) -> ASGIApp:
    """The bot's calls go straight to their application, everything else to the people's side."""

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        is_bot = scope["type"] == "http" and scope["path"].startswith(BOT_PATHS)
        await (bot_api if is_bot else people)(scope, receive, send)

    return application


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket. Its protocol is named because asyncio switches Nagle's delay off only for known TCP."""
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
