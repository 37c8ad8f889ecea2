"""Sub-groups of a TWG: setting them up, who is in them, who leads them, closing them."""

from datetime import datetime

from storage.engine.labels import N_
from storage.subgroups import SubGroup, find_group
from twg.core.operations import operations_of
from twg.core.subjects import Domain, Subject
from twg.subgroups import access, agenda, composing, founding, notices
from twg.subgroups.sheets import SHEETS


def _still_calls(group: SubGroup, _now: datetime) -> None:
    access.check_open(group)


DOMAIN = Domain(
    operations=operations_of(founding, composing),
    subjects=(
        Subject(
            table=SubGroup,
            label=N_("Sub-group"),
            access=access.access_group,
            title=lambda group: group.name,
            find=find_group,
            still_calls=_still_calls,
            reschedule=founding.reschedule,
            sheets=SHEETS,
        ),
    ),
    notices=(notices.PLACE, notices.PLACE_RESTORED, notices.CLOSED, notices.REOPENED, notices.ENDING),
    rules=notices.RULES,
    agenda_sources=agenda.SOURCES,
    undos=(*founding.UNDOS, *composing.UNDOS),
)

__all__ = ["DOMAIN", "access", "composing", "founding", "notices"]
