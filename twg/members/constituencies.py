"""For whom the members of a TWG speak (M9)."""

from storage.members import InstitutionKind, Membership
from twg.members.registration import KINDS


def constituency_of(member: Membership) -> InstitutionKind:
    """For whom a member speaks: by their role, else by their institution."""
    institution = member.person.institution
    own = InstitutionKind.OTHER if institution is None else institution.kind
    return KINDS.get(member.role, own)
