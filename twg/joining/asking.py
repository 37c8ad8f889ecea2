"""Asking to join a TWG, and what those who ask may do while they wait; without a role, and so without an actor (M2)."""

from datetime import datetime, timedelta
from typing import Any

from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.spelling import is_visible
from storage.engine.database import hold
from storage.joining import (
    JoinRequest,
    JoinState,
    count_since,
    find_join_request,
    find_last_since,
    list_join_requests,
    list_open_to,
    list_still_to_be_told,
)
from storage.members import Account, Invite, Membership, MembershipState, Role, Twg, find_account, list_twgs, outsider
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.core.notifications import notify
from twg.core.operations import operation_without_actor
from twg.core.refusals import Missing, NotAChoice, NotFound
from twg.joining.deciding import list_deciders
from twg.joining.details import find_new
from twg.joining.notices import ADVISED, ANSWERED, ASKED, PASSED_ON
from twg.joining.refusals import AlreadyAsked, AlreadyDecided, AskedLately, OnlyInvited, TooManyAsk
from twg.members.enrolling import access_account, check_new
from twg.members.registration import Registration

#: Roles in which somebody can ask to join. A Chair is appointed, a secretariat established, a lead facilitator chosen
#: by the development partners, a focal point appointed by the Chair. Source: Guideline, Part Three (a)(i)-(iii), (vii).
ASKABLE = (
    Role.GOVERNMENT,
    Role.DEVELOPMENT_PARTNER,
    Role.CRDB,
    Role.TECHNICAL_ADVISER,
    Role.CIVIL_SOCIETY,
    Role.PRIVATE_SECTOR,
)
#: Most people who ask to join a TWG within a day without a link; with a link that is for more, so many.
MOST_A_DAY = 20
_DAY = timedelta(days=1)
#: So long others who ask are waited for, before those who decide are told of all in one message.
GATHERED_FOR = timedelta(minutes=10)
#: Longest text of one who asks, and of those who decide, in characters.
LONGEST_WORDS = 500


class Asking(Registration):
    """What somebody enters who asks to join without a link."""

    twg_id: int
    role: Role
    #: In their own words; may be empty.
    words: str = Field(default="", max_length=LONGEST_WORDS)


@operation_without_actor
async def ask(session: AsyncSession, telegram_id: int, args: Asking, *, now: datetime) -> JoinRequest:
    """Ask to join a TWG; those who decide are told.

    Raises: NotAChoice (no such TWG), OnlyInvited, AlreadyMember, AlreadyAsked, AskedLately, TooManyAsk.
    """
    twg = await session.get(Twg, args.twg_id)
    if twg is None or twg.archived_at is not None:
        raise NotAChoice(field="twg")
    if args.role not in ASKABLE:
        raise OnlyInvited(field="role", role=args.role)
    account = await access_account(session, telegram_id, args, now=now)
    details = find_new(account, Registration(**args.model_dump(exclude={"twg_id", "role", "words"})))
    about = {"role": args.role, "themes": [], "words": args.words.strip()}
    return await wait_for(session, account, twg, details, about, None, now=now)


async def wait_for(
    session: AsyncSession,
    account: Account,
    twg: Twg,
    details: dict[str, Any],
    about: dict[str, Any],
    used: Invite | None,
    *,
    now: datetime,
) -> JoinRequest:
    """Keep what somebody asks, and tell those who decide.

    Args:
        details: what they have entered that is not stored of them, as it is kept with the request.
        about: its "role", "themes" and "words".
        used: the link by which they came.
    Raises: AlreadyMember, AlreadyAsked, AskedLately, TooManyAsk.
    """
    await hold(session, twg)  # so that those who ask at once are counted one after the other
    await check_new(session, account.person_id, twg)
    await _check_bounds(session, account.person_id, twg, used, now=now)
    request = JoinRequest(
        twg=twg,
        person=account.person,
        invite_id=None if used is None else used.id,
        details=details,
        state=JoinState.WAITING,
        asked_at=now,
        screened_by=None,
        opinion_by=None,
        decided_by=None,
        **about,
    )
    session.add(request)
    await session.flush()
    after = values_of(request, "person_id", "role", "themes", "invite_id", "words", "state")
    await record(session, _standing(request, account), "joining.ask", request, now=now, after=after)
    await tell_deciders(session, request, now=now)
    return request


