"""The webhook, health and metrics over HTTP."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import func, select

from bot import health, polling
from bot.app import Assistant
from bot.demo.stage import TOKEN
from bot.server import LONGEST_BODY, SECRET_HEADER, Webhook
from handlers.routing.dispatch import Dispatcher
from storage.core.inbox import InboxRow
from storage.engine.lock import DatabaseInUse
from tests.bot.conftest import free_port, listens
from tests.support.stage import Stage

SECRET = "nobody-can-guess-this"


@pytest.fixture
async def assistant(stage: Stage, tmp_path: Path, migrated_file: Path) -> AsyncIterator[Assistant]:
    """Another assistant, called by webhook, on a database of its own."""
    config = stage.config.model_copy(deep=True)
    config.database.url = f"sqlite+aiosqlite:///{tmp_path}/webhook.db"
    shutil.copy(migrated_file, tmp_path / "webhook.db")
    config.server.port = free_port()
    config.telegram = type(config.telegram).model_validate(
        {
            **config.telegram.model_dump(),
            "token": config.telegram.token,
            "mode": "webhook",
            "webhook_url": "https://twg.example.gov.kh",
            "webhook_secret": SECRET,
        }
    )
    await stage.assistant.stop()
    assistant = Assistant(config, stage.clock.now)
    await assistant.start()
    yield assistant
    await assistant.stop()


@pytest.fixture
def address(assistant: Assistant) -> str:
    return f"http://127.0.0.1:{assistant.config.server.port}"


def update(number: int) -> dict[str, Any]:
    person = {"id": 1001, "is_bot": False, "first_name": "Sokha"}
    chat = {"id": 1001, "type": "private", "first_name": "Sokha"}
    message = {"message_id": 1, "date": 1_800_000_000, "chat": chat, "from": person, "text": "/help"}
    return {"update_id": number, "message": message}


async def post(address: str, body: Any, *, secret: str = SECRET, path: str = "") -> int:
    webhook = Webhook.of(secret)
    url = f"{address}{path or f'/telegram/{Webhook.of(SECRET).path}'}"
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, headers={SECRET_HEADER: webhook.secret}, **body) as answer,
    ):
        return answer.status


async def handled(assistant: Assistant) -> int:
    """How many updates have had their effect."""
    async with assistant.database.read() as session:
        return await session.scalar(select(func.count()).select_from(InboxRow)) or 0


async def test_telegram_is_let_in(address: str, assistant: Assistant) -> None:
    assert await post(address, {"json": update(1)}) == 200
    assert await handled(assistant) == 1


@pytest.mark.parametrize("path", ["/telegram/guessed", "/telegram/", "/telegram/guessed/twice", "/telegram/%FF"])
async def test_whoever_guesses_the_path_is_not(address: str, assistant: Assistant, path: str) -> None:
    assert await post(address, {"json": update(1)}, path=path) == 401
    assert await handled(assistant) == 0


async def test_whoever_guesses_the_secret_is_not(address: str, assistant: Assistant) -> None:
    assert await post(address, {"json": update(1)}, secret="a guess of sixteen") == 401
    url = f"{address}/telegram/{Webhook.of(SECRET).path}"
    for headers in ({}, {SECRET_HEADER: ""}, {SECRET_HEADER: SECRET}, {SECRET_HEADER: "sécret"}):
        async with aiohttp.ClientSession() as session, session.post(url, json=update(1), headers=headers) as answer:
            assert answer.status == 401
    assert await handled(assistant) == 0


async def test_there_is_nothing_else_to_find(address: str) -> None:
    assert await post(address, {"json": update(1)}, path="/") == 404
    assert await post(address, {"json": update(1)}, path="/healthz") == 405


async def test_what_is_no_update_is_refused(address: str, assistant: Assistant) -> None:
    for body in (b"not json", b"[]", b'"text"', b"{}", b"\xff"):
        assert await post(address, {"data": body}) == 400
    assert await handled(assistant) == 0


async def test_a_body_longer_than_any_update_is_not_read(address: str) -> None:
    long = update(1)
    long["padding"] = "x" * (LONGEST_BODY - 1000)
    assert await post(address, {"json": long}) == 200
    assert await post(address, {"data": b"x" * (LONGEST_BODY + 1)}) == 413

    async def without_end() -> AsyncIterator[bytes]:
        for _ in range(2 * LONGEST_BODY // 4096):
            yield b"x" * 4096

    assert await post(address, {"data": without_end()}) == 413


async def test_an_update_that_failed_has_its_effect_when_telegram_sends_it_again_and_only_once(
    address: str, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def out_of_reach(*_args: object) -> None:
        raise ConnectionError("the database is out of reach")

    with monkeypatch.context() as broken:
        broken.setattr(Dispatcher, "handle", out_of_reach)
        assert await post(address, {"json": update(1)}) == 500
    assert await handled(assistant) == 0
    assert await post(address, {"json": update(1)}) == 200
    assert await post(address, {"json": update(1)}) == 200
    assert await handled(assistant) == 1


async def test_an_update_that_arrives_while_it_ends_is_still_handled(
    address: str, assistant: Assistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    handle, under_way = Dispatcher.handle, asyncio.Event()
    ends = asyncio.Event()

    async def slowly(*args: Any) -> Any:
        under_way.set()
        await ends.wait()
        return await handle(*args)

    monkeypatch.setattr(Dispatcher, "handle", slowly)
    call = asyncio.create_task(post(address, {"json": update(1)}))
    await under_way.wait()
    stopping = asyncio.create_task(assistant.stop())
    while await listens(address):  # noqa: ASYNC110 - nothing rings when a port closes
        await asyncio.sleep(0.01)
    ends.set()
    assert await call == 200
    await stopping
    assert await handled(assistant) == 1


async def test_health_and_metrics_tell_how_it_is(address: str) -> None:
    await post(address, {"json": update(1)})
    await post(address, {"json": update(1)})
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{address}/healthz") as answer:
            found = await answer.json()
        async with session.get(f"{address}/metrics") as answer:
            metrics = await answer.text()
    assert (found["ok"], found["leading"], found["backlog"]) == (True, True, 0)
    assert 'twgbot_updates_total{result="handled"} 1.0' in metrics
    assert 'twgbot_updates_total{result="repeated"} 1.0' in metrics


async def test_a_telegram_that_does_not_answer_is_a_warning_until_it_does(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polling, "BACKOFF_S", (0.01,))
    monkeypatch.setattr(health, "SILENT_S", 0.0)
    somebody = await stage.sandbox.person("Nobody")
    assert (await stage.assistant.health()).warnings == ()
    fault = await stage.sandbox.fault("502", method="getUpdates", times=None)
    async with asyncio.timeout(40):
        while not (found := await stage.assistant.health()).warnings:
            await somebody.starts()  # whoever is waiting for updates comes back with some, and asks again
    assert found.problems == ()
    assert "Telegram has not answered" in found.warnings[0]
    await stage.sandbox.mend(fault)
    await somebody.starts()
    await stage.settle()
    assert (await stage.assistant.health()).warnings == ()


async def test_whoever_fetches_with_the_same_token_is_named(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "BACKOFF_S", (0.2,))
    url = f"{stage.server.base_url}{TOKEN}/getUpdates"
    async with aiohttp.ClientSession() as session, asyncio.timeout(40):
        while not (found := await stage.assistant.health()).warnings:
            async with session.get(url, params={"timeout": 0}) as answer:
                await answer.read()
    assert found.problems == ()
    [warning] = found.warnings
    assert warning.startswith("Telegram brings no updates: Conflict: terminated by other getUpdates request")
    await (await stage.sandbox.person("Nobody")).starts()
    await stage.settle()
    assert (await stage.assistant.health()).warnings == ()


async def test_a_second_process_on_the_same_file_is_refused(stage: Stage) -> None:
    if not stage.assistant.database.is_sqlite:
        pytest.skip("PostgreSQL takes several processes")
    second = Assistant(stage.config, stage.clock.now)
    with pytest.raises(DatabaseInUse):
        await second.start()
    await second.stop()
