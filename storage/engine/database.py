"""The database engine, its transactions and the base class of all tables.

On SQLite, writers queue on a lock in the process instead of polling the file lock, and every write transaction begins
IMMEDIATE: a deferred transaction that reads first and writes later can fail half-way with "database is locked".
"""

import asyncio
import enum
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from datetime import UTC, datetime
from functools import cache
from typing import Any, ClassVar

from sqlalchemy import DateTime, Dialect, Enum, Index, Insert, MetaData, inspect, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects import sqlite as sqlite_dialect
from sqlalchemy.engine.url import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import JSON, TypeDecorator

from storage.engine import sqlite
from storage.engine.files import sqlite_file

#: SQLite result codes for a locked file and for a full or failing disk. Extended codes have these in their lowest byte.
_SQLITE_TROUBLE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
}
#: Prefixes of SQLSTATE codes: connection lost (08), resources used up such as a full disk (53), server shut down (57P),
#: disk failing (58), read-only after a failover (25006), transaction idle for too long (25P03), deadlock (40P01).
_POSTGRESQL_TROUBLE = ("08", "53", "57P", "58", "25006", "25P03", "40P01")
#: PostgreSQL rolls back a transaction that has been idle for so many seconds: a process that is frozen or cut off from
#: the network would otherwise keep its locks, and with them the lease, indefinitely. Shorter than the term of a lease;
#: transactions of this program take milliseconds.
FROZEN_S = 10

#: Key of a session's connection in its `info`.
_CONNECTION = "connection of the transaction"


class UTCDateTime(TypeDecorator[datetime]):
    """A moment in UTC: stores and returns timezone-aware datetimes.

    Raises:
        ValueError: a naive datetime was bound, for which the zone would have to be guessed.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"naive datetime {value!r}: pass a time-zone-aware one")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _values(members: type[enum.Enum]) -> list[str]:
    return [str(member.value) for member in members]


class Base(DeclarativeBase):
    """Base class of all tables. Constraint names follow a fixed convention, so that migrations can name them."""

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


def partial_index(name: str, *columns: str, where: str, where_on_postgresql: str = "", unique: bool = False) -> Index:
    """An index of the rows that meet a condition.

    Args:
        where: the condition in SQL, written as SQLAlchemy writes it in queries: SQLite compares the two.
        where_on_postgresql: the condition for PostgreSQL, if its SQL differs.
    """
    postgresql_where = text(where_on_postgresql or where)
    return Index(name, *columns, unique=unique, sqlite_where=text(where), postgresql_where=postgresql_where)


class Database:
    """Opens transactions on SQLite or PostgreSQL.

    Args:
        url: a SQLAlchemy URL with an async driver, `sqlite+aiosqlite:///…` or `postgresql+asyncpg://…`.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine: AsyncEngine = create_async_engine(url, **_engine_options(url))
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        #: The SQLite file; `None` for a database in memory or on a server.
        self.file = sqlite_file(url)
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)
        self._writer: Any = asyncio.Lock() if self.is_sqlite else nullcontext()

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        """Open a write transaction: commit when the block ends, roll back when it raises.

        Rows that were loaded keep their loaded values after the end of the transaction.
        """
        async with self._writer:
            session = self._sessions()
            try:
                await self._open(session, writes=True)
                yield session
            except BaseException:
                await asyncio.shield(session.close())  # a cancelled task completes its rollback too
                raise
            try:
                await session.commit()
            except BaseException:  # unknown whether the commit took place: do not use the connection again
                await asyncio.shield(session.invalidate())
                raise
            session.expunge_all()  # enough instead of `close`: the commit has returned the connection to the pool

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        """Open a read-only transaction; on SQLite it neither waits for writers nor blocks them."""
        async with self._sessions() as session:
            await self._open(session, writes=False)
            yield session

    async def _open(self, session: AsyncSession, *, writes: bool) -> None:
        connection = session.info[_CONNECTION] = await session.connection()
        if self.is_sqlite:  # on PostgreSQL the first statement begins the transaction
            await sqlite.begin(connection, writes=writes)

    async def close(self) -> None:
        """Close every connection of the pool."""
        await self.engine.dispose()


