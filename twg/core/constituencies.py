"""For whom the members of a TWG speak (M9)."""

from storage.members import InstitutionKind, Membership, Role

#: The kind of institution that a role speaks for; an adviser and a focal point may be of any.
KINDS = {
    Role.CHAIR: InstitutionKind.GOVERNMENT,
    Role.SECRETARIAT: InstitutionKind.GOVERNMENT,
    Role.GOVERNMENT: InstitutionKind.GOVERNMENT,
    Role.CRDB: InstitutionKind.GOVERNMENT,
    Role.LEAD_FACILITATOR: InstitutionKind.DEVELOPMENT_PARTNER,
    Role.DEVELOPMENT_PARTNER: InstitutionKind.DEVELOPMENT_PARTNER,
    Role.CIVIL_SOCIETY: InstitutionKind.NGO,
    Role.PRIVATE_SECTOR: InstitutionKind.PRIVATE_SECTOR,
}


def constituency_of(member: Membership) -> InstitutionKind:
    """For whom a member speaks: by their role, else by their institution."""
    institution = member.person.institution
    own = InstitutionKind.OTHER if institution is None else institution.kind
    return KINDS.get(member.role, own)
