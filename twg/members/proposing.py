"""What takes two: a change or removal of a Chair, and a focal point, to whom the Chair agrees (M3, M10)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import hold
from storage.members import Membership, MembershipProposal, ProposedChange, Role, find_name, find_proposal, list_members
from twg.core.actors import Actor
from twg.core.audiences import excluding
from twg.core.audit import record, values_of
from twg.core.notices import Cause, Notice
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import ORGANISERS, Permission
from twg.core.refusals import NotAllowed, NotFound
from twg.core.subjects import Domains
from twg.members.changing import MemberChange, access_going_on, change
from twg.members.leaving import remove, succeed
from twg.members.partners import check_chosen
from twg.members.refusals import MemberRefusal
from twg.members.role_rules import AppointedByChair, ChairByTwo, needs_chair


class ProposedAlready(MemberRefusal):
    """data: `name` of the member whom a waiting proposal is about."""

    key = "members#proposed_already"


class DecidedAlready(MemberRefusal):
    """data: `name` of the person who decided."""

    key = "members#decided_already"


async def deciders(cause: Cause) -> list[Membership]:
    """Who may agree, apart from whom it is about and the person who proposes it."""
    proposal: MembershipProposal = cause.subject
    apart = proposal.membership.person_id, proposal.proposed_by_id
    return await _list_deciders(cause.session, proposal.twg_id, _appoints(proposal.change, proposal.args), *apart)


async def who_proposed(cause: Cause) -> list[Membership]:
    proposal: MembershipProposal = cause.subject
    person_id = proposal.proposed_by_id
    return await list_members(cause.session, proposal.twg_id, Membership.person_id == person_id)


PROPOSED = Notice(
    name="membership_change_proposed",
    subject=MembershipProposal,
    recipients=deciders,
    permission=Permission.MEMBER_CHANGE,
)
DECLINED = Notice(name="membership_change_declined", subject=MembershipProposal, recipients=who_proposed)


async def takes_two(session: AsyncSession, actor: Actor, member: Membership, role: Role | None = None) -> bool:
    """Whether this actor alone may not change or remove this member.

    Args:
        role: which the member, or who takes their place, is to have from now on; None for a removal.
    """
    if member.role is Role.CHAIR and actor.membership is not None:
        return True
    return role is not None and await needs_chair(session, actor, role)


async def access_proposal(session: AsyncSession, actor: Actor, proposal_id: int) -> MembershipProposal:
    """A proposal in the actor's TWG. Raises: NotFound, also for those who change no members."""
    here = MembershipProposal.twg_id == actor.twg.id
    found = await find_proposal(session, MembershipProposal.id == proposal_id, here)
    if found is None or not actor.may(Permission.MEMBER_CHANGE):
        raise NotFound
    return found


async def find_successor_name(session: AsyncSession, proposal: MembershipProposal) -> str:
    """The name of the person who would take over; empty where the proposal names nobody."""
    person_id = proposal.args.get("successor_id")
    return "" if person_id is None else await find_name(session, person_id)


@operation(Permission.MEMBER_CHANGE)
async def propose(
    session: AsyncSession,
    actor: Actor,
    membership_id: int,
    change: ProposedChange,
    args: dict[str, Any],
    reason: str = "",
    *,
    now: datetime,
) -> MembershipProposal:
    """Propose a change that a second person decides, who is told.

    Raises: NotFound, ProposedAlready, ChosenByPartners; ChairByTwo where nobody else could agree.
    """
    member = await access_going_on(session, actor, membership_id)
    await hold(session, member)
    name = member.person.name
    if change is not ProposedChange.REMOVE:
        await check_chosen(session, actor, Role(args["role"]))
    appoints = _appoints(change, args)
    if not await _list_deciders(session, actor.twg.id, appoints, member.person_id, actor.person_id):
        raise AppointedByChair if appoints else ChairByTwo(name=name)
    waiting = MembershipProposal.membership_id == member.id, MembershipProposal.decided_at.is_(None)
    if await find_proposal(session, *waiting) is not None:
        raise ProposedAlready(name=name)
    proposal = MembershipProposal(
        twg_id=actor.twg.id,
        membership=member,
        change=change,
        args=args,
        reason=reason.strip(),
        proposed_by=actor.person,
        proposed_at=now,
        decided_by=None,
    )
    session.add(proposal)
    await session.flush()
    after = values_of(proposal, "membership_id", "change", "args", "reason")
    await record(session, actor, "members.propose", proposal, now=now, after=after)
    await notify(session, PROPOSED, subject=proposal, now=now, by=actor)
    return proposal


def _appoints(change: ProposedChange, args: Mapping[str, Any]) -> bool:
    """Whether it makes somebody a focal point, to which only a Chair may agree."""
    return change is not ProposedChange.REMOVE and args.get("role") == Role.FOCAL_POINT


async def _list_deciders(session: AsyncSession, twg_id: int, appoints: bool, *apart: int | None) -> list[Membership]:
    roles = {Role.CHAIR} if appoints else ORGANISERS
    return excluding(await list_members(session, twg_id, Membership.role.in_(roles)), *apart)


@operation(Permission.MEMBER_CHANGE)
async def agree(
    session: AsyncSession, actor: Actor, proposal_id: int, domains: Domains, *, now: datetime
) -> Membership:
    """Agree to what another person proposes: it is done at once, by the actor.

    Returns: the member as changed, or the period that has ended.
    Raises: NotFound, NotAllowed (they proposed it, or it is about them), DecidedAlready; as the operation itself.
    """
    proposal = await _decide(session, actor, proposal_id, agreed=True, now=now)
    number, args, reason = proposal.membership_id, proposal.args, proposal.reason
    match proposal.change:
        case ProposedChange.ROLE:
            new = MemberChange(**args, reason=reason)
            return await change(session, actor, number, new, agreed=True, now=now)
        case ProposedChange.REMOVE:
            successor_id = args["successor_id"]
            ended = await remove(session, actor, number, reason, successor_id, agreed=True, domains=domains, now=now)
        case ProposedChange.SUCCEED:
            ended = await succeed(
                session, actor, number, args["successor_id"], reason, agreed=True, domains=domains, now=now
            )
    return ended.membership


@operation(Permission.MEMBER_CHANGE)
async def decline(session: AsyncSession, actor: Actor, proposal_id: int, *, now: datetime) -> MembershipProposal:
    """Do not agree; who proposed it is told. Raises: NotFound, NotAllowed, DecidedAlready."""
    proposal = await _decide(session, actor, proposal_id, agreed=False, now=now)
    await notify(session, DECLINED, subject=proposal, now=now, by=actor)
    return proposal


async def _decide(
    session: AsyncSession, actor: Actor, proposal_id: int, *, agreed: bool, now: datetime
) -> MembershipProposal:
    proposal = await access_proposal(session, actor, proposal_id)
    await hold(session, proposal)
    if proposal.decided_at is not None:
        await session.refresh(proposal, ["decided_by"])
        raise DecidedAlready(name="" if proposal.decided_by is None else proposal.decided_by.name)
    if actor.person_id in {proposal.proposed_by_id, proposal.membership.person_id}:
        raise NotAllowed
    if agreed and _appoints(proposal.change, proposal.args) and actor.role is not Role.CHAIR:
        raise AppointedByChair
    before = values_of(proposal, "agreed", "decided_by_id", "decided_at")
    proposal.agreed, proposal.decided_by, proposal.decided_at = agreed, actor.person, now
    await session.flush()
    after = values_of(proposal, *before)
    name = "members.agree" if agreed else "members.decline"
    await record(session, actor, name, proposal, now=now, before=before, after=after)
    return proposal
