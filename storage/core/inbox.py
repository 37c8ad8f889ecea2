"""Which updates were handled: the row commits with the update's effect, so a repeat has none."""

from datetime import datetime, timedelta
from functools import cache

from sqlalchemy import BigInteger, CursorResult, Insert, delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.engine.database import Base

#: Telegram keeps updates for a day; ids may restart at random after an idle week.
KEEP = timedelta(days=3)


class InboxRow(Base):
    __tablename__ = "inbox"

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    received_at: Mapped[datetime]


async def accept_update(session: AsyncSession, update_id: int, *, now: datetime) -> bool:
    """Note the update; False when it was handled before."""
    statement = insert_ignoring(session.get_bind().dialect.name, InboxRow)
    result = await session.execute(statement, {"update_id": update_id, "received_at": now})
    assert isinstance(result, CursorResult)  # noqa: S101 - an INSERT always returns one
    return result.rowcount == 1


async def hold_chat(session: AsyncSession, chat_id: int) -> None:
    """Let no other process handle an update of this chat before the transaction ends.

    Telegram calls the webhook for a message and for a button of one chat at the same time. SQLite has one writer.
    """
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(select(func.pg_advisory_xact_lock(chat_id)))


async def forget_old_updates(session: AsyncSession, *, now: datetime) -> None:
    await session.execute(delete(InboxRow).where(InboxRow.received_at < now - KEEP))


@cache
def insert_ignoring(database: str, table: type[Base]) -> Insert:
    """An INSERT that does nothing where the row is already there, in the words of this database: "sqlite" or another.

    Its parameters are the table's columns; the ORM's ways with an INSERT are left out.
    """
    insert = postgresql.insert if database == "postgresql" else sqlite.insert
    return insert(table.metadata.tables[table.__tablename__]).on_conflict_do_nothing()
