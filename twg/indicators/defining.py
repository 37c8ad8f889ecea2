"""Joint monitoring indicators: defining them, and their current values (J1).

IndicatorRefusal
├── UnknownIndicator        no such number in this TWG; another TWG may have it
└── DuplicateIndicator
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core import search
from storage.core.spelling import fold
from storage.engine.database import hold
from storage.indicators import (
    Indicator,
    Responsible,
    Submission,
    SubmissionState,
    TargetRevision,
    find_indicator,
    list_indicators,
    list_standing,
)
from storage.members import access_institution
from twg.core.actors import Actor
from twg.core.audiences import Audience, to_column
from twg.core.audit import record
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotFound, Refusal
from twg.language.reports import parse_indicator_number


class IndicatorRefusal(Refusal):
    key = "indicators#refused"


class UnknownIndicator(IndicatorRefusal):
    """data: `number`, `known` (the numbers of this TWG)."""

    key = "indicators#unknown"


class DuplicateIndicator(IndicatorRefusal):
    """data: `number`."""

    key = "indicators#duplicate"


class NewIndicator(BaseModel):
    """`responsible` names institutions; the first one leads."""

    number: str = Field(max_length=20)
    statement: str = Field(max_length=300)
    unit: str = Field(default="", max_length=20)
    milestone: bool = False
    baseline: Decimal | None = None
    baseline_period: str = Field(default="", max_length=40)
    target: Decimal | None = None
    target_period: str = Field(default="", max_length=40)
    lower_is_better: bool = False
    responsible: list[str] = []


@dataclass(frozen=True)
class Standing:
    """The newest accepted report of an indicator, and the newest later one that awaits review."""

    accepted: Submission | None = None
    waiting: Submission | None = None

    @classmethod
    def of(cls, submissions: Iterable[Submission]) -> "Standing":
        """The standing that follows from reports on one indicator, newest first.

        A report that awaits review does not hide an earlier accepted one.
        """
        waiting = None
        for submission in submissions:
            if submission.state is SubmissionState.ACCEPTED:
                return cls(submission, waiting)
            if submission.state is SubmissionState.SUBMITTED:
                waiting = waiting or submission
        return cls(None, waiting)


async def access_indicator(session: AsyncSession, actor: Actor, indicator_id: int) -> Indicator:
    """The indicator, if it is the actor's TWG's. Raises: NotFound."""
    actor.check_covers("indicators")
    indicator = await find_indicator(session, Indicator.id == indicator_id, Indicator.twg_id == actor.twg.id)
    if indicator is None:
        raise NotFound
    return indicator


def find_by_number(indicators: Iterable[Indicator], number: str) -> Indicator | None:
    """The indicator with this number, however its letters, digits and dashes are written."""
    wanted = fold(parse_indicator_number(number))
    return next((one for one in indicators if fold(parse_indicator_number(one.number)) == wanted), None)


@operation(Permission.INDICATOR_DEFINE)
async def define(session: AsyncSession, actor: Actor, args: NewIndicator, *, now: datetime) -> Indicator:
    """Add an indicator with its baseline, first target and the institutions that report on it.

    Raises: DuplicateIndicator.
    Source: Guideline, Part Two, introduction and (6)(i)-(ii).
    """
    await hold(session, actor.twg)
    if find_by_number(await list_indicators(session, actor.twg.id), args.number) is not None:
        raise DuplicateIndicator(field="number", number=args.number)
    institutions = [await access_institution(session, name) for name in dict.fromkeys(args.responsible)]
    indicator = Indicator(
        **args.model_dump(include={"number", "statement", "unit", "milestone", "baseline", "baseline_period"}),
        lower_is_better=args.lower_is_better,
        twg_id=actor.twg.id,
        created_at=now,
        targets=[TargetRevision(value=args.target, period=args.target_period, set_at=now)],
        responsible=[
            Responsible(institution=institution, lead=place == 0)
            for place, institution in enumerate(dict.fromkeys(institutions))
        ],
    )
    session.add(indicator)
    after = {**args.model_dump(), "responsible": [institution.name for institution in institutions]}
    await record(session, actor, "indicators.define", indicator, now=now, after=after)
    await make_findable(session, indicator, author_id=actor.person_id)
    return indicator


async def make_findable(session: AsyncSession, indicator: Indicator, *, author_id: int | None = None) -> None:
    """Index what the card of an indicator shows to everybody: its institutions, and the notes of the reports there.

    It is loaded with its institutions.

    Args:
        author_id: who defined it; None for who the index says it was.
    """
    about = Indicator.__tablename__, indicator.id
    reports = await list_standing(session, indicator.twg_id, indicator_id=indicator.id)
    standing = Standing.of(reports.get(indicator.id, ()))
    notes = [report.note for report in (standing.accepted, standing.waiting) if report is not None]
    houses = [name for item in indicator.responsible for name in (item.institution.name, item.institution.name_km)]
    await search.put_entry(
        session,
        search.Entry(
            subject_type=Indicator.__tablename__,
            subject_id=indicator.id,
            twg_id=indicator.twg_id,
            audience=to_column(Audience.ALL),
            author_id=author_id or await search.find_author(session, *about),
            title=f"{indicator.number} {indicator.statement}",
            body=" ".join(filter(None, [*houses, *notes])),
            dated=indicator.created_at,
        ),
    )


@operation(Permission.SEE)
async def list_all(session: AsyncSession, actor: Actor) -> list[tuple[Indicator, Standing]]:
    """Every indicator of the actor's TWG with its standing."""
    indicators = await list_indicators(session, actor.twg.id)
    reports = await list_standing(session, actor.twg.id)
    return [(indicator, Standing.of(reports.get(indicator.id, ()))) for indicator in indicators]


@operation(Permission.SEE)
async def find_standing(session: AsyncSession, actor: Actor, indicator: Indicator) -> Standing:
    """The standing of one indicator."""
    reports = await list_standing(session, actor.twg.id, indicator_id=indicator.id)
    return Standing.of(reports.get(indicator.id, ()))
