"""Deciding whether somebody may join: the secretariat screens, the Chair confirms, others are consulted (M2)."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.spelling import is_visible
from storage.engine.database import hold
from storage.joining import OPEN, JoinRequest, JoinState, Opinion, list_join_requests
from storage.members import Invite, Membership, Role, find_account_of, list_members
from storage.rosters import find_entry_of_invite
from twg.core.actors import Actor
from twg.core.audiences import excluding
from twg.core.audit import record, values_of
from twg.core.handing import Handed
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import Missing, NotFound
from twg.core.subjects import Domains
from twg.core.undoing import ChangedSince, Undo, held_until
from twg.joining import notices
from twg.joining.asking import tell_new_chair
from twg.joining.deciding import (
    access_request,
    access_to_decide,
    goes_to_chair,
    is_for_chair,
    is_still_consulted,
    last_day_of_consulting,
    list_deciders,
    may_advise,
    may_decide,
)
from twg.joining.details import complete
from twg.joining.entering import note_of_list
from twg.joining.refusals import AlreadyDecided, StillConsulted
from twg.members.changing import UNDO_CHANGE_FOR, local_day
from twg.members.enrolling import Place, enrol
from twg.members.periods import take_back

#: What a decision changes.
_DECISION = ("state", "decided_by_id", "decided_at", "reason")
_SCREENING = ("state", "screened_by_id", "screened_at", "consulted_until")
#: When the Chair is told, on the first day after the lead facilitator had time.
_MORNING = time(8)


@operation(Permission.JOINING_DECIDE)
async def list_waiting(session: AsyncSession, actor: Actor) -> list[JoinRequest]:
    """Those who wait for a decision of the actor, the oldest first."""
    here = JoinRequest.twg_id == actor.twg.id, JoinRequest.state.in_(OPEN)
    return [
        request
        for request in await list_join_requests(session, *here)
        if await may_decide(session, actor.member, request)
    ]


@operation(Permission.JOINING_DECIDE)
async def admit(
    session: AsyncSession, actor: Actor, request_id: int, reason: str = "", *, domains: Domains, now: datetime
) -> JoinRequest:
    """Let somebody join; or, where the Chair decides after the actor, pass it on to the Chair.

    The person is told. For the private sector the lead facilitator is asked for an opinion when it is passed on.

    Args:
        reason: the Chair gives one for the private sector.
    Raises: NotFound, AlreadyDecided, OthersDecide; StillConsulted, Missing (the reason); AlreadyMember.
    Source: Guideline, Part Three (a), (a)(ix).
    """
    request = await access_to_decide(session, actor, request_id)
    if await goes_to_chair(session, actor.member, request):
        return await _pass_on(session, actor, request, now=now)
    if is_for_chair(request):
        if is_still_consulted(request, today=local_day(actor, now)):
            raise StillConsulted(until=request.consulted_until)
        if not is_visible(reason):
            raise Missing(field="reason")
    account = await find_account_of(session, request.person_id)
    if account is None:
        raise NotFound
    used = None if request.invite_id is None else await session.get_one(Invite, request.invite_id)
    if used is not None:
        await hold(session, used)
    before = values_of(request, *_DECISION)
    place = Place(request.twg, request.role, list(request.themes), used)
    uses = 0 if used is None else used.uses
    args = complete(account, request.details)
    enrolled = await enrol(session, account, place, args, domains=domains, now=now, by=actor)
    if used is not None:
        await note_of_list(session, await find_entry_of_invite(session, used.id), enrolled.membership, now=now)
        before["invite_uses"] = uses
    await tell_new_chair(session, enrolled.membership, now=now)
    _decide(request, actor, JoinState.ADMITTED, reason, now=now)
    request.details = {}
    await session.flush()
    after = values_of(request, *_DECISION)
    told = await notify(session, notices.DECIDED, subject=request, now=now, by=actor)
    await record(
        session,
        actor,
        "joining.admit",
        request,
        now=now,
        before={**before, **enrolled.undo},
        after=after,
        notices=[*enrolled.notices, told.id],
    )
    return request


@operation(Permission.JOINING_DECIDE)
async def undo_admit(
    session: AsyncSession, actor: Actor, request_id: int, before: Mapping[str, Any], domains: Domains, *, now: datetime
) -> JoinRequest:
    """Let a request wait again that the actor has admitted; whom they have succeeded is a member again.

    What the person had entered stays with them.

    Raises: NotFound; ChangedSince where the membership has changed by now.
    """
    request = await _access_decided(session, actor, request_id, JoinState.ADMITTED)
    reopened = await take_back(session, before)
    if "handed" in before:
        handed, from_id = Handed.from_json(before), before["successor_id"]
        for old in await list_members(session, request.twg_id, Membership.id.in_([row.id for row in reopened])):
            await domains.hand_back(session, actor, handed, old, from_id=from_id, now=now)
    if request.invite_id is not None:
        await _give_back_use(session, request, before["invite_uses"])
    account = await find_account_of(session, request.person_id)
    if account is not None and account.current_twg_id == request.twg_id:
        account.current_twg_id = before["current_twg_id"]
    await _let_wait(session, actor, request, "joining.undo_admit", before, now=now)
    return request


async def _access_decided(session: AsyncSession, actor: Actor, request_id: int, state: JoinState) -> JoinRequest:
    """A request that the actor has decided so, locked. Raises: NotFound."""
    request = await access_request(session, actor, request_id)
    await hold(session, request)
    if request.state is not state or request.decided_by_id != actor.person.id:
        raise NotFound
    return request


async def _give_back_use(session: AsyncSession, request: JoinRequest, uses: int) -> None:
    """Let the use of a link that an admission has counted be left again, and its name in the TWG's list be free."""
    assert request.invite_id is not None  # noqa: S101 - checked by the caller
    used = await session.get_one(Invite, request.invite_id)
    await hold(session, used)
    used.uses -= 1 if used.uses > uses else 0
    entry = await find_entry_of_invite(session, used.id)
    if entry is not None and entry.person_id == request.person_id:
        entry.person_id = None


