"""The database: one engine, one way to open a transaction.

SQLite writers queue in the process instead of polling a lock, and every write transaction begins IMMEDIATE: a deferred
transaction that reads first and writes later can fail half-way with "database is locked".
"""

import asyncio
import enum
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import DateTime, Dialect, Enum, MetaData, inspect
from sqlalchemy.engine.url import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import JSON, TypeDecorator

from storage.engine import sqlite

#: The file is locked, the disk is full or failing. Extended codes have these in their lowest byte.
_SQLITE_TROUBLE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
}
#: SQLSTATE classes: connection lost, resources used up (a full disk among them), shut down, disk failing, read-only
#: since another server took over; a transaction taken back because it was silent, or in the way of another.
_POSTGRESQL_TROUBLE = ("08", "53", "57P", "58", "25006", "25P03", "40P01")
#: PostgreSQL takes back the transaction of a process that has been silent for so long: frozen or cut off, it would keep
#: its locks, and with them the lease, for ever. Shorter than a lease lasts; our own transactions take milliseconds.
FROZEN_S = 10


class UTCDateTime(TypeDecorator[datetime]):
    """A moment in UTC. Refuses naive values: a naive deadline is an hour wrong somewhere."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r}: pass a time-zone-aware one")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _values(members: type[enum.Enum]) -> list[str]:
    return [str(member.value) for member in members]


class Base(DeclarativeBase):
    """Every table. Constraint names are fixed, so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UTCDateTime,
        dict[str, Any]: JSON,
        list[str]: JSON,
        list[int]: JSON,
        enum.Enum: Enum(enum.Enum, native_enum=False, create_constraint=False, length=40, values_callable=_values),
    }


class Database:
    """Opens transactions on SQLite or PostgreSQL.

    Args:
        url: a SQLAlchemy URL with an async driver, `sqlite+aiosqlite:///…` or `postgresql+asyncpg://…`.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine: AsyncEngine = create_async_engine(url, **_engine_options(url))
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)
        self._writer: Any = asyncio.Lock() if self.is_sqlite else nullcontext()

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """One write transaction: committed on the way out, rolled back when anything is raised.

        Rows that were read keep what was read of them, either way.
        """
        async with self._writer:
            session = self._sessions()
            try:
                await self._open(session, writes=True)
                yield session
            except BaseException:
                await asyncio.shield(session.close())  # rolls back, whole, also for whoever is cancelled
                raise
            try:
                await session.commit()
            except BaseException:  # whether it took place is not known: the connection is not used again
                await asyncio.shield(session.invalidate())
                raise
            session.expunge_all()  # the commit gave the connection back: nothing is left to wait for

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """A transaction that only reads; on SQLite it neither waits for writers nor makes them wait."""
        async with self._sessions() as session:
            await self._open(session, writes=False)
            yield session

    async def _open(self, session: AsyncSession, *, writes: bool) -> None:
        if self.is_sqlite:  # on PostgreSQL the first statement begins
            await sqlite.begin(await session.connection(), writes=writes)

    async def close(self) -> None:
        """Close every connection of the pool."""
        await self.engine.dispose()


def _engine_options(url: str) -> dict[str, Any]:
    if make_url(url).get_backend_name() == "sqlite":
        return {"async_creator": sqlite.opener(url), "pool_reset_on_return": None}
    settings = {"idle_in_transaction_session_timeout": f"{FROZEN_S}s"}
    return {"pool_size": 10, "pool_pre_ping": True, "connect_args": {"server_settings": settings}}


def is_trouble(error: BaseException) -> bool:
    """Whether the database failed, and not what was asked of it: later the same may succeed."""
    if isinstance(error, OSError | PoolTimeout):  # refused, unknown by name, no way there, no answer in time
        return True
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in _SQLITE_TROUBLE
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    return lost or str(getattr(cause, "sqlstate", "")).startswith(_POSTGRESQL_TROUBLE)


async def hold(session: AsyncSession, *rows: Base, shared: bool = False) -> None:
    """Keep rows from whoever else would change them, until the transaction ends, and read them again as they are now.

    Whoever checks a row before writing because of it holds it first: on PostgreSQL two processes would otherwise both
    find what only one of them may. SQLite has one writer at a time.

    Args:
        shared: others may hold it so too, and nobody may change it.
    """
    for row in rows:
        columns = [column.key for column in inspect(row).mapper.column_attrs]
        # Not a plain FOR UPDATE: that would also wait for everybody who adds a row that refers to this one.
        await session.refresh(row, columns, with_for_update={"read": True} if shared else {"key_share": True})


def table_name(table: type[Base]) -> str:
    """The name of a table, by which other rows refer to it."""
    return str(table.__tablename__)


def identity(row: Base) -> int:
    """The primary key of a row that has been flushed."""
    key = inspect(row).identity
    assert key is not None, "flush first"  # noqa: S101 - a programming error
    return int(key[0])
