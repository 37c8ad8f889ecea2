"""Reports that a member is asked for pass to another member (M10)."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.indicators import ReportRequest, Round, RoundState
from storage.members import Membership
from twg.core.handing import handing_of_column, handing_of_forms
from twg.core.permissions import Permission
from twg.indicators.rounds import may_report


async def list_open(session: AsyncSession, twg_id: int, person_id: int) -> list[int]:
    """Ids of the requests of the open round that a person has not answered by a report."""
    open_rounds = select(Round.id).where(Round.twg_id == twg_id, Round.state == RoundState.OPEN)
    waiting = ReportRequest.person_id == person_id, ReportRequest.reported_at.is_(None)
    query = select(ReportRequest.id).where(*waiting, ReportRequest.round_id.in_(open_rounds))
    return list(await session.scalars(query.order_by(ReportRequest.id)))


async def choose(session: AsyncSession, ids: list[int], to: Membership) -> list[int]:
    """Those that a member can be asked for: none without a role that reports, none that they are asked for already."""
    if not may_report(to):
        return []
    rows = await session.scalars(select(ReportRequest).where(ReportRequest.id.in_(ids)).order_by(ReportRequest.id))
    mine = select(ReportRequest.round_id, ReportRequest.indicator_id).where(ReportRequest.person_id == to.person_id)
    asked = {tuple(row) for row in await session.execute(mine)}
    return [row.id for row in rows if (row.round_id, row.indicator_id) not in asked]


HANDINGS = (
    handing_of_column("reports", ReportRequest.person_id, list_open, told_as="reports", choose=choose),
    handing_of_forms("report_forms", Permission.INDICATOR_REPORT, "report_indicator", "report_several"),
    handing_of_forms("indicator_forms", Permission.INDICATOR_DEFINE, "define_indicator"),
    handing_of_forms("round_forms", Permission.ROUND_RUN, "open_round"),
)
