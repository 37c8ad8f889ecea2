"""Circulating documents: one act, one audience, one question to acknowledge them; and their reminders (D1, D2, D5)."""

from datetime import date, datetime, time, timedelta
from typing import Any

from pydantic import BaseModel, Field
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from storage.core.notifications import Notification
from storage.documents import (
    Circulation,
    Document,
    DocumentKind,
    DocumentVersion,
    Receipt,
    find_circulation,
    list_unacknowledged,
)
from storage.engine.batches import in_batches
from storage.engine.labels import N_
from storage.meetings import Meeting
from storage.members import Membership, Twg
from twg.core.actors import Actor
from twg.core.addressing import access_audience
from twg.core.audiences import excluding, list_audience
from twg.core.audit import record, values_of
from twg.core.files import SentFile, keep_file
from twg.core.notices import Cause, InGroups, Notice, end_of
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.rules import Rule, rule
from twg.core.timekeeping import Timekeeping
from twg.documents.access import make_findable
from twg.documents.albums import albums_of
from twg.documents.naming import name_of_circulation
from twg.meetings.access import access_meeting
from twg.meetings.lead_time import lead_days
from twg.reminders.schedule import due_moments, list_twg_rules, schedule, schedule_all

#: The latest reminder of documents after they were circulated, apart from the one on its last day.
LONGEST_REMINDED = timedelta(days=31)


async def audience_but_author(cause: Cause) -> list[Membership]:
    """The current members of the circulation's audience, without the person who made it."""
    circulation: Circulation = cause.subject
    audience = await list_audience(cause.session, circulation.twg_id, circulation.audience)
    return excluding(audience, circulation.created_by_id)


async def who_has_not_acknowledged(cause: Cause) -> list[Membership]:
    """The current members of the audience who were asked and have not acknowledged every document."""
    circulation: Circulation = cause.subject
    waiting = await list_unacknowledged(cause.session, circulation.id)
    audience = await list_audience(cause.session, circulation.twg_id, circulation.audience)
    return [member for member in audience if member.person_id in waiting]


async def last_day(cause: Cause) -> datetime | None:
    """The end of the day by which it should be acknowledged."""
    circulation: Circulation = cause.subject
    return end_of(circulation.acknowledge_by, cause, await cause.session.get_one(Twg, circulation.twg_id))


#: One document is one message, with title, kind and note as the caption of the file; a set is albums and a list.
CIRCULATED = Notice(
    name="document_circulated",
    subject=Circulation,
    recipients=audience_but_author,
    useful_until=last_day,
    in_groups=InGroups.ALWAYS,
)
REMINDER = Notice(name="document_reminder", subject=Circulation, recipients=who_has_not_acknowledged, grouped=True)

RULES = (
    rule("document_2_days", N_("Document: first reminder"), REMINDER, days=2, grace_h=48),
    rule("document_last_day", N_("Document: on the last day"), REMINDER, days=0, grace_h=12),
)


#: Longest title and note, in characters.
LIMITS = {"title": 200, "note": 1024}


class NewDocument(BaseModel):
    """One document of a circulation; `language` is "km", "en" or empty; `minutes_of_id`: of minutes."""

    file: SentFile
    title: str = Field(max_length=LIMITS["title"])
    kind: DocumentKind
    language: str = ""
    source: str = Field(default="", max_length=LIMITS["title"])
    theme: str = Field(default="", max_length=LIMITS["title"])
    dated_on: date | None = None
    agenda_item_id: int | None = None
    minutes_of_id: int | None = None


class NewCirculation(BaseModel):
    """`audience` is the token of an audience, or several as `join_tokens` joins them; `title`: of several documents."""

    documents: list[NewDocument] = Field(min_length=1)
    audience: str
    title: str = Field(default="", max_length=LIMITS["title"])
    acknowledge_by: date | None = None
    meeting_id: int | None = None
    note: str = Field(default="", max_length=LIMITS["note"])


@operation(Permission.DOCUMENT_CIRCULATE)
async def circulate(
    session: AsyncSession, actor: Actor, args: NewCirculation, *, now: datetime
) -> tuple[Circulation, Notification]:
    """Store documents and send them to their audience, who are asked once to acknowledge them.

    Raises: NotAChoice, GroupEnded (the audience); NotAllowed; NotFound (the meeting).
    How many days before its meeting each was sent is recorded, and follows from the two moments.

    Source: Guideline 2016, Part Three (c)(iii): 10 days; (d)(ii).
    """
    audience = await access_audience(session, actor, args.audience, Permission.DOCUMENT_CIRCULATE, now=now)
    meeting = None if args.meeting_id is None else await access_meeting(session, actor, args.meeting_id)
    recipients = excluding(await list_audience(session, actor.twg.id, audience), actor.person.id)
    circulation = Circulation(
        twg_id=actor.twg.id,
        title=args.title,
        audience=audience,
        note=args.note,
        acknowledge_by=args.acknowledge_by,
        meeting=meeting,
        created_by_id=actor.person.id,
        circulated_at=now,
        documents=[
            await _document(session, actor, document, audience, position, now=now)
            for position, document in enumerate(args.documents, start=1)
        ],
    )
    session.add(circulation)
    await session.flush()
    for document in circulation.documents:
        await record(session, actor, "documents.circulate", document, now=now, after=_facts(actor, document, meeting))
        session.add_all(Receipt(document_id=document.id, person_id=member.person_id) for member in recipients)
        await make_findable(session, document)
    notification = await notify(
        session,
        CIRCULATED,
        subject=circulation,
        to=recipients,
        now=now,
        by=actor,
        parts=len(albums_of(circulation)) + 1,
        data={"title": name_of_circulation(circulation)},
    )
    await schedule(session, actor, circulation, anchors=_anchors_of(actor, circulation), now=now)
    return circulation, notification


