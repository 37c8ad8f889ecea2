"""Agreed actions with owner and due date, their updates, and how they were closed."""

from collections.abc import AsyncIterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Select, String, Text, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from storage.core.addressees import NO_ADDRESSEES, Addressee, list_addressees
from storage.core.files import StoredFile
from storage.core.shortening import first_line
from storage.engine.batches import in_batches
from storage.engine.database import Base
from storage.engine.labels import N_, Labelled
from storage.meetings import Meeting
from storage.members import Institution, Person


class ActionState(Labelled):
    OPEN = "open", N_("Not done yet")
    DONE = "done", N_("Done")
    #: Not to be done any more; `closing_note` gives the reason.
    DROPPED = "dropped", N_("Dropped")


class Action(Base):
    """An agreed action. Its id is the number that people use for it, as in `/done 12`.

    The number counts across all TWGs: with a number within the TWG, a member of two TWGs could close the wrong action.
    """

    __tablename__ = "action"
    __table_args__ = (
        Index("ix_action_twg_id_state", "twg_id", "state", "due_on"),
        Index("ix_action_owner_id", "owner_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"))
    text: Mapped[str] = mapped_column(String(500))
    #: The person who is to do it; None if no person was named.
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: The owner's institution when the action was recorded, or the one that was named instead of a person.
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"))
    #: Last day to do it, local date; None if none was set.
    due_on: Mapped[date | None]
    #: The meeting at which it was agreed.
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    #: Who may see it besides its owner: tokens of `storage.core.audiences`.
    audience: Mapped[str] = mapped_column(String(400))
    state: Mapped[ActionState] = mapped_column(default=ActionState.OPEN)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]
    #: What was done, or why it was dropped.
    closing_note: Mapped[str] = mapped_column(Text, default="")
    #: The file sent with the closing note; files sent earlier belong to their updates.
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))

    #: Whom its audience names one by one; set by `find_action`.
    addressees = NO_ADDRESSEES

    owner: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[owner_id])
    institution: Mapped[Institution | None] = relationship(lazy="raise")
    meeting: Mapped[Meeting | None] = relationship(lazy="raise")
    created_by: Mapped[Person] = relationship(lazy="raise", foreign_keys=[created_by_id])
    closed_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[closed_by_id])
    evidence: Mapped[StoredFile | None] = relationship(lazy="raise")
    updates: Mapped[list["ActionUpdate"]] = relationship(
        lazy="raise", order_by="ActionUpdate.id", cascade="all, delete-orphan"
    )

    def know_addressees(self, addressees: tuple[Addressee, ...]) -> None:
        """Keep whom its audience names with the row, for messages; nothing is stored."""
        self.addressees = addressees

    @property
    def title(self) -> str:
        """The first line of the text, at most 100 characters."""
        return first_line(self.text)

    @property
    def newest_update_id(self) -> int | None:
        """Id of the update written last; None without any."""
        return self.updates[-1].id if self.updates else None


class ActionUpdate(Base):
    """A progress update on an action, as a person reported it. It has a text, a file, or both."""

    __tablename__ = "action_update"

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("action.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text, default="")
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    created_at: Mapped[datetime]

    person: Mapped[Person] = relationship(lazy="raise")
    evidence: Mapped[StoredFile | None] = relationship(lazy="raise")


_WHOLE = (
    joinedload(Action.owner),
    joinedload(Action.institution),
    joinedload(Action.meeting),
    joinedload(Action.created_by),
    joinedload(Action.closed_by),
    joinedload(Action.evidence),
    selectinload(Action.updates).options(joinedload(ActionUpdate.person), joinedload(ActionUpdate.evidence)),
)


async def find_action(session: AsyncSession, action_id: int, *criteria: Any) -> Action | None:
    """The action with people, meeting, files, updates, addressees; None if there is none that meets the criteria."""
    action = await session.scalar(select(Action).where(Action.id == action_id, *criteria).options(*_WHOLE))
    if action is not None:
        action.know_addressees(await list_addressees(session, action.twg_id, action.audience))
    return action


async def list_actions(session: AsyncSession, *criteria: Any, limit: int, offset: int = 0) -> list[Action]:
    """Actions that meet the criteria, loaded as by `find_action`, by due date; those without one last."""
    query = _by_due_date(*criteria).options(*_WHOLE)
    return list(await session.scalars(query.limit(limit).offset(offset)))


def read_actions(session: AsyncSession, *criteria: Any) -> AsyncIterator[list[Action]]:
    """All actions that meet the criteria, as `list_actions` returns them, in batches."""
    return in_batches(session, _by_due_date(*criteria), Action.id, *_WHOLE)


def _by_due_date(*criteria: Any) -> Select[Action]:
    return select(Action).where(*criteria).order_by(Action.due_on.is_(None), Action.due_on, Action.id)
