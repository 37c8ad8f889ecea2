"""A program that stays lets a child process migrate, and fails as clearly as if it had done it itself."""

import asyncio
import os
import sys

import pytest

from storage.engine import migrate, migrate_apart
from storage.engine.database import Database
from storage.engine.migrate import UnfitDatabase, current_revision, newest_revision
from storage.engine.migrate_apart import prepare_apart

#: Starts like the assistant on the database of its argument, and says which modules are in memory then.
PROGRAM = """
import asyncio, sys
from bot import app, capabilities, cli
from storage.engine.database import Database
from storage.engine.migrate_apart import prepare_apart
async def work():
    capabilities.registry()
    database = Database(sys.argv[1])
    await prepare_apart(database)
    await database.close()
asyncio.run(work())
print(*sys.modules)
"""

#: What a file, a list or an address of somebody needs, a migration or a demonstration: hours or weeks after the start.
HEAVY = (
    "alembic",
    "bot.demo",
    "bot.training",
    "docx",
    "email_validator",
    "holidays",
    "icalendar",
    "lxml",
    "openpyxl",
    "phonenumbers",
    "pypdf",
    "rich",
    "sandbox",
    "segno",
    "snowballstemmer",
)


async def test_after_the_start_nothing_is_in_memory_that_is_not_needed_yet(empty_database: Database) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PROGRAM, empty_database.url, stdout=asyncio.subprocess.PIPE
    )
    out, _ = await process.communicate()
    assert process.returncode == 0
    loaded = set(out.decode().split())
    assert "telegram" in loaded
    assert [name for name in HEAVY if name in loaded] == []
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
