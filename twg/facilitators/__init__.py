"""Lead facilitators: the development partners choose one, who takes over from the one before (M3)."""

from storage.engine.labels import N_
from storage.facilitators import LeadNomination
from twg.core.operations import operations_of
from twg.core.subjects import Domain, Subject
from twg.facilitators import choosing, notices, standing

DOMAIN = Domain(
    operations=operations_of(choosing),
    subjects=(
        Subject(
            table=LeadNomination,
            label=N_("Nomination of a lead facilitator"),
            access=standing.access_nomination,
            title=lambda nomination: nomination.nominee.name,
            exported=False,
        ),
    ),
    notices=(
        notices.NOMINATED,
        notices.OBJECTED,
        notices.CONFIRMED,
        notices.UNOPPOSED,
        notices.BEGINS,
        notices.HANDED,
    ),
)

__all__ = ["DOMAIN", "choosing", "notices", "standing"]
