"""The lease: which of several processes on one database leads, that is polls, fires reminders and delivers (T4).

Terms are measured by the database's clock, so that machines whose clocks differ agree.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import String, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.engine.database import Base, insert_ignoring, on_postgresql

LEADER = "leader"


class LeaseRow(Base):
    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    #: Name of the leading process, unique to each start of a process.
    holder: Mapped[str] = mapped_column(String(80))
    acquired_at: Mapped[datetime]
    expires_at: Mapped[datetime]


async def take_lease(session: AsyncSession, holder: str, *, term: timedelta) -> bool:
    """Take or renew the lease for `term` from now. Returns False while another holder's term runs."""
    moment = _moment(session)
    expired: dict[str, Any] = {"name": LEADER, "holder": holder, "acquired_at": moment, "expires_at": moment}
    await session.execute(insert_ignoring(session, LeaseRow).values(expired))
    since = case((LeaseRow.holder == holder, LeaseRow.acquired_at), else_=moment)
    taken = await session.execute(
        update(LeaseRow)
        .where(LeaseRow.name == LEADER, or_(LeaseRow.holder == holder, LeaseRow.expires_at <= moment))
        .values(holder=holder, acquired_at=since, expires_at=moment + term)
        .returning(LeaseRow.name)
        .execution_options(synchronize_session=False)
    )
    return taken.first() is not None


async def keep_lease(session: AsyncSession, holder: str) -> bool:
    """Whether `holder` has the lease; if so, its row stays locked against a takeover until the transaction ends."""
    query = select(LeaseRow.name).where(
        LeaseRow.name == LEADER, LeaseRow.holder == holder, LeaseRow.expires_at > _moment(session)
    )
    return await session.scalar(query.with_for_update(read=True)) is not None


async def give_lease_back(session: AsyncSession, holder: str) -> None:
    """End the term of `holder` now, so that another process can take over without waiting."""
    await session.execute(
        update(LeaseRow)
        .where(LeaseRow.name == LEADER, LeaseRow.holder == holder)
        .values(expires_at=_moment(session))
        .execution_options(synchronize_session=False)
    )


async def find_leader(session: AsyncSession) -> str:
    """The holder whose term runs now; an empty string when none does."""
    held = select(LeaseRow.holder).where(LeaseRow.name == LEADER, LeaseRow.expires_at > _moment(session))
    return await session.scalar(held) or ""


def _moment(session: AsyncSession) -> Any:
    """Now by the database's clock; SQLite has none of its own, so this machine's."""
    return func.clock_timestamp() if on_postgresql(session) else datetime.now(UTC)
