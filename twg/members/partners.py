"""That development partners choose their lead facilitator themselves (M3).

They propose and confirm one among them (`twg.facilitators`). Nobody else gives anybody the role then; the operator, who
sets up TWGs, may.

Source: Guideline, Part Three (a)(ii).
"""

from sqlalchemy.ext.asyncio import AsyncSession

from storage.members import Invite, Membership, Role, list_members, list_periods, list_without_account
from twg.core.actors import Actor
from twg.members.refusals import ChosenByPartners

#: Roles of those who choose.
PARTNERS = (Role.LEAD_FACILITATOR, Role.DEVELOPMENT_PARTNER)


async def can_choose(session: AsyncSession, twg_id: int) -> bool:
    """Whether a TWG has development partners who use Telegram."""
    people = {member.person_id for member in await list_members(session, twg_id, Membership.role.in_(PARTNERS))}
    return bool(people - await list_without_account(session, people))


async def check_chosen(session: AsyncSession, actor: Actor, role: Role) -> None:
    """Raises: ChosenByPartners where somebody else gives the role of those who are chosen."""
    if role is not Role.LEAD_FACILITATOR or actor.membership is None:
        return
    if await can_choose(session, actor.twg.id):
        raise ChosenByPartners(field="role")


async def find_role_of(session: AsyncSession, twg_id: int, role: Role, used: Invite | None) -> Role:
    """The role in which somebody joins for whom a role is meant.

    A lead facilitator of a list of members is recorded as such while a TWG has had none. Later they join as a
    development partner, whom the others can propose.

    Args:
        used: the link by which they come; the operator's gives its role.
    """
    by_operator = used is not None and used.created_by_id is None
    if role is not Role.LEAD_FACILITATOR or by_operator or not await can_choose(session, twg_id):
        return role
    led = await list_periods(session, twg_id, Membership.role == Role.LEAD_FACILITATOR)
    return Role.DEVELOPMENT_PARTNER if led else role
