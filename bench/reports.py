"""Reports on indicators that many people save at the same moment, in the running program, on either database."""

import asyncio
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from time import perf_counter

from sqlalchemy import select

from bench.programs import assistant, running, settings
from bench.server import Server
from storage.core.forms import OpenForm
from storage.engine.database import Database
from storage.indicators import Submission
from storage.members import Account
from tests.support.crowds import FIRST_CHAT, database_at, write_members
from twg.indicators import defining

PEOPLE, INDICATORS = 200, 10
#: How long reports may take before the others count as lost, and the pause between two looks, in seconds.
_MOST_S, _LOOK_EVERY_S = 60.0, 0.05


@dataclass(frozen=True)
class Sent:
    """The result of one run.

    Attributes:
        read_s: from the first line to the moment when each is shown as it was read.
        took_s: from the first press to the last confirmation.
        p95_ms: of the times from the first press to a confirmation.
        lost, doubled: reports that are not stored or not confirmed, and those stored more than once.
    """

    read_s: float
    took_s: float
    p95_ms: float
    lost: int
    doubled: int


async def send_at_once(url: str, folder: Path, *, people: int = PEOPLE) -> Sent:
    """Let each of the people report by a line, and then all save at the same moment.

    Args:
        url: a new database.
        folder: for archived files.
    """
    async with database_at(url) as database, Server() as server:
        chats = await _prepare(database, people)
        environment = settings(server.base_url, url, folder=folder)
        async with running(*assistant(), environment=environment), asyncio.timeout(180):
            await server.asked.wait()
            begun = perf_counter()
            for place, chat_id in enumerate(chats):
                server.write([chat_id], f"/jmi 2026-{place % INDICATORS + 1} 58% districts")
            await server.count(people)
            read_s = perf_counter() - begun
            presses = await _saves(database)
            begun = perf_counter()
            server.press(presses)
            while len(_confirmed(server, begun)) < people and perf_counter() - begun < _MOST_S:  # noqa: ASYNC110
                await asyncio.sleep(_LOOK_EVERY_S)
        confirmed = _confirmed(server, begun)
        stored = await _stored(database)
    took = [moment - begun for moment in confirmed.values()] or [_MOST_S]
    kept = sum(chat_id in confirmed and stored[chat_id] > 0 for chat_id in chats)
    doubled = sum(count - 1 for count in stored.values() if count > 1)
    p95_ms = (quantiles(took, n=20)[-1] if len(took) > 1 else took[0]) * 1000
    return Sent(read_s, max(took), p95_ms, people - kept, doubled)


async def _prepare(database: Database, people: int) -> list[int]:
    """Write a TWG, its secretariat, indicators and reporting members. Returns the chat ids of the reporting members."""
    async with database.begin() as session:
        secretariat = await write_members(session, "HLT", people + 1)
        for number in range(1, INDICATORS + 1):
            args = defining.NewIndicator(number=f"2026-{number}", statement=f"Indicator {number}", unit="%")
            await defining.define(session, secretariat, args, now=datetime.now(UTC))
    return [FIRST_CHAT + number for number in range(1, people + 1)]


async def _saves(database: Database) -> list[tuple[int, str]]:
    """The chat and the data of the button that saves, of each open form."""
    async with database.read() as session:
        forms = await session.scalars(select(OpenForm).order_by(OpenForm.id))
        return [(form.chat_id, f"f:{form.id}:{form.revision}:save") for form in forms]


def _confirmed(server: Server, since: float) -> dict[int, float]:
    """When each chat was told first that its report is recorded, which its message is changed to."""
    found: dict[int, float] = {}
    for chat_id, moment in server.edited:
        if moment >= since:
            found.setdefault(chat_id, moment)
    return found


async def _stored(database: Database) -> Counter[int]:
    """How many reports are stored, by the chat of the person."""
    async with database.read() as session:
        by_person = Counter(await session.scalars(select(Submission.submitted_by_id)))
        rows = await session.execute(select(Account.person_id, Account.telegram_id))
        return Counter({chat_id: by_person[person_id] for person_id, chat_id in rows if by_person[person_id]})
