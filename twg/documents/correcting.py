"""Correcting the title or the note of a document that was circulated (D1, U2)."""

from datetime import datetime

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.spelling import is_visible
from storage.documents import Document
from storage.engine.database import hold
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import Missing, NotFound, TooLong
from twg.documents.access import access_document, make_findable
from twg.documents.circulating import LIMITS


class Correction(BaseModel):
    """Words to stand instead; None leaves them."""

    title: str | None = None
    note: str | None = None


@operation(Permission.DOCUMENT_CIRCULATE)
async def correct(
    session: AsyncSession, actor: Actor, document_id: int, args: Correction, *, now: datetime
) -> Document:
    """Put another title or note in place of that of a document that the actor has circulated.

    Raises: NotFound, also for a document of somebody else; Missing without a title; TooLong.
    """
    document = await access_document(session, actor, document_id)
    if document.created_by_id != actor.person.id:
        raise NotFound
    await hold(session, document)
    before = values_of(document, "title", "note")
    if args.title is not None:
        document.title = _checked("title", args.title)
        if not is_visible(document.title):
            raise Missing(field="title")
    if args.note is not None:
        document.note = _checked("note", args.note)
    after = values_of(document, *before)
    await record(session, actor, "documents.correct", document, now=now, before=before, after=after)
    await make_findable(session, document, document.versions[-1].file.name)
    return document


def _checked(name: str, text: str) -> str:
    """The text without spaces around it. Raises: TooLong."""
    limit = LIMITS[name]
    if len(text.strip()) > limit:
        raise TooLong(field=name, limit=limit, length=len(text.strip()))
    return text.strip()
