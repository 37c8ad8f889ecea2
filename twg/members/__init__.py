"""Members: TWGs, invites, registration, the directory, changes of membership; what waits for somebody who joins."""

from storage.engine.labels import N_
from storage.members import ActsFor, Invite, Membership, MembershipProposal
from twg.core.operations import operations_of
from twg.core.subjects import Domain, Subject
from twg.members import (
    assistants,
    changing,
    directory,
    erasing,
    invites,
    joining,
    leaving,
    own_data,
    proposing,
    registration,
    twg_facts,
)

DOMAIN = Domain(
    operations=operations_of(
        assistants,
        changing,
        directory,
        erasing,
        invites,
        joining,
        leaving,
        own_data,
        proposing,
        registration,
        twg_facts,
    ),
    subjects=(
        Subject(
            table=Membership,
            label=N_("Member"),
            access=changing.access_period,
            title=lambda membership: membership.person.name,
            sheets=directory.SHEETS,
        ),
        Subject(
            table=ActsFor,
            label=N_("Assistant"),
            access=assistants.access_acting,
            title=lambda acts: acts.person.name,
            exported=False,
        ),
        Subject(
            table=Invite,
            label=N_("Invitation link"),
            access=invites.access_own_invite,
            title=lambda invite: invite.role.label,
            exported=False,
        ),
        Subject(
            table=MembershipProposal,
            label=N_("Proposed change of a member"),
            access=proposing.access_proposal,
            title=lambda proposal: proposal.membership.person.name,
            exported=False,
        ),
    ),
    notices=(
        registration.REGISTERED,
        registration.CORRECTED,
        assistants.TAKEN,
        assistants.CONFIRMED,
        assistants.STOPPED,
        changing.CHANGED,
        changing.RESTORED,
        proposing.PROPOSED,
        proposing.DECLINED,
    ),
    undos=changing.UNDOS,
)

__all__ = [
    "DOMAIN",
    "assistants",
    "changing",
    "directory",
    "erasing",
    "invites",
    "joining",
    "leaving",
    "own_data",
    "proposing",
    "registration",
    "twg_facts",
]
