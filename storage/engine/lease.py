"""The lease: which of several processes sharing a database does what only one may do (T4).

The time is the database's own, so that machines whose clocks differ agree.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import String, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.core.inbox import insert_ignoring
from storage.engine.database import Base

LEADER = "leader"


class LeaseRow(Base):
    __tablename__ = "lease"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    #: The process that holds it; no two starts have the same name.
    holder: Mapped[str] = mapped_column(String(80))
    acquired_at: Mapped[datetime]
    expires_at: Mapped[datetime]


async def take_lease(session: AsyncSession, holder: str, *, term: timedelta) -> bool:
    """Take it, renew it, or be refused: True where `holder` has it for `term` from now."""
    moment = _moment(session)
    expired: dict[str, Any] = {"name": LEADER, "holder": holder, "acquired_at": moment, "expires_at": moment}
    await session.execute(insert_ignoring(session.get_bind().dialect.name, LeaseRow).values(expired))
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
    """Whether `holder` has it; if so, nobody takes it over before the transaction ends."""
    query = select(LeaseRow.name).where(
        LeaseRow.name == LEADER, LeaseRow.holder == holder, LeaseRow.expires_at > _moment(session)
    )
    return await session.scalar(query.with_for_update(read=True)) is not None


async def give_lease_back(session: AsyncSession, holder: str) -> None:
    """Let another process take over at once."""
    await session.execute(
        update(LeaseRow)
        .where(LeaseRow.name == LEADER, LeaseRow.holder == holder)
        .values(expires_at=_moment(session))
        .execution_options(synchronize_session=False)
    )


async def find_leader(session: AsyncSession) -> str:
    """Who has it now; empty when nobody has."""
    held = select(LeaseRow.holder).where(LeaseRow.name == LEADER, LeaseRow.expires_at > _moment(session))
    return await session.scalar(held) or ""


def _moment(session: AsyncSession) -> Any:
    """Now, by the clock of the database; SQLite's is this machine's."""
    return func.clock_timestamp() if session.get_bind().dialect.name == "postgresql" else datetime.now(UTC)
