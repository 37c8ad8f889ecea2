"""The lease: which of several processes on one database leads, that is polls, fires reminders and delivers (T4).

No clock decides who leads, because every clock may be set: a process takes the lease over when it has watched that its
holder did not renew it for a whole term, which it measures by a count of seconds. `expires_at`, by the database's
clock, tells one renewal from the next, and who leads.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import String, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.engine.database import Base, insert_ignoring, on_postgresql

LEADER = "leader"
#: The holder of a lease that nobody holds.
FREE = ""


class LeaseRow(Base):
    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    #: Name of the leading process, unique to each start of a process.
    holder: Mapped[str] = mapped_column(String(80))
    acquired_at: Mapped[datetime]
    expires_at: Mapped[datetime]


async def take_lease(session: AsyncSession, holder: str, *, term: timedelta, ended: datetime | None = None) -> bool:
    """Take the lease if it is free or the holder's own, for `term` from now. Returns False when another holds it.

    Args:
        ended: `expires_at` of a lease that its holder has not renewed for a whole term; it is taken over.
    """
    moment = _moment(session)
    free: dict[str, Any] = {"name": LEADER, "holder": FREE, "acquired_at": moment, "expires_at": moment}
    await session.execute(insert_ignoring(session, LeaseRow).values(free))
    since = case((LeaseRow.holder == holder, LeaseRow.acquired_at), else_=moment)
    mine = [LeaseRow.holder.in_((holder, FREE)), *([] if ended is None else [LeaseRow.expires_at == ended])]
    taken = await session.execute(
        update(LeaseRow)
        .where(LeaseRow.name == LEADER, or_(*mine))
        .values(holder=holder, acquired_at=since, expires_at=moment + term)
        .returning(LeaseRow.name)
        .execution_options(synchronize_session=False)
    )
    return taken.first() is not None


async def keep_lease(session: AsyncSession, holder: str) -> bool:
    """Whether `holder` has the lease; if so, its row stays locked against a takeover until the transaction ends."""
    query = select(LeaseRow.name).where(LeaseRow.name == LEADER, LeaseRow.holder == holder)
    return await session.scalar(query.with_for_update(read=True)) is not None


async def give_lease_back(session: AsyncSession, holder: str) -> None:
    """Free the lease of `holder`, so that another process can take it without waiting."""
    await session.execute(
        update(LeaseRow)
        .where(LeaseRow.name == LEADER, LeaseRow.holder == holder)
        .values(holder=FREE, expires_at=_moment(session))
        .execution_options(synchronize_session=False)
    )


async def find_term(session: AsyncSession) -> datetime | None:
    """When the present term ends by the database's clock, which changes with each renewal; None before the first."""
    return await session.scalar(select(LeaseRow.expires_at).where(LeaseRow.name == LEADER))


async def find_leader(session: AsyncSession) -> str:
    """The holder whose term runs now by the database's clock; an empty string when none does."""
    held = select(LeaseRow.holder).where(LeaseRow.name == LEADER, LeaseRow.expires_at > _moment(session))
    return await session.scalar(held) or ""


def _moment(session: AsyncSession) -> Any:
    """Now by the database's clock; SQLite has none of its own, so this machine's."""
    return func.clock_timestamp() if on_postgresql(session) else datetime.now(UTC)
