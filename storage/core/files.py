"""Files that people sent: Telegram's handle of each, and where its bytes are in the archive (D4)."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.engine.database import Base, partial_index


class StoredFile(Base):
    __tablename__ = "stored_file"
    __table_args__ = (partial_index("ix_stored_file_unarchived", "retry_at", where="sha256 IS NULL"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Telegram's file_id, with which the file can be sent again without an upload; valid for this bot only.
    handle: Mapped[str] = mapped_column(String(200))
    #: "document" or "photo": a photo's handle can only be sent as a photo.
    kind: Mapped[str] = mapped_column(String(20), default="document")
    name: Mapped[str] = mapped_column(String(255))
    mime_type: Mapped[str] = mapped_column(String(120), default="application/octet-stream")
    size_bytes: Mapped[int] = mapped_column(BigInteger, default=0)
    #: SHA-256 of the bytes, hexadecimal: their address in the archive; None until they are fetched.
    sha256: Mapped[str | None] = mapped_column(String(64))
    #: When the next try to fetch the bytes is due, UTC.
    retry_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]


async def list_unarchived(session: AsyncSession, *, now: datetime, limit: int = 20) -> list[StoredFile]:
    """Files whose bytes are not archived and whose next try is due at `now` (UTC, aware), the longest due first."""
    query = select(StoredFile).where(StoredFile.sha256.is_(None), StoredFile.retry_at <= now)
    return list(await session.scalars(query.order_by(StoredFile.retry_at).limit(limit)))
