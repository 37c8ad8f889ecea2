"""Tokens by which programs of a member read the shared store (R4)."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ForeignKey, String, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from storage.engine.database import Base
from storage.members import Person, Role

#: A use is written down when the last one is so long ago: a program may read every few seconds.
NOTED_AFTER = timedelta(minutes=1)


class FeedToken(Base):
    """What a program of a member shows in order to read what that member may see of one TWG."""

    __tablename__ = "feed_token"

    id: Mapped[int] = mapped_column(primary_key=True)
    twg_id: Mapped[int] = mapped_column(ForeignKey("twg.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    #: The role of the member when the token was made; in another one it reads nothing.
    role: Mapped[Role]
    #: What it is for, as typed: "Power BI of the ministry".
    name: Mapped[str] = mapped_column(String(80))
    #: SHA-256 of the token, hexadecimal. The token itself is shown once and stored nowhere.
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    #: When it last read something, UTC, to the minute; None while it never did.
    last_used_at: Mapped[datetime | None]
    #: When it was revoked, UTC, and by whom; None while it works.
    revoked_at: Mapped[datetime | None]
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship(lazy="raise", foreign_keys=[person_id])


async def find_feed_token(session: AsyncSession, *criteria: Any) -> FeedToken | None:
    """The token that meets the criteria, with its person; None if there is none."""
    return await session.scalar(select(FeedToken).where(*criteria).options(joinedload(FeedToken.person)))


async def list_feed_tokens(session: AsyncSession, *criteria: Any) -> list[FeedToken]:
    """Tokens that meet the criteria and work, with their people, oldest first."""
    query = select(FeedToken).where(FeedToken.revoked_at.is_(None), *criteria)
    return list(await session.scalars(query.options(joinedload(FeedToken.person)).order_by(FeedToken.id)))


async def note_feed_use(session: AsyncSession, token_id: int, *, now: datetime) -> None:
    """Write down when a token was last used, unless that was done within the last minute."""
    earlier = or_(FeedToken.last_used_at.is_(None), FeedToken.last_used_at <= now - NOTED_AFTER)
    await session.execute(update(FeedToken).where(FeedToken.id == token_id, earlier).values(last_used_at=now))
