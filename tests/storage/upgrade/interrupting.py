"""Interrupting migrations at a statement: by SIGKILL in another process, by a lost session, or as they once were."""

import asyncio
import multiprocessing
import os
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from sqlalchemy import Connection, Engine, MetaData, create_engine, event, select
from sqlalchemy.schema import CreateIndex, CreateTable

from storage.engine.database import Database
from storage.engine.migrate import alembic_config, prepare

#: Forked, since a new process would import the program for a second.
_FORK = multiprocessing.get_context("fork")


#: All tables of a file but those that cannot be read themselves, of the search index, and SQLite's list of all.
_TABLES = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type != 'virtual' AND name != 'sqlite_schema'"


async def content(database: Database) -> list[str]:
    """Everything in the database: the statements that make its tables and indices, and its rows."""
    if database.file is not None:
        with closing(sqlite3.connect(database.file)) as driver:
            return _read_file(driver)
    async with database.engine.connect() as connection:
        return await connection.run_sync(_read_server)


def _read_file(driver: sqlite3.Connection) -> list[str]:
    made = [_sorted_lines(sql or "") for (sql,) in driver.execute("SELECT sql FROM sqlite_master")]
    tables = driver.execute(_TABLES).fetchall()
    rows = [
        f"{table} {row}"
        for (table,) in tables
        for row in driver.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - a table's own name
    ]
    return sorted(made + rows)


def _read_server(connection: Connection) -> list[str]:
    tables, found = MetaData(), list[str]()
    tables.reflect(connection)
    for table in tables.sorted_tables:
        found.append(_sorted_lines(str(CreateTable(table).compile(connection))))
        found += [str(CreateIndex(index).compile(connection)) for index in table.indexes]
        found += [f"{table.name} {row}" for row in connection.execute(select(table))]
    return sorted(found)


def _sorted_lines(sql: str) -> str:
    """A statement without the order of its lines: Alembic gives the constraints of a changed table in any order."""
    return "\n".join(sorted(line.strip().removesuffix(",").rstrip() for line in sql.splitlines()))


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
    process = _FORK.Process(target=_migrate_half_way, args=(file, statement, after))
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL, f"no migration after {after} has a statement {statement}"


def _migrate_half_way(file: Path, statement: str, after: str) -> None:
    def stop(_connection: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        if sql.strip().startswith(statement):
            os.kill(os.getpid(), signal.SIGKILL)

    engine = create_engine(f"sqlite:///{file}", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, after)
        event.listen(engine, "before_cursor_execute", stop)
        command.upgrade(config, "head")
