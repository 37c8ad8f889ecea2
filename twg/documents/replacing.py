"""New versions of documents: they supersede what was circulated, for the same audience (D2)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.notifications import Notification, void_notifications
from storage.core.spelling import is_visible
from storage.core.withheld import list_ids_about, list_who_wait
from storage.documents import Circulation, Document, DocumentVersion, Receipt
from storage.documents.library import DocumentNames, list_document_receipts, list_names
from storage.meetings import Meeting
from storage.members import Membership, Twg
from twg.core.actors import Actor
from twg.core.addressing import may_run
from twg.core.audiences import excluding, list_audience
from twg.core.audit import record
from twg.core.files import SentFile, keep_file
from twg.core.notices import Cause, InGroups, Notice, end_of
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.documents.access import access_run, make_findable, visible_documents
from twg.documents.circulating import CIRCULATED, LIMITS, remind_of
from twg.documents.likeness import NEAR, OVERLAPPING, best, likeness, overlap, read_name
from twg.documents.standing import SameFile, check_standing
from twg.meetings.lead_time import lead_days

#: Of so many of the newest documents, names are compared with that of a file.
CANDIDATES = 300
#: In characters: it stands below the file, with the note of the circulation.
LONGEST_NOTE = 500
#: So many are offered to be replaced.
MOST_OFFERED = 2
#: So many of the newest are offered where words say that a file replaces one, and no name is near to its name.
MOST_NEWEST = 3
#: A meeting counts as one whose papers are still replaced until so long after it began.
AFTER_MEETING = timedelta(days=2)
_SET, _ONE = Circulation.__tablename__, Document.__tablename__


async def audience_but_sender(cause: Cause) -> list[Membership]:
    """The current members of the document's audience, without the person who sent its newest version."""
    document: Document = cause.subject
    audience = await list_audience(cause.session, document.twg_id, document.audience)
    return excluding(audience, document.versions[-1].created_by_id)


async def last_day(cause: Cause) -> datetime | None:
    """The end of the day by which it should be acknowledged."""
    document: Document = cause.subject
    return end_of(document.circulation.acknowledge_by, cause, await cause.session.get_one(Twg, document.twg_id))


#: data: `number` of the version.
REPLACED = Notice(
    name="document_replaced",
    subject=Document,
    recipients=audience_but_sender,
    useful_until=last_day,
    in_groups=InGroups.ALWAYS,
)


class NewVersion(BaseModel):
    """`note` says what has changed; `ask_again` asks those too who had acknowledged the version before."""

    file: SentFile
    note: str = Field(default="", max_length=LONGEST_NOTE)
    ask_again: bool = False


@dataclass(frozen=True)
class Replaced:
    """Attributes:
    asked_again: how many had acknowledged the version before and are asked once more.
    """

    document: Document
    notification: Notification
    asked_again: int


@operation(Permission.DOCUMENT_CIRCULATE)
async def replace(
    session: AsyncSession, actor: Actor, document_id: int, args: NewVersion, *, now: datetime
) -> Replaced:
    """Put a new version in force and send it to the document's audience.

    Who has not got the message about the document yet gets it with the new version. Reminders and receipts are about
    the new version; a receipt of an older one counts on, unless all are asked again.

    Raises: NotFound, NotAllowed (the actor does not run documents for that audience), AlreadyRecalled, SameFile.
    """
    document = await access_run(session, actor, document_id)
    check_standing(document)
    newest = document.versions[-1]
    if newest.file.handle == args.file.handle:
        raise SameFile(document=document, field="file")
    stored = await keep_file(session, actor, args.file, now=now)
    version = DocumentVersion(
        document_id=document.id,
        number=newest.number + 1,
        file_id=stored.id,
        file=stored,
        created_at=now,
        created_by_id=actor.person.id,
        note=args.note.strip(),
    )
    document.versions.append(version)
    await session.flush()
    asked = await _ask(session, actor, document, again=args.ask_again, now=now)
    before = {"file_id": newest.file_id, "number": newest.number}
    after = {"file_id": stored.id, "number": version.number}
    why: dict[str, Any] = {"note": version.note} if is_visible(version.note) else {}
    meeting_id = document.circulation.meeting_id
    meeting = None if meeting_id is None else await session.get(Meeting, meeting_id)
    lead = None if meeting is None else lead_days(now, meeting.starts_at, actor.zone)
    if lead is not None:
        why["lead_days"] = lead
    await record(
        session, actor, "documents.replace", document, now=now, before=before, after=after, asked_again=asked, **why
    )
    notification = await _tell(session, actor, document, now=now)
    await remind_of(session, actor, document.circulation_id, now=now)
    await make_findable(session, document)
    return Replaced(document, notification, len(asked))


