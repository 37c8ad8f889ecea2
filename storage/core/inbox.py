"""Updates that were handled. The row commits with the effects of its update, so that a repeated update has none."""

from datetime import datetime, timedelta

from sqlalchemy import BigInteger, CursorResult, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.engine.database import Base, insert_ignoring, on_postgresql

#: How long rows are kept. Telegram sends an update again for at most 24 hours, and after a week without updates it may
#: choose the next update id at random: a row that is kept for a week could hide a new update.
KEEP = timedelta(days=3)


class InboxRow(Base):
    __tablename__ = "inbox"

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    received_at: Mapped[datetime]


async def accept_update(session: AsyncSession, update_id: int, *, now: datetime) -> bool:
    """Record an update. Returns False when it was handled before."""
    result = await session.execute(insert_ignoring(session, InboxRow), {"update_id": update_id, "received_at": now})
    assert isinstance(result, CursorResult)  # noqa: S101 - an INSERT always returns one
    return result.rowcount == 1


async def hold_chat(session: AsyncSession, chat_id: int) -> None:
    """Lock a chat, so that no other process handles an update of it before the transaction ends.

    Telegram may call the webhook for a message and for a callback button of the same chat at the same time. On SQLite
    this does nothing, since there is one writer at a time.
    """
    if on_postgresql(session):
        await session.execute(select(func.pg_advisory_xact_lock(chat_id)))


async def forget_old_updates(session: AsyncSession, *, now: datetime) -> None:
    """Delete rows older than `KEEP`."""
    await session.execute(delete(InboxRow).where(InboxRow.received_at < now - KEEP))
