"""Joint monitoring indicators: defining, reporting, reviewing; reporting rounds."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.labels import N_
from storage.indicators import Indicator, IndicatorFile, ReportRequest, ReportSheet, Round, Submission, find_submission
from twg.core.operations import operations_of
from twg.core.subjects import Domain, Subject
from twg.indicators import (
    agenda,
    asking_others,
    changing_rounds,
    charts,
    defining,
    handing,
    punctuality,
    ratings,
    report_sheets,
    reporting,
    reviewing,
    rounds,
    taking_back,
    undoing_reviews,
    uniting,
    workbooks,
)
from twg.indicators.sheets import INDICATOR_SHEETS, REPORT_SHEETS, ROUND_SHEETS


async def _find_round(session: AsyncSession, round_id: int) -> Round | None:
    return await session.get(Round, round_id)


def _round_still_calls(round_: Round, _now: datetime) -> None:
    rounds.check_open(round_)


def _parts(indicator: Indicator) -> Mapping[str, Select[int]]:
    """What belongs to it, as what has happened to it is read."""
    reports = select(Submission.id).where(Submission.indicator_id == indicator.id)
    asked = select(ReportRequest.id).where(ReportRequest.indicator_id == indicator.id)
    return {Submission.__tablename__: reports, ReportRequest.__tablename__: asked}


DOMAIN = Domain(
    operations=operations_of(
        asking_others,
        changing_rounds,
        charts,
        defining,
        punctuality,
        ratings,
        report_sheets,
        reporting,
        reviewing,
        rounds,
        taking_back,
        undoing_reviews,
        workbooks,
    ),
    subjects=(
        Subject(
            table=Indicator,
            label=N_("Indicator"),
            access=defining.access_indicator,
            title=lambda indicator: f"{indicator.number} {indicator.statement}",
            searched=True,
            also_called=("JMI",),
            sheets=INDICATOR_SHEETS,
            parts=_parts,
        ),
        Subject(
            table=Submission,
            label=N_("Report"),
            access=reviewing.access_submission,
            title=lambda submission: submission.indicator.number,
            find=find_submission,
            sheets=REPORT_SHEETS,
        ),
        Subject(
            table=Round,
            label=N_("Reporting round"),
            access=rounds.access_round,
            title=lambda round_: round_.title,
            find=_find_round,
            still_calls=_round_still_calls,
            ends_at=lambda round_: round_.due_at,
            reschedule=rounds.reschedule,
            sheets=ROUND_SHEETS,
        ),
        Subject(
            table=IndicatorFile,
            label=N_("Table of indicators"),
            access=workbooks.access_workbook,
            title=lambda kept: kept.file.name,
            exported=False,
        ),
        Subject(
            table=ReportSheet,
            label=N_("Sheet with reports"),
            access=report_sheets.access_report_sheet,
            title=lambda kept: kept.file.name,
            exported=False,
        ),
    ),
    notices=(
        rounds.REQUESTED,
        rounds.REMINDER,
        rounds.LATE,
        rounds.OVERDUE,
        rounds.CLOSED,
        changing_rounds.MOVED,
        reporting.REPORTED,
        reviewing.REVIEWED,
        undoing_reviews.REVIEW_UNDONE,
        taking_back.TAKEN_BACK,
    ),
    rules=rounds.RULES,
    undos=(*taking_back.UNDOS, *undoing_reviews.UNDOS),
    handings=handing.HANDINGS,
    unitings=uniting.UNITINGS,
    pairs=uniting.PAIRS,
    agenda_sources=agenda.SOURCES,
)

__all__ = ["DOMAIN", "changing_rounds", "defining", "reporting", "reviewing", "rounds", "workbooks"]
