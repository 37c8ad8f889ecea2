"""Importing the lists of 20 TWGs with 2,000 people, and how long members wait for an answer meanwhile."""

import asyncio
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from statistics import quantiles
from time import perf_counter

import openpyxl
from sqlalchemy import func, select

from bench.programs import assistant, running, settings
from bench.server import Server
from storage.engine.database import Database
from storage.rosters import RosterEntry
from tests.support.crowds import FIRST_CHAT, database_at, write_members

TWGS, EACH = 20, 100
#: Members of another TWG, who ask in turn, and the pause between two questions in seconds.
ASKING, ASK_EVERY_S = 100, 0.05
QUESTIONS = ("/menu", "/members")
#: How long they ask before the import, in seconds.
_BEFORE_S = 1.0
_HEAD = ("Name", "Institution", "Position", "Phone", "E-mail", "Category")
_CATEGORIES = ("RGC", "DP", "NGO")


@dataclass(frozen=True)
class Import:
    """The result of one run.

    Attributes:
        took_s: from the start of the command to its end.
        p95_ms: of the answers to what was asked meanwhile; `asked`, how many that were.
    """

    took_s: float
    p95_ms: float
    longest_ms: float
    asked: int


async def import_meanwhile() -> Import:
    """Import `TWGS` lists of `EACH` people with the command, while the assistant runs and people ask."""
    with tempfile.TemporaryDirectory() as folder:
        url, lists = f"sqlite+aiosqlite:///{folder}/twgbot.db", Path(folder) / "lists"
        lists.mkdir()
        for code, data in _lists():
            (lists / f"{code}.xlsx").write_bytes(data)
        async with database_at(url) as database, Server() as server:
            await _write_twgs(database)
            environment = settings(server.base_url, url, folder=Path(folder))
            async with running(*assistant(), environment=environment), asyncio.timeout(180):
                await server.asked.wait()
                asked: list[tuple[int, float]] = []
                asking = asyncio.create_task(ask(server, asked))
                await asyncio.sleep(_BEFORE_S)
                begun = perf_counter()
                async with running(*_command(lists), environment=environment) as importing:
                    exit_code = await importing.wait()
                ended = perf_counter()
                asking.cancel()
                await asyncio.sleep(2)
            await _check(database, exit_code)
        return _result(server, asked, begun, ended)


def _command(lists: Path) -> list[str]:
    return [sys.executable, "-c", f"from bot.cli import app; app(['roster', 'import-all', {str(lists)!r}])"]


def _lists() -> Iterator[tuple[str, bytes]]:
    """The code of each TWG and its list, as an Excel file."""
    for at in range(TWGS):
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None  # noqa: S101 - a new workbook has a sheet
        sheet.append(_HEAD)
        for number in range(EACH):
            person = at * EACH + number
            name = f"Mr. Sok {_letters(person)} Chan"
            where, phone = f"Institution {number % 12}", f"012 {100_000 + person}"
            category = _CATEGORIES[number % len(_CATEGORIES)]
            sheet.append((name, where, "Officer", phone, f"person{person}@example.org", category))
        buffer = BytesIO()
        book.save(buffer)
        yield f"T{at}", buffer.getvalue()


def _letters(number: int) -> str:
    """A name of letters only: rows with numbers in the name would be remarked on."""
    name = ""
    while number or not name:
        number, digit = divmod(number, 20)
        name += "aeioubdghklmnprstvwy"[digit]
    return name.capitalize()


async def _write_twgs(database: Database) -> None:
    async with database.begin() as session:
        await write_members(session, "ASK", ASKING)
        for at in range(TWGS):
            await write_members(session, f"T{at}", 2, first_chat=FIRST_CHAT + ASKING + 2 * at)


async def ask(server: Server, asked: list[tuple[int, float]]) -> None:
    """Ask until cancelled; notes the chat and the time of each question."""
    while True:
        for number in range(ASKING):
            chat_id = FIRST_CHAT + number
            asked.append((chat_id, perf_counter()))
            server.write([chat_id], QUESTIONS[number % len(QUESTIONS)])
            await asyncio.sleep(ASK_EVERY_S)


async def _check(database: Database, exit_code: int) -> None:
    async with database.read() as session:
        found = await session.scalar(select(func.count()).select_from(RosterEntry))
    if exit_code or found != TWGS * EACH:
        raise RuntimeError(f"{found} people are imported instead of {TWGS * EACH}; exit code {exit_code}")


def _result(server: Server, asked: list[tuple[int, float]], begun: float, ended: float) -> Import:
    took = waits_ms(server, asked, begun, ended)
    return Import(ended - begun, quantiles(took, n=20)[-1], max(took), len(took))


def waits_ms(server: Server, asked: list[tuple[int, float]], begun: float, ended: float) -> list[float]:
    """How long each question waited for its answer that was asked between these moments."""
    answers: dict[int, list[float]] = {}
    for chat_id, at in zip(server.chats, server.arrived, strict=True):
        answers.setdefault(chat_id, []).append(at)
    took = []
    for chat_id, at in asked:
        answered = answers[chat_id].pop(0)
        if begun <= at <= ended:
            took.append((answered - at) * 1000)
    return took
