"""Joint monitoring indicators, their targets and steps, and who reports on them."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Numeric, String, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from storage.core.spelling import fold
from storage.engine.database import Base
from storage.engine.labels import N_, Labelled
from storage.members import Institution, Person

#: Twelve digits before the point are enough for a land area in m² or a budget in riel, four after it for any rate.
Value = Numeric(16, 4)


class IndicatorState(Labelled):
    """How far an indicator is in its life."""

    PROPOSED = "proposed", N_("Proposed")
    ENDORSED = "endorsed", N_("Endorsed")
    REVISED = "revised", N_("Revised")
    MET = "met", N_("Met")
    REPLACED = "replaced", N_("Replaced by another one")
    WITHDRAWN = "withdrawn", N_("Withdrawn")


#: States in which reports are asked for.
REPORTED_ON = (IndicatorState.ENDORSED, IndicatorState.REVISED)
#: States in which an indicator is history: reports on it are refused.
ENDED = (IndicatorState.REPLACED, IndicatorState.WITHDRAWN)


class Frequency(Labelled):
    """How often an indicator has a new value."""

    MONTHLY = "monthly", N_("Every month")
    QUARTERLY = "quarterly", N_("Every quarter")
    HALF_YEARLY = "half_yearly", N_("Every half year")
    YEARLY = "yearly", N_("Every year")
    SCHOOL_YEAR = "school_year", N_("Every school year")
    SURVEY = "survey", N_("With each survey")


class Indicator(Base):
    __tablename__ = "indicator"
    __table_args__ = (UniqueConstraint("twg_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"))
    #: As officials write it: "2008-4".
    number: Mapped[str] = mapped_column(String(20))
    statement: Mapped[str] = mapped_column(String(300))
    #: The statement in Khmer; empty without one.
    statement_km: Mapped[str] = mapped_column(String(300), default="")
    #: The result that it shows: the outcome, and in the layout of 2014-18 the output below it.
    outcome: Mapped[str] = mapped_column(String(300), default="")
    output: Mapped[str] = mapped_column(String(300), default="")
    #: The part of a strategy or of a report to which it belongs.
    grouping: Mapped[str] = mapped_column(String(120), default="")
    #: "%", "m²", …; empty for a milestone.
    unit: Mapped[str] = mapped_column(String(20), default="")
    #: A milestone has no values; its reports say in words what was reached.
    milestone: Mapped[bool] = mapped_column(default=False)
    #: Value from which progress is counted, in `unit`.
    baseline: Mapped[Decimal | None] = mapped_column(Value)
    #: When the baseline was measured: "Dec 2006".
    baseline_period: Mapped[str] = mapped_column(String(40), default="")
    #: The baseline of a milestone, in words: "draft law".
    baseline_note: Mapped[str] = mapped_column(String(200), default="")
    lower_is_better: Mapped[bool] = mapped_column(default=False)
    #: Lowest and highest value that it can have, in `unit`; None without a limit.
    lowest: Mapped[Decimal | None] = mapped_column(Value)
    highest: Mapped[Decimal | None] = mapped_column(Value)
    frequency: Mapped[Frequency | None]
    #: Where the data come from.
    source: Mapped[str] = mapped_column(String(200), default="")
    #: Who confirms them.
    validator: Mapped[str] = mapped_column(String(200), default="")
    #: Amount and source of the money, as they are written.
    funding: Mapped[str] = mapped_column(String(200), default="")
    #: By what a value is split, with the parts of each: {"Sex": ["girls", "boys"]}.
    splits: Mapped[dict[str, Any]] = mapped_column(default=dict)
    #: Who is asked for reports first, and who in their place.
    reporter_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[IndicatorState] = mapped_column(default=IndicatorState.ENDORSED)
    #: Why it has this state; empty where nothing was said.
    state_reason: Mapped[str] = mapped_column(String(300), default="")
    #: The indicator that took its place; None unless it was replaced.
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("indicator.id"))
    #: The indicator of which it is a part: 2008-3 of 2008-3a.
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("indicator.id"))
    created_at: Mapped[datetime]

    # Ordered by the indicator first: by the id alone SQLite walks the whole table instead of its index.
    targets: Mapped[list["TargetRevision"]] = relationship(
        lazy="raise", order_by="(TargetRevision.indicator_id, TargetRevision.id)"
    )
    steps: Mapped[list["IndicatorStep"]] = relationship(
        lazy="raise", order_by="IndicatorStep.position", cascade="all, delete-orphan"
    )
    responsible: Mapped[list["Responsible"]] = relationship(
        lazy="raise", order_by="(Responsible.indicator_id, Responsible.id)", cascade="all, delete-orphan"
    )
    reporter: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[reporter_id])
    deputy: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[deputy_id])
    replaced_by: Mapped["Indicator | None"] = relationship(
        lazy="raise", foreign_keys=[replaced_by_id], remote_side=[id]
    )
    parent: Mapped["Indicator | None"] = relationship(lazy="raise", foreign_keys=[parent_id], remote_side=[id])

    def is_reported_by(self, person: Person) -> bool:
        """Whether the person or their institution is responsible for it; true for everybody if nobody was named."""
        if person.id in (self.reporter_id, self.deputy_id):
            return True
        institutions = {item.institution_id for item in self.responsible}
        return not institutions or person.institution_id in institutions

    @property
    def targets_in_force(self) -> list["TargetRevision"]:
        """The newest revision of the target of each period, by when it is to be reached; those without a day last."""
        newest = {fold(target.period): target for target in self.targets}
        in_force = [target for target in newest.values() if not target.dropped]
        return sorted(in_force, key=lambda target: (target.due_on is None, target.due_on or date.max))

    def target_for(self, day: date) -> "TargetRevision | None":
        """The target that is to be reached next, seen from a day; after the last one, that. None without any."""
        in_force = self.targets_in_force
        dated = [target for target in in_force if target.due_on is not None]
        ahead = [target for target in dated if target.due_on is not None and target.due_on >= day]
        return next(iter([*ahead, *dated[-1:], *in_force]), None)

    def revised_from(self, target: "TargetRevision") -> "TargetRevision | None":
        """The target that another one replaced; None for the first one of its period."""
        earlier = [one for one in self.targets if fold(one.period) == fold(target.period) and one.id < target.id]
        return earlier[-1] if earlier and not earlier[-1].dropped else None


class TargetRevision(Base):
    """A target of an indicator. The revision set last for a period is in force; earlier ones are kept."""

    __tablename__ = "target_revision"

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"), index=True)
    #: In the indicator's unit; None for a milestone.
    value: Mapped[Decimal | None] = mapped_column(Value)
    #: When it is to be reached: "Dec 2009".
    period: Mapped[str] = mapped_column(String(40), default="")
    #: The last day of the period; None where the words name no day.
    due_on: Mapped[date | None]
    #: Whether there is no target for the period any more.
    dropped: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(String(300), default="")
    set_at: Mapped[datetime]


class IndicatorStep(Base):
    """A dated step on the way to a milestone."""

    __tablename__ = "indicator_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"), index=True)
    #: Place among the steps, from 1.
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(300))
    #: By when: "end Sept 2010"; empty for a step without a date.
    period: Mapped[str] = mapped_column(String(40), default="")
    #: The last day of the period; None where the words name no day.
    due_on: Mapped[date | None]
    #: Local day on which it was reached; None while it was not.
    reached_on: Mapped[date | None]


class Responsible(Base):
    """An institution that is responsible for reporting on an indicator."""

    __tablename__ = "indicator_responsible"
    __table_args__ = (UniqueConstraint("indicator_id", "institution_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    lead: Mapped[bool] = mapped_column(default=False)

    institution: Mapped[Institution] = relationship(lazy="raise")


#: What cards, requests and reports show of their indicator.
WITH_TARGETS = (
    joinedload(Indicator.reporter),
    joinedload(Indicator.deputy),
    joinedload(Indicator.replaced_by),
    joinedload(Indicator.parent),
    selectinload(Indicator.targets),
    selectinload(Indicator.steps),
    selectinload(Indicator.responsible).joinedload(Responsible.institution),
)


async def find_indicator(session: AsyncSession, *criteria: Any) -> Indicator | None:
    """The indicator that meets the criteria, with targets, steps and responsible institutions; None without any."""
    return await session.scalar(select(Indicator).where(*criteria).options(*WITH_TARGETS))


async def list_indicators(session: AsyncSession, twg_id: int, *criteria: Any) -> list[Indicator]:
    """Indicators of a TWG that meet the criteria, by number, with targets, steps and responsible institutions."""
    query = select(Indicator).where(Indicator.twg_id == twg_id, *criteria).options(*WITH_TARGETS)
    return sorted(await session.scalars(query), key=lambda indicator: place_of(indicator.number))


def place_of(number: str) -> list[tuple[int, int, str]]:
    """By what numbers are put in order: 2008-3a stands between 2008-3 and 2008-4, and 2008-10 after them.

    Not left to the database: as text 2008-10 is before 2008-4, and SQLite and PostgreSQL differ about letters.
    """
    pieces = re.findall(r"\d+|\D+", fold(number))
    return [(0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in pieces]
