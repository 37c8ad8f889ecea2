"""Who was at a meeting: members, their delegates and guests, as they or the secretariat noted it (G5)."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from storage.engine.database import Base
from storage.engine.labels import N_, Labelled
from storage.members import Person

#: Most characters of a delegate's name.
LONGEST_NAME = 120


class Presence(Labelled):
    """Whether somebody was at a meeting."""

    #: They have said that they come; nobody has seen them yet.
    EXPECTED = "expected", N_("Expected")
    PRESENT = "present", N_("Here")
    DELEGATE = "delegate", N_("A delegate is here")
    EXCUSED = "excused", N_("Sent apologies")
    ABSENT = "absent", N_("Absent")


#: By these a person, or who speaks for them, was in the room.
ATTENDED = frozenset({Presence.PRESENT, Presence.DELEGATE})


class MeetingPresence(Base):
    """Whether one member, or one guest, was at one meeting."""

    __tablename__ = "meeting_presence"
    __table_args__ = (
        UniqueConstraint("meeting_id", "person_id"),
        UniqueConstraint("meeting_id", "guest_id", name="uq_meeting_presence_guest"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    #: One of the two is set.
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    guest_id: Mapped[int | None] = mapped_column(ForeignKey("meeting_guest.id"))
    #: None once what was noted was taken back: the row stays, so that its audit is read.
    presence: Mapped[Presence | None]
    #: When they came, UTC; None where nobody said it, as when the secretariat ticks a name.
    arrived_at: Mapped[datetime | None]
    #: Who is there in their place if `presence` is `delegate`; empty otherwise.
    delegate_name: Mapped[str] = mapped_column(String(LONGEST_NAME), default="")
    noted_at: Mapped[datetime]
    #: Who noted it for this person; None if the person checked in.
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[person_id])

    @property
    def attended(self) -> bool:
        """Whether they, or who speaks for them, were there."""
        return self.presence in ATTENDED


async def find_presence(session: AsyncSession, meeting_id: int, person_id: int) -> MeetingPresence | None:
    """What is noted of a member; None for nothing, also where it was taken back."""
    row = await find_presence_row(session, meeting_id, person_id)
    return None if row is None or row.presence is None else row


async def find_presence_row(session: AsyncSession, meeting_id: int, person_id: int) -> MeetingPresence | None:
    """The row of a member, also one whose note was taken back."""
    of_person = MeetingPresence.meeting_id == meeting_id, MeetingPresence.person_id == person_id
    return await session.scalar(select(MeetingPresence).where(*of_person))


async def find_row_of_guest(session: AsyncSession, meeting_id: int, guest_id: int) -> MeetingPresence | None:
    of_guest = MeetingPresence.meeting_id == meeting_id, MeetingPresence.guest_id == guest_id
    return await session.scalar(select(MeetingPresence).where(*of_guest))


async def list_presence(
    session: AsyncSession, meeting_ids: Collection[int], *, with_cleared: bool = False
) -> list[MeetingPresence]:
    """What is noted of these meetings, with people and institutions, in the order in which it was noted first.

    Args:
        with_cleared: the rows whose note was taken back too.
    """
    with_people = joinedload(MeetingPresence.person).joinedload(Person.institution)
    query = select(MeetingPresence).where(MeetingPresence.meeting_id.in_(meeting_ids)).options(with_people)
    if not with_cleared:
        query = query.where(MeetingPresence.presence.is_not(None))
    return list(await session.scalars(query.order_by(MeetingPresence.id)))


async def clear_presence(session: AsyncSession, meeting_id: int) -> list[int]:
    """Take back what is noted of a meeting that is held on another day; returns the ids of the members noted."""
    noted = MeetingPresence.meeting_id == meeting_id, MeetingPresence.presence.is_not(None)
    members = await session.scalars(select(MeetingPresence.person_id).where(*noted).order_by(MeetingPresence.id))
    ids = [person_id for person_id in members if person_id is not None]
    nothing = {"presence": None, "arrived_at": None, "delegate_name": ""}
    await session.execute(update(MeetingPresence).where(*noted).values(nothing))
    return ids


async def anybody_attended(session: AsyncSession, meeting_id: int) -> bool:
    """Whether a member, a delegate or a guest is noted as having been there."""
    there = MeetingPresence.meeting_id == meeting_id, MeetingPresence.presence.in_(ATTENDED)
    return bool(await session.scalar(select(exists().where(*there))))
