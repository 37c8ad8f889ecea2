"""Finding a date: dates that are proposed to those who are to come, and who can when (G14)."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Select, select

from storage.dates import DateAnswer, DateOption, DatePoll, find_poll
from storage.engine.labels import N_
from twg.core.operations import operations_of
from twg.core.subjects import Domain, Subject
from twg.dates import access, answering, ending, gdcc, handing, notices, proposing
from twg.dates.sheets import SHEETS


def _still_calls(poll: DatePoll, _now: datetime) -> None:
    access.check_open(poll)


def _parts(poll: DatePoll) -> Mapping[str, Select[int]]:
    """What belongs to it, as what has happened to it is read."""
    answers = select(DateAnswer.id).join(DateOption, DateOption.id == DateAnswer.option_id)
    return {DateAnswer.__tablename__: answers.where(DateOption.poll_id == poll.id)}


DOMAIN = Domain(
    operations=operations_of(access, proposing, answering, ending, gdcc),
    subjects=(
        Subject(
            table=DatePoll,
            label=N_("Finding a date"),
            access=access.access_poll,
            title=lambda poll: poll.title,
            find=find_poll,
            still_calls=_still_calls,
            reschedule=proposing.reschedule,
            sheets=SHEETS,
            parts=_parts,
        ),
    ),
    notices=(
        notices.ASKED,
        notices.REMINDER,
        notices.TO_CHOOSE,
        notices.CHOSEN,
        notices.CLOSED,
        notices.PAST,
    ),
    rules=notices.RULES,
    undos=ending.UNDOS,
    handings=handing.HANDINGS,
    unitings=handing.UNITINGS,
)

__all__ = ["DOMAIN", "access", "answering", "ending", "gdcc", "notices", "proposing"]
