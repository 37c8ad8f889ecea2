"""How long the JMI reports take, and how long others wait for answers meanwhile."""

import asyncio
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter

from sqlalchemy.ext.asyncio import AsyncSession

from bench.people import ASKING, ask, waits_ms
from bench.programs import assistant, running, settings
from bench.server import Server
from bot.capabilities import registry
from storage.engine.database import Database
from storage.members import Role, list_members
from tests.support.crowds import FIRST_CHAT, database_at, write_members
from twg.core.actors import Actor
from twg.indicators import defining, reporting, reviewing, rounds

TWGS, INDICATORS = 20, 10
#: Reports of one TWG, and consolidated ones, that are measured in turn; the first one before them starts the process
#: that draws.
REPORTS, CONSOLIDATED = 5, 2
_LOOK_EVERY_S = 0.005
_READER = FIRST_CHAT + ASKING + 1


@dataclass(frozen=True)
class Made:
    """The result of one run.

    Attributes:
        report_s: median time from the press to the second file, of one TWG; `consolidated_s`, of all.
        p95_ms: of the answers to what was asked meanwhile; `asked`, how many that were.
    """

    report_s: float
    consolidated_s: float
    p95_ms: float
    longest_ms: float
    asked: int


async def make_meanwhile(*, twgs: int = TWGS, reports: int = REPORTS, consolidated: int = CONSOLIDATED) -> Made:
    """Let a representative of CRDB/CDC ask for reports in turn while others ask for lists."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/twgbot.db"
        async with database_at(url) as database, Server() as server:
            round_id = await _prepare(database, twgs)
            environment = settings(server.base_url, url, folder=Path(folder))
            async with running(*assistant(), environment=environment), asyncio.timeout(300):
                await server.asked.wait()
                await _make(server, f"reports:make:{round_id}")
                asked: list[tuple[int, float]] = []
                asking = asyncio.create_task(ask(server, asked))
                begun = perf_counter()
                alone = [await _make(server, f"reports:make:{round_id}") for _report in range(reports)]
                together = [await _make(server, f"reports:consolidate:{round_id}") for _report in range(consolidated)]
                ended = perf_counter()
                asking.cancel()
                await asyncio.sleep(1)
        waits = waits_ms(server, asked, begun, ended)
    return Made(median(alone), median(together), quantiles(waits, n=20)[-1], max(waits), len(waits))


async def _prepare(database: Database, twgs: int) -> int:
    """Make TWGs with an accepted report on each indicator, and the reader in the first. Returns the id of its round."""
    async with database.begin() as session:
        await write_members(session, "ASK", ASKING)
    round_ids = []
    for at in range(twgs):
        async with database.begin() as session:
            secretariat = await write_members(session, f"T{at:02}", 2, first_chat=FIRST_CHAT + ASKING + 2 * at)
            if at == 0:
                reader = (await list_members(session, secretariat.twg.id))[1]
                reader.role, reader.person.oversees = Role.CRDB, True
            round_ids.append(await _report(session, secretariat))
    return round_ids[0]


async def _report(session: AsyncSession, secretariat: Actor) -> int:
    """A round with an accepted report on each indicator. Returns its id."""
    now, domains = datetime.now(UTC), registry().domains
    ids = []
    for number in range(1, INDICATORS + 1):
        facts = defining.NewIndicator(
            number=f"2026-{number}",
            statement=f"Deliveries by skilled staff in the public sector, group {number}",
            unit="%",
            baseline=Decimal(38),
            baseline_period="Dec 2006",
            target=Decimal(65),
            target_period="Dec 2027",
        )
        ids.append((await defining.define(session, secretariat, facts, now=now)).id)
    due_on = (now + timedelta(days=20)).date()
    args = rounds.NewRound(title="JMI report for the GDCC", due_on=due_on, period="Q3 2026")
    opened = await rounds.open_round(session, secretariat, args, now=now)
    for place, indicator_id in enumerate(ids):
        args_of_report = reporting.Report(
            indicator_id=indicator_id,
            value=Decimal(45 + 2 * place),
            note="Counted in all district hospitals; the figures of two provinces are still those of the first half. ",
            constraints="Fewer midwives than planned in the remote districts. " * 3,
        )
        made = await reporting.report(session, secretariat, args_of_report, domains, now=now)
        await reviewing.accept(session, secretariat, made.id, now=now)
    return opened.round.id


async def _make(server: Server, data: str) -> float:
    """Press a button and wait for the Word document and the workbook. Returns how long that took, in seconds."""
    before, begun = len(server.documents), perf_counter()
    server.press([(_READER, data)])
    while len(server.documents) < before + 2:  # noqa: ASYNC110 - the server notes what it is sent, and wakes nobody
        await asyncio.sleep(_LOOK_EVERY_S)
    return server.documents[-1][1] - begun