async def _check_bounds(session: AsyncSession, person_id: int, twg: Twg, used: Invite | None, *, now: datetime) -> None:
    last = await find_last_since(session, twg.id, person_id, now - _DAY)
    if any(waiting.twg_id == twg.id for waiting in await list_open_to(session, person_id)):
        raise AlreadyAsked(twg=twg)
    if last is not None and used is None:
        raise AskedLately(twg=twg, again_at=last.asked_at + _DAY)
    most = MOST_A_DAY if used is None else max(MOST_A_DAY, used.max_uses)
    if await count_since(session, twg.id, now - _DAY, None if used is None else used.id) >= most:
        raise TooManyAsk(twg=twg)


async def tell_deciders(session: AsyncSession, request: JoinRequest, *, now: datetime) -> None:
    """Tell those who decide, once for all who ask meanwhile: nothing is added for who has a notice on its way."""
    members = await list_deciders(session, request)
    people = {member.person_id for member in members}
    told = await list_still_to_be_told(session, request.twg_id, ASKED.name, people)
    if to := [member for member in members if member.person_id not in told]:
        await notify(session, ASKED, subject=request, to=to, now=now, not_before=now + GATHERED_FOR)


async def tell_new_chair(session: AsyncSession, member: Membership, *, now: datetime) -> None:
    """Tell somebody who has become a Chair of what was passed on and waits, maybe since before there was any."""
    if member.role is not Role.CHAIR:
        return
    passed_on = JoinRequest.twg_id == member.twg_id, JoinRequest.state == JoinState.PASSED_ON
    for request in await list_join_requests(session, *passed_on):
        notice = PASSED_ON if request.opinion is None else ADVISED
        await notify(session, notice, subject=request, to=[member], now=now)


def _standing(request: JoinRequest, account: Account) -> Actor:
    """Who asks, for the audit."""
    return Actor(request.twg, outsider(request.person, request.twg), account)


async def access_own(session: AsyncSession, request_id: int, telegram_id: int) -> tuple[JoinRequest, Account]:
    """A request of the person with this account. Raises: NotFound."""
    request, account = await find_join_request(session, request_id), await find_account(session, telegram_id)
    if request is None or account is None or request.person_id != account.person_id:
        raise NotFound
    return request, account


async def _hold_own(session: AsyncSession, request_id: int, telegram_id: int) -> tuple[JoinRequest, Account]:
    """The same, locked and open. Raises: NotFound, AlreadyDecided."""
    request, account = await access_own(session, request_id, telegram_id)
    await hold(session, request)
    if not request.is_open:
        raise AlreadyDecided(request=request)
    return request, account


@operation_without_actor
async def answer(session: AsyncSession, request_id: int, telegram_id: int, text: str, *, now: datetime) -> JoinRequest:
    """Answer the question that those who decide have put. Raises: NotFound (no question), AlreadyDecided, Missing."""
    request, account = await _hold_own(session, request_id, telegram_id)
    if not request.question:
        raise NotFound
    if not is_visible(text):
        raise Missing(field="text")
    before = values_of(request, "answer")
    request.answer = text.strip()
    by = _standing(request, account)
    after = values_of(request, *before)
    await record(session, by, "joining.answer", request, now=now, before=before, after=after)
    await notify(session, ANSWERED, subject=request, now=now, by=by)
    return request


@operation_without_actor
async def withdraw(session: AsyncSession, request_id: int, telegram_id: int, *, now: datetime) -> JoinRequest:
    """Withdraw what one has asked; what was entered is forgotten. Raises: NotFound, AlreadyDecided."""
    request, account = await _hold_own(session, request_id, telegram_id)
    await close_own(session, request, account, now=now)
    return request


async def close_own(session: AsyncSession, request: JoinRequest, account: Account, *, now: datetime) -> None:
    """Let a request count for nothing any more, because its person withdraws it or has become a member otherwise."""
    before = values_of(request, "state")
    request.state, request.decided_at, request.details = JoinState.WITHDRAWN, now, {}
    after = values_of(request, *before)
    await record(session, _standing(request, account), "joining.withdraw", request, now=now, before=before, after=after)


async def list_open_of(session: AsyncSession, account: Account | None) -> list[JoinRequest]:
    """What the person with an account has asked and nobody has decided yet."""
    return [] if account is None else await list_open_to(session, account.person_id)


async def list_to_ask(session: AsyncSession, account: Account | None) -> list[Twg]:
    """The TWGs that somebody can ask to join: where they are no member and have not asked, by name."""
    taken = {request.twg_id for request in await list_open_of(session, account)}
    if account is not None:
        active = [each for each in account.person.memberships if each.state is MembershipState.ACTIVE]
        taken |= {membership.twg_id for membership in active}
    found = [twg for twg in await list_twgs(session) if twg.archived_at is None and twg.id not in taken]
    return sorted(found, key=lambda twg: twg.name)
