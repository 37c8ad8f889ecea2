"""The report of a reporting round: what was accepted, and what awaits review for who may see that (J6).

ReportRefusal
├── NoReports
├── NoSuchRound
└── NoRound
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.spelling import fold
from storage.indicators import (
    ENDED,
    Indicator,
    IndicatorState,
    Round,
    RoundState,
    StandingRow,
    Submission,
    SubmissionState,
    list_indicators,
    list_newest_ratings,
    list_rounds,
    list_standing_rows,
    list_submissions,
)
from storage.members import Twg
from twg.core.actors import Actor
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import Refusal
from twg.indicators.defining import Standing
from twg.indicators.rating_rule import path_of
from twg.indicators.ratings import rated
from twg.indicators.rounds import access_round
from twg.language.indicator_lines import last_day
from twg.language.periods import read_period
from twg.language.told_rounds import list_named_periods
from twg.reports.belonging import Belongs, belongs
from twg.reports.contents import Body, Contents, Dated, Figure, Line, plain


class ReportRefusal(Refusal):
    key = "reports#refused"


class NoReports(ReportRefusal):
    """Nothing that the reader may see was reported in the round. data: `round`."""

    key = "reports#no_reports"


class NoRound(ReportRefusal):
    """The TWG has had no reporting round. data: `twg`."""

    key = "reports#no_round"


class NoSuchRound(ReportRefusal):
    """No round is of the period that was named. data: `words`; `rounds`, the newest of the TWG."""

    key = "reports#no_such_round"


@dataclass(frozen=True)
class JmiReport:
    """A report as one reader gets it.

    Attributes:
        waiting: the newest report of the round that awaits review, by indicator id; empty for who may not see them.
    """

    contents: Contents
    is_open: bool
    waiting: Mapping[int, Figure] = field(default_factory=dict)


#: Rounds that are named where none was found.
MOST_NAMED = 5


def sees_waiting(reader: Actor, twg_id: int) -> bool:
    """Whether a report on this TWG has figures for the reader that are not accepted yet.

    That is for those who follow its rounds as its members (J2); nobody else's report has them.
    """
    return reader.twg.id == twg_id and reader.may(Permission.ROUND_SEE)


@operation(Permission.SEE)
async def read_report(session: AsyncSession, actor: Actor, round_id: int, *, now: datetime) -> JmiReport:
    """The report of a round of the actor's TWG. Raises: NotFound; NoReports where nothing was reported in it."""
    actor.check_covers("indicators")
    round_ = await access_round(session, actor, round_id)
    report = await compose(session, actor.twg, round_, with_waiting=sees_waiting(actor, round_.twg_id), now=now)
    if not report.contents.reported and not report.waiting:
        raise NoReports(round=round_)
    return report


@operation(Permission.SEE)
async def find_round(session: AsyncSession, actor: Actor, words: str, *, strict: bool = True) -> Round:
    """The round that some words name by its period or its title; without words the newest one.

    Args:
        strict: the words name a round and say nothing else; otherwise those that name no period mean the newest one.
    Raises: NoRound, NoSuchRound.
    """
    actor.check_covers("indicators")
    rounds = await list_rounds(session, actor.twg.id)
    if not rounds:
        raise NoRound(twg=actor.twg)
    if not words:
        return rounds[0]
    named = _named_among(rounds, words)
    if named is None and strict:
        raise NoSuchRound(words=words, rounds=rounds[:MOST_NAMED])
    return named or rounds[0]


def _named_among(rounds: Sequence[Round], words: str) -> Round | None:
    """The newest round of the period that the words name, or whose title has them; None where they name no period.

    Raises: NoSuchRound where no round is of the period.
    """
    entitled = next((one for one in rounds if fold(words) in fold(one.title)), None)
    periods = {one.id: read_period(one.period) for one in rounds}
    years = {day.year for period in periods.values() if period is not None for day in (period.first, period.last)}
    named = list_named_periods(words, sorted(years, reverse=True))
    for period, _size in named:
        found = next((one for one in rounds if periods[one.id] == period), None)
        if found is not None:
            return found
    if named and entitled is None:
        raise NoSuchRound(words=words, rounds=rounds[:MOST_NAMED])
    return entitled


