"""Reporting rounds: asking everybody responsible, following who has reported, closing (J2).

RoundRefusal
├── NoIndicators
├── RoundAlreadyOpen
└── NoOpenRound
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import hold
from storage.indicators import (
    Indicator,
    ReportRequest,
    Round,
    RoundState,
    find_open_round,
    list_indicators,
    list_requests,
)
from storage.members import Membership, Twg, list_members
from twg.core.actors import Actor
from twg.core.audit import record
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import GRANTS, ORGANISERS, Permission
from twg.core.refusals import NotFound, PastDay, Refusal
from twg.time.reminder_schedule import anchored, schedule, void_reminders
from twg.time.rules import Practice


class RoundRefusal(Refusal):
    key = "rounds/refused"


class NoIndicators(RoundRefusal):
    key = "indicators/no_indicators"


class RoundAlreadyOpen(RoundRefusal):
    """data: `round`."""

    key = "indicators/round_already_open"


class NoOpenRound(RoundRefusal):
    key = "indicators/no_open_round"


class NewRound(BaseModel):
    title: str = Field(max_length=200)
    due_on: date


@dataclass(frozen=True)
class RoundProgress:
    round: Round
    requests: list[ReportRequest]

    @property
    def waiting(self) -> list[ReportRequest]:
        return [request for request in self.requests if request.reported_at is None]


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
    """Ask everybody responsible for indicators to report on them by the end of a day, each in one message.

    Raises: RoundAlreadyOpen, NoIndicators, PastDay.
    Source: Guideline, Part Two (6).
    """
    await hold(session, actor.twg)  # there is no round yet that could be held
    current = await find_open_round(session, actor.twg.id)
    if current is not None:
        raise RoundAlreadyOpen(round=current)
    asked, unassigned = await preview_round(session, actor)
    if not asked and not unassigned:
        raise NoIndicators
    due_at = datetime.combine(args.due_on, time(23, 59), actor.zone)
    if due_at <= now:
        raise PastDay(field="due_on", day=args.due_on)
    opened = Round(
        twg_id=actor.twg.id,
        title=args.title,
        due_at=due_at,
        state=RoundState.OPEN,
        opened_by_id=actor.person.id,
        opened_at=now,
    )
    session.add(opened)
    await record(session, actor, "rounds.open_round", opened, now=now, due_at=due_at.isoformat())
    await schedule(session, actor, opened, anchors=anchored(actor.practice, "round", due_at), now=now)
    session.add_all(
        ReportRequest(twg_id=opened.twg_id, round_id=opened.id, indicator_id=indicator.id, person_id=member.person_id)
        for indicator, member in asked
    )
    await notify(
        session,
        "indicators/requested",
        subject=opened,
        to=[member for _indicator, member in asked],
        now=now,
        by=actor,
        expires_at=opened.due_at,
    )
    return RoundProgress(opened, await list_requests(session, ReportRequest.round_id == opened.id))


@operation(Permission.ROUND_RUN)
async def preview_round(
    session: AsyncSession, actor: Actor
) -> tuple[list[tuple[Indicator, Membership]], list[Indicator]]:
    """Who would be asked about what, and the indicators that nobody registered would be asked about."""
    members = await list_members(session, actor.twg.id)
    asked: list[tuple[Indicator, Membership]] = []
    unassigned: list[Indicator] = []
    for indicator in await list_indicators(session, actor.twg.id):
        reporters = reporters_of(indicator, members)
        asked += [(indicator, member) for member in reporters]
        if not reporters:
            unassigned.append(indicator)
    return asked, unassigned


def reporters_of(indicator: Indicator, members: list[Membership]) -> list[Membership]:
    """The members who are asked: those of a responsible institution whose role reports.

    Chair and secretariat receive reports; they are asked only where an institution has nobody else.
    """
    reporters: list[Membership] = []
    for responsible in indicator.responsible:
        house = [
            member
            for member in members
            if member.person.institution_id == responsible.institution_id
            and member.role in GRANTS[Permission.INDICATOR_REPORT]
        ]
        reporters += [member for member in house if member.role not in ORGANISERS] or house
    return reporters


@operation(Permission.ROUND_RUN)
async def close_round(session: AsyncSession, actor: Actor, *, now: datetime) -> RoundProgress:
    """End the open round; nobody is reminded of it any more. Raises: NoOpenRound."""
    progress = await follow_round(session, actor)
    await hold(session, progress.round)
    check_open(progress.round)
    progress.round.state, progress.round.closed_at = RoundState.CLOSED, now
    await void_reminders(session, progress.round)
    await record(session, actor, "rounds.close_round", progress.round, now=now)
    return progress


async def remind_ahead(session: AsyncSession, twg: Twg, practice: Practice, *, now: datetime) -> None:
    """Set the reminders of the open round anew."""
    actor = Actor(twg, practice=practice)
    current = await find_open_round(session, actor.twg.id)
    if current is not None:
        await schedule(session, actor, current, anchors=anchored(actor.practice, "round", current.due_at), now=now)


@operation(Permission.ROUND_RUN)
async def follow_round(session: AsyncSession, actor: Actor) -> RoundProgress:
    """The open round: who reported and who has not. Raises: NoOpenRound."""
    current = await find_open_round(session, actor.twg.id)
    if current is None:
        raise NoOpenRound
    return RoundProgress(current, await list_requests(session, ReportRequest.round_id == current.id))