def _facts(actor: Actor, document: Document, meeting: Meeting | None) -> dict[str, Any]:
    """What is recorded of a document; of a paper for a meeting also how many days before it was sent."""
    circulation = document.circulation
    details = values_of(document, "source", "theme", "language", "dated_on")
    lead = None if meeting is None else lead_days(circulation.circulated_at, meeting.starts_at, actor.zone)
    return {
        **values_of(document, "title", "kind", "audience"),
        **values_of(circulation, "note", "acknowledge_by", "meeting_id"),
        **{name: value for name, value in details.items() if value},
        **({} if lead is None else {"lead_days": lead}),
        "file_id": document.file.id,
    }


async def remind_of(session: AsyncSession, actor: Actor, circulation_id: int, *, now: datetime) -> None:
    """Let the reminders of a circulation follow the newest versions of the documents that stand."""
    circulation = await find_circulation(session, circulation_id)
    assert circulation is not None  # noqa: S101 - a document has one
    await schedule(session, actor, circulation, anchors=_anchors_of(actor, circulation), now=now)


async def _document(
    session: AsyncSession, actor: Actor, args: NewDocument, audience: str, position: int, *, now: datetime
) -> Document:
    """A new document with its first version."""
    stored = await keep_file(session, actor, args.file, now=now)
    version = DocumentVersion(number=1, file_id=stored.id, file=stored, created_at=now, created_by_id=actor.person.id)
    return Document(
        twg_id=actor.twg.id,
        position=position,
        audience=audience,
        **args.model_dump(exclude={"file"}),
        versions=[version],
    )


def _anchors_of(actor: Actor, circulation: Circulation) -> dict[str, datetime]:
    """What the reminders of a circulation count from: its newest version; nothing where every document was recalled."""
    standing = [document for document in circulation.documents if document.recalled_at is None]
    if not standing:
        return {}
    newest = max(document.versions[-1].created_at for document in standing)
    return _anchors(actor, newest, circulation.acknowledge_by)


def _anchors(actor: Actor, circulated_at: datetime, acknowledge_by: date | None) -> dict[str, datetime]:
    """A reminder after two days; where a day was set, one on that day, and the first only if it is well before.

    A version that is sent after the day is reminded of as one without a day.
    """
    last = None if acknowledge_by is None else datetime.combine(acknowledge_by, time(23, 59), actor.zone)
    if last is None or last <= circulated_at:
        return {"document_2_days": circulated_at}
    anchors = {"document_last_day": last}
    if last - circulated_at > timedelta(days=4):
        anchors["document_2_days"] = circulated_at
    return anchors


@operation(Permission.DOCUMENT_CIRCULATE)
async def list_rules_in_force(session: AsyncSession, actor: Actor) -> list[Rule]:
    """The reminder rules as they are in force in the actor's TWG."""
    return await list_twg_rules(session, actor.twg, actor.timekeeping)


def first_reminder(actor: Actor, rules: list[Rule], acknowledge_by: date | None, *, now: datetime) -> datetime | None:
    """The moment of the first reminder of documents that are circulated now; `None` where there would be none.

    Args:
        rules: the rules in force.
    """
    anchors = _anchors(actor, now, acknowledge_by)
    moments = due_moments(rules, anchors, actor.zone, actor.hours)
    return min((moment for moment in moments.values() if moment > now), default=None)


async def reschedule(session: AsyncSession, twg: Twg, timekeeping: Timekeeping, now: datetime) -> None:
    """Compute the reminders of every circulation of a TWG that may have a future reminder again."""
    actor = Actor(twg, timekeeping=timekeeping)
    today = now.astimezone(actor.zone).date()
    sent = select(Document.circulation_id).join(Document.versions)
    sent = sent.where(Document.twg_id == twg.id, DocumentVersion.created_at > now - LONGEST_REMINDED)
    lately = or_(Circulation.acknowledge_by >= today, Circulation.id.in_(sent))
    made = select(Circulation).where(Circulation.twg_id == twg.id, lately)
    versions = selectinload(Circulation.documents).selectinload(Document.versions)
    async for batch in in_batches(session, made, Circulation.id, versions):
        anchors = {row: _anchors_of(actor, row) for row in batch}
        await schedule_all(session, actor, anchors, now=now)