async def _let_wait(
    session: AsyncSession,
    actor: Actor,
    request: JoinRequest,
    action: str,
    before: Mapping[str, Any],
    *,
    now: datetime,
) -> None:
    """Undo a decision. `before`: the values from before it."""
    decided = values_of(request, *_DECISION)
    request.state, request.reason = JoinState(before["state"]), ""
    request.decided_by, request.decided_at = None, None
    await session.flush()
    after = values_of(request, *_DECISION)
    await record(session, actor, action, request, now=now, before=decided, after=after)


async def _pass_on(session: AsyncSession, actor: Actor, request: JoinRequest, *, now: datetime) -> JoinRequest:
    """Pass a screened request on to the Chair, who is told when there is something to decide."""
    before, today = values_of(request, *_SCREENING), local_day(actor, now)
    request.state, request.screened_by, request.screened_at = JoinState.PASSED_ON, actor.person, now
    leads = await list_members(session, request.twg_id, Membership.role == Role.LEAD_FACILITATOR)
    if is_for_chair(request) and leads:
        request.consulted_until = last_day_of_consulting(today, actor.timekeeping.hours)
    await session.flush()
    after = values_of(request, *_SCREENING)
    await record(session, actor, "joining.pass_on", request, now=now, before=before, after=after)
    if request.consulted_until is None:
        others = excluding(await list_deciders(session, request), actor.person_id)
        await notify(session, notices.PASSED_ON, subject=request, to=others, now=now, by=actor)
        return request
    first = datetime.combine(request.consulted_until + timedelta(days=1), _MORNING, actor.zone)
    await notify(session, notices.CONSULTED, subject=request, to=leads, now=now, by=actor)
    await notify(session, notices.PASSED_ON, subject=request, now=now, by=actor, not_before=first)
    return request


def _decide(request: JoinRequest, actor: Actor, state: JoinState, reason: str, *, now: datetime) -> None:
    request.state, request.reason = state, reason.strip()
    request.decided_by, request.decided_at = actor.person, now


