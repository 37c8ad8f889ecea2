"""Searches that have more results than one message: their words, for the buttons below it."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.engine.database import Base


class AskedSearch(Base):
    __tablename__ = "asked_search"

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Who searched; the buttons are theirs.
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"))
    words: Mapped[str] = mapped_column(String(200))
    asked_at: Mapped[datetime]


async def keep_search(session: AsyncSession, person_id: int, twg_id: int, words: str, *, now: datetime) -> int:
    """Keep the words of a search. Returns: its id."""
    asked = AskedSearch(person_id=person_id, twg_id=twg_id, words=words, asked_at=now)
    session.add(asked)
    await session.flush()
    return asked.id


async def find_search(session: AsyncSession, search_id: int, person_id: int) -> AskedSearch | None:
    """The search; None also for one of somebody else."""
    asked = await session.get(AskedSearch, search_id)
    return asked if asked is not None and asked.person_id == person_id else None


async def forget_old_searches(session: AsyncSession, *, before: datetime) -> None:
    """Delete searches of before `before` (UTC, aware)."""
    await session.execute(delete(AskedSearch).where(AskedSearch.asked_at < before))
