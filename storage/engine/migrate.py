"""Run migrations, and write new ones: `python -m storage.engine.migrate <what it does>`."""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import String, column, func, select, table, text
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine import half_migrated, sqlite
from storage.engine.database import Database
from storage.engine.files import make_private

if TYPE_CHECKING:
    from alembic.config import Config

_FOLDER = Path(__file__).parent.parent / "migrations"
#: Key of PostgreSQL's advisory lock for migrations, in ASCII "twgb" and "migr". Keys of one number are chat ids
#: (`storage.core.inbox.hold_chat`); keys of two numbers are a namespace of their own.
_MIGRATING = (0x74776762, 0x6D696772)
#: How long to wait on SQLite for another process that migrates the same file, in seconds. On PostgreSQL the lock is
#: waited for without an end.
_PATIENCE_S = 600.0
_INTERRUPTED = (
    "an earlier version of twgbot was interrupted while it upgraded this database, and left it between two revisions;"
    " put back the copy that was made before the upgrade"
)
#: Alembic's table.
_VERSION = table("alembic_version", column("version_num", String()))
#: Whether it is there. SQLAlchemy's inspection would take as long as all else at a start that has nothing to migrate.
_HAS_VERSION_ON_SQLITE = text("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'")
_HAS_VERSION_ON_POSTGRESQL = text("SELECT to_regclass('alembic_version') IS NOT NULL")


def alembic_config() -> "Config":
    """Imported here, as everywhere in this module: most starts have nothing to migrate, and Alembic loads slowly."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.set_main_option("path_separator", "os")
    return config


class UnfitDatabase(Exception):
    """The database cannot be brought to the newest revision. Its text says in one sentence why, and what to do."""


async def upgrade(database: Database, revision: str = "head") -> None:
    """Run the migrations that this database lacks, up to `revision`, all in one transaction.

    If the process ends in between, or the session is lost, the database is as it was before. Of several processes that
    start together, one runs the migrations; the others wait on a lock.

    Raises:
        UnfitDatabase: an earlier version of this program was interrupted while it migrated this SQLite file, and left
            it between two revisions.
    """
    try:
        await _migrate(database, revision)
    except Exception:
        if not database.is_sqlite or not await _is_half_migrated(database):
            raise
    else:
        return
    await _migrate(database, revision, from_nothing=True)


async def _migrate(database: Database, revision: str, *, from_nothing: bool = False) -> None:
    """Run the missing migrations. `from_nothing`: drop the tables before; raises UnfitDatabase if they have rows."""
    from alembic import command

    def run(connection: Connection) -> None:
        if not database.is_sqlite:
            connection.execute(select(func.pg_advisory_xact_lock(*_MIGRATING)))
        if from_nothing:
            if half_migrated.has_rows(connection):
                raise UnfitDatabase(_INTERRUPTED)
            half_migrated.drop_tables(connection)
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)

    async with _rebuilding(database) as connection:
        await connection.run_sync(run)


async def _is_half_migrated(database: Database) -> bool:
    """Whether its tables are not those of its revision. They are compared with those of a new database."""
    revision = await current_revision(database)
    if revision is None:
        return False
    model = Database("sqlite+aiosqlite://")
    try:
        await _migrate(model, revision)
        async with database.engine.connect() as found, model.engine.connect() as expected:
            return await found.run_sync(half_migrated.names) != await expected.run_sync(half_migrated.names)
    finally:
        await model.close()


@asynccontextmanager
async def _rebuilding(database: Database) -> AsyncIterator[AsyncConnection]:
    """Open a transaction in which tables may be replaced by changed copies of themselves, as SQLite needs it.

    There, foreign keys are checked at its end only: dropping a table would otherwise delete its rows one by one, each
    with a search for rows that refer to it.

    Raises:
        ValueError: a row would refer to one that is not there.
    """
    async with database.engine.connect() as connection:
        if database.is_sqlite:
            sqlite.keep_references(connection, kept=False)
        try:
            # Alembic must find that a transaction has begun: it would begin one itself otherwise, commit after the
            # first migration, and on SQLite, where SQLAlchemy emits no BEGIN, after each statement of the others.
            async with connection.begin():
                if database.is_sqlite:
                    await sqlite.begin(connection, writes=True, patience_s=_PATIENCE_S)
                yield connection
                if database.is_sqlite:
                    await _check_references(connection)
        finally:
            if database.is_sqlite:
                sqlite.keep_references(connection, kept=True)


async def _check_references(connection: AsyncConnection) -> None:
    broken = (await connection.execute(text("PRAGMA foreign_key_check"))).first()
    if broken is not None:
        raise ValueError(f"a migration left a row that refers to nothing: {broken}")


async def prepare(database: Database) -> None:
    """Make the database ready for use: make a missing SQLite file and its folder, then run the missing migrations.

    Raises:
        UnfitDatabase: as `upgrade`, or a later version of this program has used the database.
    """
    if await lacks_migrations(database):
        await upgrade(database)


async def lacks_migrations(database: Database) -> bool:
    """Whether the database is older than this version of the program; a missing SQLite file is made.

    Raises:
        UnfitDatabase: a later version of this program has used the database.
    """
    if database.file is not None:
        make_private(database.file)
    revision, newest = await current_revision(database), newest_revision()
    if revision is not None and newest is not None and revision > newest:
        raise UnfitDatabase(f"a later version of twgbot has used this database (revision {revision}); install that one")
    return revision != newest


async def current_revision(database: Database) -> str | None:
    """The revision that the database is at; `None` before the first migration."""

    is_there = _HAS_VERSION_ON_SQLITE if database.is_sqlite else _HAS_VERSION_ON_POSTGRESQL
    async with database.engine.connect() as connection:
        if not await connection.scalar(is_there):
            return None
        return await connection.scalar(select(_VERSION.c.version_num))


@cache
def newest_revision() -> str | None:
    """The newest revision that this version of the program has a migration for: the number in the last file's name."""
    files = sorted((_FOLDER / "versions").glob("[0-9]*.py"))
    return files[-1].name.partition("_")[0] if files else None


async def _revise(message: str) -> None:
    """Write a migration from the newest revision to the tables that the models declare now."""
    from alembic import command

    newest = newest_revision()
    number = f"{int(newest or 0) + 1:04}"
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite+aiosqlite:///{folder}/empty.db")

        def run(connection: Connection) -> None:
            config = alembic_config()
            config.attributes["connection"] = connection
            if newest is not None:
                command.upgrade(config, "head")
            command.revision(config, message=message, autogenerate=True, rev_id=number)

        async with database.begin() as session:
            await (await session.connection()).run_sync(run)
        await database.close()


if __name__ == "__main__":
    asyncio.run(_revise(" ".join(sys.argv[1:])))