async def _ask(
    session: AsyncSession, actor: Actor, document: Document, *, again: bool, now: datetime
) -> dict[int, datetime]:
    """Ask whoever is in the audience now for a receipt. Returns the receipts that count no more: when, by person."""
    receipts = {receipt.person_id: receipt for receipt in await list_document_receipts(session, document.id)}
    audience = excluding(await list_audience(session, document.twg_id, document.audience), actor.person.id)
    asked = {}
    for member in audience:
        receipt = receipts.get(member.person_id)
        if receipt is None:
            session.add(Receipt(document_id=document.id, person_id=member.person_id))
        elif again and receipt.acknowledged_at is not None:
            asked[member.person_id] = receipt.acknowledged_at
            receipt.acknowledged_at = receipt.entered_by_id = None
    own = receipts.get(actor.person.id)  # of a document that a colleague has circulated
    if own is not None and own.acknowledged_at is None:
        own.acknowledged_at = now
    return asked


async def _tell(session: AsyncSession, actor: Actor, document: Document, *, now: datetime) -> Notification:
    """Send the new version to those who have another one, or none; who waits for the document gets it with that."""
    await void_notifications(session, await list_ids_about(session, _ONE, document.id, kinds=[REPLACED.name]))
    first = await list_ids_about(session, _SET, document.circulation_id, kinds=[CIRCULATED.name])
    waiting = set().union(*[await list_who_wait(session, notification_id) for notification_id in first])
    audience = await list_audience(session, document.twg_id, document.audience)
    told = excluding(audience, actor.person.id, *waiting)
    data = {"title": document.title, "number": document.versions[-1].number}
    return await notify(session, REPLACED, subject=document, to=told, now=now, by=actor, data=data)


@operation(Permission.DOCUMENT_CIRCULATE)
async def list_newest_run(session: AsyncSession, actor: Actor) -> list[DocumentNames]:
    """The newest documents that the actor runs, at most `MOST_NEWEST`, the newest first."""
    return (await _list_run(session, actor))[:MOST_NEWEST]


async def _list_run(session: AsyncSession, actor: Actor) -> list[DocumentNames]:
    """Those of the newest `CANDIDATES` that stand and that the actor runs, the newest first."""
    standing = Document.recalled_at.is_(None)
    listed = await list_names(session, actor.twg.id, visible_documents(actor), standing, limit=CANDIDATES)
    return [found for found in listed if may_run(actor, Permission.DOCUMENT_CIRCULATE, found.audience)]


@operation(Permission.DOCUMENT_CIRCULATE)
async def list_replaceable(
    session: AsyncSession, actor: Actor, file: SentFile, words: str, *, now: datetime
) -> list[DocumentNames]:
    """The documents that a file may be a new version of, by its name or by what was typed with it; the nearest first.

    Of papers for a meeting that is still to come, names that share
    most words count too if the file, or what was typed, says that it is another version.
    """
    named = [read_name(file.name)] if file.kind == "document" else []
    titled = [read_name(words)] if is_visible(words) and len(words) <= LIMITS["title"] else []
    own = [name for name in (*named, *titled) if name.says_something]
    if not own:
        return []
    marked = any(name.marked for name in (*named, *titled))
    rated = []
    for found in await _list_run(session, actor):
        ahead = found.meeting_at is not None and found.meeting_at > now - AFTER_MEETING
        names = [read_name(name) for name in {found.title, *found.files}]
        near = best(likeness, own, names)
        if near >= NEAR or (marked and ahead and best(overlap, own, names) >= OVERLAPPING):
            rated.append((near, found))
    rated.sort(key=lambda pair: (-pair[0], -pair[1].document_id))
    return [found for _near, found in rated[:MOST_OFFERED]]
