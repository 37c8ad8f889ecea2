"""How many of the reports that rounds ask for have come, counted for many rounds at once."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.indicators.definitions import REPORTED_ON, Indicator
from storage.indicators.rounds import ReportRequest


async def count_asked(session: AsyncSession, round_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Of how many indicators rounds ask for reports, and of how many one has come, by round id.

    One report answers for everybody who was asked; indicators that are not reported on any more do not count.
    """
    indicator, reported = ReportRequest.indicator_id, func.max(ReportRequest.reported_at)
    each = select(ReportRequest.round_id.label("round_id"), indicator, reported.label("reported_at"))
    each = each.join(Indicator, Indicator.id == indicator).where(Indicator.state.in_(REPORTED_ON))
    counted = each.where(ReportRequest.round_id.in_(round_ids)).group_by(ReportRequest.round_id, indicator).subquery()
    columns = counted.c.round_id, func.count(), func.count(counted.c.reported_at)
    rows = await session.execute(select(*columns).group_by(counted.c.round_id))
    return {round_id: (asked, come) for round_id, asked, come in rows}
