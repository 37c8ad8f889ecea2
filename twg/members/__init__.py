"""Members: TWGs, invites, registration, the directory, changes of membership; what waits for somebody who joins."""

from storage.engine.labels import N_
from storage.members import ActsFor, Invite, Membership, MembershipCap, MembershipProposal, Seat
from twg.core.operations import operations_of
from twg.core.subjects import Domain, Subject
from twg.members import (
    assistants,
    caps,
    changing,
    directory,
    entering,
    erasing,
    invites,
    joining,
    leaving,
    own_data,
    proposing,
    registration,
    seats,
    twg_facts,
)
from twg.members.parts import parts

DOMAIN = Domain(
    operations=operations_of(
        assistants,
        caps,
        changing,
        directory,
        entering,
        erasing,
        invites,
        joining,
        leaving,
        own_data,
        proposing,
        registration,
        seats,
        twg_facts,
    ),
    subjects=(
        Subject(
            table=Membership,
            label=N_("Member"),
            access=changing.access_period,
            title=lambda membership: membership.person.name,
            sheets=directory.SHEETS,
            parts=parts,
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
            table=MembershipCap,
            label=N_("Number of members"),
            access=caps.access_cap,
            title=lambda cap: str(cap.number),
            exported=False,
        ),
        Subject(
            table=Seat,
            label=N_("Seat"),
            access=seats.access_any_seat,
            title=lambda seat: seat.role.label,
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
        caps.PROPOSED,
        caps.DECIDED,
        proposing.PROPOSED,
        proposing.DECLINED,
    ),
    undos=(*changing.UNDOS, *entering.UNDOS, *seats.UNDOS),
)

__all__ = [
    "DOMAIN",
    "assistants",
    "caps",
    "changing",
    "directory",
    "entering",
    "erasing",
    "invites",
    "joining",
    "leaving",
    "own_data",
    "proposing",
    "registration",
    "seats",
    "twg_facts",
]
