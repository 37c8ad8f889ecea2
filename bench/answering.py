"""Rate of answers to `/meetings`, which reads the database, beside bots that only echo a text."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from bench.programs import AIOGRAM_PYTHON, assistant, cpu_s, peer, running, settings
from bench.server import TOKEN, Server
from tests.support.crowds import FIRST_CHAT, database_at, write_announced, write_members

PEOPLE = 200
MEETINGS = 3
#: Updates before the measured ones.
WARMING_UP = 200
UPDATES = 3000
#: Values of python-telegram-bot's `concurrent_updates` that are tried; 0 handles updates one by one.
CONCURRENCY = (0, 4, 64)


@dataclass(frozen=True)
class Rate:
    """Attributes:
    per_s: updates answered in a second.
    cpu_ms: processor time of an update, in milliseconds.
    """

    per_s: float
    cpu_ms: float


async def assistant_rate() -> Rate:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/twgbot.db"
        async with database_at(url) as database, database.begin() as session:
            await write_announced(session, await write_members(session, "HLT", PEOPLE), MEETINGS)
        async with Server() as server:
            environment = settings(server.base_url, url, folder=Path(folder))
            return await _rate(server, assistant(), "/meetings", environment)


async def ptb_rate(concurrent: int) -> Rate:
    """An echo on python-telegram-bot that handles `concurrent` updates at the same time."""
    async with Server() as server:
        return await _rate(server, peer("ptb_echo", server.base_url, TOKEN, concurrent), "hello")


async def aiogram_rate() -> Rate:
    """An echo on aiogram."""
    async with Server() as server:
        command = peer("aiogram_echo", server.base_url, TOKEN, python=str(AIOGRAM_PYTHON))
        return await _rate(server, command, "hello")


async def _rate(server: Server, command: list[str], text: str, environment: dict[str, str] | None = None) -> Rate:
    chats = [FIRST_CHAT + number % PEOPLE for number in range(WARMING_UP + UPDATES)]
    async with running(*command, environment=environment) as process:
        await server.asked.wait()
        server.write(chats[:WARMING_UP], text)
        await server.count(WARMING_UP)
        begun, cpu_before_s = perf_counter(), cpu_s(process)
        server.write(chats[WARMING_UP:], text)
        await server.count(WARMING_UP + UPDATES)
        took_s = perf_counter() - begun
        return Rate(UPDATES / took_s, (cpu_s(process) - cpu_before_s) / UPDATES * 1000)
