"""The text of a circulated file is found by everybody who may see the document, and by nobody else (D3, D4, D5)."""

import asyncio
import hashlib
import os
from datetime import timedelta

import pytest

from bot.doctor import examine
from scheduler.reading import reader as reading
from scheduler.reading.reader import TextReader
from storage.core.file_texts import TextState, claim_text
from storage.members import Role
from tests.reading import files
from tests.search.conftest import circulates, finds, state_of
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience

PAGES = ["Minutes of the plenary", "Annex: the cold chain for vaccines in Battambang", "ថវិកាសុខាភិបាលឆ្នាំ២០២៧"]


async def test_a_word_within_a_file_is_found_with_its_place(health: Stage, dara: Player, sokha: Player) -> None:
    await circulates(dara, "annex.docx", files.word(PAGES), "Annex to the agenda")
    assert await finds(sokha, "vaccine") == ["Annex to the agenda"]
    [found] = (await sokha.shown("search/results"))["found"]
    assert (found.stretch.hit, found.place.render("en"), found.place.render("km")) == ("vaccines", "page 2", "ទំព័រ ២")
    assert await finds(sokha, "សុខាភិបាល") == ["Annex to the agenda"]
    [found] = (await sokha.shown("search/results"))["found"]
    assert (found.stretch.hit, found.place.render("en")) == ("សុខាភិបាល", "page 3")


async def test_the_text_of_a_paper_is_found_by_its_audience_only(health: Stage, dara: Player, sokha: Player) -> None:
    partner = await health.member("Anna", Role.SECRETARIAT)
    await circulates(dara, "a.docx", files.word(["Confidential: zirconium"]), "Note", audience=Audience.SECRETARIAT)
    assert await finds(partner, "zirconium") == ["Note"]
    for words in ("zirconium", "zircnium", "zirco", '"zirconium"', "confidential zirconium", "kind:paper"):
        assert await finds(sokha, words) == []
        shown = await sokha.shown("search/results")
        assert (shown["instead"], shown["more"], shown["bounded"]) == ({}, False, False)


async def test_the_same_bytes_are_read_once_and_found_for_each_document(
    health: Stage, dara: Player, sokha: Player
) -> None:
    data = files.word(["Cold chain"])
    await circulates(dara, "a.docx", data, "First")
    await circulates(dara, "b.docx", data, "Second")
    assert sorted(await finds(sokha, '"cold chain"')) == ["First", "Second"]


@pytest.mark.parametrize(
    ("data", "state"),
    [(b"%PDF-1.4 nothing", TextState.DAMAGED), (files.pdf(["x"], password="p"), TextState.ENCRYPTED)],
)
async def test_the_card_says_that_a_text_cannot_be_searched(
    health: Stage, dara: Player, sokha: Player, data: bytes, state: TextState
) -> None:
    document_id = await circulates(dara, "paper.pdf", data, "Paper")
    assert await state_of(health, hashlib.sha256(data).hexdigest()) == state
    await sokha.forges(f"documents:open:{document_id}")
    await sokha.sees("documents/card", text=state)
    assert await finds(sokha, "paper") == ["Paper"]


async def test_a_reader_that_is_killed_leaves_its_file_to_the_next(health: Stage, dara: Player, sokha: Player) -> None:
    """A claim that nobody gave back ends by itself, and a second leader does not read what the first one reads."""
    texts, database = health.assistant.leader.texts, health.assistant.database
    await circulates(dara, "a.docx", files.word(["First"]), "First")
    data = files.word(["Cold chain"])
    health_read_all, texts.read_all = texts.read_all, _nothing  # type: ignore[method-assign]
    await circulates(dara, "b.docx", data, "Second")
    texts.read_all = health_read_all  # type: ignore[method-assign]
    async with database.begin() as session:
        assert await claim_text(session, now=health.clock.now(), lasts=reading.CLAIM) is not None
    assert not await texts.read_next()
    assert await finds(sokha, "chain") == []
    await health.passes(minutes=15, seconds=1)
    assert await texts.read_all() in (0, 1)
    assert await finds(sokha, "chain") == ["Second"]


async def _nothing() -> int:
    return 0


async def test_a_stop_gives_the_file_back_and_kills_the_process(
    health: Stage, dara: Player, sokha: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = health.assistant.leader.texts
    started: list[asyncio.subprocess.Process] = []
    start = asyncio.create_subprocess_exec

    async def note(*arguments: str, **options: object) -> asyncio.subprocess.Process:
        started.append(await start(*arguments, **options))  # type: ignore[arg-type]
        return started[-1]

    monkeypatch.setattr(reading.asyncio, "create_subprocess_exec", note)
    monkeypatch.setattr(TextReader, "read_all", lambda _self: _nothing())
    await circulates(dara, "b.pdf", files.pdf(["\n".join(["A line"] * 60)] * 2_000), "Long")
    work = asyncio.create_task(texts.read_next())
    while not started:  # noqa: ASYNC110 - the process is started by the code that is tested
        await asyncio.sleep(0.01)
    work.cancel()
    with pytest.raises(asyncio.CancelledError):
        await work
    assert started[0].returncode == -9
    async with health.assistant.database.begin() as session:
        claim = await claim_text(session, now=health.clock.now(), lasts=timedelta(minutes=1))
    assert claim is not None
    assert claim.tries == 1


async def test_a_process_past_its_time_is_killed_and_the_file_given_up(
    health: Stage, dara: Player, sokha: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "KILLED_AFTER_S", 0.001)  # no process starts so soon
    data = files.word(["Cold chain"])
    document_id = await circulates(dara, "b.docx", data, "Paper")
    assert await state_of(health, hashlib.sha256(data).hexdigest()) == TextState.TOO_LARGE
    await sokha.forges(f"documents:open:{document_id}")
    await sokha.sees("documents/card", text=TextState.TOO_LARGE)


async def test_a_file_that_has_ended_several_readers_is_given_up(
    health: Stage, dara: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = files.word(["Cold chain"])
    monkeypatch.setattr(TextReader, "read_all", lambda _self: _nothing())
    await circulates(dara, "b.docx", data, "Paper")
    for number in range(3):
        async with health.assistant.database.begin() as session:
            later = health.clock.now() + number * timedelta(hours=1)
            assert await claim_text(session, now=later, lasts=timedelta(minutes=1)) is not None
    await health.passes(hours=4)
    await health.assistant.leader.texts.read_next()
    assert await state_of(health, hashlib.sha256(data).hexdigest()) == TextState.TOO_LARGE


async def test_a_file_that_is_gone_from_the_archive_is_no_crash(
    health: Stage, dara: Player, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    data = files.word(["Cold chain"])
    monkeypatch.setattr(TextReader, "read_all", lambda _self: _nothing())
    await circulates(dara, "b.docx", data, "Paper")
    sha256 = hashlib.sha256(data).hexdigest()
    os.remove(health.assistant.archive.path(sha256))
    assert await health.assistant.leader.texts.read_next()
    assert await state_of(health, sha256) == TextState.DAMAGED
    assert any(record.args == (sha256,) for record in caplog.records)
    assert (await health.assistant.health()).files_lost == 1
    assert await finds(dara, "chain") == []
    await examine(health.assistant.database, health.assistant.archive, fetch_again=True, now=health.clock.now())
    await health.passes(seconds=10)  # Telegram still has it
    assert await health.assistant.leader.texts.read_next()
    assert (await state_of(health, sha256), await finds(dara, "chain")) == (TextState.READ, ["Paper"])
