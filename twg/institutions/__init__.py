"""Institutions: how they are called, which are near to a name, correcting and merging them (M10)."""

from storage.engine.labels import N_
from storage.institutions import InstitutionMerge
from twg.core.operations import operations_of
from twg.core.subjects import Domain, Subject
from twg.core.undoing import Undo
from twg.institutions import correcting, merging

DOMAIN = Domain(
    operations=operations_of(correcting, merging),
    subjects=(
        Subject(
            table=InstitutionMerge,
            label=N_("Merging of two institutions"),
            access=merging.access_merge,
            title=lambda merge: merge.gone.name,
            exported=False,
        ),
    ),
    undos=(Undo(change="institutions.merge", reverse=merging.undo_merge, within=merging.UNDO_MERGE_FOR),),
)

__all__ = ["DOMAIN", "correcting", "merging"]
