"""The accepted values of several rounds, as reports show them: few columns of many rows."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.indicators.rounds import Round
from storage.indicators.submissions import STANDS, Submission


@dataclass(frozen=True)
class StandingRow:
    """A report that stands, without its words."""

    id: int
    indicator_id: int
    round_id: int | None
    value: Decimal | None
    period: str
    submitted_at: datetime


async def list_standing_rows(session: AsyncSession, twg_id: int) -> list[StandingRow]:
    """The reports of a TWG that stand, oldest first."""
    what = Submission.id, Submission.indicator_id, Submission.round_id
    said = Submission.value, Submission.period, Submission.submitted_at
    query = select(*what, *said).where(Submission.twg_id == twg_id, *STANDS).order_by(Submission.id)
    return [StandingRow(*row) for row in await session.execute(query)]


async def list_rounds(session: AsyncSession, *twg_ids: int) -> list[Round]:
    """The rounds of some TWGs, newest first."""
    query = select(Round).where(Round.twg_id.in_(twg_ids)).order_by(Round.opened_at.desc(), Round.id.desc())
    return list(await session.scalars(query))
