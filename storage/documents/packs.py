"""The papers of a meeting: what was circulated for it and not recalled."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.documents.circulations import Circulation, Document, DocumentKind


class MeetingPaper(NamedTuple):
    """A document of a meeting. `agenda_item_id`: the item that it is for, None where that is not known."""

    document_id: int
    kind: DocumentKind
    agenda_item_id: int | None
    circulated_at: datetime
    audience: str
    title: str


async def list_meeting_papers(session: AsyncSession, meeting_id: int) -> list[MeetingPaper]:
    """The documents that were circulated for a meeting and not recalled, the oldest circulation first."""
    own = Document.id, Document.kind, Document.agenda_item_id
    query = select(*own, Circulation.circulated_at, Document.audience, Document.title).join(Document.circulation)
    query = query.where(Circulation.meeting_id == meeting_id, Document.recalled_at.is_(None))
    # In this order SQLite begins with the circulations of the meeting; by the documents' own it walks all documents.
    ordered = query.order_by(Circulation.id, Document.position)
    return [MeetingPaper(*row) for row in await session.execute(ordered)]
