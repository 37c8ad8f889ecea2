"""The Bot API over HTTP: `/bot<token>/<method>` and `/file/bot<token>/<path>`.

A bare ASGI application, because a framework's routing would take most of the time of a short call.
"""

from __future__ import annotations

import asyncio
import contextlib
import inspect
from email.utils import formatdate
from functools import lru_cache
from typing import Any

import orjson
from starlette.types import Receive, Scope, Send

from sandbox.errors import Json, Refused, too_many_requests
from sandbox.faults import DOWNLOAD, Fault
from sandbox.methods import METHODS, Method
from sandbox.methods.common import find_chat_id
from sandbox.params import Params
from sandbox.request_bodies import read_params
from sandbox.world import World

BAD_GATEWAY = b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>502 Bad Gateway</body>\r\n</html>\r\n"
_NOT_FOUND = Refused(404, "Not Found")
_NO_METHOD = Refused(404, "Not Found: method not found")
_UNAUTHORIZED = Refused(401, "Unauthorized")
NOT_ALLOWED_IN_REPLY = frozenset({"setwebhook", "deletewebhook", "close", "logout"})


class DropConnection(Exception):
    """Close the connection without an answer."""


class BotApi:
    """The ASGI application for the bot's calls on one world."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope["path"]
        try:
            if path.startswith("/file/bot"):
                data = await self._download(path.removeprefix("/file/bot"))
                await self._respond(send, 200, data, b"application/octet-stream")
            else:
                body = await self._answer(path.removeprefix("/bot"), scope, receive)
                await self._respond(send, 200, b'{"ok":true,"result":' + orjson.dumps(body) + b"}")
        except Refused as refused:
            await self._respond(send, refused.code, orjson.dumps(refused.as_json()))
        except _BadGateway:
            await self._respond(send, 502, BAD_GATEWAY, b"text/html")
        except DropConnection:
            await abort_connection(receive, send)

    async def _respond(self, send: Send, status: int, body: bytes, kind: bytes = b"application/json") -> None:
        """Send a complete response; its `Date` is the time of the sandbox's clock."""
        headers = [
            (b"content-type", kind),
            (b"content-length", str(len(body)).encode()),
            (b"date", _http_date(int(self.world.clock.now().timestamp()))),
            (b"x-content-type-options", b"nosniff"),
        ]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _answer(self, path: str, scope: Scope, receive: Receive) -> Any:
        token, _, name = path.partition("/")
        if token != self.world.token:
            raise _UNAUTHORIZED
        params = await read_params(scope, receive)
        method = METHODS.get(name.lower())
        if method is None:
            raise _NO_METHOD
        after = await self._apply_faults(method.name, params) if self.world.faults else False
        result = await self._call(method, params)
        if after:
            raise DropConnection
        return result

    async def reply(self, values: Json) -> None:
        """Make the method call in a webhook's response.

        Its result is not reported, as with Telegram. Methods that only read and `NOT_ALLOWED_IN_REPLY` are ignored.
        """
        name = str(values.pop("method")).lower()
        method = METHODS.get(name)
        if method is not None and not name.startswith("get") and name not in NOT_ALLOWED_IN_REPLY:
            with contextlib.suppress(Refused):
                await self._call(method, Params(values))

    async def _call(self, method: Method, params: Params) -> Any:
        if self.world.strict and (messages := method.message_count(params)):
            self.world.flood.check(find_chat_id(self.world, params) or 0, messages)
        result = method.implementation(self.world, params)
        return await result if inspect.isawaitable(result) else result

    async def _apply_faults(self, name: str, params: Params) -> bool:
        """Apply the active faults that match a call.

        Returns:
            Whether to close the connection after the call has taken effect.
        Raises: Refused, _BadGateway or DropConnection, when a fault replaces the call.
        """
        after = False
        chat_id = find_chat_id(self.world, params)
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
        """The bytes of a file. For faults this is the method `DOWNLOAD`."""
        token, _, name = path.partition("/")
        if token != self.world.token:
            raise _UNAUTHORIZED
        file = self.world.files.by_path.get(name)
        if file is None:
            raise _NOT_FOUND
        if self.world.faults and await self._apply_faults(DOWNLOAD, Params({})):
            raise DropConnection
        return file.data


class _BadGateway(Exception):
    """Answer 502 in HTML, as Telegram's load balancer does when the API is down."""


def _failure(fault: Fault) -> Exception:
    match fault.kind:
        case "429":
            return too_many_requests(fault.retry_after)
        case "500":
            return Refused(500, "Internal Server Error")
        case "502":
            return _BadGateway()
        case _:
            return DropConnection()


@lru_cache(maxsize=1)  # it is the same for all responses of a second
def _http_date(unix_s: int) -> bytes:
    return formatdate(unix_s, usegmt=True).encode()


async def abort_connection(receive: Receive, send: Send) -> None:
    """Close the connection at once. ASGI has no message for that, so this uses the transport of uvicorn's `send`."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is None:
        raise RuntimeError("the ASGI server gives no access to its transport")
    transport.abort()
    while (await receive())["type"] != "http.disconnect":
        pass
