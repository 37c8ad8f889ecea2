"""Access to documents and circulations: who may see one; and what finds documents."""

from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core import search
from storage.documents import CIRCULATED_BY, Circulation, Document, find_circulation, find_document
from twg.core.actors import Actor
from twg.core.audiences import Reader, visible_to
from twg.core.refusals import NotFound


def visible_documents(actor: Actor) -> ColumnElement[bool]:
    """The clause for documents that the actor may see: in their audience, or circulated by them."""
    return visible_to(Reader.of(actor), Document.audience, CIRCULATED_BY)


def visible_circulations(actor: Actor) -> ColumnElement[bool]:
    """The clause for circulations that the actor may see: they are in its audience, or made it."""
    return visible_to(Reader.of(actor), Circulation.audience, Circulation.created_by_id)


async def access_document(session: AsyncSession, actor: Actor, document_id: int) -> Document:
    """The document with its circulation and versions, if the actor may see it. Raises: NotFound."""
    actor.check_covers("documents")
    document = await find_document(session, document_id, Document.twg_id == actor.twg.id, visible_documents(actor))
    if document is None:
        raise NotFound
    return document


async def access_circulation(session: AsyncSession, actor: Actor, circulation_id: int) -> Circulation:
    """The circulation with its documents and their versions, if the actor may see it. Raises: NotFound."""
    actor.check_covers("documents")
    seen = Circulation.twg_id == actor.twg.id, visible_circulations(actor)
    circulation = await find_circulation(session, circulation_id, *seen)
    if circulation is None:
        raise NotFound
    return circulation


async def make_findable(session: AsyncSession, document: Document) -> None:
    """Enter a document in the index of the search; it is loaded with circulation and files."""
    circulation = document.circulation
    await search.put_entry(
        session,
        search.Entry(
            subject_type=Document.__tablename__,
            subject_id=document.id,
            twg_id=document.twg_id,
            audience=document.audience,
            author_id=circulation.created_by_id,
            title=document.title,
            body=f"{document.file.name} {circulation.note}",
            dated=circulation.circulated_at,
        ),
    )
