"""No-objection between meetings: a text that is put to members until a last day, and what they answer (G16)."""

from collections.abc import AsyncIterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from storage.decisions import Decision
from storage.documents import Document
from storage.engine.batches import in_batches
from storage.engine.database import Base
from storage.engine.labels import N_, Labelled
from storage.members import Person

#: Most characters of a reason.
LONGEST_REASON = 500


class Outcome(Labelled):
    """How a no-objection ended."""

    CONFIRMED = "confirmed", N_("Confirmed")
    WITHDRAWN = "withdrawn", N_("Withdrawn")


class NoObjection(Base):
    """A text on which a TWG decides without a meeting, unless somebody objects."""

    __tablename__ = "no_objection"
    __table_args__ = (Index("ix_no_objection_twg_id", "twg_id", "ended_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"))
    #: What is to be decided.
    text: Mapped[str] = mapped_column(Text)
    #: Who is asked: tokens of `storage.core.audiences`.
    audience: Mapped[str] = mapped_column(String(400))
    #: Last day to answer, local date.
    answer_by: Mapped[date]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[datetime]
    outcome: Mapped[Outcome | None]
    #: UTC; None while it is not confirmed and not withdrawn.
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: Why the Chair decides despite objections, or why it was withdrawn; may be empty.
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")
    #: The decision in the register that arose from it; None as long as there is none.
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"), unique=True)

    created_by: Mapped[Person] = relationship(lazy="raise", foreign_keys=[created_by_id])
    ended_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[ended_by_id])
    decision: Mapped[Decision | None] = relationship(lazy="raise")
    papers: Mapped[list["ObjectionPaper"]] = relationship(
        lazy="raise", order_by="ObjectionPaper.id", cascade="all, delete-orphan"
    )


class ObjectionPaper(Base):
    """A document that belongs to the text; who may not see it does not see it here either."""

    __tablename__ = "objection_paper"
    __table_args__ = (UniqueConstraint("objection_id", "document_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    objection_id: Mapped[int] = mapped_column(ForeignKey("no_objection.id"))
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), index=True)

    document: Mapped[Document] = relationship(lazy="raise")


class ObjectionAnswer(Base):
    """What a person answers; the last word counts."""

    __tablename__ = "objection_answer"
    __table_args__ = (UniqueConstraint("objection_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    objection_id: Mapped[int] = mapped_column(ForeignKey("no_objection.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    agrees: Mapped[bool]
    #: Why the person objects; empty for who does not.
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON), default="")
    #: The answer as it was typed; empty for a pressed button.
    words: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime]
    #: Who gave the answer for this person; None if the person did.
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


_WHOLE = (
    joinedload(NoObjection.created_by),
    joinedload(NoObjection.ended_by),
    joinedload(NoObjection.decision),
    selectinload(NoObjection.papers).joinedload(ObjectionPaper.document),
)


async def find_objection(session: AsyncSession, objection_id: int, *criteria: Any) -> NoObjection | None:
    """The no-objection with people, papers and decision; None if there is none that meets the criteria."""
    return await session.scalar(select(NoObjection).where(NoObjection.id == objection_id, *criteria).options(*_WHOLE))


async def list_objections(
    session: AsyncSession, twg_id: int, *criteria: Any, limit: int, open_only: bool = False
) -> list[NoObjection]:
    """The newest of a TWG that meet the criteria, with people, papers and decisions."""
    query = select(NoObjection).where(NoObjection.twg_id == twg_id, *criteria)
    if open_only:
        query = query.where(NoObjection.ended_at.is_(None))
    return list(await session.scalars(query.options(*_WHOLE).order_by(NoObjection.id.desc()).limit(limit)))


def read_objections(session: AsyncSession, twg_id: int, *criteria: Any) -> AsyncIterator[list[NoObjection]]:
    """All of a TWG that meet the criteria, oldest first, in batches."""
    query = select(NoObjection).where(NoObjection.twg_id == twg_id, *criteria).order_by(NoObjection.id)
    return in_batches(session, query, NoObjection.id, *_WHOLE)


async def list_objection_answers(session: AsyncSession, objection_id: int) -> dict[int, ObjectionAnswer]:
    """The answers, by person."""
    rows = await session.scalars(select(ObjectionAnswer).where(ObjectionAnswer.objection_id == objection_id))
    return {row.person_id: row for row in rows}
