"""Joint monitoring indicators, their targets, reporting rounds and what was reported."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, Numeric, String, Text, UniqueConstraint, and_, func, or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from storage.core.files import StoredFile
from storage.engine.database import Base
from storage.engine.labels import N_, Labelled
from storage.members import Institution, Person

#: Twelve digits before the point hold a land area in m² or a budget in riel, four after it any rate.
Value = Numeric(16, 4)


class RoundState(Labelled):
    OPEN = "open", N_("Open")
    CLOSED = "closed", N_("Closed")


class SubmissionState(Labelled):
    SUBMITTED = "submitted", N_("Awaiting review")
    ACCEPTED = "accepted", N_("Accepted")
    RETURNED = "returned", N_("Returned")
    #: A later version counts instead; nobody reviews this one any more.
    REPLACED = "replaced", N_("Replaced")


class Indicator(Base):
    __tablename__ = "indicator"
    __table_args__ = (UniqueConstraint("twg_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"))
    #: As officials write it: "2008-4".
    number: Mapped[str] = mapped_column(String(20))
    statement: Mapped[str] = mapped_column(String(300))
    #: "%", "m²", … ; empty for a milestone, which has no value, only what was reached.
    unit: Mapped[str] = mapped_column(String(20), default="")
    milestone: Mapped[bool] = mapped_column(default=False)
    baseline: Mapped[Decimal | None] = mapped_column(Value)
    #: Of when the baseline is: "Dec 2006".
    baseline_period: Mapped[str] = mapped_column(String(40), default="")
    lower_is_better: Mapped[bool] = mapped_column(default=False)
    #: Source of data and who validates it.
    source: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]

    targets: Mapped[list["TargetRevision"]] = relationship(lazy="raise", order_by="TargetRevision.id")
    responsible: Mapped[list["Responsible"]] = relationship(lazy="raise", order_by="Responsible.id")

    def is_reported_by(self, person: Person) -> bool:
        """Whether a person's institution is one that reports on it; where none was named, anybody's is."""
        institutions = {item.institution_id for item in self.responsible}
        return not institutions or person.institution_id in institutions


class TargetRevision(Base):
    """A target as it was set; the last one counts, the earlier ones stay readable."""

    __tablename__ = "target_revision"

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"), index=True)
    value: Mapped[Decimal | None] = mapped_column(Value)
    #: By when: "Dec 2009".
    period: Mapped[str] = mapped_column(String(40), default="")
    due_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(300), default="")
    set_at: Mapped[datetime]


class Responsible(Base):
    """An institution that reports on an indicator."""

    __tablename__ = "indicator_responsible"
    __table_args__ = (UniqueConstraint("indicator_id", "institution_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    lead: Mapped[bool] = mapped_column(default=False)

    institution: Mapped[Institution] = relationship(lazy="raise")


class Round(Base):
    """A reporting round of one TWG."""

    __tablename__ = "round"
    __table_args__ = (
        Index(
            "ix_round_open",
            "twg_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    #: The end of the last day on which a report is on time.
    due_at: Mapped[datetime]
    state: Mapped[RoundState] = mapped_column(default=RoundState.OPEN)
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class ReportRequest(Base):
    """That a person was asked to report on an indicator in a round, and whether they did."""

    __tablename__ = "report_request"
    __table_args__ = (
        UniqueConstraint("round_id", "indicator_id", "person_id"),
        Index("ix_report_request_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"))
    round_id: Mapped[int] = mapped_column(ForeignKey("round.id"))
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reported_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise")
    indicator: Mapped[Indicator] = relationship(lazy="raise")


class Submission(Base):
    """One report on an indicator. A correction is a new version; nothing is overwritten."""

    __tablename__ = "submission"
    __table_args__ = (UniqueConstraint("indicator_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"), index=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"), index=True)
    #: From 1 within the indicator.
    version: Mapped[int]
    #: In the indicator's unit; empty for a milestone.
    value: Mapped[Decimal | None] = mapped_column(Value)
    note: Mapped[str] = mapped_column(Text, default="")
    constraints: Mapped[str] = mapped_column(Text, default="")
    next_steps: Mapped[str] = mapped_column(Text, default="")
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    state: Mapped[SubmissionState] = mapped_column(default=SubmissionState.SUBMITTED)
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[datetime]
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reviewed_at: Mapped[datetime | None]
    #: What the secretariat wrote when it returned the report.
    review_comment: Mapped[str] = mapped_column(Text, default="")

    indicator: Mapped[Indicator] = relationship(lazy="raise")
    submitted_by: Mapped[Person] = relationship(lazy="raise", foreign_keys=[submitted_by_id])
    evidence: Mapped[StoredFile | None] = relationship(lazy="raise")


_WITH_TARGETS = (
    selectinload(Indicator.targets),
    selectinload(Indicator.responsible).joinedload(Responsible.institution),
)

_WITH_SENDER = (
    joinedload(Submission.indicator).options(*_WITH_TARGETS),
    joinedload(Submission.submitted_by).joinedload(Person.institution),
    joinedload(Submission.evidence),
)


async def find_indicator(session: AsyncSession, *criteria: Any) -> Indicator | None:
    """The one indicator that meets the criteria, with targets and responsible institutions."""
    return await session.scalar(select(Indicator).where(*criteria).options(*_WITH_TARGETS))


async def list_indicators(session: AsyncSession, twg_id: int) -> list[Indicator]:
    """Indicators of a TWG by number."""
    query = select(Indicator).where(Indicator.twg_id == twg_id).options(*_WITH_TARGETS)
    return list(await session.scalars(query.order_by(Indicator.number)))


async def find_open_round(session: AsyncSession, twg_id: int) -> Round | None:
    """The round now open; a TWG has one at a time."""
    return await session.scalar(select(Round).where(Round.twg_id == twg_id, Round.state == RoundState.OPEN))


async def list_requests(session: AsyncSession, *criteria: Any) -> list[ReportRequest]:
    """Requests with person, institution and indicator."""
    query = (
        select(ReportRequest)
        .where(*criteria)
        .options(
            joinedload(ReportRequest.person).joinedload(Person.institution),
            joinedload(ReportRequest.indicator).options(*_WITH_TARGETS),
        )
        .order_by(ReportRequest.indicator_id, ReportRequest.id)
    )
    return list(await session.scalars(query))


async def find_submission(session: AsyncSession, submission_id: int) -> Submission | None:
    """The submission with its indicator, sender, sender's institution and evidence."""
    query = select(Submission).where(Submission.id == submission_id).options(*_WITH_SENDER)
    return await session.scalar(query)


