"""The reports submitted on indicators, in all their versions."""

from collections.abc import AsyncIterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from storage.core.files import StoredFile
from storage.engine.batches import in_batches
from storage.engine.database import Base
from storage.engine.labels import N_, Labelled
from storage.indicators.definitions import WITH_TARGETS, Indicator, Value
from storage.members import Person


class SubmissionState(Labelled):
    SUBMITTED = "submitted", N_("Awaiting review")
    ACCEPTED = "accepted", N_("Accepted")
    RETURNED = "returned", N_("Returned")
    #: A later version has replaced it, so it is not reviewed any more.
    REPLACED = "replaced", N_("Replaced")


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
    #: Of when the value is: "Q3 2026"; empty where that was not said.
    period: Mapped[str] = mapped_column(String(40), default="")
    #: The value of each part, in the indicator's unit, by the name of the split: {"Sex": {"girls": "61"}}.
    parts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: The step of the milestone that was reached, in the words that the indicator had; empty for a report on the whole.
    step: Mapped[str] = mapped_column(String(300), default="")
    #: The step itself, whose words may have been corrected since; None where it was removed.
    step_id: Mapped[int | None] = mapped_column(ForeignKey("indicator_step.id", ondelete="SET NULL"))
    #: Local day on which the step was reached.
    reached_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(Text, default="")
    constraints: Mapped[str] = mapped_column(Text, default="")
    next_steps: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[SubmissionState] = mapped_column(default=SubmissionState.SUBMITTED)
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[datetime]
    #: Whether it came after it was due, with more time that was agreed for it.
    late: Mapped[bool] = mapped_column(default=False)
    #: Whether it came from a body that was not responsible for the indicator.
    elsewhere: Mapped[bool] = mapped_column(default=False)
    #: Why a report from elsewhere stands for the indicator; empty where it does not.
    standing_reason: Mapped[str] = mapped_column(String(300), default="")
    reviewed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    reviewed_at: Mapped[datetime | None]
    #: What the secretariat wrote when it returned the report; empty otherwise.
    review_comment: Mapped[str] = mapped_column(Text, default="")

    indicator: Mapped[Indicator] = relationship(lazy="raise")
    submitted_by: Mapped[Person] = relationship(lazy="raise", foreign_keys=[submitted_by_id])
    reviewed_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[reviewed_by_id])
    evidence: Mapped[list[StoredFile]] = relationship(secondary="submission_file", lazy="raise", order_by=StoredFile.id)

    @property
    def stands(self) -> bool:
        """Whether it was accepted as what the indicator has reached; one from elsewhere only with a reason."""
        return self.state is SubmissionState.ACCEPTED and (not self.elsewhere or self.standing_reason != "")

    def is_on_step_of(self, other: "Submission") -> bool:
        """Whether both say that the same step was reached; of one that was removed, by its words."""
        if self.step_id is None or other.step_id is None:
            return self.step == other.step
        return self.step_id == other.step_id

    @property
    def part_values(self) -> dict[str, dict[str, Decimal]]:
        """The value of each part, by the name of the split."""
        return {split: {part: Decimal(value) for part, value in parts.items()} for split, parts in self.parts.items()}


_WITH_SENDER = (
    joinedload(Submission.indicator).options(*WITH_TARGETS),
    joinedload(Submission.submitted_by).joinedload(Person.institution),
    selectinload(Submission.evidence),
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


def read_submissions(session: AsyncSession, twg_id: int, *criteria: Any) -> AsyncIterator[list[Submission]]:
    """The submissions of a TWG that meet the criteria, newest first, in batches.

    They are loaded as by `find_submission`, with who reviewed them.
    """
    query = select(Submission).where(Submission.twg_id == twg_id, *criteria).order_by(Submission.id.desc())
    return in_batches(session, query, Submission.id, *_WITH_SENDER, joinedload(Submission.reviewed_by))


async def count_submissions(session: AsyncSession, *criteria: Any) -> int:
    """How many submissions meet the criteria."""
    return await session.scalar(select(func.count()).select_from(Submission).where(*criteria)) or 0


async def next_version(session: AsyncSession, indicator_id: int) -> int:
    """The version number for the next submission on an indicator."""
    highest = await session.scalar(select(func.max(Submission.version)).where(Submission.indicator_id == indicator_id))
    return (highest or 0) + 1


#: The clauses for a submission that is the figure of its indicator, until a newer one is.
STANDS = (
    Submission.state == SubmissionState.ACCEPTED,
    or_(Submission.elsewhere.is_(False), Submission.standing_reason != ""),
)


async def list_standing(
    session: AsyncSession, twg_id: int, *, indicator_id: int | None = None
) -> dict[int, list[Submission]]:
    """The newest submission of each indicator of a TWG that stands, and later ones that wait or stand beside.

    Earlier submissions are not read, however many there are.

    Args:
        indicator_id: of this indicator only.
    Returns:
        Submissions by indicator id, newest first. Indicators without any are left out.
    """
    wanted = Indicator.twg_id == twg_id, *([] if indicator_id is None else [Indicator.id == indicator_id])
    newest = select(Submission.version).where(Submission.indicator_id == Indicator.id, *STANDS)
    newest = newest.order_by(Submission.version.desc()).limit(1).correlate(Indicator)
    last = select(Indicator.id.label("of"), func.coalesce(newest.scalar_subquery(), 0).label("version"))
    accepted = last.where(*wanted).cte("accepted")
    waiting = select(Submission.id).join(accepted, accepted.c.of == Submission.indicator_id)
    waits = Submission.state.in_((SubmissionState.SUBMITTED, SubmissionState.ACCEPTED))
    ids = waiting.where(Submission.version >= accepted.c.version, waits)
    found: dict[int, list[Submission]] = {}
    for submission in await list_submissions(session, Submission.id.in_(ids)):
        found.setdefault(submission.indicator_id, []).append(submission)
    return found


async def list_values(session: AsyncSession, twg_id: int, *, most: int) -> dict[int, list[tuple[Decimal, str]]]:
    """The newest values of each indicator of a TWG that stand, each with its period, by indicator id, newest first."""
    counted = *STANDS, Submission.value.is_not(None)
    oldest = select(Submission.version).where(Submission.indicator_id == Indicator.id, *counted)
    oldest = oldest.order_by(Submission.version.desc()).limit(1).offset(most - 1).correlate(Indicator)
    first = select(Indicator.id.label("of"), func.coalesce(oldest.scalar_subquery(), 0).label("version"))
    since = first.where(Indicator.twg_id == twg_id).cte("since")
    newest = (
        select(Submission.indicator_id, Submission.value, Submission.period)
        .join(since, since.c.of == Submission.indicator_id)
        .where(Submission.version >= since.c.version, *counted)
        .order_by(Submission.indicator_id, Submission.version.desc())
    )
    found: dict[int, list[tuple[Decimal, str]]] = {}
    for row in await session.execute(newest):
        found.setdefault(row.indicator_id, []).append((row.value, row.period))
    return found
