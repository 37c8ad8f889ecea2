"""The register of decisions: what a TWG has decided, with a number of the TWG and the year (G16)."""

from collections.abc import AsyncIterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from storage.engine.batches import in_batches
from storage.engine.database import Base
from storage.meetings import Meeting
from storage.members import Person

#: Most characters of a decision.
LONGEST_DECISION = 2000


class Decision(Base):
    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("twg_id", "year", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"))
    #: Of the day of the decision; numbers begin with 1 in each.
    year: Mapped[int]
    #: It is never given again, also where the decision is withdrawn.
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    #: Local date.
    decided_on: Mapped[date]
    #: The meeting that decided it; None for what was confirmed between meetings, as nobody objected.
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    #: Title of the agenda item under which it was decided; empty where it is not known.
    item: Mapped[str] = mapped_column(String(300), default="")
    #: Who may see it: tokens of `storage.core.audiences`, those of the meeting, or of who was asked and who asked.
    audience: Mapped[str] = mapped_column(String(400))
    #: The line of the record that it arose from; None for one that was entered afterwards.
    line_id: Mapped[int | None] = mapped_column(ForeignKey("record_line.id"), unique=True)
    created_at: Mapped[datetime]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: When its words were last corrected, UTC; None where they are as they were registered.
    corrected_at: Mapped[datetime | None]
    #: When it was taken out of the register, UTC; None while it stands.
    withdrawn_at: Mapped[datetime | None]
    withdrawn_why: Mapped[str] = mapped_column(String(300), default="")

    meeting: Mapped[Meeting | None] = relationship(lazy="raise")
    created_by: Mapped[Person] = relationship(lazy="raise")

    @property
    def reference(self) -> str:
        """What it is called: "D-2027-03"."""
        return f"D-{self.year}-{self.number:02}"


_WITH = joinedload(Decision.meeting), joinedload(Decision.created_by)


async def find_decision(session: AsyncSession, decision_id: int, *criteria: Any) -> Decision | None:
    """The decision with its meeting; None if there is none that meets the criteria."""
    return await session.scalar(select(Decision).where(Decision.id == decision_id, *criteria).options(*_WITH))


async def find_next_number(session: AsyncSession, twg_id: int, year: int) -> int:
    """The number of the next decision of a TWG in a year."""
    newest = select(func.max(Decision.number)).where(Decision.twg_id == twg_id, Decision.year == year)
    return (await session.scalar(newest) or 0) + 1


async def list_decisions(session: AsyncSession, *criteria: Any, limit: int, skipped: int = 0) -> list[Decision]:
    """Decisions that meet the criteria, with their meetings, the newest number first."""
    query = select(Decision).where(*criteria).options(*_WITH).order_by(Decision.year.desc(), Decision.number.desc())
    return list(await session.scalars(query.limit(limit).offset(skipped)))


async def list_from_lines(session: AsyncSession, line_ids: list[int]) -> dict[int, Decision]:
    """The decisions that arose from these lines, by line."""
    rows = await session.scalars(select(Decision).where(Decision.line_id.in_(line_ids)))
    return {row.line_id: row for row in rows if row.line_id is not None}


def read_decisions(session: AsyncSession, twg_id: int, *criteria: Any) -> AsyncIterator[list[Decision]]:
    """All decisions of a TWG that meet the criteria, with their meetings, oldest first, in batches."""
    query = select(Decision).where(Decision.twg_id == twg_id, *criteria).order_by(Decision.id)
    return in_batches(session, query, Decision.id, *_WITH)
