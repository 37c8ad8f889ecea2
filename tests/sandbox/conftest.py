"""Fixtures: a sandbox, a client for its people, and its Bot API over plain HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from sandbox.client import SandboxClient, SandboxPerson
from sandbox.clock import MovableClock
from sandbox.server import SandboxServer

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


class Api:
    """Calls the Bot API with plain JSON and returns the raw responses."""

    def __init__(self, server: SandboxServer, session: aiohttp.ClientSession) -> None:
        self.server = server
        self.session = session

    async def raw(self, method: str, **params: Any) -> tuple[int, dict[str, Any]]:
        """HTTP status and body of the response."""
        async with self.session.post(f"{self.server.base_url}1:test/{method}", json=params) as response:
            return response.status, await response.json()

    async def __call__(self, method: str, **params: Any) -> Any:
        """The result of a call that must succeed."""
        status, body = await self.raw(method, **params)
        assert body["ok"], (status, body)
        return body["result"]

    async def refusal(self, method: str, **params: Any) -> str:
        """The description of a refused call; asserts that error_code is the HTTP status."""
        status, body = await self.raw(method, **params)
        assert body["ok"] is False, body
        assert body["error_code"] == status
        return str(body["description"])


async def until(happened: Callable[[], bool]) -> None:
    """Wait until a condition is true. Raises: TimeoutError after 10 seconds."""
    async with asyncio.timeout(10):
        while not happened():  # noqa: ASYNC110 - there is no event to wait for
            await asyncio.sleep(0.002)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(NOW, frozen=True)


@pytest.fixture
async def server(clock: MovableClock) -> AsyncIterator[SandboxServer]:
    async with SandboxServer(token="1:test", username="twg_bot", clock=clock) as running:
        yield running


@pytest.fixture
async def sandbox(server: SandboxServer) -> AsyncIterator[SandboxClient]:
    async with SandboxClient(server.url) as client:
        yield client


@pytest.fixture
async def api(server: SandboxServer) -> AsyncIterator[Api]:
    async with aiohttp.ClientSession() as session:
        yield Api(server, session)


@pytest.fixture
async def sokha(sandbox: SandboxClient) -> SandboxPerson:
    """A person who has pressed Start."""
    person = await sandbox.person("Sokha", last_name="Chan", id=1001)
    await person.starts()
    return person
