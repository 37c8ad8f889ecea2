"""A migration that is interrupted changes nothing, and the next start runs it; on SQLite and PostgreSQL (T1)."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from storage.engine.database import Database
from storage.engine.files import make_private
from storage.engine.migrate import UnfitDatabase, prepare
from tests.storage.upgrade.conftest import load
from tests.storage.upgrade.interrupting import at_statement, content, kill_at, leave_half_way, migrate_in_processes
from tests.support.postgres import Postgres


@pytest.fixture
async def left(empty_database: Database) -> Database:
    """A database without tables; its SQLite file is there."""
    if empty_database.file is not None:
        make_private(empty_database.file)
    return empty_database


@pytest.fixture
async def twin(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """Another one, which is migrated without interruption."""
    if request.config.getoption("--database") == "sqlite":
        url = f"sqlite+aiosqlite:///{tmp_path}/twin.db"
    else:
        url = request.getfixturevalue("postgres").create()
    database = Database(url)
    yield database
    await database.close()


def _points(statements: int, sample: int | None) -> list[int]:
    """Numbers of the statements at which to interrupt, from 1 on; all without a sample."""
    if sample is None:
        return list(range(1, statements + 1))
    return sorted({1 + place * (statements - 1) // (sample - 1) for place in range(sample)})


def _terminate_sessions(postgres: Postgres, database: Database) -> None:
    others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    postgres.execute(f"SELECT pg_terminate_backend(pid) {others}", database=database.engine.url.database or "")


@pytest.mark.parametrize(
    ("filled", "sample"),
    [(True, 4), (False, 2), pytest.param(True, None, marks=pytest.mark.soak)],
    ids=["store of 0.1", "first start", "at each statement"],
)
async def test_a_migration_that_is_interrupted_changes_nothing(
    request: pytest.FixtureRequest, left: Database, twin: Database, filled: bool, sample: int | None
) -> None:
    if filled:
        await load(left)
        await load(twin)
    before = await content(left)
    with at_statement(None) as statements:
        await prepare(twin)
    for point in _points(len(statements), sample):
        await left.close()  # a forked process must not inherit a connection
        if left.is_sqlite:
            assert kill_at(left.url, point), f"no statement {point}"
        else:
            postgres = request.getfixturevalue("postgres")
            with at_statement(point, partial(_terminate_sessions, postgres, left)), pytest.raises(DBAPIError):
                await prepare(left)
        assert await content(left) == before, f"interrupted before statement {point} of {len(statements)}"
    await prepare(left)
    assert await content(left) == await content(twin)


async def test_processes_that_start_together_migrate_once(empty_database: Database, database: Database) -> None:
    assert migrate_in_processes(empty_database.url, 3) == [0, 0, 0]
    assert await content(empty_database) == await content(database)


async def test_a_database_without_rows_that_was_left_half_way_is_made_anew(
    request: pytest.FixtureRequest, left: Database, database: Database
) -> None:
    file = _sqlite_file(request, left)
    leave_half_way(file, "CREATE TABLE _alembic_tmp_invite", after="0022")
    await prepare(left)
    assert await content(left) == await content(database)


async def test_a_database_with_rows_that_was_left_half_way_is_refused_and_stays_as_it_is(
    request: pytest.FixtureRequest, left: Database
) -> None:
    file = _sqlite_file(request, left)
    await load(left)
    leave_half_way(file, "INSERT INTO institution ", after="0021")  # whose rows are in no table then
    before = await content(left)
    with pytest.raises(UnfitDatabase, match="between two revisions"):
        await prepare(left)
    assert await content(left) == before


async def test_a_row_that_no_migration_can_take_is_not_called_an_interruption(
    request: pytest.FixtureRequest, left: Database
) -> None:
    file = _sqlite_file(request, left)
    await load(left)
    with closing(sqlite3.connect(file)) as connection:  # which checks no references
        connection.execute("UPDATE attendance SET person_id = 999 WHERE id = 1")
        connection.commit()
    with pytest.raises(ValueError, match="refers to nothing"):
        await prepare(left)


async def test_a_database_of_a_later_version_is_refused(left: Database) -> None:
    await prepare(left)
    async with left.engine.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(UnfitDatabase, match="later version"):
        await prepare(left)


def _sqlite_file(request: pytest.FixtureRequest, database: Database) -> Path:
    if database.file is None:
        pytest.skip("a PostgreSQL database was never left half way")
    return database.file
