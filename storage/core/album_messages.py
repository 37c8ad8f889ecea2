"""In which messages the files of an album arrived: Telegram sends a message for each, and a delivery is one album."""

from collections.abc import Iterable, Sequence

from sqlalchemy import BigInteger, ForeignKey, Index, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.core.notifications import Delivery
from storage.engine.database import Base


class AlbumMessage(Base):
    __tablename__ = "album_message"
    __table_args__ = (Index("ix_album_message_message", "chat_id", "message_id"),)

    delivery_id: Mapped[int] = mapped_column(ForeignKey("delivery.id"), primary_key=True)
    #: The place of the file in its album, from 0.
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    chat_id: Mapped[int] = mapped_column(BigInteger)
    message_id: Mapped[int] = mapped_column(BigInteger)


async def add_album_messages(session: AsyncSession, sent: Iterable[tuple[Delivery, Sequence[int]]]) -> None:
    """Note the message ids of albums that were sent, in the order of their files."""
    rows = [
        {"delivery_id": delivery.id, "place": place, "chat_id": delivery.chat_id, "message_id": message_id}
        for delivery, message_ids in sent
        for place, message_id in enumerate(message_ids)
    ]
    if rows:
        await session.execute(insert(AlbumMessage), rows)


async def list_album_messages(session: AsyncSession, delivery_ids: Iterable[int]) -> list[AlbumMessage]:
    """The messages of these deliveries that were sent as albums, by delivery, in the order of their files."""
    query = select(AlbumMessage).where(AlbumMessage.delivery_id.in_(list(delivery_ids)))
    return list(await session.scalars(query.order_by(AlbumMessage.delivery_id, AlbumMessage.place)))
