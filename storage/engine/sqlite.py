"""SQLite in the event loop's own thread.

A statement of ours takes microseconds. aiosqlite carries each one to a thread and back, four times for one SELECT, and
while the loop is busy each way back waits for the interpreter's lock: handling an update took five times as long as
its statements. So its connections run them where they are. What can take long is waiting for another process that
writes; that is waited for asleep, without holding up anything else.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Generator
from time import monotonic
from typing import Any

import aiosqlite
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection

#: How long a writer of another process may hold the file before we give up.
BUSY_TIMEOUT_S = 10.0
#: How often the file is asked for meanwhile, and how long the loop stands still for each asking, in seconds.
_ASK_EVERY_S = 0.05
_STAND_STILL_S = 0.005


class InlineConnection(aiosqlite.Connection):
    """aiosqlite's connection without its thread."""

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
                await asyncio.sleep(_ASK_EVERY_S)
        return self

    def run(self, statement: str) -> None:
        """Execute a statement that has no result, at once."""
        self._conn.execute(statement)

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
    """What SQLAlchemy calls for a new connection to the file of this URL."""
    file = make_url(url).database or ":memory:"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(file, timeout=_STAND_STILL_S, isolation_level=None)  # we emit BEGIN ourselves
        try:
            for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
                connection.execute(f"PRAGMA {pragma}")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    return lambda: InlineConnection(connect, iter_chunk_size=64)


async def begin(connection: AsyncConnection, *, writes: bool) -> None:
    """Begin a transaction; one that writes takes its place at once, however long another process has it.

    SQLAlchemy begins none on SQLite by itself, and its event for that would make every statement look for listeners.

    Raises:
        sqlite3.OperationalError: another process has been writing for `BUSY_TIMEOUT_S`.
    """
    pooled = connection.sync_connection
    driver = None if pooled is None else pooled.connection.driver_connection
    assert isinstance(driver, InlineConnection)  # noqa: S101 - `opener` makes no other
    give_up_at = monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            return driver.run("BEGIN IMMEDIATE" if writes else "BEGIN")
        except sqlite3.OperationalError as error:
            if not _is_busy(error) or monotonic() > give_up_at:
                raise
        await asyncio.sleep(_ASK_EVERY_S)


def _is_busy(error: sqlite3.Error) -> bool:
    return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