@operation(Permission.JOINING_DECIDE)
async def decline(session: AsyncSession, actor: Actor, request_id: int, reason: str, *, now: datetime) -> JoinRequest:
    """Do not let somebody join; the person reads why, after the time in which it can be undone.

    Raises: NotFound, AlreadyDecided, OthersDecide; StillConsulted; Missing (the reason).
    """
    request = await access_to_decide(session, actor, request_id)
    if is_still_consulted(request, today=local_day(actor, now)):
        raise StillConsulted(until=request.consulted_until)
    if not is_visible(reason):
        raise Missing(field="reason")
    before = values_of(request, *_DECISION)
    by_chair = request.state is JoinState.PASSED_ON and actor.role is Role.CHAIR
    _decide(request, actor, JoinState.DECLINED, reason, now=now)
    held = held_until(notices.DECIDED, now=now)
    told = [await notify(session, notices.DECIDED, subject=request, now=now, by=actor, not_before=held)]
    if by_chair:
        told.append(await notify(session, notices.CHAIR_DECLINED, subject=request, now=now, by=actor, not_before=held))
    after = values_of(request, *_DECISION)
    await record(
        session,
        actor,
        "joining.decline",
        request,
        now=now,
        before=before,
        after=after,
        notices=[each.id for each in told],
    )
    return request


@operation(Permission.JOINING_DECIDE)
async def undo_decline(
    session: AsyncSession, actor: Actor, request_id: int, before: Mapping[str, Any], _domains: Domains, *, now: datetime
) -> JoinRequest:
    """Let a request wait again that the actor has declined.

    Raises: NotFound; ChangedSince where the person has asked again, or is a member, by now.
    """
    request = await _access_decided(session, actor, request_id, JoinState.DECLINED)
    await hold(session, request.twg)  # as who asks does
    asked_again = JoinRequest.twg_id == request.twg_id, JoinRequest.person_id == request.person_id
    is_member = await list_members(session, request.twg_id, Membership.person_id == request.person_id)
    if is_member or await list_join_requests(session, *asked_again, JoinRequest.state.in_(OPEN)):
        raise ChangedSince(name=request.person.name)
    await _let_wait(session, actor, request, "joining.undo_decline", before, now=now)
    return request


@operation(Permission.JOINING_DECIDE)
async def put_question(
    session: AsyncSession, actor: Actor, request_id: int, text: str, *, now: datetime
) -> JoinRequest:
    """Ask the person something before deciding. Raises: NotFound, AlreadyDecided, OthersDecide; Missing."""
    request = await access_to_decide(session, actor, request_id)
    if not is_visible(text):
        raise Missing(field="text")
    before = values_of(request, "question", "question_by_id", "answer")
    request.question, request.question_by_id, request.answer = text.strip(), actor.person.id, ""
    after = values_of(request, *before)
    await record(session, actor, "joining.put_question", request, now=now, before=before, after=after)
    await notify(session, notices.QUESTION, subject=request, now=now, by=actor)
    return request


@operation(Permission.JOINING_ADVISE)
async def advise(
    session: AsyncSession, actor: Actor, request_id: int, opinion: Opinion, words: str = "", *, now: datetime
) -> JoinRequest:
    """Say what the lead facilitator thinks of a private sector representative; the Chair is told, and decides.

    Raises: NotFound, also where another lead facilitator has said it; AlreadyDecided.
    Source: Guideline, Part Three (a)(ix).
    """
    request = await access_request(session, actor, request_id)
    await hold(session, request)
    if not request.is_open:
        raise AlreadyDecided(request=request)
    if not may_advise(actor.member, request):
        raise NotFound
    before = values_of(request, "opinion", "opinion_words", "opinion_by_id")
    request.opinion, request.opinion_words, request.opinion_by = opinion, words.strip(), actor.person
    await session.flush()
    after = values_of(request, *before)
    await record(session, actor, "joining.advise", request, now=now, before=before, after=after)
    await notify(session, notices.ADVISED, subject=request, now=now, by=actor)
    return request


UNDOS = (
    Undo(change="joining.admit", reverse=undo_admit, undone=notices.ADMISSION_UNDONE, within=UNDO_CHANGE_FOR),
    Undo(change="joining.decline", reverse=undo_decline),
)
