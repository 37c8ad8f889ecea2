"""The number of members on which Chair and lead facilitator agree, and a warning above it (M4).

MemberRefusal
├── NobodyConfirms          nobody holds the other of the two offices
├── SameNumber              that number is agreed on already
└── CapDecided              somebody has decided it already
"""

from dataclasses import dataclass
from datetime import datetime

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import hold
from storage.members import (
    Membership,
    MembershipCap,
    Role,
    count_members,
    find_agreed_number,
    find_cap,
    find_waiting_cap,
    list_members,
)
from twg.core.actors import Actor
from twg.core.audiences import excluding
from twg.core.audit import record, values_of
from twg.core.notices import Cause, Notice
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotAllowed, NotFound
from twg.members.refusals import MemberRefusal

#: More members no TWG has.
MOST_MEMBERS = 2000
#: Who confirms what a holder of an office proposes. Source: Guideline, Part Three (b).
_CONFIRMS = {Role.CHAIR: Role.LEAD_FACILITATOR, Role.LEAD_FACILITATOR: Role.CHAIR}


class NobodyConfirms(MemberRefusal):
    """data: `role` of who would have to confirm it."""

    key = "members#nobody_confirms"


class SameNumber(MemberRefusal):
    """data: `number`."""

    key = "members#same_number"


class CapDecided(MemberRefusal):
    key = "members#cap_decided"


class NewCap(BaseModel):
    number: int = Field(ge=1, le=MOST_MEMBERS)


@dataclass(frozen=True)
class Above:
    """That a TWG has, or would have, more members than were agreed on."""

    members: int
    agreed: int


async def confirming(cause: Cause) -> list[Membership]:
    """Those who hold the other office than who proposed it."""
    cap: MembershipCap = cause.subject
    return await list_members(cause.session, cap.twg_id, Membership.role == _CONFIRMS[cap.proposed_as])


async def proposer_and_secretariat(cause: Cause) -> list[Membership]:
    """Who proposed it and the secretariat, apart from the person who decided."""
    cap: MembershipCap = cause.subject
    members = await list_members(cause.session, cap.twg_id)
    told = [each for each in members if each.role is Role.SECRETARIAT or each.person_id == cap.proposed_by_id]
    return excluding(told, cause.by_id)


PROPOSED = Notice(
    name="membership_cap_proposed", subject=MembershipCap, recipients=confirming, permission=Permission.CAP_AGREE
)
DECIDED = Notice(name="membership_cap_decided", subject=MembershipCap, recipients=proposer_and_secretariat)


@operation(Permission.CAP_AGREE)
async def propose_cap(session: AsyncSession, actor: Actor, args: NewCap, *, now: datetime) -> MembershipCap:
    """Propose how many members the TWG should have at most; it replaces a proposal that waits.

    Raises: SameNumber, NobodyConfirms.
    Source: Guideline, Part Three (b).
    """
    await hold(session, actor.twg)
    if await find_agreed_number(session, actor.twg.id) == args.number:
        raise SameNumber(field="number", number=args.number)
    other = _CONFIRMS[actor.role]
    if not await list_members(session, actor.twg.id, Membership.role == other):
        raise NobodyConfirms(role=other)
    waiting = await find_waiting_cap(session, actor.twg.id)
    if waiting is not None:
        await _decide(session, actor, waiting, "members.propose_cap", agreed=False, now=now)
    cap = MembershipCap(
        twg_id=actor.twg.id,
        number=args.number,
        proposed_by_id=actor.person.id,
        proposed_as=actor.role,
        proposed_at=now,
    )
    session.add(cap)
    await session.flush()
    after = values_of(cap, "number", "proposed_as")
    await record(session, actor, "members.propose_cap", cap, now=now, after=after)
    await notify(session, PROPOSED, subject=cap, now=now, by=actor)
    return cap


async def access_cap(session: AsyncSession, actor: Actor, cap_id: int) -> MembershipCap:
    """A proposed cap of the actor's TWG, for those who may agree on one. Raises: NotFound."""
    cap = await find_cap(session, cap_id)
    if cap is None or cap.twg_id != actor.twg.id or not actor.may(Permission.CAP_AGREE):
        raise NotFound
    return cap


@operation(Permission.CAP_AGREE)
async def decide_cap(session: AsyncSession, actor: Actor, cap_id: int, *, agreed: bool, now: datetime) -> MembershipCap:
    """Confirm a proposed cap, or not. Raises: NotFound; NotAllowed for who holds the same office; CapDecided."""
    cap = await access_cap(session, actor, cap_id)
    await hold(session, cap)
    if cap.decided_at is not None:
        raise CapDecided
    if actor.role is not _CONFIRMS[cap.proposed_as]:
        raise NotAllowed
    await _decide(session, actor, cap, "members.decide_cap", agreed=agreed, now=now)
    await notify(session, DECIDED, subject=cap, now=now, by=actor)
    return await access_cap(session, actor, cap_id)


async def _decide(
    session: AsyncSession, actor: Actor, cap: MembershipCap, action: str, *, agreed: bool, now: datetime
) -> None:
    before = values_of(cap, "agreed", "decided_at")
    cap.agreed, cap.decided_at, cap.decided_by = agreed, now, actor.person
    after = values_of(cap, *before)
    await record(session, actor, action, cap, now=now, before=before, after=after)


async def find_above(session: AsyncSession, twg_id: int, *, adding: int = 0) -> Above | None:
    """By how much a TWG is above the agreed number; None where it is not, or none was agreed on.

    Args:
        adding: how many would be added to its active members.
    """
    agreed = await find_agreed_number(session, twg_id)
    if agreed is None:
        return None
    members = await count_members(session, twg_id) + adding
    return Above(members, agreed) if members > agreed else None
