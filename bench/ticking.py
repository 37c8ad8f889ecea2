"""Time of a tick with 1,000,000 reminders that are not due, beside one with 1,000."""

import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from statistics import median
from time import perf_counter

from sqlalchemy import insert

from bot.capabilities import registry
from scheduler.leadership.people_first import PeopleFirst
from scheduler.reminding.tick import tick
from storage.engine.database import Database
from storage.reminders import Reminder, ReminderState
from tests.support.crowds import database_at, write_members

TICKS = 200
_AT_ONCE = 20_000


@asynccontextmanager
async def prepared(reminders: int) -> AsyncIterator[Callable[[], Awaitable[float]]]:
    """Make a database with this number of reminders, none due; yields a function that measures its tick in ms."""
    now = datetime.now(UTC)
    with tempfile.TemporaryDirectory() as folder:
        async with database_at(f"sqlite+aiosqlite:///{folder}/twgbot.db") as database:
            await _write_reminders(database, reminders, now)
            yield partial(_tick_ms, database, now)


async def _tick_ms(database: Database, now: datetime) -> float:
    """The median time of `TICKS` ticks, in milliseconds."""
    took = []
    for _number in range(TICKS):
        begun = perf_counter()
        assert await tick(database, registry().domains, PeopleFirst(), now=now) == 0  # noqa: S101 - nothing is due
        took.append((perf_counter() - begun) * 1000)
    return median(took)


async def _write_reminders(database: Database, total: int, now: datetime) -> None:
    async with database.begin() as session:
        twg_id = (await write_members(session, "HLT", 1)).twg.id
        for first in range(0, total, _AT_ONCE):
            rows = [
                {
                    "rule": "meeting_1_day",
                    "subject_type": "meeting",
                    "subject_id": number,
                    "twg_id": twg_id,
                    "due_at": now + timedelta(hours=1, seconds=number % 10_000_000),
                    "too_late_at": now + timedelta(days=365),
                    "state": ReminderState.PENDING,
                }
                for number in range(first, min(first + _AT_ONCE, total))
            ]
            await session.execute(insert(Reminder), rows)
