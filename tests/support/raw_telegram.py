"""A Bot API server that hands out updates as they are written, also such as cannot be read."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import Any

from aiohttp import web

_ME = {"id": 1, "is_bot": True, "first_name": "Bot", "username": "twg_bot"}


class RawTelegram:
    """The server, listening inside its `async with` block.

    Attributes:
        batches: bodies of `result` that getUpdates answers with, each until an offset beyond its last id confirms it.
        heard: how many messages each chat got.
    """

    def __init__(self, batches: Sequence[tuple[bytes, int]]) -> None:
        self.batches = list(batches)
        self.heard: Counter[int] = Counter()

    async def __aenter__(self) -> "RawTelegram":
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._answer)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        address: Any = self._runner.addresses[0]
        self.base_url, self.base_file_url = (
            f"http://127.0.0.1:{address[1]}/bot",
            f"http://127.0.0.1:{address[1]}/file/bot",
        )
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self._runner.cleanup()

    async def _answer(self, request: web.Request) -> web.Response:
        given = {} if not request.can_read_body else await request.json()
        match request.match_info["method"]:
            case "getMe":
                return web.json_response({"ok": True, "result": _ME})
            case "getUpdates":
                result = await self._hand_out(given.get("offset") or 0)
                return web.Response(body=b'{"ok":true,"result":' + result + b"}", content_type="application/json")
            case "sendMessage":
                self.heard[int(given["chat_id"])] += 1
                sent = {
                    "message_id": self.heard.total(),
                    "date": 1,
                    "chat": {"id": given["chat_id"], "type": "private"},
                }
                return web.json_response({"ok": True, "result": sent})
        return web.json_response({"ok": True, "result": True})

    async def _hand_out(self, offset: int) -> bytes:
        while self.batches and offset > self.batches[0][1]:
            self.batches.pop(0)
        if self.batches:
            return self.batches[0][0]
        await asyncio.sleep(1)
        return b"[]"
