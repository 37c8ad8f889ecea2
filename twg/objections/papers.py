"""The documents that belong to a no-objection, as far as a reader may see them (G16)."""

from sqlalchemy.ext.asyncio import AsyncSession

from storage.documents import Document, list_documents
from storage.objections import NoObjection
from twg.core.actors import Actor
from twg.documents.access import visible_documents


async def access_papers(session: AsyncSession, actor: Actor, objection: NoObjection) -> list[Document]:
    """Those of its papers that the actor may see, and that were not recalled."""
    ids = [paper.document_id for paper in objection.papers]
    if not ids:
        return []
    seen = Document.id.in_(ids), Document.recalled_at.is_(None), visible_documents(actor)
    return await list_documents(session, actor.twg.id, *seen, limit=len(ids))
