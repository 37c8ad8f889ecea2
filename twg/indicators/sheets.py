"""Indicators and reports on them as sheets of the export (R4)."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, or_, true
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.labels import N_
from storage.indicators import (
    Indicator,
    ReportRequest,
    Round,
    Submission,
    SubmissionState,
    list_indicators,
    list_ratings,
    read_report_requests,
    read_submissions,
)
from storage.members import Person
from twg.core.actors import Actor
from twg.core.permissions import Permission
from twg.core.sheets import Filed, Sheet
from twg.indicators.defining import list_all
from twg.indicators.ratings import Rated, read_ratings
from twg.indicators.splitting import told_parts


async def _indicators(session: AsyncSession, actor: Actor, now: datetime) -> AsyncIterator[tuple[Any, ...]]:
    listed = await list_all(session, actor)
    rated = await read_ratings(session, actor, listed, now=now)
    for indicator, _standing in listed:
        yield _indicator_row(indicator, rated[indicator.id])


def _indicator_row(indicator: Indicator, rated: Rated) -> tuple[Any, ...]:
    by_hand = rated.by_hand
    return (
        indicator.id,
        indicator.number,
        indicator.statement,
        indicator.statement_km,
        indicator.outcome,
        indicator.output,
        indicator.grouping,
        indicator.unit,
        indicator.baseline,
        indicator.baseline_period or indicator.baseline_note,
        indicator.lower_is_better,
        indicator.lowest,
        indicator.highest,
        indicator.frequency,
        indicator.source,
        indicator.validator,
        indicator.funding,
        [item.institution for item in indicator.responsible],
        indicator.reporter.name if indicator.reporter else "",
        indicator.deputy.name if indicator.deputy else "",
        tuple(f"{name}: {', '.join(parts)}" for name, parts in indicator.splits.items()),
        tuple(f"{step.text} ({step.period})" if step.period else step.text for step in indicator.steps),
        indicator.state,
        indicator.state_reason,
        rated.rating,
        "" if by_hand is None else by_hand.reason,
        rated.computed.rating,
    )


async def _ratings(session: AsyncSession, actor: Actor) -> AsyncIterator[tuple[Any, ...]]:
    """Every rating by hand, with those that later ones replaced; without a rating where it was taken back."""
    for one in await list_ratings(session, Indicator.twg_id == actor.twg.id):
        yield one.id, one.indicator.number, one.rating, one.reason, one.computed, one.set_by.name, one.set_at


async def _targets(session: AsyncSession, actor: Actor) -> AsyncIterator[tuple[Any, ...]]:
    """Every target that was set, with those that later ones replaced."""
    for indicator in await list_indicators(session, actor.twg.id):
        in_force = indicator.targets_in_force
        for target in indicator.targets:
            words = (
                target.id,
                indicator.number,
                target.value,
                indicator.unit,
                target.period,
                target.due_on,
                target.reason,
            )
            yield (*words, target.set_at, target in in_force)


def visible_reports(actor: Actor) -> ColumnElement[bool]:
    """The clause for reports that leave the store with the actor: those accepted, and their own.

    Chair and secretariat, who settle what is accepted, get the others too: a figure that is not accepted is not the
    TWG's yet (J4).
    """
    if actor.may(Permission.INDICATOR_RATE):
        return true()
    return or_(Submission.state == SubmissionState.ACCEPTED, Submission.submitted_by_id == actor.person.id)


def _reports_left_out(actor: Actor) -> str:
    return "" if actor.may(Permission.INDICATOR_RATE) else N_("reports that are not accepted")


async def _reports(session: AsyncSession, actor: Actor) -> AsyncIterator[tuple[Any, ...]]:
    async for submissions in read_submissions(session, actor.twg.id, visible_reports(actor)):
        for submission in submissions:
            yield _report_row(submission)


async def _evidence(session: AsyncSession, actor: Actor) -> AsyncIterator[Filed]:
    async for submissions in read_submissions(session, actor.twg.id, visible_reports(actor)):
        for submission in submissions:
            for file in submission.evidence:
                number, version = submission.indicator.number, submission.version
                yield Filed(submission.id, number, submission.submitted_at, file, version)


def _report_row(submission: Submission) -> tuple[Any, ...]:
    return (
        submission.id,
        submission.indicator.number,
        submission.version,
        submission.value,
        submission.indicator.unit,
        submission.period,
        tuple(told_parts(submission.parts)),
        submission.step,
        submission.reached_on,
        submission.note,
        submission.constraints,
        submission.next_steps,
        ", ".join(file.name for file in submission.evidence),
        submission.submitted_by.name,
        submission.submitted_by.institution,
        submission.submitted_at,
        submission.late,
        submission.state,
        submission.reviewed_by.name if submission.reviewed_by else "",
        submission.reviewed_at,
        submission.review_comment,
        submission.elsewhere,
        submission.standing_reason,
    )


async def _report_requests(session: AsyncSession, actor: Actor) -> AsyncIterator[tuple[Any, ...]]:
    """Who was asked for which report; the actor's own alone where they do not follow rounds."""
    own = () if actor.may(Permission.ROUND_SEE) else (ReportRequest.person_id == actor.person.id,)
    async for requests in read_report_requests(session, actor.twg.id, *own):
        for each in requests:
            asked = each.round, each.indicator, each.person
            yield each.id, *_request_cells(*asked), each.reported_at, each.reported_at is not None


