"""A round as a sheet that is filled in outside of the chat, and what a returned one comes to (J7)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import hold
from storage.indicators import (
    REPORTED_ON,
    Indicator,
    ReportRequest,
    ReportSheet,
    Round,
    Submission,
    find_open_round,
    find_report_sheet,
    find_sheet_reading,
    list_indicators,
    list_requests,
    list_standing,
)
from twg.core.actors import Actor
from twg.core.audit import record, to_plain, values_of
from twg.core.files import SentFile, keep_file
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotAChoice, NotFound, Refusal
from twg.core.subjects import Domains
from twg.indicators.defining import Standing
from twg.indicators.facts import IndicatorRefusal
from twg.indicators.measures import read_values
from twg.indicators.reporting import Report, report
from twg.indicators.rounds import NoIndicators
from twg.indicators.sheet_rows import Occasion, SheetReport, read_rows
from twg.indicators.workbooks import NotReadYet
from twg.language.report_sheets.apart import from_json
from twg.language.report_sheets.reading import ReturnedSheet


class OtherRound(IndicatorRefusal):
    """The sheet was made for a round that is over, or for another TWG."""

    key = "indicators#other_round"


class NothingYours(IndicatorRefusal):
    """There are indicators, and others are responsible for all of them."""

    key = "indicators#nothing_yours"


class SheetTaken(IndicatorRefusal):
    key = "indicators#sheet_taken"


class ReadingAwaited(IndicatorRefusal):
    """Values of the sheet are asked about, and nobody has said how they are meant. data: `numbers`."""

    key = "indicators#reading_awaited"


@dataclass(frozen=True)
class SheetContents:
    """What is put into a sheet. `round` is the one that is open; None without."""

    round: Round | None
    listed: list[tuple[Indicator, Standing]]


@dataclass
class SheetPlan:
    """What a returned sheet comes to.

    Attributes:
        reports: what would be reported.
        doubts: reports whose value is asked about first.
        left_out: reports whose value was doubted and is left out.
        errors: the cell, the number of its indicator, and why the report is left out.
        unchanged: how many rows say nothing new.
        requests: what the actor was asked in the round and owes, by indicator id.
    """

    reports: list[SheetReport] = field(default_factory=list)
    no_data: list[SheetReport] = field(default_factory=list)
    doubts: list[SheetReport] = field(default_factory=list)
    left_out: list[SheetReport] = field(default_factory=list)
    errors: list[tuple[str, str, Refusal]] = field(default_factory=list)
    unchanged: int = 0
    requests: dict[int, int] = field(default_factory=dict)


@operation(Permission.INDICATOR_REPORT)
async def read_contents(session: AsyncSession, actor: Actor) -> SheetContents:
    """What the actor's sheet has: of the open round what is theirs to report, else all that is reported on.

    Who runs rounds gets all of it. Raises: NoIndicators, NothingYours.
    """
    current = await find_open_round(session, actor.twg.id)
    listed = await list_indicators(session, actor.twg.id, Indicator.state.in_(REPORTED_ON))
    if current is not None:
        asked = {one.indicator_id for one in await list_requests(session, ReportRequest.round_id == current.id)}
        listed = [one for one in listed if one.id in asked]
    if not listed:
        raise NoIndicators
    if not actor.may(Permission.ROUND_RUN):
        listed = [one for one in listed if one.is_reported_by(actor.person)]
    if not listed:
        raise NothingYours
    standing = await list_standing(session, actor.twg.id)
    return SheetContents(current, [(one, Standing.of(standing.get(one.id, ()))) for one in listed])


@operation(Permission.INDICATOR_REPORT)
async def keep_report_sheet(session: AsyncSession, actor: Actor, sent: SentFile, *, now: datetime) -> ReportSheet:
    """Keep a sheet that was sent back. Its bytes are fetched into the archive after the commit."""
    file = await keep_file(session, actor, sent, now=now)
    kept = ReportSheet(
        twg_id=actor.twg.id, file_id=file.id, chosen={}, applied_at=None, created_by_id=actor.person.id, created_at=now
    )
    session.add(kept)
    await record(session, actor, "indicators.keep_report_sheet", kept, now=now, after={"file_id": file.id})
    return kept


async def access_report_sheet(session: AsyncSession, actor: Actor, sheet_id: int) -> ReportSheet:
    """A sheet that the actor has sent, with its file. Raises: NotFound, NotAllowed."""
    actor.check(Permission.INDICATOR_REPORT)
    found = await find_report_sheet(session, sheet_id)
    if found is None or found.twg_id != actor.twg.id or found.created_by_id != actor.person.id:
        raise NotFound
    return found


@operation(Permission.INDICATOR_REPORT)
async def plan_reports(session: AsyncSession, actor: Actor, sheet_id: int, *, now: datetime) -> SheetPlan:
    """What taking a sheet would report. Nothing is written.

    Raises: NotFound, NotReadYet, OtherRound; the refusal of the sheet.
    """
    found = await access_report_sheet(session, actor, sheet_id)
    reading = await find_sheet_reading(session, found.id)
    if reading is None:
        raise NotReadYet
    return await _plan(session, actor, from_json(reading), found.chosen, now=now)


async def _plan(
    session: AsyncSession, actor: Actor, sheet: ReturnedSheet, chosen: Mapping[str, str], *, now: datetime
) -> SheetPlan:
    current = await find_open_round(session, actor.twg.id)
    round_id = 0 if current is None else current.id
    if (sheet.binding.twg_id, sheet.binding.round_id) != (actor.twg.id, round_id):
        raise OtherRound
    plan = SheetPlan()
    if current is not None:
        mine = ReportRequest.round_id == current.id, ReportRequest.person_id == actor.person.id
        owed = await list_requests(session, *mine, ReportRequest.reported_at.is_(None))
        plan.requests = {one.indicator_id: one.id for one in owed}
    occasion = Occasion(
        actor=actor,
        listed={one.id: one for one in await list_indicators(session, actor.twg.id)},
        owed=plan.requests,
        values=await read_values(session, actor.twg.id),
        period="" if current is None else current.period,
        today=now.astimezone(actor.zone).date(),
        chosen=chosen,
    )
    known = await list_standing(session, actor.twg.id)
    for one in read_rows(sheet, occasion):
        _put(plan, one, known.get(one.report.indicator_id, []) if one.report is not None else [])
    return plan


def _put(plan: SheetPlan, one: SheetReport, known: Sequence[Submission]) -> None:
    """Add to a plan what a row says. Args: `known`: the reports on its indicator that stand or wait, newest first."""
    if one.errors:
        plan.errors += [(cell, one.number, why) for cell, why in one.errors]
    elif one.no_data:
        plan.no_data.append(one)
    elif one.report is None or is_said(one.report, known):
        plan.unchanged += 1
    else:
        newest = Standing.of(known)
        last = newest.waiting or newest.accepted
        one.last = None if last is None else last.value
        (plan.left_out if one.left_out else plan.reports if one.doubt is None else plan.doubts).append(one)


def is_said(args: Report, known: Sequence[Submission]) -> bool:
    """Whether the newest report says the same already; of a step, the newest one that is about it."""
    said = args.value, args.parts, args.reached_on, args.note, args.constraints, args.next_steps
    standing = Standing.of(known)
    newest = standing.waiting or standing.accepted
    if args.step_id is not None:
        newest = next((one for one in known if one.step_id == args.step_id), None)
    if newest is None or (args.period and args.period != newest.period):
        return False
    before = newest.value, newest.part_values, newest.reached_on, newest.note, newest.constraints, newest.next_steps
    return said == before


@operation(Permission.INDICATOR_REPORT)
async def choose_reading(
    session: AsyncSession, actor: Actor, sheet_id: int, indicator_id: int, reading: str, *, now: datetime
) -> SheetPlan:
    """Say how a doubted value of a sheet is meant, and return what the sheet comes to then.

    Args:
        reading: one of the readings that were offered; empty to leave the report out.
    Raises: NotFound, SheetTaken, NotAChoice; as `plan_reports`.
    """
    kept = await access_report_sheet(session, actor, sheet_id)
    await hold(session, kept)
    if kept.applied_at is not None:
        raise SheetTaken
    plan = await plan_reports(session, actor, sheet_id, now=now)
    asked = next((one for one in plan.doubts if one.indicator is not None and one.indicator.id == indicator_id), None)
    if asked is None or asked.doubt is None:
        return plan  # it was chosen already
    if reading and reading not in map(to_plain, asked.doubt.data["readings"]):
        raise NotAChoice
    kept.chosen = {**kept.chosen, str(indicator_id): reading}
    typed = None if asked.report is None else to_plain(asked.report.value)
    before, after = {"number": asked.number, "value": typed}, {"number": asked.number, "value": reading or None}
    await record(session, actor, "indicators.choose_reading", kept, now=now, before=before, after=after)
    return await plan_reports(session, actor, sheet_id, now=now)


@operation(Permission.INDICATOR_REPORT)
async def take_reports(
    session: AsyncSession, actor: Actor, sheet_id: int, domains: Domains, *, now: datetime
) -> tuple[SheetPlan, list[Submission]]:
    """Report all that a sheet says and that is not left out, each as if it was typed.

    Raises: NotFound, NotReadYet, SheetTaken, OtherRound, ReadingAwaited; the refusal of the sheet. Nothing is reported
        then.
    Source: Guideline, Part Two (6).
    """
    kept = await access_report_sheet(session, actor, sheet_id)
    await hold(session, kept)
    if kept.applied_at is not None:
        raise SheetTaken
    plan = await plan_reports(session, actor, sheet_id, now=now)
    if plan.doubts:
        raise ReadingAwaited(numbers=[one.number for one in plan.doubts])
    made = [
        await report(session, actor, one.report, domains, now=now) for one in plan.reports if one.report is not None
    ]
    before = values_of(kept, "applied_at")
    kept.applied_at = now
    after = values_of(kept, "applied_at")
    await record(session, actor, "indicators.take_reports", kept, now=now, before=before, after=after)
    return plan, made
