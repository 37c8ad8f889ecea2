"""Circulating documents, acknowledging them, and listing who has not (D1, D2, D5)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from pydantic import BaseModel, Field
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.notifications import Notification
from storage.documents import (
    Document,
    DocumentKind,
    DocumentVersion,
    Receipt,
    find_receipt,
    list_documents,
    list_receipts,
    list_unacknowledged,
)
from storage.engine.batches import in_batches
from storage.engine.database import hold
from storage.engine.labels import N_
from storage.members import Membership, Twg
from twg.core.actors import Actor
from twg.core.addressing import access_audience, check_runs
from twg.core.audiences import excluding, list_audience
from twg.core.audit import record, values_of
from twg.core.files import SentFile, keep_file
from twg.core.notices import Cause, InGroups, Notice, end_of
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.core.rules import Rule, rule
from twg.core.timekeeping import Timekeeping
from twg.documents.access import access_document, make_findable, visible_documents
from twg.reminders.schedule import due_moments, list_twg_rules, schedule, schedule_all

#: The latest reminder of a document after it was circulated, apart from the one on its last day.
LONGEST_REMINDED = timedelta(days=31)


async def audience_but_author(cause: Cause) -> list[Membership]:
    """The current members of the document's audience, without the person who circulated it."""
    document: Document = cause.subject
    return excluding(await list_audience(cause.session, document.twg_id, document.audience), document.created_by_id)


async def who_has_not_acknowledged(cause: Cause) -> list[Membership]:
    """The current members of the audience who were asked and have not acknowledged."""
    document: Document = cause.subject
    waiting = await list_unacknowledged(cause.session, document.id)
    audience = await list_audience(cause.session, document.twg_id, document.audience)
    return [member for member in audience if member.person_id in waiting]


async def last_day(cause: Cause) -> datetime | None:
    """The end of the day by which it should be acknowledged."""
    document: Document = cause.subject
    return end_of(document.acknowledge_by, cause, await cause.session.get_one(Twg, document.twg_id))


#: The message has one part: title, kind and note are the caption of the file.
CIRCULATED = Notice(
    name="document_circulated",
    subject=Document,
    recipients=audience_but_author,
    useful_until=last_day,
    in_groups=InGroups.ALWAYS,
)
REMINDER = Notice(name="document_reminder", subject=Document, recipients=who_has_not_acknowledged, grouped=True)

RULES = (
    rule("document_2_days", N_("Document: first reminder"), REMINDER, days=2, grace_h=48),
    rule("document_last_day", N_("Document: on the last day"), REMINDER, days=0, grace_h=12),
)


#: Longest title and note, in characters.
LIMITS = {"title": 200, "note": 500}


class NewDocument(BaseModel):
    """`audience` is the token of an audience or of a sub-group."""

    file: SentFile
    title: str = Field(max_length=LIMITS["title"])
    kind: DocumentKind
    audience: str
    acknowledge_by: date | None = None
    note: str = Field(default="", max_length=LIMITS["note"])


@dataclass(frozen=True)
class ReceiptList:
    document: Document
    acknowledged: list[Receipt]
    waiting: list[Receipt]


