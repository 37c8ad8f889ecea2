"""Putting a text to members without a meeting (G16)."""

from datetime import date, datetime

from pydantic import BaseModel, Field
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core import search
from storage.core.shortening import first_line
from storage.decisions import LONGEST_DECISION
from storage.documents import Document, list_documents
from storage.members import Twg
from storage.objections import NoObjection, ObjectionPaper
from twg.core.actors import Actor
from twg.core.addressing import LONGEST, TooManyChosen, access_audience
from twg.core.audit import record, values_of
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import PastDay
from twg.core.timekeeping import Timekeeping
from twg.documents.access import access_document, visible_documents
from twg.objections import notices
from twg.objections.access import NobodyAsked, access_objection, audience_of_decision, list_asked
from twg.reminders.schedule import schedule, schedule_all

#: Documents that are offered, the newest.
MOST_DOCUMENTS = 8
#: Characters that `audience_of_decision` may add to an audience.
_ADDED = 40


class NewObjection(BaseModel):
    """What is asked. `audience`: the token of an audience, or several; `answer_by`: local date."""

    text: str = Field(min_length=1, max_length=LONGEST_DECISION)
    audience: str
    answer_by: date
    documents: tuple[int, ...] = ()


@operation(Permission.OBJECTION_ASK)
async def ask(session: AsyncSession, actor: Actor, args: NewObjection, *, now: datetime) -> NoObjection:
    """Ask members whether they object to a text, and tell them.

    Raises: NotAChoice, TooManyChosen, GroupEnded (the audience); PastDay; NotFound, WasRecalled (a document);
        NobodyAsked.
    """
    audience = await access_audience(session, actor, args.audience, Permission.OBJECTION_ASK, now=now)
    if len(audience) > LONGEST - _ADDED:
        raise TooManyChosen(field="audience")
    if args.answer_by < now.astimezone(actor.zone).date():
        raise PastDay(field="answer_by", day=args.answer_by)
    papers = [await access_document(session, actor, number) for number in dict.fromkeys(args.documents)]
    objection = NoObjection(
        twg_id=actor.twg.id,
        text=args.text.strip(),
        audience=audience,
        answer_by=args.answer_by,
        created_by_id=actor.person.id,
        created_at=now,
        papers=[ObjectionPaper(document_id=paper.id) for paper in papers],
    )
    if not await list_asked(session, objection):
        raise NobodyAsked(field="audience")
    session.add(objection)
    after = values_of(objection, "text", "audience", "answer_by")
    after["papers"] = [paper.title for paper in papers]
    await record(session, actor, "objections.ask", objection, now=now, after=after)
    await schedule(session, actor, objection, anchors=notices.anchors_of(objection, actor.zone), now=now)
    await notify(session, notices.ASKED, subject=objection, now=now, by=actor)
    await _make_findable(session, objection)
    return await access_objection(session, actor, objection.id)


async def _make_findable(session: AsyncSession, objection: NoObjection) -> None:
    """Enter it in the index of the search, for those who may see it."""
    await search.put_entry(
        session,
        search.Entry(
            subject_type=NoObjection.__tablename__,
            subject_id=objection.id,
            twg_id=objection.twg_id,
            audience=audience_of_decision(objection),
            author_id=objection.created_by_id,
            title=first_line(objection.text),
            body=objection.text,
            dated=objection.created_at,
        ),
    )


@operation(Permission.OBJECTION_ASK)
async def list_offered(session: AsyncSession, actor: Actor) -> list[Document]:
    """The newest documents that the actor may see, which may belong to what is asked."""
    return await list_documents(session, actor.twg.id, visible_documents(actor), limit=MOST_DOCUMENTS)


async def reschedule(session: AsyncSession, twg: Twg, timekeeping: Timekeeping, now: datetime) -> None:
    """Compute the reminders of every no-objection of a TWG again that has not ended."""
    actor = Actor(twg, timekeeping=timekeeping)
    query = select(NoObjection).where(NoObjection.twg_id == twg.id, NoObjection.ended_at.is_(None))
    found = list(await session.scalars(query.order_by(NoObjection.id)))
    anchors = {each: notices.anchors_of(each, actor.zone) for each in found}
    await schedule_all(session, actor, anchors, now=now)
