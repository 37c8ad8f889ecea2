"""Receipts of documents: one for each person to whom a document was circulated."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ForeignKey, Select, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from storage.documents.circulations import Document
from storage.engine.database import Base
from storage.members import Institution, Person
from storage.members.names import BodyNames


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

    id: int
    document_id: int
    name: str
    institution: BodyNames | None
    acknowledged_at: datetime | None


def _receipts_in(circulation_id: int) -> Select[Receipt]:
    """Receipts of the documents of a circulation that were not recalled."""
    in_force = Document.circulation_id == circulation_id, Document.recalled_at.is_(None)
    return select(Receipt).join(Document, Document.id == Receipt.document_id).where(*in_force)


async def find_receipt(session: AsyncSession, document_id: int, person_id: int) -> Receipt | None:
    return await session.scalar(
        select(Receipt).where(Receipt.document_id == document_id, Receipt.person_id == person_id)
    )


async def list_own_receipts(session: AsyncSession, circulation_id: int, person_id: int) -> list[Receipt]:
    """A person's receipts of the documents of a circulation, in their order, without those that were recalled."""
    query = _receipts_in(circulation_id).where(Receipt.person_id == person_id)
    return list(await session.scalars(query.order_by(Document.position)))


async def list_waiting_circulations(session: AsyncSession, twg_id: int, person_id: int) -> list[int]:
    """Ids of the circulations in a TWG of which a person has not acknowledged every document, oldest first."""
    query = select(Document.circulation_id).join(Receipt, Receipt.document_id == Document.id)
    query = query.where(Receipt.person_id == person_id, Receipt.acknowledged_at.is_(None))
    query = query.where(Document.twg_id == twg_id, Document.recalled_at.is_(None))
    return list(await session.scalars(query.distinct().order_by(Document.circulation_id)))


async def list_receipts(session: AsyncSession, circulation_id: int) -> list[Receipt]:
    """Receipts of a circulation with person and institution, by name; without documents that were recalled."""
    query = (
        _receipts_in(circulation_id)
        .join(Receipt.person)
        .options(joinedload(Receipt.person).joinedload(Person.institution), joinedload(Receipt.entered_by))
        .order_by(Person.name, Person.id, Document.position)
    )
    return list(await session.scalars(query))


async def list_receipts_of(session: AsyncSession, document_ids: list[int]) -> list[ReceiptRow]:
    """Receipts of several documents by document, in the order in which they were made.

    Columns instead of objects: a TWG has tens of thousands in ten years.
    """
    columns = (
        Receipt.id,
        Receipt.document_id,
        Person.name,
        Receipt.acknowledged_at,
        Institution.name,
        Institution.name_km,
    )
    query = select(*columns).join(Person, Person.id == Receipt.person_id)
    query = query.outerjoin(Institution, Institution.id == Person.institution_id)
    query = query.where(Receipt.document_id.in_(document_ids)).order_by(Receipt.document_id, Receipt.id)
    return [
        ReceiptRow(receipt_id, document_id, name, BodyNames(*body) if body[0] else None, acknowledged_at)
        for receipt_id, document_id, name, acknowledged_at, *body in await session.execute(query)
    ]


async def list_unacknowledged(session: AsyncSession, circulation_id: int) -> set[int]:
    """Ids of the people who have not acknowledged every document of a circulation that was not recalled."""
    waiting = _receipts_in(circulation_id).where(Receipt.acknowledged_at.is_(None))
    return set(await session.scalars(waiting.with_only_columns(Receipt.person_id)))
