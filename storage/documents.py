"""Documents, their versions, and the receipts of the people to whom they were circulated."""

from collections.abc import AsyncIterator
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from storage.core.files import StoredFile
from storage.engine.batches import BATCH, in_batches
from storage.engine.database import Base
from storage.engine.labels import N_, Labelled
from storage.members import Institution, Person


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


class Document(Base):
    __tablename__ = "document"
    __table_args__ = (
        Index("ix_document_twg_id_circulated_at", "twg_id", "circulated_at"),
        Index("ix_document_twg_id_acknowledge_by", "twg_id", "acknowledge_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"))
    title: Mapped[str] = mapped_column(String(200))
    kind: Mapped[DocumentKind]
    #: Who may see it: tokens of `storage.core.audiences`.
    audience: Mapped[str] = mapped_column(String(400))
    note: Mapped[str] = mapped_column(Text, default="")
    #: The meeting it is a paper for, if any.
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))
    #: Last day to acknowledge, local date; None if none was set.
    acknowledge_by: Mapped[date | None]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    circulated_at: Mapped[datetime]

    versions: Mapped[list["DocumentVersion"]] = relationship(lazy="raise", order_by="DocumentVersion.number")


class DocumentVersion(Base):
    __tablename__ = "document_version"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    #: From 1; the highest supersedes the others.
    number: Mapped[int]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    created_at: Mapped[datetime]

    file: Mapped[StoredFile] = relationship(lazy="raise")


class Receipt(Base):
    """One row per document and person to whom it was circulated."""

    __tablename__ = "receipt"
    __table_args__ = (UniqueConstraint("document_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: UTC; None until the person has acknowledged it.
    acknowledged_at: Mapped[datetime | None]
    #: Who acknowledged it for this person: an assistant, or the secretariat; None if the person did.
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship(lazy="raise", foreign_keys=[person_id])
    entered_by: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=[entered_by_id])


class ReceiptRow(NamedTuple):
    """A receipt as the export shows it."""

    document_id: int
    name: str
    institution: str | None
    acknowledged_at: datetime | None


_WITH_FILES = joinedload(Document.versions).joinedload(DocumentVersion.file)


async def find_document(session: AsyncSession, document_id: int, *criteria: Any) -> Document | None:
    """The document with its versions and their files; None if there is none that meets the criteria."""
    query = select(Document).where(Document.id == document_id, *criteria).options(_WITH_FILES)
    return (await session.scalars(query)).unique().one_or_none()


async def list_documents(session: AsyncSession, twg_id: int, *criteria: Any, limit: int = 10) -> list[Document]:
    """Documents of a TWG with their versions and files, newest first."""
    order = Document.circulated_at.desc(), Document.id.desc()
    newest = select(Document.id).where(Document.twg_id == twg_id, *criteria).order_by(*order).limit(limit)
    query = select(Document).where(Document.id.in_(newest)).options(_WITH_FILES).order_by(*order)
    return list((await session.scalars(query)).unique())


def read_documents(
    session: AsyncSession, twg_id: int, *criteria: Any, size: int = BATCH
) -> AsyncIterator[list[Document]]:
    """All documents of a TWG that meet the criteria, as `list_documents` returns them, in batches."""
    query = select(Document).where(Document.twg_id == twg_id, *criteria)
    query = query.order_by(Document.circulated_at.desc(), Document.id.desc())
    return in_batches(session, query, Document.id, _WITH_FILES, size=size)


async def find_receipt(session: AsyncSession, document_id: int, person_id: int) -> Receipt | None:
    return await session.scalar(
        select(Receipt).where(Receipt.document_id == document_id, Receipt.person_id == person_id)
    )


async def list_receipts(session: AsyncSession, document_id: int) -> list[Receipt]:
    """Receipts of a document with person and institution, by name."""
    query = (
        select(Receipt)
        .join(Receipt.person)
        .where(Receipt.document_id == document_id)
        .options(joinedload(Receipt.person).joinedload(Person.institution), joinedload(Receipt.entered_by))
        .order_by(Person.name, Receipt.id)
    )
    return list(await session.scalars(query))


async def list_receipts_of(session: AsyncSession, document_ids: list[int]) -> list[ReceiptRow]:
    """Receipts of several documents by document, in the order in which they were made.

    Columns instead of objects: a TWG has tens of thousands in ten years.
    """
    columns = Receipt.document_id, Person.name, Institution.name, Receipt.acknowledged_at
    query = select(*columns).join(Person, Person.id == Receipt.person_id)
    query = query.outerjoin(Institution, Institution.id == Person.institution_id)
    query = query.where(Receipt.document_id.in_(document_ids)).order_by(Receipt.document_id, Receipt.id)
    return [ReceiptRow(*row) for row in await session.execute(query)]


async def list_unacknowledged(session: AsyncSession, document_id: int) -> set[int]:
    """Ids of the people to whom a document was circulated and who have not acknowledged it."""
    waiting = Receipt.document_id == document_id, Receipt.acknowledged_at.is_(None)
    return set(await session.scalars(select(Receipt.person_id).where(*waiting)))
