"""The webhook, health and metrics over HTTP."""

import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.app import Assistant
from bot.server import LONGEST_BODY, SECRET_HEADER, Webhook
from storage.lock import DatabaseInUse
from tests.support.stage import Stage

SECRET = "nobody-can-guess-this"


@pytest.fixture
async def address(stage: Stage, tmp_path: Path) -> AsyncIterator[str]:
    """Another assistant, called by webhook, on a database of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = stage.config.model_copy(deep=True)
    config.database.url = f"sqlite+aiosqlite:///{tmp_path}/webhook.db"
    config.server.port = port
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
    yield f"http://127.0.0.1:{port}"
    await assistant.stop()


def update(number: int) -> dict[str, Any]:
    person = {"id": 1001, "is_bot": False, "first_name": "Sokha"}
    chat = {"id": 1001, "type": "private", "first_name": "Sokha"}
    message = {"message_id": 1, "date": 1_800_000_000, "chat": chat, "from": person, "text": "/help"}
    return {"update_id": number, "message": message}


async def post(address: str, body: Any, *, secret: str = SECRET, path: str = "") -> int:
    webhook = Webhook.of(secret)
    url = f"{address}/telegram/{path or Webhook.of(SECRET).path}"
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, headers={SECRET_HEADER: webhook.secret}, **body) as answer,
    ):
        return answer.status


async def test_telegram_is_let_in_and_everybody_else_is_not(address: str) -> None:
    assert await post(address, {"json": update(1)}) == 200
    assert await post(address, {"json": update(2)}, secret="a guess of sixteen") == 401
    assert await post(address, {"json": update(2)}, path="guessed") == 404


async def test_what_is_no_update_is_refused(address: str) -> None:
    assert await post(address, {"data": b"not json"}) == 400
    assert await post(address, {"data": b"x" * (LONGEST_BODY + 1)}) == 413


async def test_health_and_metrics_tell_how_it_is(address: str) -> None:
    await post(address, {"json": update(1)})
    await post(address, {"json": update(1)})
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{address}/healthz") as answer:
            health = await answer.json()
        async with session.get(f"{address}/metrics") as answer:
            metrics = await answer.text()
    assert (health["ok"], health["leading"], health["backlog"]) == (True, True, 0)
    assert 'twgbot_updates_total{result="refused"} 1.0' in metrics
    assert 'twgbot_updates_total{result="repeated"} 1.0' in metrics


async def test_a_second_process_on_the_same_file_is_refused(stage: Stage) -> None:
    second = Assistant(stage.config, stage.clock.now)
    with pytest.raises(DatabaseInUse):
        await second.start()
    await second.stop()
