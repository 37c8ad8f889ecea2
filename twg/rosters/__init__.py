"""Rosters: lists of members as secretariats keep them, and the personal invites of those whom they name (M5)."""

from storage.engine.labels import N_
from storage.rosters import RosterFile
from twg.core.operations import operations_of
from twg.core.subjects import Domain, Subject
from twg.rosters import doubles, forgetting, importing, links, sending

DOMAIN = Domain(
    operations=operations_of(doubles, forgetting, importing, links, sending),
    subjects=(
        Subject(
            table=RosterFile,
            label=N_("List of members"),
            access=sending.access_roster,
            title=lambda kept: kept.file.name,
            exported=False,
        ),
    ),
    forgets=forgetting.forget,
)

__all__ = ["DOMAIN", "doubles", "importing", "links", "sending"]
