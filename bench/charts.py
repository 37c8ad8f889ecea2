"""How long a chart of an indicator takes once its process is warm, and how long others wait for answers meanwhile."""

import asyncio
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from bench.people import ASKING, ask, waits_ms
from bench.programs import assistant, running, settings
from bench.server import Server
from storage.engine.database import Database
from tests.support.crowds import FIRST_CHAT, database_at, write_members
from twg.indicators import defining

#: Charts that are measured, one after the other; the one before them starts the process that draws.
CHARTS = 10
_LOOK_EVERY_S = 0.005


@dataclass(frozen=True)
class Drawn:
    """The result of one run.

    Attributes:
        chart_s: median time from the press to the picture; `slowest_s` the longest.
        p95_ms: of the answers to what was asked meanwhile; `asked`, how many that were.
    """

    chart_s: float
    slowest_s: float
    p95_ms: float
    asked: int


async def draw_meanwhile(*, charts: int = CHARTS) -> Drawn:
    """Let one person ask for charts in turn while others ask for lists."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/twgbot.db"
        async with database_at(url) as database, Server() as server:
            await _prepare(database)
            environment = settings(server.base_url, url, folder=Path(folder))
            async with running(*assistant(), environment=environment), asyncio.timeout(180):
                await server.asked.wait()
                await _draw(server)
                asked: list[tuple[int, float]] = []
                asking = asyncio.create_task(ask(server, asked))
                begun = perf_counter()
                took = [await _draw(server) for _chart in range(charts)]
                ended = perf_counter()
                asking.cancel()
                await asyncio.sleep(1)
        waits = waits_ms(server, asked, begun, ended)
    return Drawn(median(took), max(took), quantiles(waits, n=20)[-1], len(waits))


async def _prepare(database: Database) -> None:
    """Those who ask, and a TWG of one person, who looks at its indicator, the first one."""
    async with database.begin() as session:
        await write_members(session, "ASK", ASKING)
        secretariat = await write_members(session, "HLT", 1, first_chat=FIRST_CHAT + ASKING)
        facts = defining.NewIndicator(
            number="2008-4",
            statement="Deliveries by skilled staff in the public sector",
            unit="%",
            baseline=Decimal(38),
            baseline_period="Dec 2006",
            target=Decimal(65),
            target_period="Dec 2027",
        )
        await defining.define(session, secretariat, facts, now=datetime.now(UTC))


async def _draw(server: Server) -> float:
    """Ask for the chart and wait for the picture. Returns how long that took, in seconds."""
    before, begun = len(server.photos), perf_counter()
    server.press([(FIRST_CHAT + ASKING, "indicators:chart:1")])
    while len(server.photos) == before:  # noqa: ASYNC110 - the server notes what it is sent, and wakes nobody
        await asyncio.sleep(_LOOK_EVERY_S)
    return server.photos[-1][1] - begun