def _engine_options(url: str) -> dict[str, Any]:
    if make_url(url).get_backend_name() == "sqlite":
        return {"async_creator": sqlite.opener(url), "pool_reset_on_return": None}
    settings = {"idle_in_transaction_session_timeout": f"{FROZEN_S}s"}
    return {"pool_size": 10, "pool_pre_ping": True, "connect_args": {"server_settings": settings}}


def is_trouble(error: BaseException) -> bool:
    """Whether a retry may succeed, because the database is unreachable, locked, shut down, or out of disk space.

    False for errors in the statement or its data. Any `OSError` counts as an unreachable database.
    """
    if isinstance(error, OSError | PoolTimeout):  # refused, host unknown, no route, no answer in time
        return True
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in _SQLITE_TROUBLE
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    return lost or str(getattr(cause, "sqlstate", "")).startswith(_POSTGRESQL_TROUBLE)


def connection_of(session: AsyncSession) -> AsyncConnection:
    """The connection of a session's transaction, for statements that every update executes.

    Through it they take half as long as through the session, which prepares each for the ORM.
    """
    connection: AsyncConnection = session.info[_CONNECTION]
    return connection


async def hold(session: AsyncSession, *rows: Base, shared: bool = False) -> None:
    """Lock rows against changes by other transactions until this one ends, and reload their columns.

    Call it before checking a row on which a write depends: on PostgreSQL, two processes could otherwise both pass
    a check that only one of them may pass. On SQLite this only reloads, since there is one writer at a time.

    Args:
        shared: take a shared lock: other transactions may take one too, and none may change the row.
    """
    for row in rows:
        columns = [column.key for column in inspect(row).mapper.column_attrs]
        # FOR NO KEY UPDATE, since FOR UPDATE would also conflict with inserting rows that refer to this one.
        await session.refresh(row, columns, with_for_update={"read": True} if shared else {"key_share": True})


async def hold_whole(session: AsyncSession, row: Base, *, shared: bool = False) -> None:
    """Lock a row, and forget what hangs on it: it was read before the lock, and may have changed until then.

    The caller reads the row again, with the relationships that it needs.

    Args:
        shared: as of `hold`.
    """
    await hold(session, row, shared=shared)
    session.expire(row, [relationship.key for relationship in inspect(row).mapper.relationships])


def on_postgresql(session: AsyncSession) -> bool:
    """Whether the session's database is PostgreSQL; otherwise it is SQLite."""
    return session.get_bind().dialect.name == "postgresql"


def insert_ignoring(session: AsyncSession, table: type[Base]) -> Insert:
    """An INSERT … ON CONFLICT DO NOTHING for the session's database. Its parameters are the columns."""
    return _insert_ignoring(table, on_postgresql(session))


@cache
def _insert_ignoring(table: type[Base], for_postgresql: bool) -> Insert:
    """Built once, and on the Core table, since the ORM's handling of INSERT takes longer."""
    insert = postgresql.insert if for_postgresql else sqlite_dialect.insert
    return insert(table.metadata.tables[table.__tablename__]).on_conflict_do_nothing()


def table_name(table: type[Base]) -> str:
    """The name of a table, as stored in `subject_type` columns."""
    return str(table.__tablename__)


@cache
def capability_of(table: str) -> str:
    """The capability, or room of the machinery, whose module declares a table: "meetings" for "agenda_item"."""
    module = next(mapper.class_.__module__ for mapper in Base.registry.mappers if str(mapper.local_table) == table)
    return module.split(".")[1]


def identity(row: Base) -> int:
    """The primary key of a row. The row must have been flushed."""
    key = inspect(row).identity
    assert key is not None, "flush first"  # noqa: S101 - a programming error
    return int(key[0])
