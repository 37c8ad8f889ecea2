"""People, their accounts and institutions, TWGs, memberships, and the invites with which people register."""

from storage.members.accounts import Account, ActsFor, find_account
from storage.members.assistants import (
    EVERYTHING,
    Address,
    Matter,
    covers,
    find_acts,
    find_offer,
    find_person_without_account,
    list_acting,
    list_addresses,
    list_assistants,
    list_principals,
    list_without_account,
)
from storage.members.institutions import LONGEST_INSTITUTION, Institution, access_institution
from storage.members.invites import Invite, find_invite, list_invites
from storage.members.people import (
    Membership,
    MembershipState,
    Person,
    Role,
    find_membership,
    find_name,
    list_members,
    list_people,
)
from storage.members.twgs import Twg, find_twg, list_twgs

__all__ = [
    "EVERYTHING",
    "LONGEST_INSTITUTION",
    "Account",
    "ActsFor",
    "Address",
    "Institution",
    "Invite",
    "Matter",
    "Membership",
    "MembershipState",
    "Person",
    "Role",
    "Twg",
    "access_institution",
    "covers",
    "find_account",
    "find_acts",
    "find_invite",
    "find_membership",
    "find_name",
    "find_offer",
    "find_person_without_account",
    "find_twg",
    "list_acting",
    "list_addresses",
    "list_assistants",
    "list_invites",
    "list_members",
    "list_people",
    "list_principals",
    "list_twgs",
    "list_without_account",
]
