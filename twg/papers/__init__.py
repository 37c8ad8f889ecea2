"""Papers for meetings: asking for them, handing them in, accepting and circulating them."""

from collections.abc import Mapping

from sqlalchemy import Select, select

from storage.engine.labels import N_
from storage.papers import Paper, PaperVersion, find_paper
from twg.core.operations import operations_of
from twg.core.subjects import Domain, Subject
from twg.papers import access, asking, circulating, handing, handing_in, listing, notices, reminding, reviewing
from twg.papers.sheets import SHEETS


def _parts(paper: Paper) -> Mapping[str, Select[int]]:
    """What belongs to it, as what has happened to it is read."""
    return {PaperVersion.__tablename__: select(PaperVersion.id).where(PaperVersion.paper_id == paper.id)}


DOMAIN = Domain(
    operations=operations_of(asking, handing_in, reviewing, circulating, listing),
    subjects=(
        Subject(
            table=Paper,
            label=N_("Paper handed in"),
            access=access.access_paper,
            title=lambda paper: paper.title,
            find=find_paper,
            still_calls=access.check_waits,
            ends_at=lambda paper: paper.meeting.starts_at,
            reschedule=reminding.reschedule,
            searched=True,
            found_by=access.found_by,
            sheets=SHEETS,
            parts=_parts,
        ),
    ),
    notices=(
        asking.CALLED,
        notices.HANDED_IN,
        notices.WAITING,
        notices.WITHDRAWN,
        notices.CORRECTED,
        notices.ACCEPTED,
        notices.RETURNED,
        notices.REPLACED,
    ),
    rules=notices.RULES,
    undos=reviewing.UNDOS,
    handings=handing.HANDINGS,
    unitings=handing.UNITINGS,
)

__all__ = ["DOMAIN", "access", "asking", "circulating", "handing_in", "listing", "notices", "reviewing"]
