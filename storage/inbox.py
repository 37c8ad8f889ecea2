"""Which updates were handled: the row commits with the update's effect, so a repeat has none."""

from datetime import datetime, timedelta

from sqlalchemy import BigInteger, CursorResult, Dialect, Insert, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Base

#: Telegram keeps updates for a day; ids may restart at random after an idle week.
KEEP = timedelta(days=3)


class InboxRow(Base):
    __tablename__ = "inbox"

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    received_at: Mapped[datetime]


async def accept_update(session: AsyncSession, update_id: int, *, now: datetime) -> bool:
    """Note the update; False when it was handled before."""
    statement = insert_ignoring(session.get_bind().dialect, InboxRow).values(update_id=update_id, received_at=now)
    result = await session.execute(statement)
    assert isinstance(result, CursorResult)  # noqa: S101 - an INSERT always returns one
    return result.rowcount == 1


async def forget_old_updates(session: AsyncSession, *, now: datetime) -> None:
    await session.execute(delete(InboxRow).where(InboxRow.received_at < now - KEEP))


def insert_ignoring(dialect: Dialect, table: type[Base]) -> Insert:
    """An INSERT that does nothing where the row is already there, in the words of this database."""
    insert = postgresql.insert if dialect.name == "postgresql" else sqlite.insert
    return insert(table).on_conflict_do_nothing()
