"""What people sent in several messages, while buttons that act on it wait below the answer.

A button's update has only the message that its own message replied to: of an album one file, of a long text one piece.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Text, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.engine.database import Base


class KeptAct(Base):
    __tablename__ = "kept_act"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    #: The message that the buttons' message replies to, the first of the act.
    message_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    #: The whole text, as the person typed it.
    text: Mapped[str] = mapped_column(Text)
    #: Every file with its caption, as JSON.
    files: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    kept_at: Mapped[datetime]
    #: The bot's message below which the buttons are; None until it was sent, and once one of them was pressed.
    offered_id: Mapped[int | None] = mapped_column(BigInteger)
    #: Whether files that come next join it: what it can be was offered, and no button was pressed.
    gathers: Mapped[bool] = mapped_column(default=False)


async def find_kept_act(session: AsyncSession, chat_id: int, message_id: int) -> KeptAct | None:
    return await session.get(KeptAct, (chat_id, message_id))


async def find_gathering(session: AsyncSession, chat_id: int, *, since: datetime) -> KeptAct | None:
    """The act of a chat that files which come now join: the newest one, if it gathers and was kept since (UTC)."""
    query = select(KeptAct).where(KeptAct.chat_id == chat_id, KeptAct.kept_at >= since)
    newest = await session.scalar(query.order_by(KeptAct.kept_at.desc(), KeptAct.message_id.desc()).limit(1))
    return newest if newest is not None and newest.gathers else None


async def forget_old_acts(session: AsyncSession, *, before: datetime) -> None:
    """Delete acts that were kept before `before` (UTC, aware)."""
    await session.execute(delete(KeptAct).where(KeptAct.kept_at < before))


async def forget_act(session: AsyncSession, chat_id: int, message_id: int) -> None:
    await session.execute(delete(KeptAct).where(KeptAct.chat_id == chat_id, KeptAct.message_id == message_id))
