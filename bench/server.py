"""A minimal Bot API server that uses little CPU, so that the bot is what limits the measured rate.

It implements the methods that a bot needs to start, returns updates and counts messages. It applies no rate limits;
`bench.broadcast` uses the strict sandbox instead.
"""

import asyncio
import re
from collections import deque
from collections.abc import Sequence
from time import perf_counter
from typing import Any

import httptools
import orjson

TOKEN = "1000:benchmark-token-of-nobody-0123456789"  # noqa: S105 - not a real token
_BOT = {"id": 1000, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
#: `chat_id=7` in a form, `"chat_id": 7` in JSON, `name="chat_id"\r\n\r\n7` in a multipart form.
_CHAT = re.compile(rb'chat_id(?:=|"\s*:\s*"?|"[^0-9-]*)(-?\d+)')
_PHOTO = {"file_id": "photo", "file_unique_id": "photo", "width": 1080, "height": 1080}
_OFFSET = re.compile(rb'offset(?:=|"\s*:\s*"?|"[^0-9-]*)(-?\d+)')
#: Telegram's limit on the updates of one getUpdates.
_BATCH = 100


class Server:
    """The server, listening at `base_url` inside its `async with` block; any token is accepted."""

    def __init__(self) -> None:
        self.updates: deque[dict[str, Any]] = deque()
        #: When each sent message arrived, in seconds of `perf_counter`.
        self.arrived: list[float] = []
        #: The chat that each of them was for.
        self.chats: list[int] = []
        #: When each message was edited, and when each photo and document was sent: the chat and the time.
        self.edited: list[tuple[int, float]] = []
        self.photos: list[tuple[int, float]] = []
        self.documents: list[tuple[int, float]] = []
        #: Set when a bot first calls getUpdates.
        self.asked = asyncio.Event()
        self._handed: list[dict[str, Any]] = []
        self._waiting: set[asyncio.Future[None]] = set()
        self._counted: list[tuple[int, asyncio.Future[None]]] = []
        self._next_update = 1

    async def __aenter__(self) -> "Server":
        loop = asyncio.get_running_loop()
        self._listener = await loop.create_server(lambda: _Connection(self), "127.0.0.1", 0)
        port = self._listener.sockets[0].getsockname()[1]
        self.base_url = f"http://127.0.0.1:{port}"
        return self

    async def __aexit__(self, *_exc: object) -> None:
        self._listener.close()

    def write(self, chat_ids: list[int], text: str) -> None:
        """Queue one update per chat: a message with this text, in the order of `chat_ids`."""
        for chat_id in chat_ids:
            self._queue(_message(self._next_update, chat_id, text))
        self._wake()

    def press(self, presses: Sequence[tuple[int, str]]) -> None:
        """Queue a press of a button for each chat and callback data, in this order."""
        for chat_id, data in presses:
            self._queue(_press(self._next_update, chat_id, data))
        self._wake()

    def _queue(self, content: dict[str, Any]) -> None:
        self.updates.append({"update_id": self._next_update, **content})
        self._next_update += 1

    def _wake(self) -> None:
        for waiter in self._waiting:
            if not waiter.done():
                waiter.set_result(None)

    async def count(self, total: int) -> None:
        """Wait until `total` messages have arrived since the start."""
        if len(self.arrived) < total:
            done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._counted.append((total, done))
            await done

    async def answer(self, method: bytes, body: bytes) -> bytes:
        """The `result` of a method, as JSON.

        Args:
            method: the name in lower case.
        """
        match method:
            case b"sendmessage":
                return self._take_message(body, {"text": "ok"})
            case b"senddocument":
                self.documents.append((_chat_of(body), perf_counter()))
                return self._take_message(body, {"document": {"file_id": "handle", "file_unique_id": "unique"}})
            case b"sendphoto":
                self.photos.append((_chat_of(body), perf_counter()))
                return self._take_message(body, {"photo": [_PHOTO]})
            case b"editmessagetext":
                self.edited.append((_chat_of(body), perf_counter()))
                return orjson.dumps(_sent(1, _chat_of(body), {"text": "ok"}))
            case b"getupdates":
                return await self._hand_out(body)
            case b"getme":
                return orjson.dumps(_BOT)
            case _:
                return b"true"

    def _take_message(self, body: bytes, content: dict[str, Any]) -> bytes:
        chat_id = _chat_of(body)
        self.arrived.append(perf_counter())
        self.chats.append(chat_id)
        for total, done in self._counted:
            if len(self.arrived) >= total and not done.done():
                done.set_result(None)
        return orjson.dumps(_sent(len(self.arrived), chat_id, content))

    async def _hand_out(self, body: bytes) -> bytes:
        found = _OFFSET.search(body)
        offset = int(found.group(1)) if found else 0
        self.asked.set()
        self._handed = [update for update in self._handed if update["update_id"] >= offset]
        if not self._handed and not self.updates:
            waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.add(waiter)
            await asyncio.wait([waiter], timeout=20)
            self._waiting.discard(waiter)
        while self.updates and len(self._handed) < _BATCH:
            self._handed.append(self.updates.popleft())
        return orjson.dumps(self._handed)


def _chat_of(body: bytes) -> int:
    found = _CHAT.search(body)
    return int(found.group(1)) if found else 0


def _sent(message_id: int, chat_id: int, content: dict[str, Any]) -> dict[str, Any]:
    """A message of the bot."""
    return {
        "message_id": message_id,
        "from": _BOT,
        "chat": {"id": chat_id, "type": "private", "first_name": "Member"},
        "date": 1_790_000_000,
        **content,
    }


def _message(number: int, chat_id: int, text: str) -> dict[str, Any]:
    message: dict[str, Any] = {
        "message_id": number,
        "from": _member(chat_id),
        "chat": {"id": chat_id, "type": "private", "first_name": "Member"},
        "date": 1_790_000_000,
        "text": text,
    }
    if text.startswith("/"):
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text)}]
    return {"message": message}


def _press(number: int, chat_id: int, data: str) -> dict[str, Any]:
    message = _sent(1, chat_id, {"text": "ok"})
    pressed = {"id": str(number), "from": _member(chat_id), "chat_instance": "bench", "data": data, "message": message}
    return {"callback_query": pressed}


def _member(chat_id: int) -> dict[str, Any]:
    return {"id": chat_id, "is_bot": False, "first_name": "Member", "language_code": "en"}


class _Connection(asyncio.Protocol):
    """A kept-alive connection; clients send one request at a time on it, without pipelining."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._parser = httptools.HttpRequestParser(self)
        self._url, self._body = b"", bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: Any = transport

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_url(self, url: bytes) -> None:
        self._url += url

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_message_complete(self) -> None:
        method = self._url.rpartition(b"/")[2].partition(b"?")[0].lower()
        body = bytes(self._body)
        self._url, self._body = b"", bytearray()
        if method == b"getupdates":
            self._task = asyncio.ensure_future(self._answer(method, body))
            return
        # Of all methods only getUpdates waits; the others complete at the first step and need no task.
        coroutine = self._server.answer(method, body)
        try:
            coroutine.send(None)
        except StopIteration as result:
            self._write(result.value)

    async def _answer(self, method: bytes, body: bytes) -> None:
        self._write(await self._server.answer(method, body))

    def _write(self, result: bytes) -> None:
        payload = b'{"ok":true,"result":' + result + b"}"
        if not self._transport.is_closing():
            self._transport.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(payload)
                + payload
            )
