"""What all processes with one token may send together (T3): PostgreSQL gives out the moments.

SQLite has one process, which needs nobody to share with.
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
    #: The first moment that nobody has taken.
    free_at: Mapped[datetime]


async def take_moment(session: AsyncSession, *, apart: timedelta) -> float:
    """Take the next free moment for one message. Returns in how many seconds it is, by the database's clock.

    Args:
        apart: moments follow each other at this distance.
    """
    now: Any = func.clock_timestamp()
    step: Any = literal(apart, Interval())  # typed: by itself it would be taken for a moment, like what it is added to
    statement = insert(BudgetRow).values(name=MESSAGES, free_at=now + step)
    statement = statement.on_conflict_do_update(
        index_elements=[BudgetRow.name], set_={"free_at": func.greatest(BudgetRow.free_at, now) + step}
    )
    wait = func.extract("epoch", BudgetRow.free_at - step - now)
    return max(0.0, float(await session.scalar(statement.returning(wait)) or 0))
