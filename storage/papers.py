"""Papers that members hand in for a meeting, the versions of each, and who was asked for one."""

from collections.abc import AsyncIterator, Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from storage.core.files import StoredFile
from storage.documents import Document
from storage.engine.batches import in_batches
from storage.engine.database import Base
from storage.engine.labels import N_, Labelled
from storage.meetings import AgendaItem, Meeting
from storage.members import Institution, Person


class PaperState(Labelled):
    HANDED_IN = "handed_in", N_("To be accepted")
    ACCEPTED = "accepted", N_("Accepted")
    RETURNED = "returned", N_("Returned")
    WITHDRAWN = "withdrawn", N_("Withdrawn")


#: What counts as handed in by who owes a paper.
STANDING = (PaperState.HANDED_IN, PaperState.ACCEPTED)
#: Behind the items of every agenda.
_LAST = 1000


class Paper(Base):
    """A paper for a meeting, as its author handed it in; once it was circulated, it is a document too."""

    __tablename__ = "paper"
    __table_args__ = (Index("ix_paper_twg_id_meeting_id", "twg_id", "meeting_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    #: The agenda item that it is for, if any.
    agenda_item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id", ondelete="SET NULL"))
    title: Mapped[str] = mapped_column(String(200))
    state: Mapped[PaperState] = mapped_column(default=PaperState.HANDED_IN)
    handed_in_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: When its first version was handed in, UTC.
    created_at: Mapped[datetime]
    #: Why it was returned, as typed.
    comment: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    #: As what it was circulated, and the number of the version that went out; None until then.
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"), index=True)
    sent_number: Mapped[int | None]

    meeting: Mapped[Meeting] = relationship(lazy="raise")
    item: Mapped[AgendaItem | None] = relationship(lazy="raise")
    handed_in_by: Mapped[Person] = relationship(lazy="raise", foreign_keys=[handed_in_by_id])
    decided_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[decided_by_id])
    document: Mapped[Document | None] = relationship(lazy="raise")
    versions: Mapped[list["PaperVersion"]] = relationship(lazy="raise", order_by="PaperVersion.number")

    @property
    def place(self) -> tuple[int, int]:
        """Sorts papers for one meeting by its agenda; those for no item stand behind."""
        return (_LAST if self.item is None else self.item.position, self.id)

    @property
    def newest(self) -> "PaperVersion":
        return self.versions[-1]

    @property
    def file(self) -> StoredFile:
        """The file of the newest version."""
        return self.newest.file

    @property
    def is_sent(self) -> bool:
        """Whether its newest version was circulated."""
        return self.sent_number == self.newest.number

    @property
    def is_recalled(self) -> bool:
        """Whether its newest version was circulated, and then recalled as a document."""
        return self.is_sent and self.document is not None and self.document.recalled_at is not None


class PaperVersion(Base):
    __tablename__ = "paper_version"
    __table_args__ = (UniqueConstraint("paper_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    paper_id: Mapped[int] = mapped_column(ForeignKey("paper.id"))
    #: From 1; the highest counts.
    number: Mapped[int]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    created_at: Mapped[datetime]
    #: Its author, or who replaced the author's file by another one.
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: What was typed with it.
    note: Mapped[str] = mapped_column(Text, default="")

    file: Mapped[StoredFile] = relationship(lazy="raise")


class AskedPaper(Base):
    """An agenda item for which a paper was asked: of a person, or of anybody of an institution."""

    __tablename__ = "asked_paper"

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    #: None once the item was taken off the agenda: then nobody owes anything.
    agenda_item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id", ondelete="SET NULL"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"), index=True)
    #: Last day to hand it in, local date.
    due_on: Mapped[date]
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime]

    item: Mapped[AgendaItem | None] = relationship(lazy="raise")
    person: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[person_id])
    institution: Mapped[Institution | None] = relationship(lazy="raise")


_WHOLE = (
    joinedload(Paper.meeting).selectinload(Meeting.agenda),
    joinedload(Paper.item),
    joinedload(Paper.handed_in_by).joinedload(Person.institution),
    joinedload(Paper.decided_by),
    joinedload(Paper.document),
    selectinload(Paper.versions).joinedload(PaperVersion.file),
)
_ASKED = (joinedload(AskedPaper.item), joinedload(AskedPaper.person), joinedload(AskedPaper.institution))


async def find_paper(session: AsyncSession, paper_id: int, *criteria: Any) -> Paper | None:
    """The paper with all that hangs on it; None if there is none that meets the criteria."""
    return await session.scalar(select(Paper).where(Paper.id == paper_id, *criteria).options(*_WHOLE))


async def list_papers(session: AsyncSession, *criteria: Any, limit: int | None = None) -> list[Paper]:
    """Papers that meet the criteria with all that hangs on them, in the order in which they were handed in."""
    query = select(Paper).where(*criteria).options(*_WHOLE).order_by(Paper.id)
    return list(await session.scalars(query if limit is None else query.limit(limit)))


def read_papers(session: AsyncSession, *criteria: Any) -> AsyncIterator[list[Paper]]:
    """All papers that meet the criteria, as `list_papers` returns them, in batches."""
    query = select(Paper).where(*criteria).order_by(Paper.id)
    return in_batches(session, query, Paper.id, *_WHOLE)


async def list_asked(session: AsyncSession, meeting_ids: Collection[int]) -> list[AskedPaper]:
    """Who was asked for papers for these meetings, in the order of the agendas."""
    query = select(AskedPaper).join(AskedPaper.item).where(AskedPaper.meeting_id.in_(meeting_ids)).options(*_ASKED)
    return list(await session.scalars(query.order_by(AskedPaper.meeting_id, AgendaItem.position, AskedPaper.id)))


async def find_asked(session: AsyncSession, asked_id: int, *criteria: Any) -> AskedPaper | None:
    """The row with item, person and institution; None if there is none that meets the criteria."""
    return await session.scalar(select(AskedPaper).where(AskedPaper.id == asked_id, *criteria).options(*_ASKED))
