"""A database with every table and nothing in it."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.engine.database import Database
from storage.engine.migrate import prepare
from storage.members import Twg
from tests.support.guard import arranged

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without a table."""
    if request.config.getoption("--database") == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path}/folder/empty.db"
    else:
        with request.getfixturevalue("postgres").empty_database() as url:
            yield url


@pytest.fixture
async def empty_database(empty_database_url: str) -> AsyncIterator[Database]:
    database = Database(empty_database_url)
    yield database
    await database.close()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    await prepare(database)
    yield database
    await database.close()


@pytest.fixture
async def twg(database: Database) -> Twg:
    async with arranged(database) as session:
        made = Twg(code="HLT", name="Health", created_at=NOW)
        session.add(made)
    return made
