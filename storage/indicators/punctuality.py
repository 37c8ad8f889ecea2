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


async def list_due_rounds(session: AsyncSession, twg_id: int, *, most: int, now: datetime) -> Sequence[int]:
    """Ids of the newest rounds of a TWG whose last day is over."""
    due = select(Round.id).where(Round.twg_id == twg_id, Round.due_at <= now).order_by(Round.due_at.desc())
    return (await session.scalars(due.limit(most))).all()


async def list_asked_rows(session: AsyncSession, round_ids: Sequence[int], *, today: date) -> Sequence[AskedRow]:
    """What was asked for in rounds."""
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
        .join(Person, Person.id == ReportRequest.person_id)
        .where(ReportRequest.round_id.in_(round_ids))
    )
    return [AskedRow(*row) for row in await session.execute(query)]


async def list_reported_rows(session: AsyncSession, round_ids: Sequence[int]) -> Sequence[ReportedRow]:
    """The reports in rounds, in all their versions."""
    query = (
        select(
            Submission.round_id,
            Submission.indicator_id,
            Submission.submitted_by_id,
            Person.institution_id,
            Submission.late,
        )
        .join(Person, Person.id == Submission.submitted_by_id)
        .where(Submission.round_id.in_(round_ids))
    )
    return [ReportedRow(*row) for row in await session.execute(query)]
