"""Joint monitoring indicators, their targets, reporting rounds and the reports submitted on them."""

from collections.abc import AsyncIterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, Numeric, String, Text, UniqueConstraint, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from storage.core.files import StoredFile
from storage.engine.batches import in_batches
from storage.engine.database import Base, partial_index
from storage.engine.labels import N_, Labelled
from storage.members import Institution, Person
from storage.requests import excuses

#: Twelve digits before the point are enough for a land area in m² or a budget in riel, four after it for any rate.
Value = Numeric(16, 4)


class RoundState(Labelled):
    OPEN = "open", N_("Open")
    CLOSED = "closed", N_("Closed")


class SubmissionState(Labelled):
    SUBMITTED = "submitted", N_("Awaiting review")
    ACCEPTED = "accepted", N_("Accepted")
    RETURNED = "returned", N_("Returned")
    #: A later version has replaced it, so it is not reviewed any more.
    REPLACED = "replaced", N_("Replaced")


class Indicator(Base):
    __tablename__ = "indicator"
    __table_args__ = (UniqueConstraint("twg_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"))
    #: As officials write it: "2008-4".
    number: Mapped[str] = mapped_column(String(20))
    statement: Mapped[str] = mapped_column(String(300))
    #: "%", "m²", …; empty for a milestone.
    unit: Mapped[str] = mapped_column(String(20), default="")
    #: A milestone has no values; its reports say in words what was reached.
    milestone: Mapped[bool] = mapped_column(default=False)
    #: Value from which progress is counted, in `unit`.
    baseline: Mapped[Decimal | None] = mapped_column(Value)
    #: When the baseline was measured: "Dec 2006".
    baseline_period: Mapped[str] = mapped_column(String(40), default="")
    lower_is_better: Mapped[bool] = mapped_column(default=False)
    #: The source of the data, and who validates it.
    source: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]

    targets: Mapped[list["TargetRevision"]] = relationship(lazy="raise", order_by="TargetRevision.id")
    responsible: Mapped[list["Responsible"]] = relationship(lazy="raise", order_by="Responsible.id")

    def is_reported_by(self, person: Person) -> bool:
        """Whether the person's institution is responsible for it; true for everybody if no institution was named."""
        institutions = {item.institution_id for item in self.responsible}
        return not institutions or person.institution_id in institutions


class TargetRevision(Base):
    """A target of an indicator. The revision set last is in force; earlier ones are kept."""

    __tablename__ = "target_revision"

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"), index=True)
    #: In the indicator's unit; None for a milestone.
    value: Mapped[Decimal | None] = mapped_column(Value)
    #: When it is to be reached: "Dec 2009".
    period: Mapped[str] = mapped_column(String(40), default="")
    due_on: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(300), default="")
    set_at: Mapped[datetime]


