"""Agreed actions with owners and due date, their updates, and how they were closed."""

from collections.abc import AsyncIterator, Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Select, String, Text, UniqueConstraint, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from storage.core.addressees import INSTITUTION, NO_ADDRESSEES, PERSON, Addressee, list_addressees
from storage.core.audiences import token_of, unpack
from storage.core.files import StoredFile
from storage.core.shortening import first_line
from storage.engine.batches import in_batches
from storage.engine.database import Base, hold
from storage.engine.labels import N_, Labelled
from storage.meetings import Meeting
from storage.members import Institution, Person, Twg

#: Most characters of an action: a sentence or two.
LONGEST_ACTION = 500


class ActionState(Labelled):
    OPEN = "open", N_("Not done yet")
    DONE = "done", N_("Done")
    #: Not to be done any more; `closing_note` gives the reason.
    DROPPED = "dropped", N_("Dropped")


class Every(Labelled):
    """How often an action is due again: on the last day of each, or before each plenary, whose day is not known yet."""

    MONTH = "month", N_("Every month")
    QUARTER = "quarter", N_("Every quarter")
    HALF_YEAR = "half_year", N_("Every half-year")
    YEAR = "year", N_("Every year")
    PLENARY = "plenary", N_("Before each plenary")

    @property
    def months(self) -> int:
        """How many months it takes; none are known between plenaries."""
        return {Every.MONTH: 1, Every.QUARTER: 3, Every.HALF_YEAR: 6, Every.YEAR: 12}[self]


#: `co_owners` of an action that nobody shares.
NO_CO_OWNERS = "||"


def owner_tokens(owner_id: int | None, institution_id: int | None, co_owners: str) -> tuple[str, ...]:
    """Tokens of everybody who is responsible for an action with these values; the lead, where there is one, first."""
    lead = []
    if owner_id is not None:
        lead.append(token_of(PERSON, owner_id))
    elif institution_id is not None:
        lead.append(token_of(INSTITUTION, institution_id))
    return tuple(dict.fromkeys([*lead, *sorted(unpack(co_owners))]))


class Action(Base):
    """An agreed action, which one person or institution leads; others may share it.

    Its id is a number that people use for it, as in `/done 12`; it counts across all TWGs. The other one counts within
    its TWG, as minutes do: "HLT-5".
    """

    __tablename__ = "action"
    __table_args__ = (
        Index("ix_action_twg_id_state", "twg_id", "state", "due_on"),
        Index("ix_action_owner_id", "owner_id", "state"),
        UniqueConstraint("twg_id", "number"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"))
    #: Its number within the TWG, from 1, in the order in which they were recorded.
    number: Mapped[int]
    text: Mapped[str] = mapped_column(String(LONGEST_ACTION))
    #: The person who leads it; None if an institution does, or nobody.
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    #: The institution of the person who leads it when they were named; without such a person the one that leads it.
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"))
    #: Who is responsible for it besides the lead: tokens of `storage.core.audiences`.
    co_owners: Mapped[str] = mapped_column(String(400), default=NO_CO_OWNERS)
    #: Last day to do it, local date; of one that recurs the next one; None if none was set.
    due_on: Mapped[date | None]
    #: The period of which that is the last day, as typed: "end Sept"; empty for a day.
    due_words: Mapped[str] = mapped_column(String(60), default="")
    #: How often it is due again; None for once.
    every: Mapped[Every | None]
    #: The day on which one without a last day is looked at again, local date.
    review_on: Mapped[date | None]
    theme: Mapped[str] = mapped_column(String(100), default="")
    #: The meeting at which it was agreed.
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    #: Title of the agenda item under which it was agreed; empty where it is not known.
    item: Mapped[str] = mapped_column(String(300), default="")
    #: The line of the record that it arose from; None for one that was recorded otherwise.
    line_id: Mapped[int | None] = mapped_column(ForeignKey("record_line.id"), unique=True)
    #: Who may see it besides its owners: tokens of `storage.core.audiences`.
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

    #: Whom its audience and its `co_owners` name one by one; set by `find_action`, by lists as to its owners alone.
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
        """Keep whom its tokens name with the row, for messages; nothing is stored."""
        self.addressees = addressees

    @property
    def owners(self) -> tuple[str, ...]:
        """Tokens of everybody who is responsible for it; the lead, where there is one, first."""
        return owner_tokens(self.owner_id, self.institution_id, self.co_owners)

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
    #: It says that the part of somebody who does not lead the action is done.
    says_done: Mapped[bool] = mapped_column(default=False)
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
        action.know_addressees(await list_addressees(session, action.twg_id, action.audience, action.co_owners))
    return action


async def find_action_id(session: AsyncSession, twg_id: int, number: int) -> int | None:
    """The id of the action that has this number within a TWG; None if there is none."""
    found: int | None = await session.scalar(select(Action.id).where(Action.twg_id == twg_id, Action.number == number))
    return found


async def list_from_lines(session: AsyncSession, line_ids: list[int]) -> dict[int, Action]:
    """The actions that arose from these lines of a record, as `find_action` returns them, by line."""
    found = await session.scalars(select(Action).where(Action.line_id.in_(line_ids)).options(*_WHOLE))
    by_line = {action.line_id: action for action in found if action.line_id is not None}
    await _know_owners(session, by_line.values())
    return by_line


async def next_number(session: AsyncSession, twg: Twg) -> int:
    """The number of the next action of a TWG, which is locked: no other transaction takes the same."""
    await hold(session, twg)
    return 1 + (await session.scalar(select(func.max(Action.number)).where(Action.twg_id == twg.id)) or 0)


async def list_actions(session: AsyncSession, *criteria: Any, limit: int, offset: int = 0) -> list[Action]:
    """Actions that meet the criteria, by due date; those without one last.

    They are loaded as by `find_action`, but for whom their audiences name.
    """
    query = _by_due_date(*criteria).options(*_WHOLE)
    found = list(await session.scalars(query.limit(limit).offset(offset)))
    await _know_owners(session, found)
    return found


async def read_actions(session: AsyncSession, *criteria: Any) -> AsyncIterator[list[Action]]:
    """All actions that meet the criteria, as `list_actions` returns them, in batches."""
    async for batch in in_batches(session, _by_due_date(*criteria), Action.id, *_WHOLE):
        await _know_owners(session, batch)
        yield batch


async def _know_owners(session: AsyncSession, actions: Iterable[Action]) -> None:
    """Let actions that are shared know whom their `co_owners` name: two queries for all of a TWG."""
    shared = [action for action in actions if action.co_owners != NO_CO_OWNERS]
    for twg_id in sorted({action.twg_id for action in shared}):
        of_twg = [action for action in shared if action.twg_id == twg_id]
        known = await list_addressees(session, twg_id, *(action.co_owners for action in of_twg))
        for action in of_twg:
            action.know_addressees(known)


def _by_due_date(*criteria: Any) -> Select[Action]:
    return select(Action).where(*criteria).order_by(Action.due_on.is_(None), Action.due_on, Action.id)
