"""Merged institutions: what each merge moved, so that it can be taken back."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from storage.engine.database import Base
from storage.members import Institution


class InstitutionMerge(Base):
    """One institution became a part of another: its people, actions, indicators and names moved there."""

    __tablename__ = "institution_merge"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: The TWG whose secretariat merged them.
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"), index=True)
    gone_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    kept_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    merged_at: Mapped[datetime]
    #: Ids of the rows that moved, by table; keys of the names that moved; see `twg.institutions.merging`.
    moved: Mapped[dict[str, Any]]
    #: UTC; None while they are one.
    undone_at: Mapped[datetime | None]

    gone: Mapped[Institution] = relationship(lazy="raise", foreign_keys=[gone_id])
    kept: Mapped[Institution] = relationship(lazy="raise", foreign_keys=[kept_id])


async def find_merge(session: AsyncSession, merge_id: int, *criteria: Any) -> InstitutionMerge | None:
    """The merge with both institutions; None if there is none that meets the criteria."""
    both = joinedload(InstitutionMerge.gone), joinedload(InstitutionMerge.kept)
    return await session.scalar(
        select(InstitutionMerge).where(InstitutionMerge.id == merge_id, *criteria).options(*both)
    )