class Responsible(Base):
    """An institution that is responsible for reporting on an indicator."""

    __tablename__ = "indicator_responsible"
    __table_args__ = (UniqueConstraint("indicator_id", "institution_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    lead: Mapped[bool] = mapped_column(default=False)

    institution: Mapped[Institution] = relationship(lazy="raise")


class Round(Base):
    """A reporting round of one TWG. A unique index allows one open round per TWG."""

    __tablename__ = "round"
    __table_args__ = (partial_index("ix_round_open", "twg_id", where="state = 'open'", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    #: The end of the last day on which a report is on time, UTC.
    due_at: Mapped[datetime]
    state: Mapped[RoundState] = mapped_column(default=RoundState.OPEN)
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class ReportRequest(Base):
    """A request to a person to report on an indicator in a round."""

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
    #: UTC; None until a report has been submitted.
    reported_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise")
    indicator: Mapped[Indicator] = relationship(lazy="raise")


class SubmissionFile(Base):
    """A file that came with a report as evidence."""

    __tablename__ = "submission_file"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submission.id"), primary_key=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), primary_key=True)


class Submission(Base):
    """A report on an indicator. A correction is a new row with a higher version; earlier versions are kept."""

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("indicator_id", "version"),
        Index("ix_submission_twg_id_state", "twg_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"))
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    round_id: Mapped[int | None] = mapped_column(ForeignKey("round.id"), index=True)
    #: Counts from 1 within the indicator.
    version: Mapped[int]
    #: In the indicator's unit; None for a milestone.
    value: Mapped[Decimal | None] = mapped_column(Value)
    note: Mapped[str] = mapped_column(Text, default="")
    constraints: Mapped[str] = mapped_column(Text, default="")
    next_steps: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[SubmissionState] = mapped_column(default=SubmissionState.SUBMITTED)
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[datetime]
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reviewed_at: Mapped[datetime | None]
    #: What the secretariat wrote when it returned the report; empty otherwise.
    review_comment: Mapped[str] = mapped_column(Text, default="")

    indicator: Mapped[Indicator] = relationship(lazy="raise")
    submitted_by: Mapped[Person] = relationship(lazy="raise", foreign_keys=[submitted_by_id])
    evidence: Mapped[list[StoredFile]] = relationship(secondary="submission_file", lazy="raise", order_by=StoredFile.id)


_WITH_TARGETS = (
    selectinload(Indicator.targets),
    selectinload(Indicator.responsible).joinedload(Responsible.institution),
)

_WITH_SENDER = (
    joinedload(Submission.indicator).options(*_WITH_TARGETS),
    joinedload(Submission.submitted_by).joinedload(Person.institution),
    selectinload(Submission.evidence),
)


async def find_indicator(session: AsyncSession, *criteria: Any) -> Indicator | None:
    """The indicator that meets the criteria, with targets and responsible institutions; None if there is none."""
    return await session.scalar(select(Indicator).where(*criteria).options(*_WITH_TARGETS))


async def list_indicators(session: AsyncSession, twg_id: int) -> list[Indicator]:
    """Indicators of a TWG by number, with targets and responsible institutions."""
    query = select(Indicator).where(Indicator.twg_id == twg_id).options(*_WITH_TARGETS)
    return list(await session.scalars(query.order_by(Indicator.number)))


async def find_open_round(session: AsyncSession, twg_id: int) -> Round | None:
    """The open round of a TWG; None if there is none."""
    return await session.scalar(select(Round).where(Round.twg_id == twg_id, Round.state == RoundState.OPEN))


async def list_requests(session: AsyncSession, *criteria: Any) -> list[ReportRequest]:
    """Requests that meet the criteria, with person, institution and indicator, by indicator."""
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


async def list_unreported(session: AsyncSession, round_id: int) -> list[ReportRequest]:
    """Requests of a round that have no report yet, loaded as by `list_requests`.

    Left out are those of which their person needs no reminder, since they asked for time or said that there is no data.
    """
    return await list_requests(
        session,
        ReportRequest.round_id == round_id,
        ReportRequest.reported_at.is_(None),
        ~excuses(ReportRequest.__tablename__, ReportRequest.id),
    )


async def find_submission(session: AsyncSession, submission_id: int) -> Submission | None:
    """The submission with its indicator, its sender and their institution, and its evidence; None if there is none."""
    query = select(Submission).where(Submission.id == submission_id).options(*_WITH_SENDER)
    return await session.scalar(query)


async def list_submissions(
    session: AsyncSession, *criteria: Any, oldest_first: bool = False, limit: int | None = None
) -> list[Submission]:
    """Submissions that meet the criteria, loaded as by `find_submission`, newest first unless `oldest_first`."""
    query = select(Submission).join(Submission.indicator).where(*criteria).options(*_WITH_SENDER)
    order = Submission.id if oldest_first else Submission.id.desc()
    return list(await session.scalars(query.order_by(order).limit(limit)))


def read_submissions(session: AsyncSession, twg_id: int) -> AsyncIterator[list[Submission]]:
    """All submissions of a TWG, loaded as by `find_submission`, newest first, in batches."""
    query = select(Submission).where(Submission.twg_id == twg_id).order_by(Submission.id.desc())
    return in_batches(session, query, Submission.id, *_WITH_SENDER)


async def count_submissions(session: AsyncSession, *criteria: Any) -> int:
    """How many submissions meet the criteria."""
    return await session.scalar(select(func.count()).select_from(Submission).where(*criteria)) or 0


async def next_version(session: AsyncSession, indicator_id: int) -> int:
    """The version number for the next submission on an indicator."""
    highest = await session.scalar(select(func.max(Submission.version)).where(Submission.indicator_id == indicator_id))
    return (highest or 0) + 1


async def list_standing(
    session: AsyncSession, twg_id: int, *, indicator_id: int | None = None
) -> dict[int, list[Submission]]:
    """The newest accepted submission of each indicator of a TWG, and later ones that await review.

    Earlier submissions are not read, however many there are.

    Args:
        indicator_id: of this indicator only.
    Returns:
        Submissions by indicator id, newest first. Indicators without any are left out.
    """
    wanted = Indicator.twg_id == twg_id, *([] if indicator_id is None else [Indicator.id == indicator_id])
    newest = select(Submission.id).where(
        Submission.indicator_id == Indicator.id, Submission.state == SubmissionState.ACCEPTED
    )
    newest = newest.order_by(Submission.version.desc()).limit(1).correlate(Indicator)
    accepted = select(Indicator.id.label("of"), newest.scalar_subquery().label("id")).where(*wanted).cte("accepted")
    waiting = select(Submission.id).join(accepted, accepted.c.of == Submission.indicator_id)
    waiting = waiting.where(
        Submission.twg_id == twg_id,
        Submission.state == SubmissionState.SUBMITTED,
        or_(accepted.c.id.is_(None), Submission.id > accepted.c.id),
    )
    ids = select(accepted.c.id).where(accepted.c.id.is_not(None)).union_all(waiting)
    found: dict[int, list[Submission]] = {}
    for submission in await list_submissions(session, Submission.id.in_(ids)):
        found.setdefault(submission.indicator_id, []).append(submission)
    return found
