"""The send budget that all processes with one bot token share (T3): a row in PostgreSQL gives out the moments to send.

PostgreSQL only: with SQLite there is one process, and its budget is kept in memory.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Interval, String, func, literal
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.engine.database import Base

MESSAGES = "messages"


class BudgetRow(Base):
    __tablename__ = "budget"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    #: The first moment that no message has been given yet, UTC.
    free_at: Mapped[datetime]


async def take_moment(session: AsyncSession, *, apart: timedelta) -> float:
    """Reserve the next free moment for one message.

    Args:
        apart: distance between two moments.
    Returns:
        Seconds until that moment by the database's clock; 0 when it is now.
    """
    now: Any = func.clock_timestamp()
    step: Any = literal(apart, Interval())  # without the type SQLAlchemy would give it the timestamp type of `now`
    statement = insert(BudgetRow).values(name=MESSAGES, free_at=now + step)
    statement = statement.on_conflict_do_update(
        index_elements=[BudgetRow.name], set_={"free_at": func.greatest(BudgetRow.free_at, now) + step}
    )
    wait = func.extract("epoch", BudgetRow.free_at - step - now)
    return max(0.0, float(await session.scalar(statement.returning(wait)) or 0))
