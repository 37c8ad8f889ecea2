"""Reading a long file holds no answer up, and its text is found afterwards (D3)."""

import asyncio
from time import process_time

import pypdf
import pytest

from bench.texts import long_pdf
from scheduler.reading import formats
from scheduler.reading.reader import TextReader
from tests.reading import files
from tests.search.conftest import circulates, finds
from tests.support.stage import Player, Stage

#: Longest time for which an answer may wait, in seconds.
MOST_S = 0.3


async def test_reading_300_pages_never_keeps_the_event_loop_for_long(
    health: Stage, dara: Player, sokha: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By processor time between two turns of the event loop, which depends on no other load of the machine."""
    reads = health.assistant.leader.texts
    with monkeypatch.context() as undisturbed:
        undisturbed.setattr(TextReader, "read_all", _reads_nothing)
        await circulates(dara, "long.pdf", long_pdf(), "Long annex")
    longest = 0.0
    work = asyncio.create_task(reads.read_next())
    before = process_time()
    while not work.done():
        await asyncio.sleep(0.002)
        now = process_time()
        longest, before = max(longest, now - before), now
    assert work.result()
    assert longest < MOST_S
    assert await finds(sokha, "zirconium") == ["Long annex"]
    [found] = (await sokha.shown("search/results"))["found"]
    assert found.place.render("en") == "page 300"


async def test_a_file_is_opened_by_another_process_alone(
    health: Stage, dara: Player, sokha: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever it takes to read it, the event loop of the assistant does not do it."""

    def refuse(*_arguments: object) -> None:
        raise AssertionError("read in the process of the assistant")

    for name in ("read_file", "read_pdf", "read_word", "read_workbook", "read_slides"):
        monkeypatch.setattr(formats, name, refuse)
    monkeypatch.setattr(pypdf, "PdfReader", refuse)
    await circulates(dara, "annex.pdf", files.pdf(["Zirconium"]), "Annex")
    assert await finds(sokha, "zirconium") == ["Annex"]


async def _reads_nothing(_reader: TextReader) -> int:
    return 0
