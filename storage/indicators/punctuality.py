"""Who was asked for reports and which of them came, as rows that are counted (J5)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.indicators.rounds import ReportRequest, Round
from storage.indicators.submissions import Submission
from storage.members import Person
from storage.requests import MemberRequest, RequestKind, RequestState

#: What was agreed about a report that nobody owes then.
_EXCUSING = (RequestKind.NO_DATA, RequestKind.NOT_MINE, RequestKind.HAND_OVER)


@dataclass(frozen=True)
class AskedRow:
    """A report that a person was asked for in a round that was due.

    Attributes:
        excused: it was agreed that they need not report, or not yet.
    """

    round_id: int
    indicator_id: int
    person_id: int
    institution_id: int | None
    excused: bool


@dataclass(frozen=True)
class ReportedRow:
    """A report in a round. Attributes: `late`: it came after it was due, with the time that was agreed."""

    round_id: int | None
    indicator_id: int
    person_id: int
    institution_id: int | None
    late: bool


async def list_asked_rows(session: AsyncSession, twg_id: int, *, now: datetime, today: date) -> Sequence[AskedRow]:
    """What was asked for in the rounds of a TWG whose last day is over."""
    about = MemberRequest.subject_type == ReportRequest.__tablename__, MemberRequest.subject_id == ReportRequest.id
    granted = MemberRequest.state == RequestState.GRANTED
    excused = exists().where(*about, granted, MemberRequest.kind.in_(_EXCUSING))
    later = MemberRequest.kind == RequestKind.MORE_TIME, MemberRequest.until >= today
    query = (
        select(
            ReportRequest.round_id,
            ReportRequest.indicator_id,
            ReportRequest.person_id,
            Person.institution_id,
            excused | exists().where(*about, granted, *later),
        )
        .join(Round, Round.id == ReportRequest.round_id)
        .join(Person, Person.id == ReportRequest.person_id)
        .where(ReportRequest.twg_id == twg_id, Round.due_at <= now)
    )
    return [AskedRow(*row) for row in await session.execute(query)]


async def list_reported_rows(session: AsyncSession, twg_id: int) -> Sequence[ReportedRow]:
    """The reports in the rounds of a TWG, in all their versions."""
    query = (
        select(
            Submission.round_id,
            Submission.indicator_id,
            Submission.submitted_by_id,
            Person.institution_id,
            Submission.late,
        )
        .join(Person, Person.id == Submission.submitted_by_id)
        .where(Submission.twg_id == twg_id, Submission.round_id.is_not(None))
    )
    return [ReportedRow(*row) for row in await session.execute(query)]
