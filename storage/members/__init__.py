"""People, their institutions, TWGs, memberships, and the invites with which people register."""

from storage.members.institutions import LONGEST_INSTITUTION, Institution, access_institution
from storage.members.invites import Invite, find_invite, list_invites
from storage.members.people import (
    Membership,
    MembershipState,
    Person,
    Role,
    Sex,
    find_membership,
    find_name,
    find_person,
    list_members,
)
from storage.members.twgs import Twg, find_twg, list_twgs

__all__ = [
    "LONGEST_INSTITUTION",
    "Institution",
    "Invite",
    "Membership",
    "MembershipState",
    "Person",
    "Role",
    "Sex",
    "Twg",
    "access_institution",
    "find_invite",
    "find_membership",
    "find_name",
    "find_person",
    "find_twg",
    "list_invites",
    "list_members",
    "list_twgs",
]
