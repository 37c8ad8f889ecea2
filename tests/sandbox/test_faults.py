"""Faults on demand, and rate limits."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta

import aiohttp
import pytest
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TimedOut

from sandbox.client import SandboxClient, SandboxPerson
from sandbox.clock import MovableClock
from sandbox.errors import Refused
from sandbox.flood_control import FloodControl
from sandbox.server import SandboxServer
from tests.sandbox.conftest import Api


async def test_a_429_says_how_long_to_wait_and_passes(api: Api, sandbox: SandboxClient, sokha: SandboxPerson) -> None:
    await sandbox.fault("429", retry_after=3, method="sendMessage", chat_id=1001)
    await api("sendChatAction", chat_id=1001, action="typing")
    status, body = await api.raw("sendMessage", chat_id=1001, text="x")
    assert (status, body["description"]) == (429, "Too Many Requests: retry after 3")
    assert body["parameters"] == {"retry_after": 3}
    await api("sendMessage", chat_id=1001, text="x")


async def test_a_fault_for_one_chat_spares_the_others(api: Api, sandbox: SandboxClient, sokha: SandboxPerson) -> None:
    dara = await sandbox.person("Dara", id=1002)
    await dara.starts()
    await sandbox.fault("500", method="send*", chat_id=1002, times=2)
    await api("sendMessage", chat_id=1001, text="x")
    for _ in range(2):
        assert await api.refusal("sendMessage", chat_id=1002, text="x") == "Internal Server Error"
    await api("sendMessage", chat_id=1002, text="x")


async def test_a_group_that_is_called_by_its_name_has_its_faults_and_its_limits(
    api: Api, sandbox: SandboxClient, sokha: SandboxPerson
) -> None:
    group = await sandbox.group("Health", members=[sokha], username="health_twg")
    await sandbox.fault("500", method="send*", chat_id=group.id)
    assert await api.refusal("sendMessage", chat_id="@health_twg", text="x") == "Internal Server Error"
    await sandbox.flood_control(strict=True)
    names = [group.id, "@health_twg", "@Health_TWG"]
    statuses = [(await api.raw("sendMessage", chat_id=names[number % 3], text="x"))[0] for number in range(21)]
    assert statuses == [200] * 20 + [429]
    assert await api.refusal("sendMessage", chat_id="@nobody", text="x") == "Bad Request: chat not found"


async def test_a_lasting_fault_ends_when_it_is_mended(api: Api, sandbox: SandboxClient, sokha: SandboxPerson) -> None:
    number = await sandbox.fault("500", times=None, method="getMe")
    assert [await api.refusal("getMe") for _ in range(3)] == ["Internal Server Error"] * 3
    await sandbox.mend(number)
    await api("getMe")
    with pytest.raises(AssertionError, match="no such fault"):
        await sandbox.fault("earthquake")
    with pytest.raises(AssertionError, match=r"`method` is to fit .*'frobnicate' fits none"):
        await sandbox.fault("500", method="frobnicate")
    for method in ("send*", "sendmessage", "get[MF]*", "download"):
        await sandbox.fault("500", method=method)


async def test_a_502_is_no_json(server: SandboxServer, sandbox: SandboxClient, sokha: SandboxPerson) -> None:
    await sandbox.fault("502", method="sendMessage")
    async with Bot("1:test", base_url=server.base_url) as bot:
        with pytest.raises(NetworkError):
            await bot.send_message(1001, "x")


@pytest.mark.parametrize(("kind", "arrived"), [("close_before", 0), ("close_after", 1)])
async def test_a_dropped_connection_before_or_after_the_effect(
    api: Api, sandbox: SandboxClient, sokha: SandboxPerson, kind: str, arrived: int
) -> None:
    await sandbox.fault(kind, method="sendMessage")
    with pytest.raises(aiohttp.ClientConnectionError):
        await api.raw("sendMessage", chat_id=1001, text="x")
    assert len([m for m in await sokha.messages() if not m.mine]) == arrived


async def test_downloads_fail_too(api: Api, sandbox: SandboxClient, sokha: SandboxPerson) -> None:
    await sokha.sends_file("a.pdf", b"%PDF")
    file_id = (await api("getUpdates"))[-1]["message"]["document"]["file_id"]
    path = (await api("getFile", file_id=file_id))["file_path"]
    url = f"{api.server.base_file_url}1:test/{path}"
    await sandbox.fault("500", method="download")
    for status in (500, 200):
        async with api.session.get(url) as response:
            assert response.status == status
    for wrong, status in ((url.replace("1:test", "2:test"), 401), (f"{url}x", 404)):
        async with api.session.get(wrong) as response:
            assert response.status == status


async def test_a_delay_holds_the_answer(api: Api, sandbox: SandboxClient, sokha: SandboxPerson) -> None:
    await sandbox.fault("delay", seconds=0.2, method="getMe")
    started = time.monotonic()
    await asyncio.gather(api("getMe"), api("getChat", chat_id=1001))
    assert time.monotonic() - started >= 0.2


async def test_python_telegram_bot_understands_the_faults(
    server: SandboxServer, sandbox: SandboxClient, sokha: SandboxPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    await sandbox.fault("429", retry_after=7, method="sendMessage")
    async with Bot("1:test", base_url=server.base_url) as bot:
        with pytest.raises(RetryAfter) as waits:
            await bot.send_message(1001, "x")
        assert "7" in str(waits.value)
        await sandbox.fault("delay", seconds=0.5)
        with pytest.raises(TimedOut):
            await bot.send_message(1001, "x", read_timeout=0.05)


class Ticks:
    """A monotonic clock that moves only when the test sets it."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def refused_after(flood: FloodControl, chats: list[int]) -> tuple[int, int | None]:
    """How many messages were accepted, and the `retry_after` of the first refused one."""
    for passed, chat_id in enumerate(chats):
        try:
            flood.check(chat_id)
        except Refused as refused:
            return passed, refused.parameters["retry_after"]
    return len(chats), None


def test_flood_control_has_telegrams_figures() -> None:
    ticks = Ticks()
    assert refused_after(FloodControl(ticks), list(range(1, 50))) == (30, 1)
    assert refused_after(FloodControl(ticks), [-100] * 50) == (20, 3)
    flood = FloodControl(ticks)
    assert refused_after(flood, [7] * 10) == (5, 1)
    ticks.now += 1
    assert refused_after(flood, [7] * 2) == (1, 1)


async def test_strictness_is_switched_on_by_people(
    api: Api, sandbox: SandboxClient, clock: MovableClock, sokha: SandboxPerson
) -> None:
    for _ in range(20):
        await api("sendMessage", chat_id=1001, text="x")
    clock.forward(timedelta(hours=25))
    assert len(await api("getUpdates")) == 1
    await sandbox.flood_control(strict=True)
    assert await api("getUpdates") == [], "what nobody fetched for a day is forgotten"
    results = [await api.raw("sendMessage", chat_id=1001, text="x") for _ in range(8)]
    assert 429 in [status for status, _ in results]
    await sandbox.flood_control(strict=False)
    await api("sendMessage", chat_id=1001, text="x")
