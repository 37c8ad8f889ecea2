"""Delivery of updates to a webhook."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from sandbox.client import SandboxClient, SandboxPerson
from sandbox.server import SandboxServer
from tests.sandbox.conftest import NOW, Api, until


@dataclass
class Receiver:
    """A bot's server that records the updates and answers as the test sets it."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    got: list[tuple[dict[str, Any], str | None]] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)
    #: The body of its answers.
    replies: list[dict[str, Any]] = field(default_factory=list)
    #: Requests wait for this event. How many wait now, and how many waited at most.
    holds: asyncio.Event | None = None
    together: int = 0
    most: int = 0

    async def receive(self, request: web.Request) -> web.Response:
        self.got.append((await request.json(), request.headers.get("X-Telegram-Bot-Api-Secret-Token")))
        self.together += 1
        self.most = max(self.most, self.together)
        self.news.set()
        if self.holds is not None:
            await self.holds.wait()
        self.together -= 1
        status = self.statuses.pop(0) if self.statuses else 200
        headers = {"Retry-After": "7"} if status == 429 else {}
        return web.json_response(self.replies.pop(0) if self.replies else None, status=status, headers=headers)

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
    assert (info["last_error_date"], info["max_connections"]) == (int(NOW.timestamp()), 1)
    assert (info["url"], info["ip_address"]) == (receiver.url, "127.0.0.1")
    await receiver.wait(3)
    assert [update["message"]["text"] for update, _ in receiver.got] == ["/start", "/start", "two"]
    assert receiver.got[0] == receiver.got[1]


