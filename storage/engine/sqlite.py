"""SQLite connections that run their statements in the event loop's own thread.

The program's statements take microseconds. aiosqlite hands each one to a thread and back, four times for one SELECT,
and while the event loop is busy each return waits for the interpreter lock: handling an update took five times as long
as its statements. The connections here therefore run statements without a thread. Only waiting for another process that
writes can take long; the connection does that with `asyncio.sleep`, so that other tasks go on.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Generator
from time import monotonic
from typing import Any

import aiosqlite
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection

#: How long to wait for another process that is writing before giving up, in seconds.
BUSY_TIMEOUT_S = 10.0
#: Pause between two tries to get the file lock, and SQLite's own busy timeout, which blocks the event loop during
#: each try; in seconds.
_RETRY_EVERY_S = 0.05
_DRIVER_TIMEOUT_S = 0.005
#: Settings of each connection.
PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON")


class InlineConnection(aiosqlite.Connection):
    """A connection of aiosqlite that runs without a thread."""

    def __await__(self) -> Generator[Any, None, "InlineConnection"]:
        return self._connect().__await__()

    async def _connect(self) -> "InlineConnection":
        give_up_at = monotonic() + BUSY_TIMEOUT_S
        while self._connection is None:
            try:
                self._connection = self._connector()
            except sqlite3.OperationalError as error:
                if not _is_busy(error) or monotonic() > give_up_at:
                    raise
                await asyncio.sleep(_RETRY_EVERY_S)
        return self

    @property
    def driver(self) -> sqlite3.Connection:
        """The connection of the standard library."""
        return self._conn

    def run(self, statement: str) -> None:
        """Execute a statement that has no result, synchronously."""
        self.driver.execute(statement)

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        if self._connection is None:
            raise ValueError("Connection closed")
        return fn(*args, **kwargs)

    async def close(self) -> None:
        self.stop()

    def stop(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def opener(url: str) -> Callable[[], InlineConnection]:
    """A function that SQLAlchemy calls for each new connection.

    Args:
        url: a SQLAlchemy URL; without a file name the database is in memory.
    """
    file = make_url(url).database or ":memory:"

    def connect() -> sqlite3.Connection:
        # isolation_level=None: the driver emits no BEGIN of its own; `begin` does.
        connection = sqlite3.connect(file, timeout=_DRIVER_TIMEOUT_S, isolation_level=None)
        try:
            for pragma in PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    return lambda: InlineConnection(connect, iter_chunk_size=64)


async def begin(connection: AsyncConnection, *, writes: bool, patience_s: float | None = None) -> None:
    """Begin a transaction.

    SQLAlchemy emits no BEGIN on SQLite. Emitting it in SQLAlchemy's `begin` event would cost time at every statement,
    which would have to look for listeners.

    Args:
        writes: take the write lock now (BEGIN IMMEDIATE), waiting for another process that has it.
        patience_s: how many seconds to wait for it; `None` for `BUSY_TIMEOUT_S`.
    Raises:
        sqlite3.OperationalError: another process has been writing for so long.
    """
    driver = _driver_of(connection)
    give_up_at = monotonic() + (BUSY_TIMEOUT_S if patience_s is None else patience_s)
    while True:
        try:
            return driver.run("BEGIN IMMEDIATE" if writes else "BEGIN")
        except sqlite3.OperationalError as error:
            if not _is_busy(error) or monotonic() > give_up_at:
                raise
        await asyncio.sleep(_RETRY_EVERY_S)


def keep_references(connection: AsyncConnection, *, kept: bool) -> None:
    """Set whether SQLite checks foreign keys on this connection; it ignores this within a transaction."""
    _driver_of(connection).run(f"PRAGMA foreign_keys={'ON' if kept else 'OFF'}")


def _driver_of(connection: AsyncConnection) -> InlineConnection:
    pooled = connection.sync_connection
    driver = None if pooled is None else pooled.connection.driver_connection
    assert isinstance(driver, InlineConnection)  # noqa: S101 - `opener` makes no other
    return driver


def _is_busy(error: sqlite3.Error) -> bool:
    return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
