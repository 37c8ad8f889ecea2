"""SQLite through the driver of the standard library, in the event loop's own thread.

The program's statements take microseconds. A driver for asyncio hands each one to a thread and back, four times for one
SELECT, and while the event loop is busy each return waits for the interpreter lock. Without a thread, the wrappers of
such a driver still take a tenth of the processor time of an update. So SQLAlchemy is given the standard driver itself,
by a dialect that says it may be used from asyncio. Only waiting for another process that writes can take long; that is
done here with `asyncio.sleep`, so that other tasks go on.
"""

import asyncio
import sqlite3
from collections import deque
from collections.abc import Awaitable, Callable, Generator, Iterator
from time import monotonic
from typing import Any

from sqlalchemy import URL, AsyncAdaptedQueuePool, Pool, StaticPool
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.util import await_

#: How long to wait for another process that is writing before giving up, in seconds.
BUSY_TIMEOUT_S = 10.0
#: Pause between two tries to get the file lock, and SQLite's own busy timeout, which blocks the event loop during
#: each try; in seconds.
_RETRY_EVERY_S = 0.05
_DRIVER_TIMEOUT_S = 0.005


class Cursor(sqlite3.Cursor):
    """A cursor that reads all rows when it executes, as SQLAlchemy's cursors for asyncio do.

    A result can then be read while other statements run on the connection, and after its transaction.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        super().__init__(connection)
        self._rows: deque[Any] = deque()

    def execute(self, statement: str, parameters: Any = (), /) -> "Cursor":
        super().execute(statement, parameters)
        if self.description is not None:
            self._rows = deque(super().fetchall())
        return self

    def __iter__(self) -> Iterator[Any]:  # type: ignore[override]  # the driver's cursor is its own iterator
        while self._rows:
            yield self._rows.popleft()

    def fetchone(self) -> Any:
        return self._rows.popleft() if self._rows else None

    def fetchmany(self, size: int | None = None) -> list[Any]:
        many = self.arraysize if size is None else size
        return [self._rows.popleft() for _ in range(min(many, len(self._rows)))]

    def fetchall(self) -> list[Any]:
        rows = list(self._rows)
        self._rows.clear()
        return rows

    async def _async_soft_close(self) -> None:
        """SQLAlchemy calls this before it hands a result to asyncio. The statement has ended, its rows are here."""


class Connection(sqlite3.Connection):
    """A connection with such cursors."""

    def cursor(self, factory: Any = Cursor) -> Any:
        return super().cursor(factory)


class _Done(Awaitable[None]):
    """Awaited after each statement: SQLAlchemy takes one in which nothing is awaited for a mistake."""

    def __await__(self) -> Generator[Any, Any, None]:
        yield from ()


_DONE = _Done()


class InlineDialect(SQLiteDialect_pysqlite):
    """SQLAlchemy's dialect for the standard driver, for use from asyncio."""

    supports_statement_cache = True
    is_async = True
    has_terminate = True

    @classmethod
    def get_pool_class(cls, url: URL) -> type[Pool]:
        return AsyncAdaptedQueuePool if url.database not in (None, "", ":memory:") else StaticPool

    def do_execute(self, cursor: DBAPICursor, statement: str, parameters: Any, context: Any = None) -> None:  # noqa: ARG002 - SQLAlchemy's signature
        cursor.execute(statement, parameters)
        await_(_DONE)

    def do_execute_no_params(self, cursor: DBAPICursor, statement: str, context: Any = None) -> None:  # noqa: ARG002 - SQLAlchemy's signature
        cursor.execute(statement)
        await_(_DONE)

    def do_executemany(self, cursor: DBAPICursor, statement: str, parameters: Any, context: Any = None) -> None:  # noqa: ARG002 - SQLAlchemy's signature
        cursor.executemany(statement, parameters)
        await_(_DONE)

    def do_terminate(self, dbapi_connection: DBAPIConnection) -> None:
        dbapi_connection.close()


#: URLs name the driver that the program had at first; configurations keep them.
registry.register("sqlite.aiosqlite", __name__, InlineDialect.__name__)


def opener(url: str) -> Callable[[], Connection]:
    """A function that SQLAlchemy calls for each new connection.

    Args:
        url: a SQLAlchemy URL; without a file name the database is in memory.
    """
    file = make_url(url).database or ":memory:"

    def connect() -> Connection:
        # isolation_level=None: the driver emits no BEGIN of its own; `begin` does.
        connection = sqlite3.connect(file, timeout=_DRIVER_TIMEOUT_S, isolation_level=None, factory=Connection)
        try:
            for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
                connection.execute(f"PRAGMA {pragma}")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def connect_patiently() -> Connection:
        give_up_at = monotonic() + BUSY_TIMEOUT_S
        while True:
            try:
                return connect()
            except sqlite3.OperationalError as error:
                if not _is_busy(error) or monotonic() > give_up_at:
                    raise
            await_(asyncio.sleep(_RETRY_EVERY_S))

    return connect_patiently


async def begin(connection: AsyncConnection, *, writes: bool) -> None:
    """Begin a transaction.

    SQLAlchemy emits no BEGIN on SQLite. Emitting it in SQLAlchemy's `begin` event would cost time at every statement,
    which would have to look for listeners.

    Args:
        writes: take the write lock now (BEGIN IMMEDIATE), waiting for another process that has it.
    Raises:
        sqlite3.OperationalError: another process has been writing for `BUSY_TIMEOUT_S`.
    """
    driver = driver_of(connection)
    give_up_at = monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            driver.execute("BEGIN IMMEDIATE" if writes else "BEGIN")
        except sqlite3.OperationalError as error:
            if not _is_busy(error) or monotonic() > give_up_at:
                raise
        else:
            return
        await asyncio.sleep(_RETRY_EVERY_S)


def keep_references(connection: AsyncConnection, *, kept: bool) -> None:
    """Set whether SQLite checks foreign keys on this connection; it ignores this within a transaction."""
    driver_of(connection).execute(f"PRAGMA foreign_keys={'ON' if kept else 'OFF'}")


def driver_of(connection: AsyncConnection) -> Connection:
    """The standard driver's connection below one of SQLAlchemy's."""
    pooled = connection.sync_connection
    driver = None if pooled is None else pooled.connection.driver_connection
    assert isinstance(driver, Connection)  # noqa: S101 - `opener` makes no other
    return driver


def _is_busy(error: sqlite3.Error) -> bool:
    return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
