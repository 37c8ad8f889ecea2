"""Guests of one meeting who are no members and use no Telegram (G13)."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.engine.database import Base

#: Most characters of a name, of an institution and of a contact.
LONGEST_PART = 120


class MeetingGuest(Base):
    __tablename__ = "meeting_guest"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    name: Mapped[str] = mapped_column(String(LONGEST_PART))
    institution: Mapped[str] = mapped_column(String(LONGEST_PART), default="")
    #: A phone number or an e-mail address, as typed, for those who organise the meeting; empty once it was erased.
    contact: Mapped[str] = mapped_column(String(LONGEST_PART), default="")
    #: Token of the agenda item to which alone the guest is invited; empty for the whole meeting.
    item_token: Mapped[str] = mapped_column(String(16), default="", server_default="")
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]
    #: When the invitation was taken back, UTC; None while it stands.
    removed_at: Mapped[datetime | None]


async def list_guests(session: AsyncSession, meeting_id: int) -> list[MeetingGuest]:
    """The guests of a meeting, in the order in which they were invited."""
    standing = MeetingGuest.meeting_id == meeting_id, MeetingGuest.removed_at.is_(None)
    return list(await session.scalars(select(MeetingGuest).where(*standing).order_by(MeetingGuest.id)))


async def list_contacts_of_guests(session: AsyncSession) -> list[MeetingGuest]:
    """Every guest, also of earlier meetings, of whom a contact is kept."""
    return list(await session.scalars(select(MeetingGuest).where(MeetingGuest.contact != "")))
