"""Who is asked to sign the report of a round, and who hears that it was signed (J6)."""

from storage.members import Membership, Role, list_members
from twg.core.audiences import excluding
from twg.core.notices import Cause


async def chairs(cause: Cause) -> list[Membership]:
    """The Chair, or co-chairs, of the report's TWG."""
    return await list_members(cause.session, cause.subject.twg_id, Membership.role == Role.CHAIR)


#: Who hears that a report was signed: those who follow rounds, and the partners' lead.
_HEAR = (Role.CHAIR, Role.SECRETARIAT, Role.CRDB, Role.LEAD_FACILITATOR)


async def who_follow(cause: Cause) -> list[Membership]:
    members = await list_members(cause.session, cause.subject.twg_id)
    return excluding([one for one in members if one.role in _HEAR], cause.by_id)
