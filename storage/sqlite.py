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
from sqlalchemy.engine import Connection, make_url
from sqlalchemy.util import await_only

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
        if self._connection is None:
            raise ValueError("Connection closed")
        self._connection.execute(statement)

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


def begin(connection: Connection) -> None:
    """Begin a transaction; one that may write takes its place at once, however long another process has it.

    Raises:
        sqlalchemy.exc.OperationalError: another process has been writing for `BUSY_TIMEOUT_S`.
    """
    if connection.get_execution_options().get("twgbot_read_only", False):
        connection.exec_driver_sql("BEGIN")
        return
    give_up_at = monotonic() + BUSY_TIMEOUT_S
    while not _began(connection):
        if monotonic() > give_up_at:
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # the last time, and in SQLAlchemy's words
            return
        await_only(asyncio.sleep(_ASK_EVERY_S))


def _began(connection: Connection) -> bool:
    """Ask for the file once, past SQLAlchemy: to it, a refusal would be the end of the connection's work."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, InlineConnection)  # noqa: S101 - `opener` makes no other
    try:
        driver.run("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if not _is_busy(error):
            raise
        return False
    return True


def _is_busy(error: sqlite3.Error) -> bool:
    return error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
