"""Who comes to a meeting: what those invited answer, and who was there."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from storage.engine.database import Base
from storage.engine.labels import N_, Labelled
from storage.members import Person


class Rsvp(Labelled):
    YES = "yes", N_("Coming")
    NO = "no", N_("Not coming")
    MAYBE = "maybe", N_("Maybe")
    LATE = "late", N_("Coming late")
    DELEGATE = "delegate", N_("Sending a delegate")


#: Of an attendance, in SQL: the contact of a delegate is known.
HAS_CONTACT = "delegate_contact <> ''"


class Attendance(Base):
    """One row per meeting and person who has answered the invitation or was there."""

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("meeting_id", "person_id"),
        # Few rows have one: those are found without a walk over all of them, when contacts are erased.
        Index("ix_attendance_contact", "id", sqlite_where=text(HAS_CONTACT), postgresql_where=text(HAS_CONTACT)),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    rsvp: Mapped[Rsvp | None]
    #: How late the person comes, in minutes, if `rsvp` is `late`; None where they did not say.
    late_min: Mapped[int | None]
    #: Name of the delegate if `rsvp` is `delegate`; empty otherwise.
    delegate_name: Mapped[str] = mapped_column(String(120), default="")
    #: How the delegate is reached, as it was typed; empty where it is not known.
    delegate_contact: Mapped[str] = mapped_column(String(120), default="")
    #: The delegate, if they are a member; `delegate_agreed` is None until they have said whether they can.
    delegate_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    delegate_agreed: Mapped[bool | None]
    answered_at: Mapped[datetime | None]
    #: The beginning of the meeting for which the answer was given, UTC; None without an answer.
    answered_for: Mapped[datetime | None]
    #: The answer as it was typed, such as "I join around 9:45"; empty for a pressed button.
    words: Mapped[str] = mapped_column(Text, default="")
    #: Who gave the answer for this person: an assistant, or the secretariat; None if the person did.
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship(lazy="raise", foreign_keys=[person_id])
    entered_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[entered_by_id])

    def clear(self) -> None:
        """Forget the answer, as if none had been given."""
        self.rsvp, self.answered_at, self.answered_for, self.late_min = None, None, None, None
        self.delegate_name, self.delegate_contact, self.words = "", "", ""
        self.delegate_id, self.delegate_agreed = None, None


async def find_attendance(session: AsyncSession, meeting_id: int, person_id: int) -> Attendance | None:
    return await session.scalar(
        select(Attendance).where(Attendance.meeting_id == meeting_id, Attendance.person_id == person_id)
    )


async def list_attendance(session: AsyncSession, meeting_id: int) -> dict[int, Attendance]:
    """Attendance rows of a meeting by person id, with these people and those who entered them for others."""
    people = joinedload(Attendance.person), joinedload(Attendance.entered_by)
    query = select(Attendance).where(Attendance.meeting_id == meeting_id).options(*people)
    rows = await session.scalars(query)
    return {row.person_id: row for row in rows}
