"""Helpers: handing in papers through the chat, and reading what is stored of them."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from storage.papers import Paper, find_paper, list_papers
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage
from twg.papers.notices import BURST

ZONE = ZoneInfo("Asia/Phnom_Penh")
PAPER = b"%PDF-1.4 a paper"


def local(day: int, hour: int, minute: int = 0, *, month: int = 11) -> datetime:
    """A local time in Phnom Penh; November 2026 by default."""
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


async def hands_in(player: Player, name: str = "Progress.pdf", words: str = "for the plenary, item 2") -> int:
    """Hand in one file with words that say all that is asked. Returns the id of the newest paper."""
    await player.sends_file(name, f"{name} {words}".encode(), caption=words)
    await player.presses("form:save")
    return (await papers_of(player.stage))[-1].id


async def burst_ends(stage: Stage) -> None:
    """Let so much time pass that what was handed in is told."""
    await stage.becomes(stage.clock.now() + BURST + timedelta(seconds=5))


async def papers_of(stage: Stage) -> list[Paper]:
    """All papers, oldest first."""
    async with stage.assistant.database.read() as session:
        return await list_papers(session)


async def stored(stage: Stage, paper_id: int) -> Paper:
    async with stage.assistant.database.read() as session:
        paper = await find_paper(session, paper_id)
    assert paper is not None
    return paper


async def told_and_away(player: Player) -> None:
    """Let what waits be told; for everybody it no longer counts as new."""
    await burst_ends(player.stage)
    await everybody_looks_away(player)