async def compose(session: AsyncSession, twg: Twg, round_: Round, *, with_waiting: bool, now: datetime) -> JmiReport:
    """The report of a round as of a moment. Args: `with_waiting`: with what awaits review."""
    rounds = await list_rounds(session, twg.id)
    indicators = await list_indicators(session, twg.id, Indicator.state != IndicatorState.PROPOSED)
    by_indicator: dict[int, list[StandingRow]] = {}
    for row in await list_standing_rows(session, twg.id):
        if belongs(row, round_, rounds) is not Belongs.LATER:
            by_indicator.setdefault(row.indicator_id, []).append(row)
    reports = await _read_submissions(session, round_, rounds, by_indicator)
    ratings = await list_newest_ratings(session, twg.id)
    zone, today = ZoneInfo(twg.zone), now.astimezone(ZoneInfo(twg.zone)).date()
    due_on = round_.due_at.astimezone(zone).date()
    actor, lines, waiting = Actor(twg), list[Line](), dict[int, Figure]()
    for indicator in sorted(indicators, key=lambda one: natural(one.number)):
        own = reports.get(indicator.id, _Reports())
        if indicator.state in ENDED and own.figure is None:
            continue
        accepted = own.figure or own.earlier
        stands = rated(indicator, Standing(accepted), ratings.get(indicator.id), actor, now=now)
        history = _history(by_indicator.get(indicator.id, ()))
        facts = _facts_of(indicator, due_on)
        reason = "" if stands.by_hand is None else stands.by_hand.reason
        told, before = _figure(own.figure, zone), _figure(own.earlier, zone)
        lines.append(
            Line(**facts, figure=told, earlier=before, rating=stands.rating, rating_reason=reason, history=history)
        )
        if with_waiting and (figure := _figure(own.waiting, zone)) is not None:
            waiting[indicator.id] = figure
    contents = Contents(
        twg_id=twg.id,
        code=twg.code,
        twg=Body(name=twg.name, name_km=twg.name_km),
        round_id=round_.id,
        title=round_.title,
        period=round_.period,
        due_on=due_on,
        as_of=today,
        lines=tuple(lines),
    )
    return JmiReport(contents, round_.state is RoundState.OPEN, waiting)


@dataclass
class _Reports:
    """The reports on one indicator that a report tells of."""

    figure: Submission | None = None
    earlier: Submission | None = None
    waiting: Submission | None = None


async def _read_submissions(
    session: AsyncSession, round_: Round, rounds: Sequence[Round], standing: Mapping[int, Sequence[StandingRow]]
) -> dict[int, _Reports]:
    """What was reported in a round, and the last before it, by indicator id."""
    last = [
        row.id
        for rows in standing.values()
        for row in [*[one for one in rows if belongs(one, round_, rounds) is Belongs.EARLIER][-1:], *rows[-1:]]
    ]
    own_twg, waits = Submission.twg_id == round_.twg_id, Submission.state == SubmissionState.SUBMITTED
    told = [
        *await list_submissions(session, own_twg, Submission.id.in_(last)),
        # Asked for apart, so that each query is answered by an index.
        *await list_submissions(session, own_twg, waits, Submission.submitted_at >= round_.opened_at),
    ]
    found: dict[int, _Reports] = {}
    for one in sorted({one.id: one for one in told}.values(), key=lambda one: one.id):
        own, place = found.setdefault(one.indicator_id, _Reports()), belongs(one, round_, rounds)
        if place is Belongs.EARLIER and one.state is not SubmissionState.SUBMITTED:
            own.earlier = one
        elif place is Belongs.TO_IT and one.state is SubmissionState.SUBMITTED:
            own.waiting = own.waiting if one.elsewhere else one
        elif place is Belongs.TO_IT:
            own.figure, own.waiting = one, None
    return found


def natural(number: str) -> list[tuple[int, str]]:
    """By which numbers are sorted as people count: 2008-2 before 2008-10."""
    return [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", fold(number)) if part]


def _facts_of(indicator: Indicator, due_on: date) -> dict[str, Any]:
    """What an indicator says of itself, as the columns of `Line`."""
    target = indicator.target_for(due_on)
    before = None if target is None else indicator.revised_from(target)
    return {
        "indicator_id": indicator.id,
        "number": indicator.number,
        "statement": indicator.statement,
        "statement_km": indicator.statement_km,
        "unit": indicator.unit,
        "milestone": indicator.milestone,
        "baseline": None if indicator.baseline is None else plain(indicator.baseline),
        "baseline_period": indicator.baseline_period,
        "baseline_note": indicator.baseline_note,
        "target": None if target is None or target.value is None else plain(target.value),
        "target_period": "" if target is None else target.period,
        "target_before": None if before is None or before.value is None else plain(before.value),
        "source": indicator.source,
        "responsible": tuple(
            Body(name=item.institution.name, name_km=item.institution.name_km) for item in indicator.responsible
        ),
        "steps": tuple((step.text, step.reached_on is not None) for step in indicator.steps),
        "path": tuple(Dated(day=point.day, value=plain(point.value)) for point in path_of(indicator)),
    }


def _history(rows: Sequence[StandingRow]) -> tuple[Dated, ...]:
    """The values by day; of one day the newest."""
    newest: dict[date, Dated] = {}
    for row in rows:
        if row.value is not None:
            reported, ended = row.submitted_at.date(), last_day(row.period or "")
            day = reported if ended is None else min(ended, reported)
            newest[day] = Dated(day=day, value=plain(row.value))
    return tuple(newest[day] for day in sorted(newest))


def _figure(report: Submission | None, zone: ZoneInfo) -> Figure | None:
    if report is None:
        return None
    institution = report.submitted_by.institution
    by = Body(name=report.submitted_by.name)
    if institution is not None:
        by = Body(name=institution.name, name_km=institution.name_km)
    return Figure(
        submission_id=report.id,
        value=None if report.value is None else plain(report.value),
        period=report.period,
        parts=report.parts,
        step=report.step,
        reached_on=report.reached_on,
        note=report.note,
        constraints=report.constraints,
        next_steps=report.next_steps,
        by=by,
        reported_on=report.submitted_at.astimezone(zone).date(),
    )
