"""Changing a reporting round that is open: another last day, further indicators (J2).

RoundRefusal
├── AlreadyInRound
├── DueThen                 the round is due on that day already
└── NobodyReports           no member reports on the indicator
"""

from datetime import date, datetime

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import hold
from storage.indicators import (
    REPORTED_ON,
    Indicator,
    ReportRequest,
    Round,
    find_open_round,
    list_indicators,
    list_requests,
)
from storage.members import list_members
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.core.notices import Notice
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.indicators.defining import access_indicator
from twg.indicators.facts import LONGEST_REASON
from twg.indicators.reporters import reporters_of
from twg.indicators.round_progress import RoundProgress, progress_of, show_anew
from twg.indicators.rounds import (
    REQUESTED,
    RULES,
    NoOpenRound,
    RoundRefusal,
    asked_who_have_not_reported,
    check_open,
    end_of_day,
    last_moment,
)
from twg.reminders.schedule import anchored, schedule


class AlreadyInRound(RoundRefusal):
    """data: `indicator`."""

    key = "indicators#already_in_round"


class DueThen(RoundRefusal):
    """data: `day`, local."""

    key = "indicators#due_then"


class NobodyReports(RoundRefusal):
    """data: `indicator`."""

    key = "indicators#nobody_reports"


MOVED = Notice(
    name="round_moved",
    subject=Round,
    recipients=asked_who_have_not_reported,
    useful_until=last_moment,
    permission=Permission.INDICATOR_REPORT,
    grouped=True,
)


class RoundMove(BaseModel):
    """Another last day, and why."""

    due_on: date
    reason: str = Field(default="", max_length=LONGEST_REASON)


@operation(Permission.ROUND_RUN)
async def move_round(session: AsyncSession, actor: Actor, args: RoundMove, *, now: datetime) -> RoundProgress:
    """Let reports be due on another day; reminders move with it, and who owes a report is told.

    Raises: NoOpenRound, PastDay, DueThen.
    Source: Guideline, Part Two (6).
    """
    current = await _hold_open(session, actor)
    due_at = end_of_day(actor, args.due_on, now=now)
    if due_at == current.due_at:
        raise DueThen(field="due_on", day=args.due_on)
    before = values_of(current, "due_at")
    current.due_at = due_at
    after = {**values_of(current, "due_at"), **({"reason": args.reason} if args.reason else {})}
    await record(session, actor, "indicators.move_round", current, now=now, before=before, after=after)
    await schedule(session, actor, current, anchors=anchored(RULES, due_at), now=now)
    data = {"due_at": due_at.isoformat(), "reason": args.reason}
    await notify(session, MOVED, subject=current, now=now, by=actor, data=data)
    await show_anew(session, current, now=now)
    return await progress_of(session, current)


@operation(Permission.ROUND_RUN)
async def list_addable(session: AsyncSession, actor: Actor) -> list[Indicator]:
    """The indicators that are reported on and not in the open round. Raises: NoOpenRound."""
    current = await find_open_round(session, actor.twg.id)
    if current is None:
        raise NoOpenRound
    there = {request.indicator_id for request in await list_requests(session, ReportRequest.round_id == current.id)}
    listed = await list_indicators(session, actor.twg.id, Indicator.state.in_(REPORTED_ON))
    return [indicator for indicator in listed if indicator.id not in there]


@operation(Permission.ROUND_RUN)
async def add_to_round(session: AsyncSession, actor: Actor, indicator_id: int, *, now: datetime) -> RoundProgress:
    """Ask for reports on one more indicator in the open round.

    Raises: NoOpenRound, NotFound, AlreadyInRound, NobodyReports.
    """
    current = await _hold_open(session, actor)
    indicator = await access_indicator(session, actor, indicator_id)
    if indicator not in await list_addable(session, actor):
        raise AlreadyInRound(indicator=indicator)
    reporters = reporters_of(indicator, await list_members(session, actor.twg.id))
    if not reporters:
        raise NobodyReports(indicator=indicator)
    session.add_all(
        ReportRequest(twg_id=current.twg_id, round_id=current.id, indicator_id=indicator.id, person_id=member.person_id)
        for member in reporters
    )
    after = {"number": indicator.number, "requests": len(reporters)}
    await record(session, actor, "indicators.add_to_round", current, now=now, after=after)
    await notify(session, REQUESTED, subject=current, to=reporters, now=now, by=actor, expires_at=current.due_at)
    await show_anew(session, current, now=now)
    return await progress_of(session, current)


async def _hold_open(session: AsyncSession, actor: Actor) -> Round:
    """The open round, which nobody else changes meanwhile. Raises: NoOpenRound."""
    current = await find_open_round(session, actor.twg.id)
    if current is None:
        raise NoOpenRound
    await hold(session, current)
    check_open(current)
    return current
