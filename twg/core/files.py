"""Files as people send them."""

from datetime import datetime

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.files import StoredFile
from twg.core.actors import Actor


class SentFile(BaseModel):
    """A file that came with a message.

    Attributes:
        handle: what the messenger calls it (Telegram's file_id).
        kind: "document" or "photo".
        size_bytes: 0 when the messenger did not say.
    """

    handle: str
    kind: str = "document"
    name: str
    mime_type: str = "application/octet-stream"
    size_bytes: int = 0


async def keep_file(session: AsyncSession, actor: Actor, sent: SentFile, *, now: datetime) -> StoredFile:
    """Record a file that was sent. Its bytes are fetched into the archive after the commit."""
    stored = StoredFile(
        handle=sent.handle,
        kind=sent.kind,
        name=sent.name[:255],
        mime_type=sent.mime_type[:120],
        size_bytes=sent.size_bytes,
        retry_at=now,
        sent_by_id=actor.person_id,
        created_at=now,
    )
    session.add(stored)
    await session.flush()
    return stored
