"""The record of a meeting while it goes on: lines by agenda item, and who keeps it (G6)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from storage.actions import Every
from storage.engine.database import Base
from storage.engine.labels import N_, Labelled
from storage.meetings import Meeting
from storage.members import Person

#: Most characters of a line, of its owners and of the words for its last day.
LONGEST_LINE = 2000
LONGEST_PART = 200
#: Most characters of the tokens of its owners.
LONGEST_NAMED = 400


class LineKind(Labelled):
    """What a line of the record says."""

    DISCUSSION = "discussion", N_("Discussion")
    CONCLUSION = "conclusion", N_("Conclusion")
    DECISION = "decision", N_("Decision")
    ACTION = "action", N_("Action")
    NOTE = "note", N_("Note")


NO_LINES: "tuple[RecordLine, ...]" = ()
NO_CLOSINGS: "tuple[ItemClosing, ...]" = ()


class MeetingRecord(Base):
    """One a meeting."""

    __tablename__ = "meeting_record"

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"), index=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    #: Token of the agenda item that is open; empty where the meeting has no agenda.
    item_token: Mapped[str] = mapped_column(String(16), default="")
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: None while lines are taken.
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    meeting: Mapped[Meeting] = relationship(lazy="raise")
    closed_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[closed_by_id])
    #: In the order in which they were written, without those that were taken back; set by `find_record`.
    lines = NO_LINES
    #: By which the meeting went on from items; set by `find_record`.
    closings = NO_CLOSINGS

    def know(self, lines: Sequence["RecordLine"], closings: Sequence["ItemClosing"]) -> None:
        """Keep what belongs to it with the row; nothing is stored."""
        self.lines, self.closings = tuple(lines), tuple(closings)

    def closing_of(self, token: str) -> "ItemClosing | None":
        """When an item was last closed; None where it was not."""
        return next((each for each in reversed(self.closings) if each.item_token == token), None)


class ItemClosing(Base):
    """That the meeting went on from an agenda item."""

    __tablename__ = "item_closing"

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[int] = mapped_column(ForeignKey("meeting_record.id"), index=True)
    item_token: Mapped[str] = mapped_column(String(16))
    closed_at: Mapped[datetime]
    closed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    closed_by: Mapped[Person] = relationship(lazy="raise")


class RecordLine(Base):
    """A line of the record, under the agenda item that was open when it was written."""

    __tablename__ = "record_line"
    __table_args__ = (Index("ix_record_line_record_id", "record_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"))
    record_id: Mapped[int] = mapped_column(ForeignKey("meeting_record.id"))
    item_token: Mapped[str] = mapped_column(String(16), default="")
    #: The first line of the message that it came with; None where that is itself.
    first_id: Mapped[int | None] = mapped_column(ForeignKey("record_line.id"), index=True)
    kind: Mapped[LineKind]
    #: What it says; of an action, what is to be done.
    text: Mapped[str] = mapped_column(Text)
    #: Of an action: who does it, as typed; empty where nobody was named.
    owners: Mapped[str] = mapped_column(String(LONGEST_PART), default="")
    #: Of an action: tokens of those whom these words name, with "|" between; empty unless all are known.
    named: Mapped[str] = mapped_column(String(LONGEST_NAMED), default="")
    #: Of an action: the period of which `due_on` is the last day, or words that are not clear, as typed; may be empty.
    due: Mapped[str] = mapped_column(String(LONGEST_PART), default="")
    #: Of an action: its last day, how often it is due again, the day on which an open one is looked at again; local.
    due_on: Mapped[date | None]
    every: Mapped[Every | None]
    review_on: Mapped[date | None]
    written_at: Mapped[datetime]
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: When it was corrected after it had become an action; None once the action says the same.
    changed_at: Mapped[datetime | None]
    #: When it was taken back; None while it stands.
    removed_at: Mapped[datetime | None]

    record: Mapped[MeetingRecord] = relationship(lazy="raise")

    @property
    def says_when(self) -> bool:
        """Of an action: whether it has a last day or a day of review, or is due before each plenary."""
        return self.due_on is not None or self.review_on is not None or self.every is not None


class RecordKeeper(Base):
    """A member who keeps the record of one meeting besides those who organise it."""

    __tablename__ = "record_keeper"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    named_at: Mapped[datetime]
    named_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: When the task was taken from them; None while they have it.
    ended_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise", foreign_keys=[person_id])


async def find_record(session: AsyncSession, *criteria: Any) -> MeetingRecord | None:
    """The record that meets the criteria, with lines and closings as they are now; None if there is none."""
    whole = joinedload(MeetingRecord.closed_by), joinedload(MeetingRecord.meeting)
    record = await session.scalar(select(MeetingRecord).where(*criteria).options(*whole))
    if record is not None:
        standing = RecordLine.record_id == record.id, RecordLine.removed_at.is_(None)
        lines = await session.scalars(select(RecordLine).where(*standing).order_by(RecordLine.id))
        closings = (
            select(ItemClosing).where(ItemClosing.record_id == record.id).options(joinedload(ItemClosing.closed_by))
        )
        record.know(lines.all(), (await session.scalars(closings.order_by(ItemClosing.id))).all())
    return record


async def list_open_records(session: AsyncSession, twg_id: int) -> list[MeetingRecord]:
    """The records of a TWG into which lines are written, oldest first, without the lines."""
    open_ = MeetingRecord.twg_id == twg_id, MeetingRecord.closed_at.is_(None)
    return list(await session.scalars(select(MeetingRecord).where(*open_).order_by(MeetingRecord.id)))


async def list_keepers(session: AsyncSession, meeting_id: int) -> list[RecordKeeper]:
    """Those who were named to keep the record of a meeting and have the task, with people."""
    named = RecordKeeper.meeting_id == meeting_id, RecordKeeper.ended_at.is_(None)
    query = select(RecordKeeper).where(*named).options(joinedload(RecordKeeper.person))
    return list(await session.scalars(query.order_by(RecordKeeper.id)))


async def find_keeper(session: AsyncSession, meeting_id: int, person_id: int) -> RecordKeeper | None:
    """The row of somebody who has or had the task."""
    named = RecordKeeper.meeting_id == meeting_id, RecordKeeper.person_id == person_id
    return await session.scalar(select(RecordKeeper).where(*named))


async def was_recorded(session: AsyncSession, meeting_id: int) -> bool:
    """Whether a line of the record of a meeting stands."""
    lines = select(RecordLine.id).join(MeetingRecord, MeetingRecord.id == RecordLine.record_id)
    standing = MeetingRecord.meeting_id == meeting_id, RecordLine.removed_at.is_(None)
    return bool(await session.scalar(select(exists(lines.where(*standing)))))
