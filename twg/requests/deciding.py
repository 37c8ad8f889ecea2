"""Deciding requests: granting acts by the operations of what it is about; the outcome goes to who asked (A3)."""

from datetime import date, datetime

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import Action
from storage.requests import MemberRequest, RequestKind, RequestState
from twg.actions import progress
from twg.actions.progress import SameDay, SameOwner
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import Missing, NotAChoice, PastDay
from twg.reminders.schedule import void_reminders
from twg.requests.access import NotAskable, access_to_decide, find_task
from twg.requests.asking import LONGEST_REQUEST
from twg.requests.notices import DECIDED

#: What a decision changes.
_DECISION = ("state", "until", "named_id", "answer", "decided_by_id", "decided_at")


class Grant(BaseModel):
    """`until` and `person_id` take precedence over what was asked for; `text` is the reason for dropping an action."""

    until: date | None = None
    person_id: int | None = None
    text: str = Field(default="", max_length=LONGEST_REQUEST)


@operation(Permission.REQUEST_DECIDE)
async def grant(session: AsyncSession, actor: Actor, request_id: int, args: Grant, *, now: datetime) -> MemberRequest:
    """Agree, and do what was asked for: move the day, change the owner, drop the action; the person is told.

    Raises: NotFound, NotForYou, AlreadyDecided; Missing (a day, a person, a reason), PastDay, SameDay, SameOwner,
        NotAChoice; TaskHandedOn; the refusal of what is over.
    """
    request = await access_to_decide(session, actor, request_id)
    before = values_of(request, *_DECISION)
    match request.kind:
        case RequestKind.MORE_TIME:
            await _give_time(session, actor, request, args.until or request.until, now=now)
        case RequestKind.HAND_OVER | RequestKind.NOT_MINE:
            await _hand_on(session, actor, request, args.person_id or request.named_id, now=now)
        case RequestKind.STILL_NEEDED:
            task = await find_task(session, actor, request)
            await progress.drop(session, actor, task.id, args.text, now=now, untold=request.asked_by_id)
        case RequestKind.NO_DATA:
            await find_task(session, actor, request)
        case RequestKind.QUESTION:
            raise NotAskable
        case RequestKind.LEFT:
            pass
    return await _decide(session, actor, request, RequestState.GRANTED, args.text, before, now=now)


async def _give_time(
    session: AsyncSession, actor: Actor, request: MemberRequest, until: date | None, *, now: datetime
) -> None:
    if until is None:
        raise Missing(field="until")
    if until < now.astimezone(actor.zone).date():
        raise PastDay(field="until", day=until)
    task = await find_task(session, actor, request)
    if isinstance(task, Action):
        if until == task.due_on:
            raise SameDay(field="until", day=until)
        await progress.move(session, actor, task.id, until, now=now, untold=request.asked_by_id)
    request.until = until


async def _hand_on(
    session: AsyncSession, actor: Actor, request: MemberRequest, person_id: int | None, *, now: datetime
) -> None:
    """Change the owner of an action; what a round asks is not the person's task any more."""
    task = await find_task(session, actor, request)
    if not isinstance(task, Action):
        return
    if person_id is None:
        raise Missing(field="person")
    if person_id == task.owner_id:
        raise SameOwner(field="person", action=task)
    try:
        await progress.give(session, actor, task.id, person_id, now=now, untold=request.asked_by_id)
    except NotAChoice:
        raise NotAChoice(field="person") from None
    request.named_id = person_id


@operation(Permission.REQUEST_DECIDE)
async def decline(session: AsyncSession, actor: Actor, request_id: int, reason: str, *, now: datetime) -> MemberRequest:
    """Say no; the reason may be empty, and the person is told. Raises: NotFound, NotForYou, AlreadyDecided."""
    request = await access_to_decide(session, actor, request_id)
    before = values_of(request, *_DECISION)
    return await _decide(session, actor, request, RequestState.DECLINED, reason, before, now=now)


@operation(Permission.REQUEST_DECIDE)
async def answer(session: AsyncSession, actor: Actor, request_id: int, text: str, *, now: datetime) -> MemberRequest:
    """Answer in words; without any, that an action is still needed.

    Raises: NotFound, NotForYou, AlreadyDecided; Missing.
    """
    request = await access_to_decide(session, actor, request_id)
    if not text.strip() and request.kind is not RequestKind.STILL_NEEDED:
        raise Missing(field="text")
    before = values_of(request, *_DECISION)
    return await _decide(session, actor, request, RequestState.ANSWERED, text, before, now=now)


async def _decide(
    session: AsyncSession,
    actor: Actor,
    request: MemberRequest,
    state: RequestState,
    text: str,
    before: dict[str, object],
    *,
    now: datetime,
) -> MemberRequest:
    request.state, request.answer = state, text.strip()
    request.decided_by, request.decided_at = actor.person, now
    await void_reminders(session, request)
    await session.flush()
    await session.refresh(request, ["named"])
    after = values_of(request, *_DECISION)
    await record(session, actor, "requests.decide", request, now=now, before=before, after=after)
    await notify(session, DECIDED, subject=request, now=now, by=actor)
    return request
