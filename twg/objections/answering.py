"""Answering whether one objects, and how a no-objection stands (G16)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.bound_messages import change_bound
from storage.core.spelling import is_visible
from storage.engine.database import hold
from storage.members import Membership
from storage.objections import LONGEST_REASON, NoObjection, ObjectionAnswer, list_objection_answers
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import Missing, NotAllowed, TooLong
from twg.objections.access import access_objection, check_answerable, list_asked, organises

#: Answers that come within this time of each other change the message of who follows it once.
SETTLE = timedelta(seconds=2)
_ANSWERED = ("agrees", "reason", "words", "answered_at")


@dataclass(frozen=True)
class Standing:
    """How it stands. Attributes: `asked`, everybody who is asked as of now; `answers`, theirs, by person."""

    objection: NoObjection
    asked: list[Membership]
    answers: dict[int, ObjectionAnswer]

    @property
    def objecting(self) -> list[tuple[Membership, ObjectionAnswer]]:
        given = [(member, self.answers.get(member.person_id)) for member in self.asked]
        return [(member, answer) for member, answer in given if answer is not None and not answer.agrees]

    @property
    def agreeing(self) -> list[Membership]:
        given = [(member, self.answers.get(member.person_id)) for member in self.asked]
        return [member for member, answer in given if answer is not None and answer.agrees]

    @property
    def silent(self) -> list[Membership]:
        return [member for member in self.asked if member.person_id not in self.answers]


@operation(Permission.MEETING_ANSWER)
async def answer(
    session: AsyncSession,
    actor: Actor,
    objection_id: int,
    *,
    agrees: bool,
    reason: str = "",
    words: str = "",
    now: datetime,
) -> NoObjection:
    """Record whether the actor objects; it replaces what they said before.

    Args:
        reason: why they object.
        words: as typed; empty for a pressed button.
    Raises: NotFound; NotAllowed for who is not asked; ObjectionsEnded, AnswersOver; Missing, TooLong (the reason).
    """
    objection = await access_objection(session, actor, objection_id)
    await hold(session, objection, shared=True)
    check_answerable(actor, objection, now=now)
    if not agrees and not is_visible(reason):
        raise Missing(field="reason")
    if len(reason) > LONGEST_REASON:
        raise TooLong(field="reason", limit=LONGEST_REASON, length=len(reason))
    said = (await list_objection_answers(session, objection.id)).get(actor.person.id)
    before = None if said is None else values_of(said, *_ANSWERED)
    if said is None:
        said = ObjectionAnswer(objection_id=objection.id, person_id=actor.person.id)
        session.add(said)
    said.agrees, said.reason, said.words = agrees, "" if agrees else reason.strip(), words
    said.answered_at, said.entered_by_id = now, actor.by_id
    await record(session, actor, "objections.answer", said, now=now, before=before, after=values_of(said, *_ANSWERED))
    await change_bound(session, NoObjection.__tablename__, [objection.id], now=now + SETTLE)
    return objection


async def access_own(session: AsyncSession, actor: Actor, objection: NoObjection) -> ObjectionAnswer | None:
    """What the actor has answered; None for nothing."""
    return (await list_objection_answers(session, objection.id)).get(actor.person.id)


async def access_standing(session: AsyncSession, objection: NoObjection) -> Standing:
    """Who answers what, for who may read it."""
    asked, answers = await list_asked(session, objection), await list_objection_answers(session, objection.id)
    ids = {member.person_id for member in asked}
    return Standing(objection, asked, {number: each for number, each in answers.items() if number in ids})


@operation(Permission.SEE)
async def read_standing(session: AsyncSession, actor: Actor, objection_id: int) -> Standing:
    """Who answers what, for who organises it. Raises: NotFound, NotAllowed."""
    objection = await access_objection(session, actor, objection_id)
    if not organises(actor, objection):
        raise NotAllowed
    return await access_standing(session, objection)
