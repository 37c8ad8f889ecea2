"""Members who are invited to one item of the agenda of a meeting, and not to the rest of it (G13)."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from storage.engine.database import Base, connection_of
from storage.meetings import AgendaItem, Meeting, MeetingState, Rsvp
from storage.members import Person


class ItemInvitation(Base):
    __tablename__ = "item_invitation"
    __table_args__ = (UniqueConstraint("meeting_id", "item_token", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    #: `AgendaItem.token` of the item, by which it is known wherever it is moved to.
    item_token: Mapped[str] = mapped_column(String(16))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    invited_at: Mapped[datetime]
    #: When the invitation was taken back, UTC; None while it stands.
    removed_at: Mapped[datetime | None]
    #: What the person was told last: `title` of the item, `begins_at` (ISO 8601, UTC), `place`; None for nothing yet.
    #: It is kept where an invitation to the whole meeting took the place of this one.
    told: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    rsvp: Mapped[Rsvp | None]
    answered_at: Mapped[datetime | None]
    #: The beginning of the item for which the answer was given, UTC; None without an answer.
    answered_for: Mapped[datetime | None]
    #: The answer as it was typed; empty for a pressed button.
    words: Mapped[str] = mapped_column(Text, default="")
    #: Who gave the answer for this person; None if the person did.
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    meeting: Mapped[Meeting] = relationship(lazy="raise")
    person: Mapped[Person] = relationship(lazy="raise", foreign_keys=[person_id])

    @property
    def item(self) -> AgendaItem | None:
        """The item as it is on the agenda now; None where it is not on it any more."""
        return next((item for item in self.meeting.agenda if item.token == self.item_token), None)

    def clear(self) -> None:
        """Forget the answer, as if none had been given."""
        self.rsvp, self.answered_at, self.answered_for, self.words, self.entered_by_id = None, None, None, "", None


_WHOLE = (
    joinedload(ItemInvitation.meeting).selectinload(Meeting.agenda),
    joinedload(ItemInvitation.person).joinedload(Person.institution),
)


async def find_item_invitation(session: AsyncSession, invitation_id: int) -> ItemInvitation | None:
    """The invitation with its meeting, agenda and person."""
    return await session.scalar(select(ItemInvitation).where(ItemInvitation.id == invitation_id).options(*_WHOLE))


async def list_item_invitations(session: AsyncSession, *criteria: Any, removed: bool = False) -> list[ItemInvitation]:
    """The invitations that meet the criteria, with meetings, agendas and people, in the order of inviting.

    Args:
        removed: those that were taken back too.
    """
    query = select(ItemInvitation).join(ItemInvitation.meeting).where(*criteria)
    if not removed:
        query = query.where(ItemInvitation.removed_at.is_(None))
    return list(await session.scalars(query.options(*_WHOLE).order_by(ItemInvitation.id)))


#: Executed for every list of meetings, and nearly nobody is invited to an item: built once, and read past the ORM.
_AHEAD_OF = (
    select(ItemInvitation.id)
    .join(Meeting, Meeting.id == ItemInvitation.meeting_id)
    .where(
        ItemInvitation.twg_id == bindparam("twg_id"),
        ItemInvitation.person_id == bindparam("person_id"),
        ItemInvitation.removed_at.is_(None),
        Meeting.state == MeetingState.ANNOUNCED,
        Meeting.starts_at > bindparam("now"),
    )
)


async def list_items_ahead_of(
    session: AsyncSession, person_id: int, twg_id: int, *, now: datetime
) -> list[ItemInvitation]:
    """A person's invitations to items of announced meetings ahead, as `list_item_invitations` returns them.

    Args:
        now: UTC, aware.
    """
    given = {"twg_id": twg_id, "person_id": person_id, "now": now}
    ids = list(await connection_of(session).scalars(_AHEAD_OF, given))
    return await list_item_invitations(session, ItemInvitation.id.in_(ids)) if ids else []
