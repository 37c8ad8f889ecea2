"""SQLite connections that run their statements in the event loop's own thread.

The program's statements take microseconds. aiosqlite, SQLAlchemy's usual driver for asynchronous engines, hands each
one to a thread and back, four times for one SELECT, and while the event loop is busy each return waits for the
interpreter lock: handling an update took five times as long as its statements. Here the engine uses the standard
library's driver, and the URL's "aiosqlite" is only a name. What can take long is waiting for another process that
writes; that is done with `asyncio.sleep`, so that other tasks go on.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Generator
from time import monotonic
from typing import Any

from sqlalchemy import AsyncAdaptedQueuePool, Pool, StaticPool
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.util import await_

from storage.engine.files import sqlite_file

#: How long to wait for another process that is writing before giving up, in seconds.
BUSY_TIMEOUT_S = 10.0
#: Pause between two tries to get the file lock, and SQLite's own busy timeout, which blocks the event loop during
#: each try; in seconds.
_RETRY_EVERY_S = 0.05
_DRIVER_TIMEOUT_S = 0.005


class _Cursor(sqlite3.Cursor):
    async def _async_soft_close(self) -> None:
        """What SQLAlchemy awaits when a result has no rows left."""


class _Connection(sqlite3.Connection):
    def cursor(self, factory: Any = _Cursor) -> Any:
        return super().cursor(factory)


class InLoop(SQLiteDialect_pysqlite):
    """The dialect of the standard library's driver, declared asynchronous: nothing in it waits."""

    driver = "inloop"
    is_async = True
    has_terminate = True  # closing does not wait either
    supports_statement_cache = True

    @classmethod
    def get_pool_class(cls, url: URL) -> type[Pool]:
        return StaticPool if sqlite_file(str(url)) is None else AsyncAdaptedQueuePool

    def get_driver_connection(self, connection: Any) -> Any:
        return connection

    def do_execute(self, cursor: Any, statement: Any, parameters: Any, context: Any = None) -> None:  # noqa: ARG002 - SQLAlchemy's signature
        cursor.execute(statement, parameters)
        await_(_NOTHING)

    def do_executemany(self, cursor: Any, statement: Any, parameters: Any, context: Any = None) -> None:  # noqa: ARG002 - SQLAlchemy's signature
        cursor.executemany(statement, parameters)
        await_(_NOTHING)


class _Nothing:
    """What a statement waits for: SQLAlchemy takes a driver for which nothing is awaited to be a synchronous one."""

    def __await__(self) -> Generator[Any, Any, None]:
        return iter(())  # type: ignore[return-value]  # a generator would take longer


_NOTHING = _Nothing()


registry.register(f"sqlite.{InLoop.driver}", __name__, InLoop.__name__)


def in_loop(url: str) -> URL:
    """The URL by which an engine uses this dialect."""
    return make_url(url).set(drivername=f"sqlite+{InLoop.driver}")


def opener(url: str) -> Callable[[], sqlite3.Connection]:
    """A function that SQLAlchemy calls for each new connection.

    Args:
        url: a SQLAlchemy URL; without a file name the database is in memory.
    """
    file = make_url(url).database or ":memory:"

    def connect() -> sqlite3.Connection:
        # isolation_level=None: the driver emits no BEGIN of its own; `begin` does.
        connection = sqlite3.connect(file, timeout=_DRIVER_TIMEOUT_S, isolation_level=None, factory=_Connection)
        try:
            for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
                connection.execute(f"PRAGMA {pragma}")
        except BaseException:
            connection.close()
            raise
        return connection

    return lambda: await_(_patiently(connect))


async def begin(connection: AsyncConnection, *, writes: bool) -> None:
    """Begin a transaction.

    SQLAlchemy emits no BEGIN on SQLite. Emitting it in SQLAlchemy's `begin` event would cost time at every statement,
    which would have to look for listeners.

    Args:
        writes: take the write lock now (BEGIN IMMEDIATE), waiting for another process that has it.
    Raises:
        sqlite3.OperationalError: another process has been writing for `BUSY_TIMEOUT_S`.
    """
    pooled = connection.sync_connection
    driver = None if pooled is None else pooled.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)  # noqa: S101 - `opener` makes no other
    await _patiently(lambda: driver.execute("BEGIN IMMEDIATE" if writes else "BEGIN"))


async def _patiently(do: Callable[[], Any]) -> Any:
    """Try again for `BUSY_TIMEOUT_S` while another process holds the file lock; the event loop is free in between."""
    give_up_at = monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            return do()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or monotonic() > give_up_at:
                raise
        await asyncio.sleep(_RETRY_EVERY_S)
