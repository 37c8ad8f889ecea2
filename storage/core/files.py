"""Files that people sent: Telegram's handle of each, and where its bytes are in the archive (D4)."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, func, select, update
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


async def list_archived(session: AsyncSession, *, after: str = "", limit: int = 500) -> list[tuple[str, list[str]]]:
    """The SHA-256 of archived bytes, each once and in their order, with the names of the files that have them.

    Args:
        after: the SHA-256 from which on, itself left out.
    """
    of_page = select(StoredFile.sha256).where(StoredFile.sha256 > after).distinct()
    page = list(await session.scalars(of_page.order_by(StoredFile.sha256).limit(limit)))
    named: dict[str, list[str]] = {sha256: [] for sha256 in page if sha256 is not None}
    rows = select(StoredFile.sha256, StoredFile.name).where(StoredFile.sha256.in_(named)).order_by(StoredFile.id)
    for sha256, name in await session.execute(rows):
        named[sha256].append(name)
    return list(named.items())


async def count_unarchived(session: AsyncSession) -> int:
    """How many files are still to be fetched from Telegram."""
    waiting = select(func.count()).select_from(StoredFile).where(StoredFile.sha256.is_(None))
    return await session.scalar(waiting) or 0


async def fetch_again(session: AsyncSession, sha256: str, *, now: datetime) -> None:
    """Have bytes that are lost fetched from Telegram again, for every file that has them."""
    lost = update(StoredFile).where(StoredFile.sha256 == sha256)
    await session.execute(lost.values(sha256=None, retry_at=now, attempts=0))


async def list_unarchived(session: AsyncSession, *, now: datetime, limit: int = 20) -> list[StoredFile]:
    """Files whose bytes are not archived and whose next try is due at `now` (UTC, aware), the longest due first."""
    query = select(StoredFile).where(StoredFile.sha256.is_(None), StoredFile.retry_at <= now)
    return list(await session.scalars(query.order_by(StoredFile.retry_at).limit(limit)))
