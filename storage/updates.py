"""What members tell of important developments before a plenary (S4)."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from storage.engine.database import Base
from storage.meetings import Meeting
from storage.members import Person


class MemberUpdate(Base):
    """What one member tells before one plenary."""

    __tablename__ = "member_update"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: As typed; empty where there is nothing to report.
    text: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime]
    #: Who entered it for this person: an assistant, or the secretariat; None if the person did.
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship(lazy="raise", foreign_keys=[person_id])
    entered_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[entered_by_id])
    meeting: Mapped[Meeting] = relationship(lazy="raise")


_WITH_PEOPLE = (
    joinedload(MemberUpdate.person).joinedload(Person.institution),
    joinedload(MemberUpdate.entered_by),
    joinedload(MemberUpdate.meeting),
)


async def find_update(session: AsyncSession, meeting_id: int, person_id: int) -> MemberUpdate | None:
    """What a person told before a plenary, with people and meeting; None if they have not answered."""
    mine = MemberUpdate.meeting_id == meeting_id, MemberUpdate.person_id == person_id
    return await session.scalar(select(MemberUpdate).where(*mine).options(*_WITH_PEOPLE))


async def find_update_by_id(session: AsyncSession, update_id: int) -> MemberUpdate | None:
    return await session.scalar(select(MemberUpdate).where(MemberUpdate.id == update_id).options(*_WITH_PEOPLE))


async def list_updates(session: AsyncSession, meeting_id: int) -> list[MemberUpdate]:
    """What was told before a plenary, with people and meeting, in the order in which it came first."""
    query = select(MemberUpdate).where(MemberUpdate.meeting_id == meeting_id).options(*_WITH_PEOPLE)
    return list(await session.scalars(query.order_by(MemberUpdate.id)))


async def list_updates_of_twg(session: AsyncSession, twg_id: int) -> list[MemberUpdate]:
    """What was told before any plenary of a TWG, with people and meetings, oldest first."""
    query = select(MemberUpdate).where(MemberUpdate.twg_id == twg_id).options(*_WITH_PEOPLE)
    return list(await session.scalars(query.order_by(MemberUpdate.id)))
