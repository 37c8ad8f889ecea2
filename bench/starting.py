"""Time from the start of the program to its first getUpdates, and its memory when idle."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from time import perf_counter

from bench.programs import assistant, running, settings
from bench.server import Server
from tests.support.crowds import database_at, write_announced, write_members

#: Time from the first getUpdates until the memory is read, in seconds.
IDLE_AFTER_S = 6


async def start_figures() -> tuple[float, float]:
    """Seconds to the first getUpdates, and resident memory when idle in MiB."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/twgbot.db"
        async with database_at(url) as database, database.begin() as session:
            await write_announced(session, await write_members(session, "HLT", 200), 3)
        async with _started(url, Path(folder)) as (took_s, process):
            await asyncio.sleep(IDLE_AFTER_S)
            return took_s, _resident_mb(process.pid)


async def start_s(url: str, folder: Path) -> float:
    """Seconds until the assistant first calls getUpdates, at its second start with this database.

    The first start also computes reminders and indexes texts, which later ones need not.

    Args:
        folder: for archived files.
    """
    async with _started(url, folder):
        pass
    async with _started(url, folder) as (took_s, _process):
        return took_s


@asynccontextmanager
async def _started(url: str, folder: Path) -> AsyncIterator[tuple[float, asyncio.subprocess.Process]]:
    async with Server() as server:
        begun = perf_counter()
        async with running(*assistant(), environment=settings(server.base_url, url, folder=folder)) as process:
            await server.asked.wait()
            yield perf_counter() - begun, process


def _resident_mb(pid: int) -> float:
    [line] = [line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1]) / 1024
