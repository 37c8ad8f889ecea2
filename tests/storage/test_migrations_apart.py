"""A program that stays lets a child process migrate, and fails as clearly as if it had done it itself."""

import asyncio
import os
import sys

import pytest

from storage.engine import migrate, migrate_apart
from storage.engine.database import Database
from storage.engine.migrate import UnfitDatabase, current_revision, newest_revision
from storage.engine.migrate_apart import prepare_apart

#: Starts like the assistant on the database of its argument, and says whether Alembic is in memory then.
PROGRAM = """
import asyncio, sys
from storage.engine.database import Database
from storage.engine.migrate_apart import prepare_apart
async def work():
    database = Database(sys.argv[1])
    await prepare_apart(database)
    await database.close()
asyncio.run(work())
print("alembic" in sys.modules)
"""


async def test_the_migrations_leave_nothing_in_memory(empty_database: Database) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM, empty_database.url, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    assert (process.returncode, out) == (0, b"False\n")
    assert await current_revision(empty_database) == newest_revision()


async def test_where_the_child_fails_the_migrations_run_here(
    empty_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate_apart, "_migrate_and_exit", lambda _url: os._exit(1))
    await prepare_apart(empty_database)
    assert await current_revision(empty_database) == newest_revision()


async def test_a_database_that_cannot_be_migrated_is_refused_as_before(
    empty_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(_database: Database) -> None:
        raise UnfitDatabase("it was interrupted")

    monkeypatch.setattr(migrate, "upgrade", refuse)
    with pytest.raises(UnfitDatabase, match="it was interrupted"):
        await prepare_apart(empty_database)


async def test_a_database_in_memory_is_migrated_where_it_is() -> None:
    database = Database("sqlite+aiosqlite://")
    await prepare_apart(database)
    assert await current_revision(database) == newest_revision()
    await database.close()
