"""getUpdates, and starting and stopping the server."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from telegram import Bot

from sandbox.client import SandboxClient, SandboxPerson
from sandbox.clock import MovableClock
from sandbox.server import SandboxServer
from tests.sandbox.conftest import Api, until


async def test_wrong_token_and_unknown_method(api: Api) -> None:
    async with api.session.get(f"{api.server.base_url}2:test/getMe") as response:
        assert response.status == 401
        assert await response.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    assert await api.refusal("getNothing") == "Not Found: method not found"
    assert (await api("GETME"))["username"] == "twg_bot"


async def test_parameters_come_as_json_form_query_or_multipart(api: Api, sokha: SandboxPerson) -> None:
    url = f"{api.server.url}/bot1:test/sendMessage"
    form = aiohttp.FormData({"chat_id": "1001", "text": "multipart"}, default_to_multipart=True)
    for options in (
        {"json": {"chat_id": 1001, "text": "json"}},
        {"data": {"chat_id": "1001", "text": "form"}},
        {"params": {"chat_id": "1001", "text": "query"}},
        {"data": form},
    ):
        async with api.session.post(url, **options) as response:
            assert response.status == 200, await response.text()
    assert [m.text for m in await sokha.messages()][1:] == ["json", "form", "query", "multipart"]


async def test_updates_stay_until_confirmed(api: Api, sandbox: SandboxClient, sokha: SandboxPerson) -> None:
    await sokha.says("one")
    await sokha.says("two")
    first = await api("getUpdates", limit=2)
    assert [u["message"]["text"] for u in first] == ["/start", "one"]
    assert await sandbox.pending() == 3
    rest = await api("getUpdates", offset=first[-1]["update_id"] + 1)
    assert [u["message"]["text"] for u in rest] == ["two"]
    assert rest[0]["update_id"] == first[-1]["update_id"] + 1
    assert await api("getUpdates", offset=rest[0]["update_id"] + 1) == []
    assert await sandbox.pending() == 0


async def test_a_negative_offset_forgets_the_older_ones(api: Api, sandbox: SandboxClient, sokha: SandboxPerson) -> None:
    await sokha.says("one")
    await sokha.says("two")
    assert [u["message"]["text"] for u in await api("getUpdates", offset=-1)] == ["two"]
    assert await sandbox.pending() == 1


async def test_a_waiting_poll_wakes_at_once(server: SandboxServer, api: Api, sandbox: SandboxClient) -> None:
    sokha = await sandbox.person("Sokha")
    poll = asyncio.create_task(api("getUpdates", timeout=20))
    await until(lambda: server.world.updates.is_polled)
    started = time.monotonic()
    await sokha.starts("invite-1")
    updates = await poll
    assert time.monotonic() - started < 3
    assert updates[0]["message"]["text"] == "/start invite-1"


async def test_a_second_poller_ends_the_first_with_a_conflict(
    server: SandboxServer, api: Api, sandbox: SandboxClient
) -> None:
    sokha = await sandbox.person("Sokha")
    first = asyncio.create_task(api.raw("getUpdates", timeout=20))
    await until(lambda: server.world.updates.is_polled)
    second = asyncio.create_task(api("getUpdates", timeout=20))
    status, body = await first
    assert status == 409
    assert body["description"].startswith("Conflict: terminated by other getUpdates request")
    await sokha.starts()
    assert len(await second) == 1


async def test_a_webhook_ends_a_waiting_poll(server: SandboxServer, api: Api) -> None:
    poll = asyncio.create_task(api.refusal("getUpdates", timeout=20))
    await until(lambda: server.world.updates.is_polled)
    assert await api("setWebhook", url="http://127.0.0.1:1/hook")
    assert await poll == "Conflict: terminated by setWebhook request"


async def test_an_update_of_no_kind_is_a_mistake(server: SandboxServer) -> None:
    with pytest.raises(ValueError, match="no kind of update: massage"):
        server.world.updates.push("massage", {})


async def test_only_the_wanted_kinds_come(api: Api, sandbox: SandboxClient, sokha: SandboxPerson) -> None:
    await api("getUpdates", offset=-1, allowed_updates=["callback_query"])
    await sokha.says("unseen")
    assert [list(u) for u in await api("getUpdates")] == [["update_id", "message"]]  # made before the change
    await api("getUpdates", allowed_updates=[])
    await sokha.says("seen")
    assert (await api("getUpdates"))[-1]["message"]["text"] == "seen"


@pytest.mark.parametrize(
    ("asked", "kept"),
    [(["bogus"], None), (["bogus", "message"], ["message"]), ([{"message": 1}, "poll"], ["poll"])],
)
async def test_kinds_that_there_are_not_are_ignored(
    api: Api, sokha: SandboxPerson, asked: list[Any], kept: list[str] | None
) -> None:
    await api("getUpdates", allowed_updates=asked)
    assert (await api("getWebhookInfo")).get("allowed_updates") == kept
    await sokha.says("heard")
    heard = [update["message"]["text"] for update in await api("getUpdates") if "message" in update]
    assert ("heard" in heard) is (kept != ["poll"])


@pytest.mark.parametrize(("limit", "count"), [(0, 1), (-5, 1), (1, 1), (2, 2), (100, 100), (1000, 100), ("x", 100)])
async def test_a_poll_brings_one_to_a_hundred_updates(
    api: Api, sandbox: SandboxClient, sokha: SandboxPerson, server: SandboxServer, limit: Any, count: int
) -> None:
    for _ in range(110):
        server.world.updates.push("message", {})
    assert len(await api("getUpdates", limit=limit)) == count


async def test_blocking_and_unblocking_are_told(server: SandboxServer, api: Api, sokha: SandboxPerson) -> None:
    await sokha.blocks()
    with pytest.raises(AssertionError, match="has blocked the bot"):
        await sokha.says("x")
    await sokha.starts("again")
    async with Bot("1:test", base_url=server.base_url) as bot:
        updates = await bot.get_updates()
    changes = [u.my_chat_member for u in updates if u.my_chat_member]
    assert [(c.old_chat_member.status, c.new_chat_member.status) for c in changes] == [
        ("member", "kicked"),
        ("kicked", "member"),
    ]
    assert updates[-1].message is not None
    assert updates[-1].message.text == "/start again"


async def test_unfetched_updates_are_forgotten_after_a_day_when_strict() -> None:
    clock = MovableClock()
    async with SandboxServer(token="1:test", clock=clock, strict=True) as server, SandboxClient(server.url) as sandbox:
        sokha = await sandbox.person("Sokha")
        await sokha.starts()
        clock.forward(timedelta(hours=25))
        await sokha.says("new")
        async with aiohttp.ClientSession() as session:
            updates = await Api(server, session)("getUpdates")
    assert [u["message"]["text"] for u in updates] == ["new"]


@pytest.mark.parametrize(("options", "strict"), [([], True), (["--lax"], False)])
async def test_started_by_itself_it_is_strict_unless_told(options: list[str], strict: bool) -> None:
    command = [sys.executable, "-m", "sandbox", "--port", "0", *options]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    url = (await process.stdout.readline()).decode().split()[-1]
    assert url.startswith("http://127.0.0.1:")
    async with SandboxClient(url) as sandbox:
        assert (await sandbox.get("state"))["strict"] is strict
    process.send_signal(signal.SIGINT)
    await process.communicate()
    assert process.returncode == 0


async def test_the_server_stops_at_once_while_a_poll_waits() -> None:
    async with aiohttp.ClientSession() as session:
        async with SandboxServer(token="1:test") as server:
            poll = asyncio.create_task(Api(server, session)("getUpdates", timeout=30))
            await until(lambda: server.world.updates.is_polled)
            started = time.monotonic()
        assert time.monotonic() - started < 3
        assert await poll == []
