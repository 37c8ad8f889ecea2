"""Notices about the choice of a lead facilitator (M3)."""

from storage.facilitators import LeadNomination
from storage.members import Membership, Role, list_members
from twg.core.audiences import excluding
from twg.core.notices import Cause, Notice
from twg.core.permissions import Permission
from twg.members.partners import PARTNERS


async def partners(cause: Cause) -> list[Membership]:
    """The development partners apart from the person who causes it."""
    members = await list_members(cause.session, cause.subject.twg_id, Membership.role.in_(PARTNERS))
    return excluding(members, cause.by_id)


async def concerned(cause: Cause) -> list[Membership]:
    """The Chair, the nominee, who proposes, and who is replaced."""
    about: LeadNomination = cause.subject
    people = {about.nominee_id, about.proposed_by_id, about.replaced_id}
    members = await list_members(cause.session, about.twg_id)
    return [member for member in members if member.role is Role.CHAIR or member.person_id in people]


async def who_proposes(cause: Cause) -> list[Membership]:
    about: LeadNomination = cause.subject
    found = await list_members(cause.session, about.twg_id, Membership.person_id == about.proposed_by_id)
    return excluding(found, cause.by_id)


async def nominee(cause: Cause) -> list[Membership]:
    about: LeadNomination = cause.subject
    return await list_members(cause.session, about.twg_id, Membership.person_id == about.nominee_id)


NOMINATED = Notice(
    name="lead_nominated", subject=LeadNomination, recipients=partners, permission=Permission.LEAD_CHOOSE
)
OBJECTED = Notice(name="lead_objected", subject=LeadNomination, recipients=who_proposes)
CONFIRMED = Notice(name="lead_confirmed", subject=LeadNomination, recipients=concerned)
#: After the last day for an objection.
UNOPPOSED = Notice(name="lead_unopposed", subject=LeadNomination, recipients=concerned)
#: On the first day of the nominee.
BEGINS = Notice(name="lead_begins", subject=LeadNomination, recipients=nominee)
HANDED = Notice(name="lead_handed_over", subject=LeadNomination, recipients=nominee)
