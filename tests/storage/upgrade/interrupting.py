"""Interrupting migrations at a statement: by SIGKILL in another process, by a lost session, or as they once were."""

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from sqlalchemy import Connection, Engine, MetaData, create_engine, event, inspect, select

from storage.engine.database import Database
from storage.engine.migrate import alembic_config, prepare

#: Forked, since a new process would import the program for a second.
_FORK = multiprocessing.get_context("fork")

#: Columns, indices, constraints and rows by table.
Content = dict[str, tuple[Any, ...]]


class Interrupted(Exception):
    """Raised in place of a statement."""


async def content(database: Database) -> Content:
    """Everything in the database."""
    async with database.engine.connect() as connection:
        return await connection.run_sync(_content)


def _content(connection: Connection) -> Content:
    found, tables = inspect(connection), MetaData()
    tables.reflect(connection)
    return {
        table.name: (
            sorted(
                f"{column['name']} {column['type']} {column['nullable']}" for column in found.get_columns(table.name)
            ),
            sorted(map(repr, found.get_indexes(table.name))),
            sorted(map(repr, found.get_foreign_keys(table.name) + found.get_unique_constraints(table.name))),
            sorted(map(repr, connection.execute(select(table)).all())),
        )
        for table in tables.sorted_tables
    }


@contextmanager
def at_statement(number: int | None, act: Callable[[], None] = lambda: None) -> Iterator[list[str]]:
    """Act before the statement with this number, from 1 on. Gives the statements run so far; a commit counts as one."""
    seen: list[str] = []

    def count(statement: str) -> None:
        seen.append(statement)
        if len(seen) == number:
            act()

    def on_statement(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        count(statement)

    def on_commit(_connection: Any) -> None:
        count("COMMIT")

    event.listen(Engine, "before_cursor_execute", on_statement)
    event.listen(Engine, "commit", on_commit)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", on_statement)
        event.remove(Engine, "commit", on_commit)


def kill_at(url: str, number: int) -> bool:
    """Migrate in a process that is killed before this statement. Returns whether it came so far."""
    process = _FORK.Process(target=_migrate_until_killed, args=(url, number))
    process.start()
    process.join()
    assert process.exitcode in (0, -signal.SIGKILL)
    return process.exitcode != 0


def _migrate_until_killed(url: str, number: int) -> None:
    with at_statement(number, lambda: os.kill(os.getpid(), signal.SIGKILL)):
        asyncio.run(_prepare(url))


async def _prepare(url: str) -> None:
    database = Database(url)
    try:
        await prepare(database)
    finally:
        await database.close()


def migrate_in_processes(url: str, number: int) -> list[int | None]:
    """Migrate in this many processes that begin together. Returns their exit codes."""
    together = _FORK.Barrier(number)
    processes = [_FORK.Process(target=_migrate_together, args=(url, together)) for _ in range(number)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    return [process.exitcode for process in processes]


def _migrate_together(url: str, together: Any) -> None:
    together.wait()
    asyncio.run(_prepare(url))


def leave_half_way(file: Path, statement: str, *, after: str) -> None:
    """Migrate beyond revision `after`, each statement for itself, up to the first that begins with these words."""
    engine = create_engine(f"sqlite:///{file}", isolation_level="AUTOCOMMIT")
    config = alembic_config()

    def stop(_connection: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        if sql.strip().startswith(statement):
            raise Interrupted

    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, after)
        event.listen(engine, "before_cursor_execute", stop)
        try:
            command.upgrade(config, "head")
        except Interrupted:
            return
        finally:
            event.remove(engine, "before_cursor_execute", stop)
            engine.dispose()
    raise AssertionError(f"no migration after {after} has a statement {statement}")
