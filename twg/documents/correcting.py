"""Correcting the title or the note of a document that was circulated; those who have it are told (D1, U2)."""

from datetime import datetime

from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.notifications import Notification, find_untouched, void_notifications
from storage.core.spelling import is_visible
from storage.core.told import list_who_have
from storage.documents import Circulation, Document, find_circulation
from storage.engine.database import hold
from storage.members import Membership
from twg.core.actors import Actor
from twg.core.audiences import excluding, list_audience
from twg.core.audit import record, values_of
from twg.core.notices import Cause, Notice
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import Missing, NotFound, TooLong
from twg.documents.access import access_document, make_findable
from twg.documents.circulating import LIMITS


async def audience_who_have_it(cause: Cause) -> list[Membership]:
    """The members of its audience to whom a message about it was sent, without the person who circulated it."""
    document: Document = cause.subject
    have = await list_who_have(cause.session, Circulation.__tablename__, document.circulation_id)
    members = await list_audience(cause.session, document.twg_id, document.audience)
    return excluding([member for member in members if member.person_id in have], document.circulation.created_by_id)


#: Without a sound: the file is the same, and nothing is asked of anybody. data: `was`, the title that they have.
CORRECTED = Notice(
    name="document_corrected", subject=Document, recipients=audience_who_have_it, grouped=True, silent=True
)


class Correction(BaseModel):
    """Words to stand instead; None leaves them."""

    title: str | None = None
    note: str | None = None


@operation(Permission.DOCUMENT_CIRCULATE)
async def correct(
    session: AsyncSession, actor: Actor, document_id: int, args: Correction, *, now: datetime
) -> tuple[Document, Notification | None]:
    """Put another title in place of that of a document that the actor has circulated, or another note.

    The note is that of all documents that were circulated together. Those who have the document are told once: a notice
    of an earlier correction that nobody has read is taken back.

    Returns: the document, and the notification; None where nobody has it yet, and where nothing differs.
    Raises: NotFound, also for a document of somebody else; Missing without a title; TooLong.
    """
    document = await access_document(session, actor, document_id)
    circulation = document.circulation
    if circulation.created_by_id != actor.person.id:
        raise NotFound
    await hold(session, document, circulation)
    before = {**values_of(document, "title"), **values_of(circulation, "note")}
    if args.title is not None:
        document.title = _checked("title", args.title)
        if not is_visible(document.title):
            raise Missing(field="title")
    if args.note is not None:
        circulation.note = _checked("note", args.note)
    after = {**values_of(document, "title"), **values_of(circulation, "note")}
    await record(session, actor, "documents.correct", document, now=now, before=before, after=after)
    await _find_anew(session, circulation)
    return document, None if after == before else await _tell(session, actor, document, before["title"], now=now)


async def _find_anew(session: AsyncSession, circulation: Circulation) -> None:
    """Enter its documents anew in the index of the search: each is found by its title and by the note."""
    found = await find_circulation(session, circulation.id)
    for document in [] if found is None else found.documents:
        await make_findable(session, document)


async def _tell(
    session: AsyncSession, actor: Actor, document: Document, was: str, *, now: datetime
) -> Notification | None:
    """Tell those who have it. Args: `was`, the title before."""
    unread = await find_untouched(session, CORRECTED.name, subject_id=document.id)
    if unread is not None:
        was = unread.data["was"]
        await void_notifications(session, [unread.id])
    told = await CORRECTED.recipients(Cause(session, document, now, actor.person_id))
    if not told:
        return None
    data = {"title": document.title, "was": was}
    return await notify(session, CORRECTED, subject=document, to=told, now=now, by=actor, data=data)


def _checked(name: str, text: str) -> str:
    """The text without spaces around it. Raises: TooLong."""
    limit = LIMITS[name]
    if len(text.strip()) > limit:
        raise TooLong(field=name, limit=limit, length=len(text.strip()))
    return text.strip()
