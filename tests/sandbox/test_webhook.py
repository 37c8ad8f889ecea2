"""Updates pushed to the bot's own server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from sandbox.client import SandboxClient, SandboxPerson
from sandbox.server import SandboxServer
from tests.sandbox.conftest import Api, until


@dataclass
class Receiver:
    """A bot's server that notes what comes and answers as told."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    got: list[tuple[dict[str, Any], str | None]] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def receive(self, request: web.Request) -> web.Response:
        self.got.append((await request.json(), request.headers.get("X-Telegram-Bot-Api-Secret-Token")))
        self.news.set()
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)

    async def wait(self, count: int) -> None:
        async with asyncio.timeout(10):
            while len(self.got) < count:
                self.news.clear()
                await self.news.wait()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    found = Receiver()
    app = web.Application()
    app.router.add_post("/hook", found.receive)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    found.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield found
    await runner.cleanup()


async def test_updates_are_pushed_in_order_with_the_secret(api: Api, receiver: Receiver, sokha: SandboxPerson) -> None:
    await api("setWebhook", url=receiver.url, secret_token="s3cret", max_connections=1)
    await sokha.says("one")
    await receiver.wait(2)
    assert [(update["message"]["text"], secret) for update, secret in receiver.got] == [
        ("/start", "s3cret"),
        ("one", "s3cret"),
    ]
    refusal = await api.refusal("getUpdates")
    assert refusal.startswith("Conflict: can't use getUpdates method while webhook is active")


async def test_a_failed_delivery_is_repeated_and_shown(
    server: SandboxServer, api: Api, receiver: Receiver, sandbox: SandboxClient
) -> None:
    server.world.webhook.retry_s = (0.6,)
    receiver.statuses = [500]
    await api("setWebhook", url=receiver.url, max_connections=1)
    sokha = await sandbox.person("Sokha")
    await sokha.starts()
    await sokha.says("two")
    await until(lambda: bool(server.world.webhook.last_error_message))
    info = await api("getWebhookInfo")
    assert info["pending_update_count"] == 2
    assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"
    await receiver.wait(3)
    assert [update["message"]["text"] for update, _ in receiver.got] == ["/start", "/start", "two"]
    assert receiver.got[0] == receiver.got[1]


async def test_a_slow_update_does_not_hold_the_others(
    server: SandboxServer, api: Api, receiver: Receiver, sandbox: SandboxClient
) -> None:
    server.world.webhook.retry_s = (30,)
    receiver.statuses = [500]
    await api("setWebhook", url=receiver.url)
    sokha = await sandbox.person("Sokha")
    await sokha.starts()
    await receiver.wait(1)
    await sokha.says("two")
    await receiver.wait(2)
    await until(lambda: len(server.world.updates) == 1)
    assert [update["message"]["text"] for update, _ in receiver.got] == ["/start", "two"]


async def test_without_a_webhook_polling_works_again(server: SandboxServer, api: Api, sokha: SandboxPerson) -> None:
    await api("setWebhook", url="http://127.0.0.1:1/nobody", drop_pending_updates=True)
    await sokha.says("kept")
    await until(lambda: bool(server.world.webhook.last_error_message))
    assert (await api("getWebhookInfo"))["last_error_message"] == "Connection refused"
    assert await api("deleteWebhook")
    assert [update["message"]["text"] for update in await api("getUpdates")] == ["kept"]
    assert (await api("getWebhookInfo"))["url"] == ""


async def test_a_bad_webhook_is_refused(api: Api) -> None:
    refusal = await api.refusal("setWebhook", url="http://example.org/hook")
    assert refusal == "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
    refusal = await api.refusal("setWebhook", url="https://example.org", secret_token="a b")
    assert refusal == "Bad Request: secret token contains unallowed characters"