async def test_waits_grow_from_failure_to_failure_unless_the_bot_says_how_long(
    server: SandboxServer, api: Api, receiver: Receiver, sandbox: SandboxClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert server.world.webhook.retry_s == (0, 2, 4, 8, 16, 32, 60)
    waits: list[float] = []
    real_sleep = asyncio.sleep

    async def sleep(seconds: float) -> None:
        waits.append(seconds)
        await real_sleep(0)

    monkeypatch.setattr("sandbox.webhook.asyncio.sleep", sleep)
    receiver.statuses = [500] * 8 + [429]
    await api("setWebhook", url=receiver.url)
    await (await sandbox.person("Sokha")).starts()
    await receiver.wait(10)
    assert [wait for wait in waits if wait != 0.002] == [0, 2, 4, 8, 16, 32, 60, 60, 7]


async def test_updates_of_one_chat_wait_for_each_other_and_for_nobody_else(
    server: SandboxServer, api: Api, receiver: Receiver, sandbox: SandboxClient
) -> None:
    server.world.webhook.retry_s = (30,)
    receiver.statuses = [500]
    sokha, dara = await sandbox.person("Sokha"), await sandbox.person("Dara")
    await api("setWebhook", url=receiver.url)
    await sokha.starts()
    await receiver.wait(1)
    await sokha.says("two")
    await dara.starts()
    await dara.says("three")
    await receiver.wait(3)
    await until(lambda: len(server.world.updates) == 2)
    assert [update["message"]["text"] for update, _ in receiver.got] == ["/start", "/start", "three"]


@pytest.mark.parametrize(("asked", "most"), [(2, 2), (0, 1), (500, 5)])
async def test_no_more_connections_than_the_bot_allows(
    server: SandboxServer, api: Api, receiver: Receiver, sandbox: SandboxClient, asked: int, most: int
) -> None:
    receiver.holds = asyncio.Event()
    people = [await sandbox.person(f"Person {number}") for number in range(5)]
    for person in people:
        await person.starts()
    await api("setWebhook", url=receiver.url, max_connections=asked)
    await receiver.wait(most)
    assert receiver.together == most
    receiver.holds.set()
    await receiver.wait(5)
    await until(lambda: not server.world.updates)
    assert receiver.most == most


async def test_a_call_in_the_response_is_made(
    server: SandboxServer, api: Api, receiver: Receiver, sokha: SandboxPerson
) -> None:
    receiver.replies = [{"method": "deleteWebhook"}, {"method": "sendMessage", "chat_id": 1001, "text": "In return"}]
    await api("setWebhook", url=receiver.url)
    await sokha.says("two")
    await until(lambda: any(message.text == "In return" for message in server.world.chats[1001].messages.values()))
    assert (await api("getWebhookInfo"))["url"] == receiver.url


async def test_a_closed_connection_is_shown(server: SandboxServer, api: Api, sandbox: SandboxClient) -> None:
    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server.world.webhook.retry_s = (30,)
    async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as closing:
        port = closing.sockets[0].getsockname()[1]
        await api("setWebhook", url=f"http://127.0.0.1:{port}/hook")
        await (await sandbox.person("Sokha")).starts()
        await until(lambda: server.world.webhook.last_error_message == "Webhook connection closed")


async def test_without_a_webhook_polling_works_again(server: SandboxServer, api: Api, sokha: SandboxPerson) -> None:
    await api("setWebhook", url="http://127.0.0.1:1/nobody", drop_pending_updates=True)
    await sokha.says("kept")
    await until(lambda: bool(server.world.webhook.last_error_message))
    assert (await api("getWebhookInfo"))["last_error_message"] == "Connection refused"
    assert await api("deleteWebhook")
    assert [update["message"]["text"] for update in await api("getUpdates")] == ["kept"]
    assert (await api("getWebhookInfo"))["url"] == ""


async def test_nothing_is_delivered_beyond_this_machine(
    server: SandboxServer, api: Api, sokha: SandboxPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached: list[str] = []
    post = aiohttp.ClientSession.post

    def noted(session: aiohttp.ClientSession, url: str, **options: Any) -> Any:
        reached.append(url)
        return post(session, url, **options)

    monkeypatch.setattr(aiohttp.ClientSession, "post", noted)
    await api("setWebhook", url="https://twg.example.org/hook")
    await until(lambda: bool(server.world.webhook.last_error_message))
    info = await api("getWebhookInfo")
    assert info["last_error_message"] == "Connection refused: the sandbox delivers on this machine only"
    assert info["pending_update_count"] == 1
    assert "ip_address" not in info
    assert all(url.startswith(server.url) for url in reached)


async def test_a_bad_webhook_is_refused(api: Api) -> None:
    refusal = await api.refusal("setWebhook", url="http://example.org/hook")
    assert refusal == "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
    refusal = await api.refusal("setWebhook", url="http://127.0.0.1.example.org/hook")
    assert refusal == "Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
    refusal = await api.refusal("setWebhook", url="https://example.org", secret_token="a b")
    assert refusal == "Bad Request: secret token contains unallowed characters"


@pytest.mark.parametrize(
    "url",
    [
        "https://[",
        "https://[::g]/",
        "https://exa mple/",
        "https://",
        "http://127.0.0.1:99999/x",
        "http://localhost:abc/",
        "ftp://example.org/",
    ],
)
async def test_a_webhook_that_is_no_address_is_refused_and_the_former_one_stays(api: Api, url: str) -> None:
    await api("setWebhook", url="https://twg.example.org/hook")
    assert await api.refusal("setWebhook", url=url) == "Bad Request: invalid webhook URL specified"
    assert (await api("getWebhookInfo"))["url"] == "https://twg.example.org/hook"


async def test_a_redirect_is_a_failure_and_takes_the_secret_nowhere(
    server: SandboxServer, api: Api, receiver: Receiver, sandbox: SandboxClient
) -> None:
    async def elsewhere(_: web.Request) -> web.Response:
        return web.Response(status=307, headers={"Location": receiver.url})

    app = web.Application()
    app.router.add_post("/moved", elsewhere)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    server.world.webhook.retry_s = (30,)
    await api("setWebhook", url=f"http://127.0.0.1:{runner.addresses[0][1]}/moved", secret_token="s3cret")
    await (await sandbox.person("Sokha")).starts()
    await until(lambda: bool(server.world.webhook.last_error_message))
    info = await api("getWebhookInfo")
    await runner.cleanup()
    assert info["last_error_message"] == "Wrong response from the webhook: 307 Temporary Redirect"
    assert receiver.got == []


async def test_whatever_else_goes_wrong_with_a_delivery_waits_before_the_next(
    server: SandboxServer, api: Api, receiver: Receiver, sandbox: SandboxClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []
    post = aiohttp.ClientSession.post

    def breaking(session: aiohttp.ClientSession, url: str, **options: Any) -> Any:
        if "update_id" in (options["json"] or {}):
            tried.append(options["json"]["update_id"])
            raise ValueError("nobody thought of this")
        return post(session, url, **options)

    monkeypatch.setattr(aiohttp.ClientSession, "post", breaking)
    server.world.webhook.retry_s = (30,)
    await api("setWebhook", url=receiver.url)
    await (await sandbox.person("Sokha")).starts()
    await until(lambda: bool(tried))
    info = await api("getWebhookInfo")
    assert info["last_error_message"] == "ValueError: nobody thought of this"
    assert len(tried) == info["pending_update_count"] == 1
