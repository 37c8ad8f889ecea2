"""Circulations, the documents that each of them sent to one audience, and the versions of these documents."""

from collections.abc import AsyncIterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Select, String, Text, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, aliased, joinedload, mapped_column, relationship, validates
from sqlalchemy.orm.attributes import set_committed_value

from storage.core.files import StoredFile
from storage.core.spelling import key_of
from storage.engine.batches import BATCH, in_batches
from storage.engine.database import Base, partial_index
from storage.engine.labels import N_, Labelled
from storage.meetings import AgendaItem, Meeting


class DocumentKind(Labelled):
    """Source: Guideline, Part Two (5)(vi)."""

    AGENDA = "agenda", N_("Agenda")
    PAPER = "paper", N_("Meeting paper")
    MINUTES = "minutes", N_("Minutes")
    POLICY = "policy", N_("Policy")
    PLAN = "plan", N_("Plan")
    LAW = "law", N_("Law or regulation")
    REPORT = "report", N_("Report")
    TOR = "tor", N_("Terms of reference")
    WORKPLAN = "workplan", N_("Workplan")
    PRESENTATION = "presentation", N_("Presentation")
    OTHER = "other", N_("Other document")


class DocumentLanguage(Labelled):
    """Languages in which documents are entered."""

    KHMER = "km", N_("Khmer")
    ENGLISH = "en", N_("English")


class Circulation(Base):
    """One act of sending: documents to one audience, who are asked once to acknowledge them."""

    __tablename__ = "circulation"
    __table_args__ = (
        Index("ix_circulation_twg_id_circulated_at", "twg_id", "circulated_at"),
        Index("ix_circulation_twg_id_acknowledge_by", "twg_id", "acknowledge_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"))
    #: What several documents are called together; empty where there is one, and where they are called by the meeting.
    title: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    #: To whom it went: tokens of `storage.core.audiences`.
    audience: Mapped[str] = mapped_column(String(400))
    #: Last day to acknowledge, local date; None if none was set.
    acknowledge_by: Mapped[date | None]
    #: The meeting whose papers they are, if any.
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    circulated_at: Mapped[datetime]

    documents: Mapped[list["Document"]] = relationship(
        lazy="raise", order_by="Document.position", back_populates="circulation"
    )
    meeting: Mapped[Meeting | None] = relationship(lazy="raise")

    @property
    def is_set(self) -> bool:
        """Whether it sent several documents."""
        return len(self.documents) > 1


