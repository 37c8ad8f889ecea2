"""The table of faults: broadcasts under faults of the network, and faults around the running process."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from bench.lines import Extent, Line, Measured
from tests.support import postgres
from tests.support.crowds import database_at
from tests.support.faults import FAULTS, TableRow, run_fault
from tests.support.scenarios import SCENARIOS

#: Scenarios at a time: each waits for most of its time.
AT_ONCE = 4
#: What people received of the announced messages before the program watched the clock and read updates one by one, on
#: SQLite; by the beginning of the fault's name.
BEFORE = {
    "clock an hour ahead": "10, those due within the hour early; `/healthz` silent",
    "clock an hour back": "2; no tick until the old time was reached; `/healthz` green",
    "clock a day ahead": "1; 11 given up as missed, 2 of them not due",
    "clock a day back": "2; no tick until the old time was reached; `/healthz` green",
    "started an hour ahead, corrected": "10, those due within the hour early",
    "5 batches of 100 updates": "0: each batch failed as a whole, and came again",
    "a round opened on Friday": "0: held to Monday, expired",
}


async def faults(_extent: Extent) -> Measured:
    """Every fault once: they are about what arrives, not about time."""
    found: list[Line] = []
    wrong: list[str] = []

    async def note(name: str, running: Awaitable[TableRow]) -> Line | None:
        try:
            row = await running
        except Exception as error:
            wrong.append(f"{name}: {type(error).__name__}: {error}")
            return None
        if not row.good:
            wrong.append(f"not everything arrived, or too much came twice: {row}")
        before = next((was for fault, was in BEFORE.items() if row.fault.startswith(fault)), "")
        figures = map(str, (row.hits, row.announced, row.received, row.repeats, row.bound))
        return row.fault, *figures, before

    for name in FAULTS:
        with tempfile.TemporaryDirectory() as folder:
            found += filter(None, [await note(name, run_fault(name, Path(folder)))])
    at_once = asyncio.Semaphore(AT_ONCE)

    async def scenario(
        name: str, run: Callable[[Path, str], Awaitable[TableRow]], folder: Path, url: str
    ) -> Line | None:
        async with at_once:
            return await note(name, run(folder, url))

    with postgres.running() as server, tempfile.TemporaryDirectory() as folder:
        running = []
        for name, (run, needs_postgresql) in SCENARIOS.items():
            for database in ("PostgreSQL",) if needs_postgresql else ("SQLite", "PostgreSQL"):
                own = Path(tempfile.mkdtemp(dir=folder))
                url = f"sqlite+aiosqlite:///{own}/twgbot.db" if database == "SQLite" else server.create()
                async with database_at(url):  # one after the other: Alembic migrates one database at a time
                    running.append(scenario(f"{name}, {database}", run, own, url))
        found += filter(None, await asyncio.gather(*running))
    return Measured(found, tuple(wrong))
