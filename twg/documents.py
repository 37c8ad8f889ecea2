"""Documents: circulating, acknowledging, who has not (D1, D2, D5)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from pydantic import BaseModel, Field
from sqlalchemy import or_
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core import search
from storage.core.notifications import Notification
from storage.documents import (
    Document,
    DocumentKind,
    DocumentVersion,
    Receipt,
    find_document,
    find_receipt,
    list_documents,
    list_receipts,
)
from storage.engine.database import hold
from storage.members import Twg
from storage.reminders import list_rule_settings
from twg.core.actors import Actor
from twg.core.audiences import Audience, Reader, excluding, list_audience, to_column, visible_to
from twg.core.audit import record
from twg.core.files import SentFile, keep_file
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.time.reminder_schedule import adapt, due_moments, schedule
from twg.time.rules import Practice

#: A circulated document's title, kind and note go in the caption, with the file itself: one message.
CIRCULATION_PARTS = 1


#: No rule reminds of a document later than this after it was circulated, apart from its last day.
LONGEST_REMINDED = timedelta(days=31)


class NewDocument(BaseModel):
    file: SentFile
    title: str = Field(max_length=200)
    kind: DocumentKind
    audience: Audience
    acknowledge_by: date | None = None
    note: str = Field(default="", max_length=500)


@dataclass(frozen=True)
class ReceiptList:
    document: Document
    acknowledged: list[Receipt]
    waiting: list[Receipt]


async def access_document(session: AsyncSession, actor: Actor, document_id: int) -> Document:
    """The document with its versions, if the actor may see it. Raises: NotFound."""
    visible = visible_to(Reader.of(actor), Document.audience, Document.created_by_id)
    document = await find_document(session, document_id, Document.twg_id == actor.twg.id, visible)
    if document is None:
        raise NotFound
    return document


@operation(Permission.DOCUMENT_CIRCULATE)
async def circulate(
    session: AsyncSession, actor: Actor, args: NewDocument, *, now: datetime
) -> tuple[Document, Notification]:
    """Keep a document and send it to its audience, who are asked to acknowledge it.

    Source: Guideline, Part Three (c)(iii), (d)(ii).
    """
    stored = await keep_file(session, actor, args.file, now=now)
    document = Document(
        twg_id=actor.twg.id,
        title=args.title,
        kind=args.kind,
        audience=to_column(args.audience),
        note=args.note,
        acknowledge_by=args.acknowledge_by,
        created_by_id=actor.person.id,
        circulated_at=now,
        versions=[DocumentVersion(number=1, file_id=stored.id, file=stored, created_at=now)],
    )
    session.add(document)
    await record(session, actor, "documents.circulate", document, now=now, audience=args.audience)
    recipients = excluding(await list_audience(session, actor.twg.id, document.audience), actor.person.id)
    session.add_all(Receipt(document_id=document.id, person_id=member.person_id) for member in recipients)
    notification = await notify(
        session,
        "documents/circulated",
        subject=document,
        to=recipients,
        now=now,
        by=actor,
        parts=CIRCULATION_PARTS,
        data={"title": document.title},
    )
    await schedule(session, actor, document, anchors=_anchors(actor, now, args.acknowledge_by), now=now)
    await _make_findable(session, document, stored.name)
    return document, notification


def _anchors(actor: Actor, circulated_at: datetime, acknowledge_by: date | None) -> dict[str, datetime]:
    """A reminder after two days; where a day was set, one on that day, and the first only if it is well before."""
    if acknowledge_by is None:
        return {"document_2_days": circulated_at}
    last = datetime.combine(acknowledge_by, time(23, 59), actor.zone)
    anchors = {"document_last_day": last}
    if last - circulated_at > timedelta(days=4):
        anchors["document_2_days"] = circulated_at
    return anchors


@operation(Permission.DOCUMENT_CIRCULATE)
async def find_first_reminder(
    session: AsyncSession, actor: Actor, acknowledge_by: date | None, *, now: datetime
) -> datetime | None:
    """When members would first be reminded of a document circulated now; nothing where they never would."""
    anchors = _anchors(actor, now, acknowledge_by)
    settings = await list_rule_settings(session, actor.twg.id)
    rules = [adapt(rule, settings.get(rule.name)) for rule in actor.practice.rules_of(actor.twg.code)]
    moments = due_moments(rules, anchors, actor.zone, actor.practice.hours)
    return min((moment for moment in moments.values() if moment > now), default=None)


async def remind_ahead(session: AsyncSession, twg: Twg, practice: Practice, *, now: datetime) -> None:
    """Set the reminders anew of every document that may still have one ahead."""
    actor = Actor(twg, practice=practice)
    today = now.astimezone(actor.zone).date()
    lately = or_(Document.acknowledge_by >= today, Document.circulated_at > now - LONGEST_REMINDED)
    for document in await list_documents(session, actor.twg.id, lately, limit=1000):
        anchors = _anchors(actor, document.circulated_at, document.acknowledge_by)
        await schedule(session, actor, document, anchors=anchors, now=now)


@operation(Permission.DOCUMENT_ACKNOWLEDGE)
async def acknowledge(session: AsyncSession, actor: Actor, document_id: int, *, now: datetime) -> Receipt:
    """Say that one has received a document; a second time changes nothing.

    Raises: NotFound, also for somebody it was not circulated to.
    """
    document = await access_document(session, actor, document_id)
    receipt = await find_receipt(session, document.id, actor.person.id)
    if receipt is None:
        raise NotFound
    await hold(session, receipt)
    if receipt.acknowledged_at is None:
        receipt.acknowledged_at = now
        await record(session, actor, "documents.acknowledge", receipt, now=now)
    return receipt


@operation(Permission.SEE)
async def list_library(session: AsyncSession, actor: Actor) -> list[Document]:
    """The newest documents that the actor may see."""
    visible = visible_to(Reader.of(actor), Document.audience, Document.created_by_id)
    return await list_documents(session, actor.twg.id, visible)


@operation(Permission.DOCUMENT_CIRCULATE)
async def list_who_has_not(session: AsyncSession, actor: Actor, document_id: int) -> ReceiptList:
    """Who acknowledged a document and who of its audience now has not. Raises: NotFound."""
    document = await access_document(session, actor, document_id)
    receipts = await list_receipts(session, document.id)
    audience = {member.person_id for member in await list_audience(session, document.twg_id, document.audience)}
    return ReceiptList(
        document,
        [receipt for receipt in receipts if receipt.acknowledged_at is not None],
        [receipt for receipt in receipts if receipt.acknowledged_at is None and receipt.person_id in audience],
    )


async def _make_findable(session: AsyncSession, document: Document, file_name: str) -> None:
    await search.put_entry(
        session,
        search.Entry(
            subject_type=search.Subject.DOCUMENT,
            subject_id=document.id,
            twg_id=document.twg_id,
            audience=document.audience,
            author_id=document.created_by_id,
            title=document.title,
            body=f"{file_name} {document.note}",
            dated=document.circulated_at,
        ),
    )