class Document(Base):
    __tablename__ = "document"
    __table_args__ = (
        UniqueConstraint("circulation_id", "position"),
        Index("ix_document_twg_id_circulation_id", "twg_id", "circulation_id"),
        Index("ix_document_twg_id_kind", "twg_id", "kind", "circulation_id"),
        Index("ix_document_twg_id_language", "twg_id", "language", "circulation_id"),
        Index("ix_document_twg_id_source_key", "twg_id", "source_key", "circulation_id"),
        partial_index("ix_document_theme", "twg_id", "id", where="theme != ''"),
        partial_index("ix_document_recalled", "twg_id", where="recalled_at IS NOT NULL"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"))
    circulation_id: Mapped[int] = mapped_column(ForeignKey("circulation.id"))
    #: Its place among the documents of its circulation, from 1.
    position: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[DocumentKind]
    #: Who may see it: tokens of `storage.core.audiences`.
    audience: Mapped[str] = mapped_column(String(400))
    #: "km" or "en"; empty where it is not known.
    language: Mapped[str] = mapped_column(String(8), default="")
    #: Whose document it is, as typed; empty where that was not said.
    source: Mapped[str] = mapped_column(String(200), default="")
    #: The source as it is compared.
    source_key: Mapped[str] = mapped_column(String(200), default="", server_default="")
    #: What it is about, as typed: "health financing"; empty where that was not said.
    theme: Mapped[str] = mapped_column(String(200), default="", server_default="")
    #: The day that it bears, local date.
    dated_on: Mapped[date | None]
    #: The agenda item that it is for, if any.
    agenda_item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id", ondelete="SET NULL"))
    #: When it was recalled, UTC, by whom and why; None and empty where it was not.
    recalled_at: Mapped[datetime | None]
    recalled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recall_reason: Mapped[str] = mapped_column(Text, default="")
    #: The meeting whose minutes it is, to which corrections can be proposed; None for any other document.
    minutes_of_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)

    circulation: Mapped[Circulation] = relationship(lazy="raise", back_populates="documents")
    item: Mapped[AgendaItem | None] = relationship(lazy="raise")
    versions: Mapped[list["DocumentVersion"]] = relationship(lazy="raise", order_by="DocumentVersion.number")

    @validates("source")
    def _keep_key(self, _column: str, source: str) -> str:
        self.source_key = key_of(source)[:200]
        return source

    @property
    def file(self) -> StoredFile:
        """The file of the version in force."""
        return self.versions[-1].file


class DocumentVersion(Base):
    __tablename__ = "document_version"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    #: From 1; the highest is in force and supersedes the others.
    number: Mapped[int]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    created_at: Mapped[datetime]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    #: What has changed, as typed; empty for the first version, and where that was not said.
    note: Mapped[str] = mapped_column(Text, default="")

    file: Mapped[StoredFile] = relationship(lazy="raise")


_FILES = joinedload(Document.versions).joinedload(DocumentVersion.file)
_WITH_ALL = (_FILES, joinedload(Document.item), joinedload(Document.circulation).joinedload(Circulation.meeting))
_SET = (
    joinedload(Circulation.documents).joinedload(Document.versions).joinedload(DocumentVersion.file),
    joinedload(Circulation.documents).joinedload(Document.item),
    joinedload(Circulation.documents).joinedload(Document.circulation),
    joinedload(Circulation.meeting),
)
_NEWEST = Circulation.circulated_at.desc(), Circulation.id.desc()

_author = aliased(Circulation)
#: Who circulated a document, in a statement that selects documents.
CIRCULATED_BY = (
    select(_author.created_by_id).where(_author.id == Document.circulation_id).correlate(Document).scalar_subquery()
)


async def find_document(session: AsyncSession, document_id: int, *criteria: Any) -> Document | None:
    """The document with circulation, meeting, item, versions and files; None if none meets the criteria."""
    query = select(Document).where(Document.id == document_id, *criteria).options(*_WITH_ALL)
    return (await session.scalars(query)).unique().one_or_none()


def _documents_of(twg_id: int, *criteria: Any) -> Select[Any]:
    """Documents of a TWG, the newest circulation first; criteria may name columns of `Circulation`."""
    query = select(Document).join(Document.circulation).where(Circulation.twg_id == twg_id, *criteria)
    return query.order_by(*_NEWEST, Document.position)


async def list_documents(session: AsyncSession, twg_id: int, *criteria: Any, limit: int = 10) -> list[Document]:
    """Documents of a TWG with circulation, versions and files, the newest first, those of a circulation in order."""
    newest = _documents_of(twg_id, *criteria).with_only_columns(Document.id).limit(limit)
    query = select(Document).join(Document.circulation).where(Document.id.in_(newest)).options(*_WITH_ALL)
    return list((await session.scalars(query.order_by(*_NEWEST, Document.position))).unique())


def read_documents(
    session: AsyncSession, twg_id: int, *criteria: Any, size: int = BATCH
) -> AsyncIterator[list[Document]]:
    """All documents of a TWG that meet the criteria, as `list_documents` returns them, in batches."""
    return in_batches(session, _documents_of(twg_id, *criteria), Document.id, *_WITH_ALL, size=size)


async def find_circulation(session: AsyncSession, circulation_id: int, *criteria: Any) -> Circulation | None:
    """The circulation with its meeting and documents, their versions and files; None if none meets the criteria."""
    query = select(Circulation).where(Circulation.id == circulation_id, *criteria).options(*_SET)
    return next(iter(await _load(session, query)), None)


async def list_circulations(session: AsyncSession, twg_id: int, *criteria: Any, limit: int = 10) -> list[Circulation]:
    """Circulations of a TWG as `find_circulation` loads them, the newest first."""
    newest = select(Circulation.id).where(Circulation.twg_id == twg_id, *criteria).order_by(*_NEWEST).limit(limit)
    query = select(Circulation).where(Circulation.id.in_(newest)).options(*_SET).order_by(*_NEWEST)
    return await _load(session, query)


async def _load(session: AsyncSession, query: Select[Circulation]) -> list[Circulation]:
    """Circulations whose documents know them: SQLAlchemy sets the other side of a relationship on demand only."""
    found = list((await session.scalars(query)).unique())
    for circulation in found:
        for document in circulation.documents:
            set_committed_value(document, "circulation", circulation)
    return found
