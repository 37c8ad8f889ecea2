"""No-objection: what a TWG decides between its meetings, unless somebody objects until a last day (G16)."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Select, select

from storage.core.shortening import first_line
from storage.engine.labels import N_
from storage.objections import NoObjection, ObjectionAnswer, find_objection
from twg.core.operations import operations_of
from twg.core.subjects import Domain, Subject
from twg.objections import access, answering, asking, ending, handing, notices
from twg.objections.sheets import SHEETS


def _still_calls(objection: NoObjection, _now: datetime) -> None:
    access.check_open(objection)


def _parts(objection: NoObjection) -> Mapping[str, Select[int]]:
    """The answers, as what has happened to it is read."""
    answers = select(ObjectionAnswer.id).where(ObjectionAnswer.objection_id == objection.id)
    return {ObjectionAnswer.__tablename__: answers}


DOMAIN = Domain(
    operations=operations_of(access, asking, answering, ending),
    subjects=(
        Subject(
            table=NoObjection,
            label=N_("No-objection"),
            access=access.access_objection,
            title=lambda objection: first_line(objection.text),
            find=find_objection,
            still_calls=_still_calls,
            reschedule=asking.reschedule,
            searched=True,
            sheets=SHEETS,
            parts=_parts,
        ),
    ),
    notices=(notices.ASKED, notices.REMINDER, notices.TO_CONFIRM, notices.CONFIRMED, notices.WITHDRAWN),
    rules=notices.RULES,
    handings=handing.HANDINGS,
    unitings=handing.UNITINGS,
)

__all__ = ["DOMAIN", "access", "answering", "asking", "ending", "notices"]
