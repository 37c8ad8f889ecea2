"""How development partners choose a lead facilitator: who is nominated, and what each institution says of it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Text, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from storage.engine.database import Base, partial_index
from storage.members import Institution, Person, Twg


class LeadNomination(Base):
    """Somebody whom a development partner proposes as lead facilitator. One is open in a TWG at most."""

    __tablename__ = "lead_nomination"
    __table_args__ = (partial_index("ix_lead_nomination_open", "twg_id", where="ended_at IS NULL", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"))
    nominee_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime]
    #: The lead facilitator who is replaced; None where the nominee leads beside those who do, or nobody does.
    replaced_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: Why the lead facilitator changes before two years; may be empty.
    note: Mapped[str] = mapped_column(Text, default="")
    #: Last day for an objection, local date.
    open_until: Mapped[date]
    #: First day on which the nominee may take over, local date.
    starts_on: Mapped[date]
    #: When the institutions that agree became the majority, UTC; None while they are not.
    confirmed_at: Mapped[datetime | None]
    #: What the lead facilitator who leaves hands over in words; may be empty.
    handover: Mapped[str] = mapped_column(Text, default="")
    #: When the nominee took over, or it was withdrawn, UTC; None while it is open.
    ended_at: Mapped[datetime | None]
    taken_over: Mapped[bool] = mapped_column(default=False)

    twg: Mapped[Twg] = relationship(lazy="raise")
    nominee: Mapped[Person] = relationship(lazy="raise", foreign_keys=[nominee_id])
    proposed_by: Mapped[Person] = relationship(lazy="raise", foreign_keys=[proposed_by_id])
    replaced: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[replaced_id])


class LeadVoice(Base):
    """What an institution says of a nomination; each has one voice, and the last word of its members counts."""

    __tablename__ = "lead_voice"

    nomination_id: Mapped[int] = mapped_column(ForeignKey("lead_nomination.id"), primary_key=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    agrees: Mapped[bool]
    #: Why not; may be empty.
    words: Mapped[str] = mapped_column(Text, default="")
    said_at: Mapped[datetime]

    institution: Mapped[Institution] = relationship(lazy="raise")


async def find_nomination(session: AsyncSession, *criteria: Any) -> LeadNomination | None:
    """The newest nomination that meets the criteria, with its people and TWG; None if there is none."""
    query = select(LeadNomination).options(
        joinedload(LeadNomination.twg),
        joinedload(LeadNomination.nominee).joinedload(Person.institution),
        joinedload(LeadNomination.proposed_by),
        joinedload(LeadNomination.replaced),
    )
    return await session.scalar(query.where(*criteria).order_by(LeadNomination.id.desc()).limit(1))


async def find_open_nomination(session: AsyncSession, twg_id: int) -> LeadNomination | None:
    """The nomination of a TWG that is open; None without one."""
    return await find_nomination(session, LeadNomination.twg_id == twg_id, LeadNomination.ended_at.is_(None))


async def list_voices(session: AsyncSession, nomination_id: int) -> list[LeadVoice]:
    """What has been said of a nomination, with the institutions, in the order in which it was said first."""
    query = select(LeadVoice).where(LeadVoice.nomination_id == nomination_id)
    query = query.options(joinedload(LeadVoice.institution)).order_by(LeadVoice.said_at, LeadVoice.institution_id)
    return list(await session.scalars(query))
