"""Deciding requests: granting acts by the operations of what it is about; the outcome goes to who asked (A3)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from storage.actions import Action, Every
from storage.core.addressees import PERSON
from storage.core.audiences import token_of
from storage.core.notifications import void_notifications
from storage.core.spelling import is_visible
from storage.requests import TOLD, MemberRequest, RequestKind, RequestState, list_granted_time, list_notices_of
from twg.actions import progress
from twg.actions.owners import lead_among, token_among_owners, without
from twg.actions.progress import SameOwner
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import Missing, NotAChoice, NotFound, PastDay, TooLong
from twg.core.subjects import Domains
from twg.core.undoing import Undo, held_until
from twg.indicators import asking_others
from twg.language.dues import Due
from twg.reminders.schedule import void_reminders
from twg.requests.access import (
    NotAskable,
    TaskHandedOn,
    access_request,
    access_task,
    access_to_decide,
    find_subject,
    hold_request,
)
from twg.requests.asking import LONGEST_REQUEST, is_urgent
from twg.requests.due import check_later, find_due
from twg.requests.notices import DECIDED, UNDECIDED
from twg.requests.reminding import remind_of

#: What a decision changes.
_DECISION = ("state", "until", "named_id", "answer", "decided_by_id", "decided_at")
#: To agree to these changes nothing else: it can be undone like an answer.
_SAID_ONLY = frozenset({RequestKind.NO_DATA, RequestKind.LEFT, RequestKind.MESSAGE, *TOLD})


class Grant(BaseModel):
    """`until` and `person_id` take precedence over what was asked for; `text` is the reason for dropping an action."""

    until: date | None = None
    person_id: int | None = None
    text: str = Field(default="", max_length=LONGEST_REQUEST)


@operation(Permission.REQUEST_DECIDE)
async def grant(
    session: AsyncSession, actor: Actor, request_id: int, args: Grant, domains: Domains, *, now: datetime
) -> MemberRequest:
    """Agree, and do what was asked for: move the day, change the owner, drop the action; the person is told.

    A report for which more time is agreed gets reminders of its own. Of a message it says that it was read.

    Raises: NotFound, NotForYou, AlreadyDecided; Missing (a day, a person, a reason), PastDay, NotLater, SameOwner,
        NotAChoice; TaskHandedOn; the refusal of what is over.
    """
    request = await access_to_decide(session, actor, request_id)
    before = values_of(request, *_DECISION)
    acts = request.kind not in _SAID_ONLY
    match request.kind:
        case RequestKind.MORE_TIME:
            await _give_time(session, actor, request, args.until or request.until, now=now)
        case RequestKind.HAND_OVER | RequestKind.NOT_MINE:
            acts = await _hand_on(session, actor, request, args.person_id or request.named_id, domains, now=now)
        case RequestKind.STILL_NEEDED:
            task = await access_task(session, actor, request)
            request.state = RequestState.GRANTED  # it does not end with the action: it is why the action is dropped
            await progress.drop(session, actor, task.id, args.text, domains, now=now, untold=request.asked_by_id)
        case RequestKind.NO_DATA:
            await access_task(session, actor, request)
        case RequestKind.QUESTION:
            raise NotAskable
        case _:  # it is only read
            pass
    return await _decide(session, actor, request, RequestState.GRANTED, args.text, before, now=now, acts=acts)


async def _give_time(
    session: AsyncSession, actor: Actor, request: MemberRequest, until: date | None, *, now: datetime
) -> None:
    if until is None:
        raise Missing(field="until")
    if until < now.astimezone(actor.zone).date():
        raise PastDay(field="until", day=until)
    task = await access_task(session, actor, request)
    check_later(until, await find_due(session, task, request.asked_by_id, actor.zone))
    if isinstance(task, Action):
        due = Due(day=until, every=None if task.every is Every.PLENARY else task.every)
        await progress.move(session, actor, task.id, due, now=now, untold=request.asked_by_id)
    else:
        for earlier in await list_granted_time(session, request.asked_by_id, request.subject_type, request.subject_id):
            await void_reminders(session, earlier)
    request.until = until


async def _hand_on(
    session: AsyncSession,
    actor: Actor,
    request: MemberRequest,
    person_id: int | None,
    domains: Domains,
    *,
    now: datetime,
) -> bool:
    """Change the owner of an action, or ask somebody else for the report.

    Of a report it may be agreed that it is not the person's task, without saying whose it is.

    Returns: whether somebody else has the task now.
    """
    task = await access_task(session, actor, request)
    if person_id is None and request.kind is not RequestKind.NOT_MINE:
        raise Missing(field="person")
    try:
        if isinstance(task, Action):
            await _change_owners(session, actor, request, task, person_id, now=now)
        elif person_id is None:
            return False
        else:
            await asking_others.ask_another(session, actor, task.id, person_id, domains, now=now)
    except NotAChoice:
        raise NotAChoice(field="person") from None
    request.named_id = person_id
    return True


async def _change_owners(
    session: AsyncSession, actor: Actor, request: MemberRequest, task: Action, person_id: int | None, *, now: datetime
) -> None:
    """Put a person in the place of who asked, or of their institution; without a person, leave that place out.

    Raises: Missing, where nobody else would be left, or nobody to lead it; SameOwner; NotAChoice.
    """
    token = token_among_owners(task, request.asked_by)
    if token is None:
        raise TaskHandedOn(action=task, request=request)
    if person_id is None and token == lead_among(task.owners):
        raise Missing(field="person")
    instead = None if person_id is None else token_of(PERSON, person_id)
    if instead in task.owners:
        raise SameOwner(field="person", action=task)
    owners = without(task, token, instead)
    await progress.give(session, actor, task.id, owners, now=now, untold=request.asked_by_id)


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
    if not is_visible(text) and request.kind is not RequestKind.STILL_NEEDED:
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
    acts: bool = False,
) -> MemberRequest:
    """Write down the decision, and tell who asked: after `UNDO_FOR` where it can be undone and is not urgent.

    Args:
        acts: it has changed something else, and cannot be undone.
    """
    request.state, request.answer = state, text.strip()
    request.decided_by, request.decided_at = actor.person, now
    await session.flush()
    await session.refresh(request, ["named"])
    await remind_of(session, request, actor, now=now)
    after = values_of(request, *_DECISION)
    subject = await find_subject(session, actor.member, request)
    waits = not acts and not (subject is not None and is_urgent(subject, actor, now=now))
    held = held_until(DECIDED, now=now) if waits else None
    told = await notify(session, DECIDED, subject=request, now=now, by=actor, not_before=held)
    change = "requests.grant" if acts else "requests.decide"
    await record(session, actor, change, request, now=now, before=before, after=after, notices=[told.id])
    return request


@operation(Permission.REQUEST_DECIDE)
async def undo_decision(
    session: AsyncSession, actor: Actor, request_id: int, before: Mapping[str, Any], _domains: Domains, *, now: datetime
) -> MemberRequest:
    """Undo an answer, or a decision that changed nothing else: the request waits again.

    Raises: NotFound, also for a request that somebody else decided.
    """
    request = await _access_decided(session, actor, request_id)
    decided = values_of(request, *_DECISION)
    request.state, request.answer = RequestState(before["state"]), before["answer"]
    request.decided_by, request.decided_at = None, None
    await session.flush()
    after = values_of(request, *_DECISION)
    await record(session, actor, "requests.undo_decision", request, now=now, before=decided, after=after)
    await remind_of(session, request, actor, now=now)
    return request


@operation(Permission.REQUEST_DECIDE)
async def correct_answer(
    session: AsyncSession, actor: Actor, request_id: int, text: str, *, now: datetime
) -> MemberRequest:
    """Put other words in place of those with which the actor decided; who asked reads them, once more if they did.

    Raises: NotFound, also for a request that waits, is over, or that somebody else decided; Missing without a text;
        TooLong.
    """
    request = await _access_decided(session, actor, request_id)
    if not is_visible(text):
        raise Missing(field="text")
    if len(text) > LONGEST_REQUEST:
        raise TooLong(field="text", limit=LONGEST_REQUEST, length=len(text))
    before = values_of(request, "answer")
    request.answer = text.strip()
    after = values_of(request, "answer")
    told = await void_notifications(session, await list_notices_of(session, request.id, DECIDED.name))
    again = await notify(session, DECIDED, subject=request, now=now, by=actor, data={"again": bool(told)})
    await record(
        session, actor, "requests.correct_answer", request, now=now, before=before, after=after, notices=[again.id]
    )
    return request


async def _access_decided(session: AsyncSession, actor: Actor, request_id: int) -> MemberRequest:
    request = await access_request(session, actor, request_id)
    await hold_request(session, request)
    if request.state in {RequestState.WAITING, RequestState.OVER} or request.decided_by_id != actor.person.id:
        raise NotFound
    return request


UNDOS = (Undo(change="requests.decide", reverse=undo_decision, undone=UNDECIDED),)
