"""Merged people: what each merge moved, so that it can be taken back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from storage.engine.database import Base, partial_index
from storage.members.people import Person


class PersonMerge(Base):
    """Two cards were of one person: what hung on one of them moved to the other."""

    __tablename__ = "person_merge"
    __table_args__ = (partial_index("ix_person_merge_gone", "gone_id", where="undone_at IS NULL", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    #: The TWG whose secretariat merged them.
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"), index=True)
    gone_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kept_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    merged_at: Mapped[datetime]
    #: What the merge changed; see `twg.members.merging`.
    moved: Mapped[dict[str, Any]]
    #: UTC; None while they are one.
    undone_at: Mapped[datetime | None]

    gone: Mapped[Person] = relationship(lazy="raise", foreign_keys=[gone_id])
    kept: Mapped[Person] = relationship(lazy="raise", foreign_keys=[kept_id])


async def find_person_merge(session: AsyncSession, merge_id: int, *criteria: Any) -> PersonMerge | None:
    """The merge with both people; None if there is none that meets the criteria."""
    both = (
        joinedload(PersonMerge.gone).joinedload(Person.institution),
        joinedload(PersonMerge.kept).joinedload(Person.institution),
    )
    return await session.scalar(select(PersonMerge).where(PersonMerge.id == merge_id, *criteria).options(*both))


async def list_merged(session: AsyncSession, person_ids: Iterable[int]) -> dict[int, int]:
    """With whom each of these people was merged, by id; people who were not merged are left out."""
    found: dict[int, int] = {}
    asked = set(person_ids)
    while asked:
        query = select(PersonMerge.gone_id, PersonMerge.kept_id)
        query = query.where(PersonMerge.gone_id.in_(asked), PersonMerge.undone_at.is_(None))
        newly = {gone_id: kept_id for gone_id, kept_id in await session.execute(query) if gone_id not in found}
        found |= newly
        asked = set(newly.values())
    return {person_id: _last(found, person_id) for person_id in found}


def _last(merged: dict[int, int], person_id: int) -> int:
    """Follow merges of merges."""
    while person_id in merged:
        person_id = merged[person_id]
    return person_id