def _request_cells(of: Round, indicator: Indicator, person: Person) -> tuple[Any, ...]:
    return of.title, of.period, of.due_at, of.state, indicator.number, person.name, person.institution


INDICATOR_SHEETS = (
    Sheet(
        "indicators",
        N_("Indicators"),
        {
            "number": N_("Number"),
            "statement": N_("Indicator"),
            "statement_km": N_("Indicator in Khmer"),
            "outcome": N_("Outcome"),
            "output": N_("Output"),
            "grouping": N_("Belongs to"),
            "unit": N_("Unit"),
            "baseline": N_("Baseline"),
            "baseline_period": N_("Baseline of"),
            "lower_is_better": N_("Lower is better"),
            "lowest": N_("Lowest value"),
            "highest": N_("Highest value"),
            "frequency": N_("How often"),
            "source": N_("Source of data"),
            "validator": N_("Validated by"),
            "funding": N_("Resources"),
            "responsible": N_("Responsible"),
            "reporter": N_("Reporter"),
            "deputy": N_("Deputy"),
            "splits": N_("Split by"),
            "steps": N_("Steps"),
            "state": N_("State"),
            "state_reason": N_("Reason"),
            "rating": N_("Rating"),
            "rating_reason": N_("Reason for the rating"),
            "computed": N_("Rating by the values"),
        },
        _indicators,
        order=60,
        dated=True,
    ),
    Sheet(
        "ratings",
        N_("Ratings by hand"),
        {
            "number": N_("Number"),
            "rating": N_("Rating"),
            "reason": N_("Reason"),
            "computed": N_("Rating by the values"),
            "name": N_("Name"),
            "set_at": N_("Set"),
        },
        _ratings,
        order=67,
        dated_by=("set_at",),
    ),
    Sheet(
        "targets",
        N_("Targets"),
        {
            "number": N_("Number"),
            "target": N_("Target"),
            "unit": N_("Unit"),
            "target_period": N_("Target date"),
            "due_on": N_("Last day"),
            "reason": N_("Reason"),
            "set_at": N_("Set"),
            "in_force": N_("In force"),
        },
        _targets,
        order=65,
    ),
)
REPORT_SHEETS = (
    Sheet(
        "reports",
        N_("Reports"),
        {
            "number": N_("Number"),
            "version": N_("Version"),
            "value": N_("Value"),
            "unit": N_("Unit"),
            "period": N_("Period"),
            "parts": N_("Parts"),
            "step": N_("Step"),
            "reached_on": N_("Reached on"),
            "note": N_("Note"),
            "constraints": N_("Constraints"),
            "next_steps": N_("Next steps"),
            "evidence": N_("Evidence"),
            "name": N_("Name"),
            "institution": N_("Institution"),
            "reported_at": N_("Reported"),
            "late": N_("Late"),
            "state": N_("State"),
            "reviewed_by": N_("Reviewed by"),
            "reviewed_at": N_("Reviewed"),
            "comment": N_("Comment"),
            "elsewhere": N_("From elsewhere"),
            "standing_reason": N_("It stands because"),
        },
        _reports,
        order=70,
        dated_by=("reported_at",),
        files=_evidence,
        left_out=_reports_left_out,
    ),
)
ROUND_SHEETS = (
    Sheet(
        "report_requests",
        N_("Requests for reports"),
        {
            "round": N_("Round"),
            "period": N_("Period"),
            "due_at": N_("Due"),
            "round_state": N_("State"),
            "number": N_("Number"),
            "name": N_("Name"),
            "institution": N_("Institution"),
            "reported_at": N_("Reported"),
            "has_reported": N_("Has reported"),
        },
        _report_requests,
        order=69,
        dated_by=("due_at",),
    ),
)