async def list_submissions(session: AsyncSession, *criteria: Any, limit: int | None = None) -> list[Submission]:
    """Submissions, the newest first."""
    query = select(Submission).join(Submission.indicator).where(*criteria).options(*_WITH_SENDER)
    return list(await session.scalars(query.order_by(Submission.id.desc()).limit(limit)))


async def next_version(session: AsyncSession, indicator_id: int) -> int:
    highest = await session.scalar(select(func.max(Submission.version)).where(Submission.indicator_id == indicator_id))
    return (highest or 0) + 1


async def list_standing(session: AsyncSession, twg_id: int, *criteria: Any) -> dict[int, list[Submission]]:
    """For each indicator its newest accepted submission and what has awaited review since, the newest first."""
    accepted = (
        select(Submission.indicator_id, func.max(Submission.id).label("id"))
        .where(Submission.twg_id == twg_id, Submission.state == SubmissionState.ACCEPTED, *criteria)
        .group_by(Submission.indicator_id)
        .subquery()
    )
    counts = or_(
        Submission.id == accepted.c.id,
        and_(
            Submission.state == SubmissionState.SUBMITTED,
            or_(accepted.c.id.is_(None), Submission.id > accepted.c.id),
        ),
    )
    query = select(Submission.id).outerjoin(accepted, accepted.c.indicator_id == Submission.indicator_id)
    ids = query.where(Submission.twg_id == twg_id, *criteria, counts)
    found: dict[int, list[Submission]] = {}
    for submission in await list_submissions(session, Submission.id.in_(ids)):
        found.setdefault(submission.indicator_id, []).append(submission)
    return found
