"""The Bot API over HTTP: `/bot<token>/<method>` and `/file/bot<token>/<path>`, as a bare ASGI application for speed."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
from typing import Any

import orjson
from starlette.types import Receive, Scope, Send

from sandbox.bodies import read_params
from sandbox.errors import Json, Refused, too_many_requests
from sandbox.faults import DOWNLOAD, Fault
from sandbox.methods import METHODS, Method
from sandbox.methods.common import meant_chat_id
from sandbox.params import Params
from sandbox.world import World

BAD_GATEWAY = b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>502 Bad Gateway</body>\r\n</html>\r\n"
_NOT_FOUND = Refused(404, "Not Found")
_NO_METHOD = Refused(404, "Not Found: method not found")
_UNAUTHORIZED = Refused(401, "Unauthorized")
NOT_IN_REPLIES = frozenset({"setwebhook", "deletewebhook", "close", "logout"})


class Dropped(Exception):
    """The connection is to be dropped without an answer."""


class BotApi:
    """Answers the bot's calls on a world."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        try:
            if path.startswith("/file/bot"):
                data = await self._download(path.removeprefix("/file/bot"))
                await respond(send, 200, data, b"application/octet-stream")
            else:
                body = await self._answer(path.removeprefix("/bot"), scope, receive)
                await respond(send, 200, b'{"ok":true,"result":' + orjson.dumps(body) + b"}")
        except Refused as refused:
            await respond(send, refused.code, orjson.dumps(refused.as_json()))
        except _Gateway:
            await respond(send, 502, BAD_GATEWAY, b"text/html")
        except Dropped:
            await drop(receive, send)

    async def _answer(self, path: str, scope: Scope, receive: Receive) -> Any:
        token, _, name = path.partition("/")
        if token != self.world.token:
            raise _UNAUTHORIZED
        params = await read_params(scope, receive)
        method = METHODS.get(name.lower())
        if method is None:
            raise _NO_METHOD
        after = await self._suffer(method.name, params) if self.world.faults else False
        result = await self._call(method, params)
        if after:
            raise Dropped
        return result

    async def reply(self, values: Json) -> None:
        """Make the call that a webhook's response asks for. Nobody hears how it went, so only what acts is called."""
        name = str(values.pop("method")).lower()
        method = METHODS.get(name)
        if method is not None and not name.startswith("get") and name not in NOT_IN_REPLIES:
            with contextlib.suppress(Refused):
                await self._call(method, Params(values))

    async def _call(self, method: Method, params: Params) -> Any:
        if self.world.strict and (weight := method.weigh(params)):
            self.world.flood.check(meant_chat_id(self.world, params) or 0, weight)
        result = method.implementation(self.world, params)
        return await result if inspect.isawaitable(result) else result

    async def _suffer(self, name: str, params: Params) -> bool:
        """Apply the faults that hit this call; true when the connection shall drop after the effect."""
        after = False
        chat_id = meant_chat_id(self.world, params)
        for fault in self.world.faults.take(name, chat_id):
            self.world.journal.write("fault", chat_id=chat_id, who=self.world.username, fault=fault.kind, method=name)
            if fault.kind == "delay":
                await asyncio.sleep(fault.seconds)
            elif fault.kind == "close_after":
                after = True
            else:
                raise _failure(fault)
        return after

    async def _download(self, path: str) -> bytes:
        """The bytes of a file; faults know this as a method too."""
        token, _, name = path.partition("/")
        if token != self.world.token:
            raise _UNAUTHORIZED
        file = self.world.files.by_path.get(name)
        if file is None:
            raise _NOT_FOUND
        if self.world.faults and await self._suffer(DOWNLOAD, Params({})):
            raise Dropped
        return file.data


class _Gateway(Exception):
    """Telegram's front server answers instead of the API, and not in JSON."""


def _failure(fault: Fault) -> Exception:
    match fault.kind:
        case "429":
            return too_many_requests(fault.retry_after)
        case "500":
            return Refused(500, "Internal Server Error")
        case "502":
            return _Gateway()
        case _:
            return Dropped()


async def respond(send: Send, status: int, body: bytes, kind: bytes = b"application/json") -> None:
    """Send one whole response."""
    headers = [
        (b"content-type", kind),
        (b"content-length", str(len(body)).encode()),
        (b"x-content-type-options", b"nosniff"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def drop(receive: Receive, send: Send) -> None:
    """Cut the connection. ASGI has no word for it, so this reaches for the server's transport behind `send`."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is None:
        raise RuntimeError("this server does not let go of its connections")
    transport.abort()
    while (await receive())["type"] != "http.disconnect":
        pass
