"""Reporting rounds: asking everybody responsible, following who has reported, closing (J2).

RoundRefusal
├── NoIndicators
├── RoundAlreadyOpen
├── NoOpenRound
└── RoundOver               the round of a request is closed
"""

from datetime import date, datetime, time, timedelta

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import hold
from storage.engine.labels import N_
from storage.indicators import (
    REPORTED_ON,
    Indicator,
    ReportRequest,
    Round,
    RoundState,
    find_open_round,
    list_indicators,
    list_unreported,
)
from storage.members import Membership, Role, Twg, list_members
from twg.core.actors import Actor
from twg.core.audiences import excluding
from twg.core.audit import record, values_of
from twg.core.notices import Cause, Notice, secretariat
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotFound, PastDay, Refusal
from twg.core.rules import rule
from twg.core.subjects import Domains
from twg.core.timekeeping import Timekeeping
from twg.indicators.reporters import colleagues_of, reporters_of
from twg.indicators.round_progress import RoundProgress, progress_of, show_anew
from twg.reminders.schedule import anchored, schedule, void_reminders


class RoundRefusal(Refusal):
    key = "rounds#refused"


class NoIndicators(RoundRefusal):
    key = "indicators#no_indicators"


class RoundAlreadyOpen(RoundRefusal):
    """data: `round`."""

    key = "indicators#round_already_open"


class NoOpenRound(RoundRefusal):
    key = "indicators#no_open_round"


class RoundOver(RoundRefusal):
    """data: `round`."""

    key = "indicators#round_over"


async def asked_who_have_not_reported(cause: Cause) -> list[Membership]:
    """The members who were asked in the round and still owe a report."""
    round_: Round = cause.subject
    owing = {request.person_id for request in await list_unreported(cause.session, round_.id)}
    return [member for member in await list_members(cause.session, round_.twg_id) if member.person_id in owing]


async def last_moment(cause: Cause) -> datetime | None:
    """Until when reports are due."""
    due_at: datetime = cause.subject.due_at
    return due_at


REQUESTED = Notice(
    name="indicator_requested",
    subject=Round,
    recipients=asked_who_have_not_reported,
    useful_until=last_moment,
    permission=Permission.INDICATOR_REPORT,
    grouped=True,
)
REMINDER = Notice(
    name="indicator_reminder",
    subject=Round,
    recipients=asked_who_have_not_reported,
    permission=Permission.INDICATOR_REPORT,
    grouped=True,
)


async def late_and_their_colleagues(cause: Cause) -> list[Membership]:
    """The members who still owe a report, and once that is late those of the institutions that are responsible."""
    round_: Round = cause.subject
    unreported = await list_unreported(cause.session, round_.id)
    members = await list_members(cause.session, round_.twg_id)
    wanted = {request.person_id for request in unreported}
    for request in unreported:
        wanted |= {member.person_id for member in colleagues_of(request.indicator, members)}
    return [member for member in members if member.person_id in wanted]


LATE = Notice(
    name="indicator_late",
    subject=Round,
    recipients=late_and_their_colleagues,
    permission=Permission.INDICATOR_REPORT,
    grouped=True,
)
OVERDUE = Notice(
    name="round_is_overdue",
    subject=Round,
    recipients=secretariat,
    permission=Permission.ROUND_RUN,
    grouped=True,
)


async def who_owe_and_who_see(cause: Cause) -> list[Membership]:
    """Of a round that is closed: those who owe a report in it, the Chair and CRDB, apart from who closed it."""
    round_: Round = cause.subject
    owing = {request.person_id for request in await list_unreported(cause.session, round_.id)}
    members = await list_members(cause.session, round_.twg_id)
    concerned = [one for one in members if one.person_id in owing or one.role in (Role.CHAIR, Role.CRDB)]
    return excluding(concerned, cause.by_id)


CLOSED = Notice(name="round_closed", subject=Round, recipients=who_owe_and_who_see, grouped=True)

RULES = (
    rule("round_7_days", N_("Reporting round: first reminder"), REMINDER, days=-7, grace_h=72),
    rule("round_2_days", N_("Reporting round: second reminder"), REMINDER, days=-2, grace_h=36),
    rule("round_last_day", N_("Reporting round: last reminder"), REMINDER, days=0, grace_h=9),
    rule(
        "round_late",
        N_("Reporting round: reports that are late, to reporters and their institutions"),
        LATE,
        days=2,
        grace_h=48,
        every=timedelta(days=4),
    ),
    rule("round_overdue", N_("Reporting round: to the secretariat, to close it"), OVERDUE, days=1, grace_h=168),
)


class NewRound(BaseModel):
    """`period` is of when the values are; empty where that is left open."""

    title: str = Field(max_length=200)
    due_on: date
    period: str = Field(default="", max_length=40)


