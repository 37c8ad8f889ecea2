"""Access to documents: who may see one; and what finds them."""

from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core import search
from storage.core.files import StoredFile
from storage.documents import Document, find_document
from twg.core.actors import Actor
from twg.core.audiences import Reader, visible_to
from twg.core.refusals import NotFound


def visible_documents(actor: Actor) -> ColumnElement[bool]:
    """The clause for documents that the actor may see: in their audience, or circulated by them."""
    return visible_to(Reader.of(actor), Document.audience, Document.created_by_id)


async def access_document(session: AsyncSession, actor: Actor, document_id: int) -> Document:
    """The document with its versions, if the actor may see it. Raises: NotFound."""
    actor.check_covers("documents")
    document = await find_document(session, document_id, Document.twg_id == actor.twg.id, visible_documents(actor))
    if document is None:
        raise NotFound
    return document


async def make_findable(session: AsyncSession, document: Document, file: StoredFile) -> None:
    """Index a document, with the text of the file of its version in force."""
    await search.put_entry(
        session,
        search.Entry(
            subject_type=Document.__tablename__,
            subject_id=document.id,
            twg_id=document.twg_id,
            audience=document.audience,
            author_id=document.created_by_id,
            title=document.title,
            kind=document.kind,
            file_id=file.id,
            body=" ".join(filter(None, [document.note, file.name])),
            dated=document.circulated_at,
        ),
    )
