"""Merged people: two entries of one person, of which one has everything since (M10)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from storage.engine.database import Base, partial_index
from storage.members.people import Person


class PersonMerge(Base):
    """Two entries were of one person: what hung on the one hangs on the other since."""

    __tablename__ = "person_merge"
    __table_args__ = (partial_index("ix_person_merge_gone_id", "gone_id", where="undone_at IS NULL", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    #: The TWG whose secretariat merged them; one of the person's, where the operator did.
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"), index=True)
    gone_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kept_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    merged_at: Mapped[datetime]
    #: What the merge changed, as `storage.core.row_log` writes it, and what must not have changed for undoing it.
    moved: Mapped[dict[str, Any]]
    #: UTC; None while they are one.
    undone_at: Mapped[datetime | None]

    gone: Mapped[Person] = relationship(lazy="raise", foreign_keys=[gone_id])
    kept: Mapped[Person] = relationship(lazy="raise", foreign_keys=[kept_id])


async def find_person_merge(session: AsyncSession, merge_id: int, *criteria: Any) -> PersonMerge | None:
    """The merge with both people and their institutions; None if there is none that meets the criteria."""
    both = (
        joinedload(PersonMerge.gone).joinedload(Person.institution),
        joinedload(PersonMerge.kept).joinedload(Person.institution),
    )
    return await session.scalar(select(PersonMerge).where(PersonMerge.id == merge_id, *criteria).options(*both))


async def list_merged(session: AsyncSession, person_ids: Iterable[int]) -> dict[int, int]:
    """By id, with whom each of these people is one now; people who were merged into nobody are left out."""
    found: dict[int, int] = {}
    people = set(person_ids)
    asked = people
    while asked:
        query = select(PersonMerge.gone_id, PersonMerge.kept_id)
        query = query.where(PersonMerge.gone_id.in_(asked), PersonMerge.undone_at.is_(None))
        new = dict((await session.execute(query)).all())
        found |= new
        asked = set(new.values()) - found.keys()
    return {person_id: _last(found, person_id) for person_id in people & found.keys()}


def _last(merged: dict[int, int], person_id: int) -> int:
    """Follow a person through merges of merges."""
    while person_id in merged:
        person_id = merged[person_id]
    return person_id


def gone_into(person_id: int) -> Select[int]:
    """Select the ids of the entries that are one with a person now, through merges of merges."""
    first = select(PersonMerge.gone_id).where(PersonMerge.kept_id == person_id, PersonMerge.undone_at.is_(None))
    found = first.cte(recursive=True)
    further = select(PersonMerge.gone_id).where(PersonMerge.kept_id == found.c.gone_id, PersonMerge.undone_at.is_(None))
    return select(found.union(further).c.gone_id)


def merges_of(person_id: int) -> Select[int]:
    """Select the ids of the merges in which a person's entries had a part."""
    either = (PersonMerge.kept_id == person_id) | (PersonMerge.gone_id == person_id)
    return select(PersonMerge.id).where(either | PersonMerge.kept_id.in_(gone_into(person_id)))
