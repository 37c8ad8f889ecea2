"""Updates that were received. The row commits with the effects of its update, so that a repeated update has none.

Telegram sends an album, and a text too long for one message, as several updates. Their payloads wait here until all
parts have come, so that a crash loses none; what else the same chat sends meanwhile waits behind them, in its order.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from enum import Enum, auto
from functools import cache
from typing import Any

from sqlalchemy import JSON, BigInteger, CursorResult, Index, Insert, String, bindparam, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.engine.database import Base, insert_ignoring, on_postgresql, partial_index

#: How long rows are kept. Telegram sends an update again for at most 24 hours, and after a week without updates it may
#: choose the next update id at random: a row that is kept for a week could hide a new update.
KEEP = timedelta(days=3)


class InboxRow(Base):
    __tablename__ = "inbox"
    __table_args__ = (
        partial_index("ix_inbox_waiting", "chat_id", where="payload IS NOT NULL"),
        partial_index("ix_inbox_album", "album", where="album IS NOT NULL"),
        Index("ix_inbox_received_at", "received_at"),
    )

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    received_at: Mapped[datetime]
    #: The chat of an update that waits or has waited; None for one that was handled at once.
    chat_id: Mapped[int | None] = mapped_column(BigInteger)
    #: Telegram's id of the album that the update is a part of; kept, to know a part that comes after the others.
    album: Mapped[str | None] = mapped_column(String(64))
    #: Telegram's JSON object while the update waits; None from when it was handled: it is personal data.
    payload: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class Acceptance(Enum):
    """What became of an update that was to be recorded."""

    NEW = auto()
    #: It was received before.
    REPEATED = auto()
    #: It is new, and earlier updates of its chat wait: it has to wait behind them. It was not recorded.
    BEHIND = auto()


async def accept_update(session: AsyncSession, update_id: int, *, chat_id: int, now: datetime) -> Acceptance:
    """Record an update that is handled in this transaction, unless others of its chat wait."""
    values = {"new_id": update_id, "now": now, "chat": chat_id}
    result = await session.execute(_if_nothing_waits(insert_ignoring(session, InboxRow)), values)
    assert isinstance(result, CursorResult)  # noqa: S101 - an INSERT always returns one
    if result.rowcount == 1:
        return Acceptance.NEW
    known = await session.scalar(select(InboxRow.update_id).where(InboxRow.update_id == update_id))
    return Acceptance.BEHIND if known is None else Acceptance.REPEATED


@cache
def _if_nothing_waits(into: Insert) -> Insert:
    """One statement for the question and the row: nearly every update goes through here, and nearly none waits."""
    table = InboxRow.metadata.tables[InboxRow.__tablename__]
    waiting = select(table.c.update_id).where(table.c.chat_id == bindparam("chat"), table.c.payload.is_not(None))
    new = select(bindparam("new_id", type_=table.c.update_id.type), bindparam("now", type_=table.c.received_at.type))
    return into.from_select(["update_id", "received_at"], new.where(~waiting.exists()))


async def accept_failed(session: AsyncSession, update_ids: Collection[int], *, now: datetime) -> bool:
    """Record updates whose handling failed for good, whatever waits. Returns False when all were handled before."""
    waited = await take_waiting(session, update_ids)
    values = [{"update_id": update_id, "received_at": now} for update_id in update_ids]
    result = await session.execute(insert_ignoring(session, InboxRow), values)
    assert isinstance(result, CursorResult)  # noqa: S101 - an INSERT always returns one
    return waited or result.rowcount > 0


async def hold_update(
    session: AsyncSession, update_id: int, payload: dict[str, Any], *, chat_id: int, album: str, now: datetime
) -> bool:
    """Let an update wait. Returns False when it was received before."""
    values = {
        "update_id": update_id,
        "received_at": now,
        "chat_id": chat_id,
        "album": album or None,
        "payload": payload,
    }
    result = await session.execute(insert_ignoring(session, InboxRow), values)
    assert isinstance(result, CursorResult)  # noqa: S101 - an INSERT always returns one
    return result.rowcount == 1


async def list_waiting(session: AsyncSession, chat_id: int) -> list[dict[str, Any]]:
    """The payloads of a chat's updates that wait, in their order."""
    query = select(InboxRow.payload).where(InboxRow.chat_id == chat_id, InboxRow.payload.is_not(None))
    return [payload for payload in await session.scalars(query.order_by(InboxRow.update_id)) if payload is not None]


async def list_waiting_chats(session: AsyncSession) -> list[int]:
    """The chats that have updates waiting."""
    found = await session.scalars(select(InboxRow.chat_id).where(InboxRow.payload.is_not(None)).distinct())
    return [chat_id for chat_id in found if chat_id is not None]


async def take_waiting(session: AsyncSession, update_ids: Collection[int]) -> bool:
    """Forget the payloads of updates that are handled in this transaction.

    Returns False, and changes nothing, when one of them does not wait: another process handled it.
    """
    waiting = InboxRow.update_id.in_(update_ids) & InboxRow.payload.is_not(None)
    if await session.scalar(select(func.count()).where(waiting)) != len(update_ids):
        return False
    await session.execute(update(InboxRow).where(waiting).values(payload=None))
    return True


async def count_parts(session: AsyncSession, chat_id: int, album: str) -> int:
    """How many parts of an album wait."""
    parts = (InboxRow.album == album, InboxRow.chat_id == chat_id, InboxRow.payload.is_not(None))
    return await session.scalar(select(func.count()).where(*parts)) or 0


async def is_album_handled(session: AsyncSession, chat_id: int, album: str) -> bool:
    """Whether a part of an album was handled before."""
    query = select(InboxRow.update_id).where(InboxRow.album == album, InboxRow.chat_id == chat_id)
    return await session.scalar(query.where(InboxRow.payload.is_(None)).limit(1)) is not None


async def hold_chat(session: AsyncSession, chat_id: int) -> None:
    """Lock a chat, so that no other process handles an update of it before the transaction ends.

    Telegram may call the webhook for a message and for a callback button of the same chat at the same time. On SQLite
    this does nothing, since there is one writer at a time.
    """
    if on_postgresql(session):
        await session.execute(select(func.pg_advisory_xact_lock(chat_id)))


async def forget_old_updates(session: AsyncSession, *, now: datetime) -> None:
    """Delete rows older than `KEEP`, apart from updates that wait."""
    old = InboxRow.received_at < now - KEEP
    await session.execute(delete(InboxRow).where(old, InboxRow.payload.is_(None)))
