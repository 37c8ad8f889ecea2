"""Reports that a member is asked for pass to another member (M10)."""

from datetime import datetime
from typing import Any

from sqlalchemy import false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.row_log import RowLog
from storage.indicators import Indicator, ReportRequest, Round, RoundState
from storage.members import Membership
from twg.core.handing import handing_of_column, handing_of_forms
from twg.core.permissions import Permission
from twg.core.uniting import unite_rows
from twg.indicators.reporters import may_report
from twg.indicators.uniting import TWO_REQUESTS


async def list_open(session: AsyncSession, twg_id: int, person_id: int, _now: datetime) -> list[int]:
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


async def join(session: AsyncSession, log: RowLog, ids: list[int], to: Membership, now: datetime) -> None:
    """Let requests go of whose indicator a member is asked for a report already."""
    for row in await session.scalars(select(ReportRequest).where(ReportRequest.id.in_(ids)).order_by(ReportRequest.id)):
        same = ReportRequest.round_id == row.round_id, ReportRequest.indicator_id == row.indicator_id
        theirs = await session.scalar(select(ReportRequest).where(*same, ReportRequest.person_id == to.person_id))
        if theirs is not None:
            await unite_rows(session, log, TWO_REQUESTS, theirs, row, now=now)


async def list_named(session: AsyncSession, twg_id: int, person_id: int, _now: datetime) -> list[int]:
    """Ids of the indicators for which a person is named as the reporter."""
    query = select(Indicator.id).where(Indicator.twg_id == twg_id, Indicator.reporter_id == person_id)
    return list(await session.scalars(query.order_by(Indicator.id)))


async def list_deputised(session: AsyncSession, twg_id: int, person_id: int, _now: datetime) -> list[int]:
    """Ids of the indicators for which a person is named as the deputy."""
    query = select(Indicator.id).where(Indicator.twg_id == twg_id, Indicator.deputy_id == person_id)
    return list(await session.scalars(query.order_by(Indicator.id)))


async def choose_named(session: AsyncSession, ids: list[int], to: Membership) -> list[int]:
    """Those for which a member can be named: none without a role that reports, none for which they are already."""
    if not may_report(to):
        return []
    already = or_(Indicator.reporter_id == to.person_id, Indicator.deputy_id == to.person_id)
    query = select(Indicator.id).where(Indicator.id.in_(ids), ~func.coalesce(already, false()))
    return list(await session.scalars(query.order_by(Indicator.id)))


async def join_named(session: AsyncSession, log: RowLog, ids: list[int], to: Membership, _now: datetime) -> None:
    """Let a member who is the deputy be the reporter, and no deputy be named where they are the reporter."""
    if not may_report(to):
        return
    for row in await session.scalars(select(Indicator).where(Indicator.id.in_(ids)).order_by(Indicator.id)):
        if to.person_id in {row.reporter_id, row.deputy_id}:
            await log.change(row, reporter_id=to.person_id, deputy_id=None)


_NAMED: dict[str, Any] = {"choose": choose_named, "join": join_named}
HANDINGS = (
    handing_of_column("named_reporters", Indicator.reporter_id, list_named, **_NAMED),
    handing_of_column("named_deputies", Indicator.deputy_id, list_deputised, **_NAMED),
    handing_of_column("reports", ReportRequest.person_id, list_open, told_as="reports", choose=choose, join=join),
    handing_of_forms("report_forms", Permission.INDICATOR_REPORT, "report_indicator", "report_several"),
    handing_of_forms(
        "indicator_forms",
        Permission.INDICATOR_DEFINE,
        "define_indicator",
        "correct_indicator",
        "change_indicator_state",
    ),
    handing_of_forms("round_forms", Permission.ROUND_RUN, "open_round", "move_round"),
)