@operation(Permission.DOCUMENT_CIRCULATE)
async def circulate(
    session: AsyncSession, actor: Actor, args: NewDocument, *, now: datetime
) -> tuple[Document, Notification]:
    """Store a document and send it to its audience, who are asked to acknowledge it.

    Raises: NotAChoice, GroupEnded (the audience); NotAllowed.
    Source: Guideline, Part Three (c)(iii), (d)(ii).
    """
    audience = await access_audience(session, actor, args.audience, Permission.DOCUMENT_CIRCULATE, now=now)
    stored = await keep_file(session, actor, args.file, now=now)
    document = Document(
        twg_id=actor.twg.id,
        title=args.title,
        kind=args.kind,
        audience=audience,
        note=args.note,
        acknowledge_by=args.acknowledge_by,
        created_by_id=actor.person.id,
        circulated_at=now,
        versions=[DocumentVersion(number=1, file_id=stored.id, file=stored, created_at=now)],
    )
    session.add(document)
    after = values_of(document, "title", "kind", "audience", "note", "acknowledge_by")
    await record(session, actor, "documents.circulate", document, now=now, after={**after, "file_id": stored.id})
    recipients = excluding(await list_audience(session, actor.twg.id, document.audience), actor.person.id)
    session.add_all(Receipt(document_id=document.id, person_id=member.person_id) for member in recipients)
    notification = await notify(
        session,
        CIRCULATED,
        subject=document,
        to=recipients,
        now=now,
        by=actor,
        data={"title": document.title},
    )
    await schedule(session, actor, document, anchors=_anchors(actor, now, args.acknowledge_by), now=now)
    await make_findable(session, document, stored)
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
async def list_rules_in_force(session: AsyncSession, actor: Actor) -> list[Rule]:
    """The reminder rules as they are in force in the actor's TWG."""
    return await list_twg_rules(session, actor.twg, actor.timekeeping)


def first_reminder(actor: Actor, rules: list[Rule], acknowledge_by: date | None, *, now: datetime) -> datetime | None:
    """The moment of the first reminder of a document that is circulated now; `None` where there would be none.

    Args:
        rules: the rules in force.
    """
    anchors = _anchors(actor, now, acknowledge_by)
    moments = due_moments(rules, anchors, actor.zone, actor.hours)
    return min((moment for moment in moments.values() if moment > now), default=None)


async def reschedule(session: AsyncSession, twg: Twg, timekeeping: Timekeeping, now: datetime) -> None:
    """Compute the reminders of every document of a TWG that may have a future reminder again."""
    actor = Actor(twg, timekeeping=timekeeping)
    today = now.astimezone(actor.zone).date()
    lately = or_(Document.acknowledge_by >= today, Document.circulated_at > now - LONGEST_REMINDED)
    async for batch in in_batches(session, select(Document).where(Document.twg_id == twg.id, lately), Document.id):
        anchors = {document: _anchors(actor, document.circulated_at, document.acknowledge_by) for document in batch}
        await schedule_all(session, actor, anchors, now=now)


@operation(Permission.DOCUMENT_ACKNOWLEDGE)
async def acknowledge(session: AsyncSession, actor: Actor, document_id: int, *, now: datetime) -> Receipt:
    """Record that the actor has received a document; repeating it changes nothing.

    Raises: NotFound, also for somebody it was not circulated to.
    """
    document = await access_document(session, actor, document_id)
    receipt = await find_receipt(session, document.id, actor.person.id)
    if receipt is None:
        raise NotFound
    await hold(session, receipt)
    if receipt.acknowledged_at is None:
        before = values_of(receipt, "acknowledged_at")
        receipt.acknowledged_at, receipt.entered_by_id = now, actor.by_id
        after = values_of(receipt, *before)
        await record(session, actor, "documents.acknowledge", receipt, now=now, before=before, after=after)
    return receipt


@operation(Permission.SEE)
async def list_library(session: AsyncSession, actor: Actor, *, limit: int) -> list[Document]:
    """The newest documents that the actor may see."""
    return await list_documents(session, actor.twg.id, visible_documents(actor), limit=limit)


@operation(Permission.DOCUMENT_CIRCULATE)
async def list_who_has_not(session: AsyncSession, actor: Actor, document_id: int) -> ReceiptList:
    """Who acknowledged a document, and which current members of its audience have not.

    Raises: NotFound, NotAllowed.
    """
    document = await access_document(session, actor, document_id)
    check_runs(actor, Permission.DOCUMENT_CIRCULATE, document.audience)
    receipts = await list_receipts(session, document.id)
    audience = {member.person_id for member in await list_audience(session, document.twg_id, document.audience)}
    return ReceiptList(
        document,
        [receipt for receipt in receipts if receipt.acknowledged_at is not None],
        [receipt for receipt in receipts if receipt.acknowledged_at is None and receipt.person_id in audience],
    )
