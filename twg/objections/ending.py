"""The Chair confirms what nobody objects to, or decides despite objections; it may be withdrawn (G16)."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.bound_messages import change_bound
from storage.core.spelling import is_visible
from storage.objections import LONGEST_REASON, NoObjection, Outcome
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.core.notices import Notice
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import Missing, NotAllowed, TooLong
from twg.decisions.registering import register_confirmed
from twg.objections import notices
from twg.objections.access import AnswersDue, access_open, audience_of_decision, may_withdraw, takes_answers
from twg.objections.answering import Standing, access_standing
from twg.reminders.schedule import void_reminders

_ENDED = ("outcome", "ended_at", "ended_by_id", "reason", "decision_id")


@operation(Permission.OBJECTION_CONFIRM)
async def confirm(
    session: AsyncSession, actor: Actor, objection_id: int, reason: str = "", *, now: datetime
) -> NoObjection:
    """Confirm the text, which goes into the register of decisions; those who were asked are told.

    Args:
        reason: why it is decided despite objections.
    Raises: NotFound, ObjectionsEnded; AnswersDue while somebody can still answer; Missing without a reason where
        somebody objects; TooLong.
    """
    objection = await access_open(session, actor, objection_id)
    found = await access_standing(session, objection)
    check_due(actor, found, now=now)
    if found.objecting and not is_visible(reason):
        raise Missing(field="reason")
    before = values_of(objection, *_ENDED)
    decision = await register_confirmed(session, actor, objection.text, audience_of_decision(objection), now=now)
    objection.decision, objection.decision_id = decision, decision.id
    await _end(session, actor, objection, Outcome.CONFIRMED, reason, before, notices.CONFIRMED, now=now)
    return objection


def check_due(actor: Actor, found: Standing, *, now: datetime) -> None:
    """Raises: AnswersDue while somebody who has not answered still can."""
    if found.silent and takes_answers(found.objection, today=now.astimezone(actor.zone).date()):
        raise AnswersDue(day=found.objection.answer_by)


@operation(Permission.OBJECTION_ASK)
async def withdraw(
    session: AsyncSession, actor: Actor, objection_id: int, reason: str, *, now: datetime
) -> NoObjection:
    """Withdraw what the actor has asked, or as Chair what anybody has; those who were asked, and who asked, are told.

    Raises: NotFound, ObjectionsEnded; NotAllowed for what somebody else asked; Missing, TooLong (the reason).
    """
    objection = await access_open(session, actor, objection_id)
    if not may_withdraw(actor, objection):
        raise NotAllowed
    if not is_visible(reason):
        raise Missing(field="reason")
    before = values_of(objection, *_ENDED)
    await _end(session, actor, objection, Outcome.WITHDRAWN, reason, before, notices.WITHDRAWN, now=now)
    return objection


async def _end(
    session: AsyncSession,
    actor: Actor,
    objection: NoObjection,
    outcome: Outcome,
    reason: str,
    before: dict[str, object],
    notice: Notice,
    *,
    now: datetime,
) -> None:
    if len(reason) > LONGEST_REASON:
        raise TooLong(field="reason", limit=LONGEST_REASON, length=len(reason))
    objection.outcome, objection.ended_at, objection.reason = outcome, now, reason.strip()
    objection.ended_by, objection.ended_by_id = actor.person, actor.person.id
    await void_reminders(session, objection)
    change = "objections.confirm" if outcome is Outcome.CONFIRMED else "objections.withdraw"
    await record(session, actor, change, objection, now=now, before=before, after=values_of(objection, *_ENDED))
    await notify(session, notice, subject=objection, now=now, by=actor)
    await change_bound(session, NoObjection.__tablename__, [objection.id], now=now)
