"""Rules of roles that a change of membership must keep (M3).

MemberRefusal
├── NothingChanged
├── AdviserCannotLead       a technical adviser is never lead facilitator
├── LeadBeforeTime          a lead facilitator changes before two years, and no note says why
├── LastSecretariat         nobody would be left who runs the TWG
├── AppointedByChair        the Chair appoints focal points, and has not agreed
└── ChairByTwo              one person alone would change or remove a Chair, and nobody else could agree
"""

from datetime import date, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.spelling import is_visible
from storage.engine.database import hold
from storage.members import Membership, Role, list_members
from twg.core.actors import Actor
from twg.members.refusals import MemberRefusal

#: How long a lead facilitator normally supports a TWG. Source: Guideline, Part Three (a)(ii).
LEADS_FOR = timedelta(days=730)


class NothingChanged(MemberRefusal):
    key = "members#nothing_changed"


class AdviserCannotLead(MemberRefusal):
    key = "members#adviser_cannot_lead"


class LeadBeforeTime(MemberRefusal):
    """data: `since`, local date; `name` of the lead facilitator."""

    key = "members#lead_before_time"


class LastSecretariat(MemberRefusal):
    """data: `twg`."""

    key = "members#last_secretariat"


class AppointedByChair(MemberRefusal):
    """The Chair appoints focal points."""

    key = "members#appointed_by_chair"


class ChairByTwo(MemberRefusal):
    """data: `name` of the Chair."""

    key = "members#chair_by_two"


def check_role(member: Membership, role: Role) -> None:
    """Raises: AdviserCannotLead. Source: Guideline, Part Three (a)(viii)."""
    if member.role is Role.TECHNICAL_ADVISER and role is Role.LEAD_FACILITATOR:
        raise AdviserCannotLead


async def check_ending(
    session: AsyncSession, actor: Actor, old: Membership, reason: str, *, today: date, agreed: bool = False
) -> None:
    """Check that a member's role may end.

    Args:
        agreed: a second person has agreed.
    Raises: ChairByTwo, LastSecretariat, LeadBeforeTime.
    """
    if not agreed:
        check_chair(actor, old)
    await check_last(session, actor, old)
    if old.role is Role.LEAD_FACILITATOR and today < old.since + LEADS_FOR and not is_visible(reason):
        raise LeadBeforeTime(field="reason", name=old.person.name, since=old.since)


def check_chair(actor: Actor, old: Membership) -> None:
    """Raises: ChairByTwo."""
    if old.role is Role.CHAIR and actor.membership is not None:
        raise ChairByTwo(name=old.person.name)


async def check_last(session: AsyncSession, actor: Actor, old: Membership) -> None:
    """Raises: LastSecretariat."""
    if old.role is not Role.SECRETARIAT or actor.membership is None:
        return
    await hold(session, actor.twg)  # two who leave at once would each find the other
    if len(await list_members(session, actor.twg.id, Membership.role == Role.SECRETARIAT)) == 1:
        raise LastSecretariat(twg=actor.twg)


async def needs_chair(session: AsyncSession, actor: Actor, role: Role) -> bool:
    """Whether the Chair has to agree that a member is given this role: a focal point, where there is a Chair.

    Source: Guideline, Part Three (a)(vii).
    """
    if role is not Role.FOCAL_POINT or actor.membership is None or actor.role is Role.CHAIR:
        return False
    return bool(await list_members(session, actor.twg.id, Membership.role == Role.CHAIR))


async def check_appointing(session: AsyncSession, actor: Actor, role: Role) -> None:
    """Raises: AppointedByChair."""
    if await needs_chair(session, actor, role):
        raise AppointedByChair
