"""`twgbot doctor` compares the archive with what the database knows of it, byte for byte (D4)."""

import hashlib

import pytest

from bot.doctor import Lost, examine
from storage.core.files import StoredFile
from tests.bot.conftest import Program
from tests.documents.conftest import PAPER, circulate, stored_files
from tests.support.guard import arranged
from tests.support.stage import Player, Stage

ANOTHER = b"%PDF-1.4 another"
PAPER_SHA256, ANOTHER_SHA256 = (hashlib.sha256(data).hexdigest() for data in (PAPER, ANOTHER))


@pytest.fixture
async def papers(health: Stage, dara: Player, sokha: Player) -> Stage:
    """Two files that were circulated, one of them twice."""
    await circulate(dara, name="budget.pdf")
    await circulate(dara, name="budget (1).pdf", title="The same again")
    await circulate(dara, name="plan.pdf", data=ANOTHER, title="Plan")
    return health


async def test_an_archive_that_has_everything_is_whole(papers: Stage) -> None:
    assistant = papers.assistant
    found = await examine(assistant.database, assistant.archive, fetch_again=False, now=papers.clock.now())
    assert (found.whole, found.lost, found.waiting, found.problem) == (2, (), 0, "")


async def test_what_is_lost_is_named_and_fetched_again_if_that_is_said(papers: Stage) -> None:
    assistant = papers.assistant
    assistant.archive.path(PAPER_SHA256).unlink()
    assistant.archive.path(ANOTHER_SHA256).write_bytes(b"something else")
    lost = {
        Lost(PAPER_SHA256, "missing", ("budget.pdf", "budget (1).pdf")),
        Lost(ANOTHER_SHA256, "changed", ("plan.pdf",)),
    }
    found = await examine(assistant.database, assistant.archive, fetch_again=False, now=papers.clock.now())
    assert (found.whole, set(found.lost), found.waiting) == (0, lost, 0)
    found = await examine(assistant.database, assistant.archive, fetch_again=True, now=papers.clock.now())
    assert (set(found.lost), found.waiting) == (lost, 3)
    await papers.passes(seconds=10)
    assert [file.sha256 for file in await stored_files(papers)] == [PAPER_SHA256, PAPER_SHA256, ANOTHER_SHA256]
    assert assistant.archive.get(PAPER_SHA256) == PAPER
    assert assistant.archive.get(ANOTHER_SHA256) == ANOTHER


async def test_every_file_is_looked_at_however_many_there_are(papers: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    assistant = papers.assistant
    async with arranged(assistant.database) as session:
        now = papers.clock.now()
        session.add_all(
            StoredFile(handle="h", name=f"{number}.pdf", sha256=f"{number:064x}", retry_at=now, created_at=now)
            for number in range(1_100)
        )
    found = await examine(assistant.database, assistant.archive, fetch_again=False, now=now)
    assert (found.whole, len(found.lost)) == (2, 1_100)


async def test_the_command_says_whether_anything_is_lost(twgbot: Program) -> None:
    twgbot.configure("[log]")
    ran = await twgbot("doctor")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[0].endswith(": 0 files are whole, 0 are lost.")
