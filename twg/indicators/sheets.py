"""Indicators and reports on them as sheets of the export (R4)."""

from collections.abc import AsyncIterator
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.labels import N_
from storage.indicators import Indicator, Submission, list_indicators, read_submissions
from twg.core.actors import Actor
from twg.core.subjects import Sheet


async def _indicators(session: AsyncSession, actor: Actor) -> AsyncIterator[tuple[Any, ...]]:
    for indicator in await list_indicators(session, actor.twg.id):
        yield _indicator_row(indicator)


def _indicator_row(indicator: Indicator) -> tuple[Any, ...]:
    target = indicator.targets[-1] if indicator.targets else None
    return (
        indicator.number,
        indicator.statement,
        indicator.unit,
        indicator.baseline,
        indicator.baseline_period,
        target.value if target else None,
        target.period if target else "",
        [item.institution for item in indicator.responsible],
    )


async def _reports(session: AsyncSession, actor: Actor) -> AsyncIterator[tuple[Any, ...]]:
    async for submissions in read_submissions(session, actor.twg.id):
        for submission in submissions:
            yield _report_row(submission)


def _report_row(submission: Submission) -> tuple[Any, ...]:
    return (
        submission.indicator.number,
        submission.version,
        submission.value,
        submission.indicator.unit,
        submission.note,
        submission.constraints,
        submission.next_steps,
        ", ".join(file.name for file in submission.evidence),
        submission.submitted_by.name,
        submission.submitted_by.institution,
        submission.submitted_at,
        submission.state,
        submission.review_comment,
    )


INDICATOR_SHEETS = (
    Sheet(
        "indicators",
        N_("Indicators"),
        {
            "number": N_("Number"),
            "statement": N_("Indicator"),
            "unit": N_("Unit"),
            "baseline": N_("Baseline"),
            "baseline_period": N_("Baseline of"),
            "target": N_("Target"),
            "target_period": N_("Target date"),
            "responsible": N_("Responsible"),
        },
        _indicators,
        order=60,
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
            "note": N_("Note"),
            "constraints": N_("Constraints"),
            "next_steps": N_("Next steps"),
            "evidence": N_("Evidence"),
            "name": N_("Name"),
            "institution": N_("Institution"),
            "reported_at": N_("Reported"),
            "state": N_("State"),
            "comment": N_("Comment"),
        },
        _reports,
        order=70,
    ),
)
