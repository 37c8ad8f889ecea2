"""The HTTP part of the Python client for the people's API."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

import aiohttp
import orjson

from sandbox.client_types import Json, NotPossible


class PeopleApiConnection:
    """Sends requests to the people's API at `url`. Raises `NotPossible` when one is refused."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(json_serialize=lambda value: orjson.dumps(value).decode())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def get(self, path: str, **query: object) -> Any:
        """GET `/sandbox/<path>` and return its result."""
        return await self._call("GET", path, params={k: str(v) for k, v in query.items() if v is not None})

    async def post(self, path: str, fields: Json) -> Any:
        """POST JSON to `/sandbox/<path>` and return its result."""
        return await self._call("POST", path, json=fields)

    async def post_form(self, path: str, form: aiohttp.FormData) -> Any:
        """POST a multipart form to `/sandbox/<path>` and return its result."""
        return await self._call("POST", path, data=form)

    async def get_bytes(self, path: str) -> bytes:
        """GET `/sandbox/<path>` as bytes."""
        async with self._open().get(f"{self.url}/sandbox/{path}") as response:
            if response.status != 200:
                raise NotPossible((await response.text())[:300])
            return await response.read()

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise RuntimeError("use this client in an async with block")
        return self._session

    async def _call(self, verb: str, path: str, **options: Any) -> Any:
        async with self._open().request(verb, f"{self.url}/sandbox/{path}", **options) as response:
            body = await response.read()
        try:
            answer = orjson.loads(body)
        except orjson.JSONDecodeError:
            raise NotPossible(f"{response.status} {body[:300]!r}") from None
        if not answer.get("ok"):
            raise NotPossible(answer.get("error"))
        return answer["result"]