async def access_round(session: AsyncSession, actor: Actor, round_id: int) -> Round:
    """The round, if it is the actor's TWG's. Raises: NotFound."""
    found = await session.get(Round, round_id)
    if found is None or found.twg_id != actor.twg.id:
        raise NotFound
    return found


def check_open(round_: Round) -> None:
    """Raises: NoOpenRound."""
    if round_.state is not RoundState.OPEN:
        raise NoOpenRound


@operation(Permission.ROUND_RUN)
async def open_round(session: AsyncSession, actor: Actor, args: NewRound, *, now: datetime) -> RoundProgress:
    """Open a round: everybody responsible for indicators is asked, in one message each, to report by the end of a day.

    Raises: RoundAlreadyOpen, NoIndicators, PastDay.
    Source: Guideline, Part Two (6).
    """
    await hold(session, actor.twg)  # there is no round yet that could be locked
    current = await find_open_round(session, actor.twg.id)
    if current is not None:
        raise RoundAlreadyOpen(round=current)
    asked, unassigned = await preview_round(session, actor)
    if not asked and not unassigned:
        raise NoIndicators
    due_at = end_of_day(actor, args.due_on, now=now)
    opened = Round(
        twg_id=actor.twg.id,
        title=args.title,
        period=args.period,
        due_at=due_at,
        state=RoundState.OPEN,
        opened_by_id=actor.person.id,
        opened_at=now,
    )
    session.add(opened)
    after = {**values_of(opened, "title", "due_at", "state"), "requests": len(asked)}
    after |= {"period": opened.period} if opened.period else {}
    await record(session, actor, "indicators.open_round", opened, now=now, after=after)
    await schedule(session, actor, opened, anchors=anchored(RULES, due_at), now=now)
    session.add_all(
        ReportRequest(twg_id=opened.twg_id, round_id=opened.id, indicator_id=indicator.id, person_id=member.person_id)
        for indicator, member in asked
    )
    await notify(session, REQUESTED, subject=opened, now=now, by=actor, expires_at=opened.due_at)
    return await progress_of(session, opened)


def end_of_day(actor: Actor, day: date, *, now: datetime) -> datetime:
    """The last moment of a local day, UTC. Raises: PastDay."""
    moment = datetime.combine(day, time(23, 59), actor.zone)
    if moment <= now:
        raise PastDay(field="due_on", day=day)
    return moment


@operation(Permission.ROUND_RUN)
async def preview_round(
    session: AsyncSession, actor: Actor
) -> tuple[list[tuple[Indicator, Membership]], list[Indicator]]:
    """Who would be asked about which indicators, and the indicators for which no registered member is responsible."""
    members = await list_members(session, actor.twg.id)
    asked: list[tuple[Indicator, Membership]] = []
    unassigned: list[Indicator] = []
    for indicator in await list_indicators(session, actor.twg.id, Indicator.state.in_(REPORTED_ON)):
        reporters = reporters_of(indicator, members)
        asked += [(indicator, member) for member in reporters]
        if not reporters:
            unassigned.append(indicator)
    return asked, unassigned


@operation(Permission.ROUND_RUN)
async def close_round(session: AsyncSession, actor: Actor, domains: Domains, *, now: datetime) -> RoundProgress:
    """Close the open round, void its reminders and end what members asked about their reports.

    Who owes a report is told, and the Chair and CRDB what is missing. Raises: NoOpenRound.
    """
    current = await find_open_round(session, actor.twg.id)
    if current is None:
        raise NoOpenRound
    await hold(session, current)
    check_open(current)
    progress = await progress_of(session, current)
    before = values_of(progress.round, "state", "closed_at")
    progress.round.state, progress.round.closed_at = RoundState.CLOSED, now
    await void_reminders(session, progress.round)
    after = values_of(progress.round, *before)
    await record(session, actor, "indicators.close_round", progress.round, now=now, before=before, after=after)
    asked = [request.id for request in progress.requests]
    await notify(session, CLOSED, subject=current, now=now, by=actor)
    await domains.end_about(session, actor, ReportRequest.__tablename__, asked, now=now)
    await show_anew(session, current, now=now)
    return progress


async def reschedule(session: AsyncSession, twg: Twg, timekeeping: Timekeeping, now: datetime) -> None:
    """Compute the reminders of the TWG's open round again."""
    actor = Actor(twg, timekeeping=timekeeping)
    current = await find_open_round(session, actor.twg.id)
    if current is not None:
        await schedule(session, actor, current, anchors=anchored(RULES, current.due_at), now=now)


@operation(Permission.ROUND_SEE)
async def follow_round(session: AsyncSession, actor: Actor) -> RoundProgress:
    """The open round: who reported and who has not. Raises: NoOpenRound."""
    current = await find_open_round(session, actor.twg.id)
    if current is None:
        raise NoOpenRound
    return await progress_of(session, current)
