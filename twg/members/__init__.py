"""Members: TWGs, invites, registration, the directory; what waits for somebody who joins."""

from storage.engine.labels import N_
from storage.members import ActsFor, Invite, Membership
from twg.core.operations import operations_of
from twg.core.subjects import Domain, Subject
from twg.members import assistants, directory, invites, joining, registration

DOMAIN = Domain(
    operations=operations_of(assistants, directory, invites, joining, registration),
    subjects=(
        Subject(
            table=Membership,
            label=N_("Member"),
            access=directory.access_member,
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
    ),
    notices=(registration.REGISTERED, registration.CORRECTED, assistants.TAKEN, assistants.CONFIRMED),
)

__all__ = ["DOMAIN", "assistants", "directory", "invites", "joining", "registration"]
