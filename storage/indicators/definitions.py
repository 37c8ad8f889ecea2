"""Joint monitoring indicators, their targets and the institutions that report on them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Numeric, String, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from storage.engine.database import Base
from storage.members import Institution, Person

#: Twelve digits before the point are enough for a land area in m² or a budget in riel, four after it for any rate.
Value = Numeric(16, 4)


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


#: What a card, a request and a report show of their indicator.
WITH_TARGETS = (
    selectinload(Indicator.targets),
    selectinload(Indicator.responsible).joinedload(Responsible.institution),
)


async def find_indicator(session: AsyncSession, *criteria: Any) -> Indicator | None:
    """The indicator that meets the criteria, with targets and responsible institutions; None if there is none."""
    return await session.scalar(select(Indicator).where(*criteria).options(*WITH_TARGETS))


async def list_indicators(session: AsyncSession, twg_id: int) -> list[Indicator]:
    """Indicators of a TWG by number, with targets and responsible institutions."""
    query = select(Indicator).where(Indicator.twg_id == twg_id).options(*WITH_TARGETS)
    return list(await session.scalars(query.order_by(Indicator.number)))
