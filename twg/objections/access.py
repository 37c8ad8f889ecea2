"""Access to a no-objection: who sees it, who may answer, who confirms it (G16).

ObjectionsRefusal
├── ObjectionsEnded     it was confirmed or withdrawn
├── AnswersOver         the last day to answer is past
├── AnswersDue          it is confirmed once everybody has answered, or the last day is over
├── AnswerUnclear       the words may mean several answers
└── NobodyAsked         nobody but who asks and the Chair is in the audience
"""

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, true
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.addressees import PERSON
from storage.core.audiences import pack, token_of
from storage.engine.database import hold_whole
from storage.members import Membership, Role
from storage.objections import NoObjection, find_objection, list_objection_answers, list_objections
from twg.core.actors import Actor
from twg.core.audiences import Reader, includes, list_audience, parse_audience, visible_to
from twg.core.operations import operation
from twg.core.permissions import GRANTS, Permission
from twg.core.refusals import NotAllowed, NotFound, Refusal

#: In a list.
MOST_LISTED = 20
#: For so long after the last day an objection is answered with what became of the text.
LATELY = timedelta(days=60)


class ObjectionsRefusal(Refusal):
    key = "objections#refused"


class ObjectionsEnded(ObjectionsRefusal):
    """data: `objection`."""

    key = "objections#ended"


class AnswersOver(ObjectionsRefusal):
    """data: `day`."""

    key = "objections#answers_over"


class AnswersDue(ObjectionsRefusal):
    """data: `day`."""

    key = "objections#answers_due"


class AnswerUnclear(ObjectionsRefusal):
    key = "objections#unclear"


class NobodyAsked(ObjectionsRefusal):
    key = "objections#nobody_asked"


def is_asked(objection: NoObjection, member: Membership) -> bool:
    """Whether this member is asked: neither who asks nor the Chair, who confirms."""
    decides = member.person_id == objection.created_by_id or member.role is Role.CHAIR
    return includes(objection.audience, member) and not decides


async def list_asked(session: AsyncSession, objection: NoObjection) -> list[Membership]:
    """Everybody who is asked as of now."""
    members = await list_audience(session, objection.twg_id, objection.audience)
    return [member for member in members if is_asked(objection, member)]


def audience_of_decision(objection: NoObjection) -> str:
    """Who sees the decision that arises from it, as it is stored: who is asked, who asks, and the Chair."""
    more = {token_of(PERSON, objection.created_by_id), f"role:{Role.CHAIR}"}
    return pack(parse_audience(objection.audience) | more)


def visible_objections(reader: Reader) -> ColumnElement[bool]:
    """The clause for those that this reader may see: who is asked, who asks, and the Chair, who confirms all."""
    if reader.role in GRANTS[Permission.OBJECTION_CONFIRM]:
        return true()
    return visible_to(reader, NoObjection.audience, NoObjection.created_by_id)


def organises(actor: Actor, objection: NoObjection) -> bool:
    """Whether the actor sees who answers what."""
    return actor.may(Permission.OBJECTION_ASK) or objection.created_by_id == actor.person.id


def may_withdraw(actor: Actor, objection: NoObjection) -> bool:
    """Who asked, and the Chair, who would confirm it."""
    return objection.created_by_id == actor.person.id or actor.may(Permission.OBJECTION_CONFIRM)


async def access_objection(session: AsyncSession, actor: Actor, objection_id: int) -> NoObjection:
    """The no-objection, if the actor may see it. Raises: NotFound."""
    actor.check_covers("objections")
    seen = NoObjection.twg_id == actor.twg.id, visible_objections(Reader.of(actor))
    found = await find_objection(session, objection_id, *seen)
    if found is None:
        raise NotFound
    return found


async def access_open(session: AsyncSession, actor: Actor, objection_id: int) -> NoObjection:
    """The same, locked, as it is then, while it has not ended. Raises: NotFound, ObjectionsEnded."""
    await hold_whole(session, await access_objection(session, actor, objection_id))
    objection = await access_objection(session, actor, objection_id)
    check_open(objection)
    return objection


def check_open(objection: NoObjection) -> None:
    """Raises: ObjectionsEnded."""
    if objection.ended_at is not None:
        raise ObjectionsEnded(objection=objection)


def takes_answers(objection: NoObjection, *, today: date) -> bool:
    return objection.ended_at is None and today <= objection.answer_by


def check_answerable(actor: Actor, objection: NoObjection, *, now: datetime) -> None:
    """Raises: NotAllowed for who is not asked; ObjectionsEnded, AnswersOver."""
    if not is_asked(objection, actor.member):
        raise NotAllowed
    check_open(objection)
    if not takes_answers(objection, today=now.astimezone(actor.zone).date()):
        raise AnswersOver(day=objection.answer_by)


async def access_confirmable(session: AsyncSession, actor: Actor, objection_id: int) -> NoObjection:
    """One that the actor, as Chair, may confirm. Raises: NotFound, NotAllowed, ObjectionsEnded."""
    objection = await access_objection(session, actor, objection_id)
    if not actor.may(Permission.OBJECTION_CONFIRM):
        raise NotAllowed
    check_open(objection)
    return objection


async def access_withdrawable(session: AsyncSession, actor: Actor, objection_id: int) -> NoObjection:
    """One that the actor may withdraw. Raises: NotFound, NotAllowed, ObjectionsEnded."""
    objection = await access_objection(session, actor, objection_id)
    if not may_withdraw(actor, objection):
        raise NotAllowed
    check_open(objection)
    return objection


@operation(Permission.SEE)
async def list_open(session: AsyncSession, actor: Actor) -> list[NoObjection]:
    """The newest `MOST_LISTED` that have not ended and that the actor may see."""
    seen = visible_objections(Reader.of(actor))
    return await list_objections(session, actor.twg.id, seen, limit=MOST_LISTED, open_only=True)


@operation(Permission.SEE)
async def list_over(session: AsyncSession, actor: Actor, *, today: date) -> list[NoObjection]:
    """Those of the last weeks that the actor is asked, or was, and can answer no more, the newest first."""
    seen = visible_objections(Reader.of(actor)), NoObjection.answer_by >= today - LATELY
    found = await list_objections(session, actor.twg.id, *seen, limit=MOST_LISTED)
    return [each for each in found if is_asked(each, actor.member) and not takes_answers(each, today=today)]


async def list_silent(session: AsyncSession, objection: NoObjection) -> list[Membership]:
    """Those who are asked and have not answered."""
    answers = await list_objection_answers(session, objection.id)
    return [member for member in await list_asked(session, objection) if member.person_id not in answers]
