"""Helpers: rounds with accepted reports, and reading the files of reports."""

from datetime import date
from io import BytesIO
from typing import Any

from docx import Document
from openpyxl import Workbook, load_workbook

from tests.indicators.conftest import DUE, defines, drawn, reports
from tests.support.setup_steps import access_actor, everybody_looks_away
from tests.support.stage import Player
from twg.indicators import rounds

#: Fixtures of another folder that tests here use too.
__all__ = ["drawn"]


async def opens(secretary: Player, period: str = "Q3 2026", due_on: date = DUE, **facts: Any) -> int:
    """Open a round of a period and deliver its requests, which count as new. Returns its id."""
    await everybody_looks_away(secretary)
    args = rounds.NewRound(**{"title": "JMI report for the GDCC", "due_on": due_on, "period": period, **facts})
    async with secretary.stage.assistant.database.begin() as session:
        actor = await access_actor(session, secretary)
        progress = await rounds.open_round(session, actor, args, now=secretary.stage.clock.now())
    await secretary.stage.settle()
    return progress.round.id


async def round_with_reports(dara: Player, sokha: Player) -> None:
    """A round with an accepted report, one that awaits review, and an indicator without."""
    target = {"baseline": 38, "baseline_period": "Dec 2006", "source": "HIS"}
    await defines(dara, "2008-10", statement="Wards with a midwife")
    await defines(dara, "2008-4", **target)
    await defines(dara, "2010-1", statement="Mid-term review", unit="", target=None, target_period="Sept 2027")
    await opens(dara)
    await reports(sokha, "2008-4 58,5% counted in all districts")
    await dara.forges("indicators/accept:1")
    await reports(sokha, "2008-10 71% quietly counted")


async def files_of(player: Player) -> dict[str, bytes]:
    """The files that arrived since this person last did something, by the ending of their names."""
    found = {}
    for message in await player.person.messages():
        if message.document is not None and not message.mine and message.id > player.seen:
            found[message.document.name.rpartition(".")[2]] = await player.person.downloads(message)
    return found


def words_of(data: bytes) -> str:
    """All texts of a Word document, with those of its tables."""
    document = Document(BytesIO(data))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def book_of(data: bytes) -> Workbook:
    return load_workbook(BytesIO(data))


def rows_of(data: bytes, sheet: int = 0) -> list[dict[str, Any]]:
    """The rows of a sheet, by their headings."""
    headings, *rows = book_of(data).worksheets[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, headings), row, strict=True)) for row in rows]
