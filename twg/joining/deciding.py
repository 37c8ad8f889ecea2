"""Who decides whether somebody may join, and what has to come before (M2).

Source: Guideline, Part Three (a): the Chair determines membership in the last instance; (ix): private sector
representatives at the discretion of the Chair in discussion with the lead facilitator.
"""

from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import hold
from storage.joining import JoinRequest, JoinState, find_join_request
from storage.members import Membership, Role, list_members
from storage.rosters import find_entry_of_invite
from twg.core.actors import Actor
from twg.core.permissions import ORGANISERS, Permission
from twg.core.refusals import NotFound
from twg.joining.refusals import AlreadyDecided, OthersDecide
from twg.time.working_time import WorkingTime

#: Working days that the lead facilitator has for an opinion, before the Chair may decide without it.
CONSULTED_DAYS = 5
#: Who decides about a role that is not the secretariat's to screen.
_DECIDED_BY = {Role.CHAIR: Role.CHAIR, Role.FOCAL_POINT: Role.CHAIR}


async def list_deciders(session: AsyncSession, request: JoinRequest) -> list[Membership]:
    """Who decides a request as it stands: those who hold the office that is asked for; else the secretariat.

    Focal points are the Chair's, and what was passed on is. Where nobody is that, the other organisers decide; the
    private sector waits for a Chair.
    """
    organisers = await list_members(session, request.twg_id, Membership.role.in_(ORGANISERS))
    passed_on = request.state is JoinState.PASSED_ON
    wanted = Role.CHAIR if passed_on else _DECIDED_BY.get(request.role, Role.SECRETARIAT)
    others = [] if passed_on and is_for_chair(request) else organisers
    return [member for member in organisers if member.role is wanted] or others


async def may_decide(session: AsyncSession, member: Membership, request: JoinRequest) -> bool:
    """Whether a member decides a request that is open: the Chair always does."""
    if not request.is_open or member.role not in ORGANISERS:
        return False
    decides = {decider.person_id for decider in await list_deciders(session, request)}
    return member.role is Role.CHAIR or member.person_id in decides


def may_advise(member: Membership, request: JoinRequest) -> bool:
    """Whether a member is asked for an opinion that has not been given."""
    asked = request.state is JoinState.PASSED_ON and request.consulted_until is not None
    return asked and request.opinion is None and member.role is Role.LEAD_FACILITATOR


def is_for_chair(request: JoinRequest) -> bool:
    """Whether the Chair decides in any case, with a reason."""
    return request.role is Role.PRIVATE_SECTOR


async def goes_to_chair(session: AsyncSession, member: Membership, request: JoinRequest) -> bool:
    """Whether a request that this member has screened is decided by the Chair next."""
    if request.state is not JoinState.WAITING:
        return False
    if is_for_chair(request):
        return True
    asks = request.invite_id is None and request.twg.chair_confirms and member.role is not Role.CHAIR
    return asks and bool(await list_members(session, request.twg_id, Membership.role == Role.CHAIR))


async def waits_for_a_chair(session: AsyncSession, request: JoinRequest) -> bool:
    """Whether a request can be decided by nobody: it needs a Chair, and the TWG has none."""
    if not request.is_open or not is_for_chair(request):
        return False
    return not await list_members(session, request.twg_id, Membership.role == Role.CHAIR)


def is_still_consulted(request: JoinRequest, *, today: date) -> bool:
    """Whether the lead facilitator has time left for an opinion, and has not given it."""
    return request.consulted_until is not None and request.opinion is None and today <= request.consulted_until


def last_day_of_consulting(today: date, hours: WorkingTime) -> date:
    """The last of the working days that the lead facilitator has."""
    day = today
    for _number in range(CONSULTED_DAYS):
        day = hours.later_working_day(day + timedelta(days=1))
    return day


async def access_request(session: AsyncSession, actor: Actor, request_id: int) -> JoinRequest:
    """A request to join the actor's TWG, for those who decide it; one for the private sector for those consulted too.

    Raises: NotFound.
    """
    request = await find_join_request(session, request_id)
    if request is None or request.twg_id != actor.twg.id:
        raise NotFound
    advises = actor.may(Permission.JOINING_ADVISE) and request.consulted_until is not None
    if not actor.may(Permission.JOINING_DECIDE) and not advises:
        raise NotFound
    return request


async def access_to_decide(session: AsyncSession, actor: Actor, request_id: int) -> JoinRequest:
    """The same, locked, for an actor who decides it. Raises: NotFound, AlreadyDecided, OthersDecide."""
    request = await access_request(session, actor, request_id)
    await hold(session, request)
    if not request.is_open:
        raise AlreadyDecided(request=await find_join_request(session, request.id))
    if not await may_decide(session, actor.member, request):
        deciders = await list_deciders(session, request)
        raise OthersDecide(role=deciders[0].role if deciders else Role.CHAIR)
    return request


async def find_name_of_link(session: AsyncSession, request: JoinRequest) -> str:
    """The name in the TWG's list of the person by whose personal link somebody came; empty without such a link."""
    entry = None if request.invite_id is None else await find_entry_of_invite(session, request.invite_id)
    return "" if entry is None else entry.name
