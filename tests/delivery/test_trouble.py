"""A database that is locked, a disk that is full: nothing is lost, nothing half done, and people are told (T1)."""

import asyncio
import errno
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.engine.url import make_url
from sqlalchemy.exc import DBAPIError

from bot import polling
from scheduler.delivery import results
from storage.core.archive import Archive
from storage.core.forms import OpenForm
from storage.core.notifications import Delivery
from storage.engine import sqlite
from storage.engine.database import Database, is_trouble
from storage.members import Account
from storage.sharing import Post
from tests.delivery.conftest import Office, arrived, hears, presses_and_leaves, shape
from tests.documents.conftest import PAPER, circulate, stored_files
from tests.support.seen import is_worded_in

#: Longer than half a page of the database.
LONG = "The study on midwives. " * 100


@pytest.fixture(autouse=True)
def _impatient(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for real seconds here. Requested before anything is opened."""
    if request.config.getoption("--database") != "sqlite":
        pytest.skip("what an SQLite file can suffer")
    monkeypatch.setattr(sqlite, "BUSY_TIMEOUT_S", 0.05)
    monkeypatch.setattr(polling, "BACKOFF_S", (0.05,))
    monkeypatch.setattr(results, "MARK_AGAIN_S", 0.05)


@pytest.fixture
def file(database_url: str) -> Path:
    return Path(make_url(database_url).database or "")


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Another program is writing: a backup, an administrator's shell."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


@asynccontextmanager
async def full(office: Office) -> AsyncIterator[None]:
    """The file cannot grow by another page, and none within it is free."""
    database = office.stage.assistant.database
    with closing(sqlite3.connect(database.engine.url.database or "")) as connection:
        connection.execute("VACUUM")

    def limit(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA max_page_count = 1").close()

    event.listen(database.engine.sync_engine, "connect", limit)
    await database.engine.dispose()
    try:
        yield
    finally:
        event.remove(database.engine.sync_engine, "connect", limit)
        await database.engine.dispose()


async def logged(caplog: pytest.LogCaptureFixture, words: str, times: int = 1) -> None:
    async with asyncio.timeout(20):
        while sum(words in record.getMessage() for record in caplog.records) < times:  # noqa: ASYNC110 - a log has no bell
            await asyncio.sleep(0.01)


async def count(office: Office, *tables: type[Any]) -> list[int]:
    async with office.stage.assistant.database.read() as session:
        return [await session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


async def test_what_meets_a_locked_database_is_done_when_the_lock_is_gone_and_the_person_knows(
    office: Office, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await office.sokha.says("/settings")
    await office.sokha.looks_away()
    with locked(file):
        await presses_and_leaves(office.sokha, "general:language", "km")
        await logged(caplog, "updates could not be handled", 3)
        await office.stage.assistant.outbound.idle()
        assert [explained.keys for explained in await arrived(office.sokha)] == [["general/later"]]
    await office.stage.settle()
    assert len(await office.sokha.new_messages()) == 1
    async with office.stage.assistant.database.read() as session:
        language = await session.scalar(select(Account.language).where(Account.telegram_id == office.sokha.person.id))
    assert language == "km"


async def test_a_file_nobody_may_even_look_at_is_opened_when_it_is_free_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "new.db"
    with closing(sqlite3.connect(file, isolation_level=None)) as other:  # not yet in WAL mode: it keeps out readers too
        other.execute("CREATE TABLE paper (title TEXT)")
        other.execute("BEGIN EXCLUSIVE")
        database = Database(f"sqlite+aiosqlite:///{file}")
        try:
            with pytest.raises(DBAPIError) as error:
                await _count_tables(database)
            assert is_trouble(error.value)
            monkeypatch.setattr(sqlite, "BUSY_TIMEOUT_S", 20)
            counting = asyncio.create_task(_count_tables(database))
            await asyncio.sleep(0)
            other.execute("COMMIT")
            assert await counting == 1
        finally:
            await database.close()


async def _count_tables(database: Database) -> int:
    async with database.read() as session:
        return await session.scalar(text("SELECT count(*) FROM sqlite_master")) or 0


async def test_the_explanation_is_in_the_language_of_the_person(office: Office, file: Path) -> None:
    await office.sokha.says("/settings")
    await office.sokha.presses("general:language", "km")
    await office.sokha.looks_away()
    since = len(await office.stage.sandbox.journal())
    with locked(file):
        await office.sokha.person.says("/me")
        said = await hears(office.stage, "sees", since)
    explained = await office.sokha.finds("general/later")
    assert said["text"] == explained.message.text
    assert is_worded_in("km", explained)
    await office.stage.settle()
    assert len(await office.sokha.new_messages()) == 2


async def test_a_person_unknown_to_us_is_told_in_the_language_of_their_telegram(office: Office, file: Path) -> None:
    maria = await office.stage.person("Maria", language_code="km")
    since = len(await office.stage.sandbox.journal())
    with locked(file):
        await maria.person.starts()
        said = await hears(office.stage, "sees", since)
    explained = await maria.finds("general/later")
    assert said["text"] == explained.message.text
    assert is_worded_in("km", explained)
    await office.stage.settle()
    assert len(await maria.new_messages()) == 2


async def test_what_was_sent_while_the_database_was_locked_is_not_sent_again(
    office: Office, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    since = len(await office.stage.sandbox.journal())
    await office.writes_announcement()
    await office.stage.sandbox.fault("delay", seconds=0.3, method="sendMessage", times=None)
    sending = asyncio.create_task(office.stage.assistant.delivery.drain())
    await hears(office.stage, "fault", since)
    with locked(file):
        await logged(caplog, "cannot be written yet", 2)
        await office.sokha.reads_fact("Second plenary meeting 2026")
    await sending
    await office.stage.settle()
    for player in (office.dara, office.sokha, office.kenji):
        assert shape(await player.new_messages()) == ["text", "file"]
        assert not any(delivery.repeated for delivery in await office.deliveries(player))


async def test_delivery_goes_on_when_the_lock_is_gone(office: Office, file: Path) -> None:
    await office.writes_announcement()
    with locked(file):
        with pytest.raises(sqlite3.OperationalError) as error:
            await office.stage.assistant.delivery.drain()
        assert is_trouble(error.value)
        await office.sokha.sees_nothing_new()
    await office.stage.settle()
    assert shape(await office.sokha.new_messages()) == ["text", "file"]


async def test_a_full_disk_is_explained_and_leaves_nothing_half_written(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    await office.kenji.says(f"/share {LONG}")  # half of a page: the next one needs another
    await office.sokha.looks_away()
    before = await count(office, OpenForm, Post)
    async with full(office):
        await office.sokha.person.says(f"/share {LONG}")  # it may go on in another message, so it waits for a moment
        await logged(caplog, "could not be handled", 1)
        await office.stage.assistant.outbound.idle()
        assert [explained.keys for explained in await arrived(office.sokha)] == [["general/later"]]
        assert await count(office, OpenForm, Post) == before
        log = caplog.text
        assert "database or disk is full" in log
    await office.stage.settle()
    await office.sokha.presses("form:choice=ongoing_work")
    await office.sokha.presses("form:skip")
    await office.sokha.presses("form:skip")
    await office.sokha.presses("form:choice=all")
    await office.sokha.presses("form:save")
    await office.kenji.is_told("post_shared")
    await office.kenji.reads_fact("The study on midwives.")
    assert await count(office, OpenForm, Post) == [before[0], before[1] + 1]


async def test_an_announcement_on_a_full_disk_is_made_with_all_its_messages_or_not_at_all(office: Office) -> None:
    for number in range(60):
        await office.stage.member(f"Member {number}", "government")
    before = await count(office, Delivery)
    async with full(office):
        with pytest.raises(DBAPIError) as error:
            await office.writes_announcement()
        assert is_trouble(error.value)
        assert await count(office, Delivery) == before
    await office.announces()
    await office.stage.people["Member 59"].is_told_only("meeting_announced")


def test_a_file_that_does_not_fit_on_the_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    code = (
        "import resource, sys; from pathlib import Path; from storage.core.archive import Archive;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000));"
        "Archive(Path(sys.argv[1])).put(b'x' * int(sys.argv[2]))"
    )

    def put(size: int) -> subprocess.CompletedProcess[str]:
        words = [sys.executable, "-c", code, str(tmp_path), str(size)]
        root = Path(__file__).parent.parent.parent
        return subprocess.run(words, capture_output=True, text=True, check=False, cwd=root)  # noqa: S603 - our own

    assert put(900).returncode == 0
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(kept) == 1
    assert "File too large" in put(100_000).stderr
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == kept


async def test_a_document_is_archived_when_there_is_room_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(_archive: Archive, _data: bytes) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as full_disk:
        full_disk.setattr(Archive, "put", no_room)
        await circulate(office.dara)
    await office.kenji.reads_fact("[health-budget-2027.pdf]")
    [kept] = await stored_files(office.stage)
    assert (kept.sha256, kept.attempts) == (None, 0)  # a full disk costs no try
    await office.stage.passes(minutes=1)
    [kept] = await stored_files(office.stage)
    assert kept.sha256 is not None
    assert office.stage.assistant.archive.get(kept.sha256) == PAPER
