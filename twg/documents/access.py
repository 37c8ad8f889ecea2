"""Access to documents and circulations: who may see one; and what finds documents."""

from sqlalchemy import ColumnElement
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core import search
from storage.documents import Circulation, Document, find_circulation, find_document
from storage.engine.database import hold_whole
from storage.meetings import Meeting
from twg.core.actors import Actor
from twg.core.addressing import check_runs, may_run
from twg.core.audiences import Reader, to_column, visible_to
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.documents.standing import access_refusal, documents_seen


def visible_documents(actor: Actor) -> ColumnElement[bool]:
    """The clause for documents that the actor may see."""
    return documents_seen(Reader.of(actor))


def visible_circulations(actor: Actor) -> ColumnElement[bool]:
    """The clause for circulations that the actor may see: they are in its audience, or made it."""
    return visible_to(Reader.of(actor), Circulation.audience, Circulation.created_by_id)


async def access_document(session: AsyncSession, actor: Actor, document_id: int) -> Document:
    """The document with its circulation and versions, if the actor may see it. Raises: NotFound, WasRecalled."""
    actor.check_covers("documents")
    document = await find_document(session, document_id, Document.twg_id == actor.twg.id, visible_documents(actor))
    if document is None:
        raise await access_refusal(session, actor, document_id)
    return document


async def access_run(session: AsyncSession, actor: Actor, document_id: int) -> Document:
    """A document that the actor runs, locked, as it is then. Raises: NotFound, NotAllowed."""
    document = await access_document(session, actor, document_id)
    check_runs(actor, Permission.DOCUMENT_CIRCULATE, document.audience)
    await hold_whole(session, document)
    return await access_document(session, actor, document_id)


async def access_circulation(session: AsyncSession, actor: Actor, circulation_id: int) -> Circulation:
    """The circulation with its documents and their versions, if the actor may see it. Raises: NotFound."""
    actor.check_covers("documents")
    seen = Circulation.twg_id == actor.twg.id, visible_circulations(actor)
    circulation = await find_circulation(session, circulation_id, *seen)
    if circulation is None:
        raise NotFound
    runs = may_run(actor, Permission.DOCUMENT_CIRCULATE, circulation.audience)
    if not runs and all(document.recalled_at is not None for document in circulation.documents):
        raise await access_refusal(session, actor, circulation.documents[0].id)
    return circulation


async def make_findable(session: AsyncSession, document: Document) -> None:
    """Enter a document in the index of the search, with the text of its file; it is loaded with circulation and files.

    One that was recalled is entered for nobody: who runs it finds it by `found_by`.
    """
    circulation, stands = document.circulation, document.recalled_at is None
    await search.put_entry(
        session,
        search.Entry(
            subject_type=Document.__tablename__,
            subject_id=document.id,
            twg_id=document.twg_id,
            audience=document.audience if stands else to_column(),
            author_id=circulation.created_by_id if stands else None,
            title=document.title,
            body=" ".join(filter(None, [circulation.note, document.file.name, document.source, document.theme])),
            dated=circulation.circulated_at,
            kind=document.kind,
            about=None if circulation.meeting_id is None else (Meeting.__tablename__, circulation.meeting_id),
            file_ids=[document.file.id],
        ),
    )
