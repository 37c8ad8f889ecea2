"""Joint monitoring indicators: defining and correcting them, and their current values (J1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core import search
from storage.engine.database import hold
from storage.indicators import (
    ENDED,
    Indicator,
    IndicatorState,
    Submission,
    SubmissionState,
    find_indicator,
    list_indicators,
    list_standing,
)
from twg.core.actors import Actor
from twg.core.audiences import Audience, to_column
from twg.core.audit import record, values_of
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import Missing, NotAChoice, NotFound
from twg.indicators.facts import (
    LONGEST_REASON,
    IndicatorEnded,
    IndicatorFacts,
    changes_between,
    find_parent,
    told_of,
    write_facts,
)
from twg.language.indicator_lines import TargetLine, last_day


class NewIndicator(IndicatorFacts):
    """`target` is the one of `target_period`, besides those in `targets`."""

    target: Decimal | None = None
    target_period: str = Field(default="", max_length=40)
    state: IndicatorState = IndicatorState.ENDORSED


@dataclass(frozen=True)
class Standing:
    """What is known of an indicator.

    Attributes:
        accepted: the newest report that was accepted as what the indicator has reached.
        waiting: the newest later one of those responsible that awaits review.
        beside: the newest later one from elsewhere that awaits review, or was accepted beside theirs.
    """

    accepted: Submission | None = None
    waiting: Submission | None = None
    beside: Submission | None = None

    @classmethod
    def of(cls, submissions: Iterable[Submission]) -> "Standing":
        """The standing that follows from reports on one indicator, newest first.

        A report that awaits review does not hide an earlier accepted one, and one from elsewhere hides neither.
        """
        waiting, beside = None, None
        for submission in submissions:
            if submission.stands:
                return cls(submission, waiting, beside)
            if submission.elsewhere and submission.state in (SubmissionState.SUBMITTED, SubmissionState.ACCEPTED):
                beside = beside or submission
            elif submission.state is SubmissionState.SUBMITTED:
                waiting = waiting or submission
        return cls(None, waiting, beside)


async def access_indicator(session: AsyncSession, actor: Actor, indicator_id: int) -> Indicator:
    """The indicator, if it is the actor's TWG's. Raises: NotFound."""
    actor.check_covers("indicators")
    indicator = await find_indicator(session, Indicator.id == indicator_id, Indicator.twg_id == actor.twg.id)
    if indicator is None:
        raise NotFound
    return indicator


def check_reported_on(indicator: Indicator) -> None:
    """Raises: IndicatorEnded."""
    if indicator.state in ENDED:
        raise IndicatorEnded(indicator=indicator, successor=indicator.replaced_by)


@operation(Permission.INDICATOR_DEFINE)
async def define(session: AsyncSession, actor: Actor, args: NewIndicator, *, now: datetime) -> Indicator:
    """Add an indicator with its baseline, its targets and the institutions that report on it.

    One whose number is that of another one with a letter is a part of that: 2008-3a of 2008-3.

    Raises: DuplicateIndicator, LimitsCrossed, NotAChoice.
    Source: Guideline, Part Two, introduction and (6)(i)-(ii).
    """
    await hold(session, actor.twg)
    first = TargetLine(args.target, args.target_period, last_day(args.target_period))
    told = args.target is not None or args.target_period
    parent = find_parent(await list_indicators(session, actor.twg.id, Indicator.parent_id.is_(None)), args.number)
    given: dict[str, Any] = {"targets": [*([first] if told else []), *args.targets]}
    if args.parent_id is None and parent is not None:
        given["parent_id"] = parent.id
    indicator = Indicator(twg_id=actor.twg.id, state=args.state, created_at=now, targets=[], steps=[], responsible=[])
    await write_facts(session, actor, indicator, args.model_copy(update=given), now=now)
    session.add(indicator)
    after = {**told_of(indicator), "state": indicator.state}
    await record(session, actor, "indicators.define", indicator, now=now, after=after)
    await make_findable(session, indicator, author_id=actor.person_id)
    return await access_indicator(session, actor, indicator.id)


@operation(Permission.INDICATOR_DEFINE)
async def correct(
    session: AsyncSession, actor: Actor, indicator_id: int, args: IndicatorFacts, reason: str = "", *, now: datetime
) -> Indicator:
    """Correct what an indicator says of itself. Earlier targets are kept as revisions, reports as they are.

    Args:
        reason: why targets that are in force are changed.
    Raises: NotFound, DuplicateIndicator, UnitInUse, LimitsCrossed, NotAChoice, ReasonNeeded.
    Source: Guideline, Part Two (6)(i)-(ii).
    """
    await hold(session, actor.twg)
    indicator = await access_indicator(session, actor, indicator_id)
    before = told_of(indicator)
    await write_facts(session, actor, indicator, args, reason, now=now)
    await session.flush()
    session.expire(indicator, ["reporter", "deputy", "parent"])
    indicator = await access_indicator(session, actor, indicator_id)
    before, after = changes_between(before, told_of(indicator))
    if after:
        after |= {"reason": reason} if reason else {}
        await record(session, actor, "indicators.correct", indicator, now=now, before=before, after=after)
        await make_findable(session, indicator)
    return indicator


class StateChange(BaseModel):
    """`replaced_by_id` for one that is replaced only."""

    state: IndicatorState
    reason: str = Field(default="", max_length=LONGEST_REASON)
    replaced_by_id: int | None = None


#: States that need a reason: they end an indicator, or change what was endorsed.
NEEDS_REASON = (IndicatorState.REVISED, *ENDED)


@operation(Permission.INDICATOR_DEFINE)
async def change_state(
    session: AsyncSession, actor: Actor, indicator_id: int, args: StateChange, *, now: datetime
) -> Indicator:
    """Say that an indicator was endorsed, met, revised, replaced or withdrawn. Nobody is asked for reports on it then.

    Raises: NotFound; Missing without a reason where one is needed; NotAChoice where nothing else takes its place.
    Source: Guideline, Part Two, introduction.
    """
    indicator = await access_indicator(session, actor, indicator_id)
    await hold(session, indicator)
    if args.state in NEEDS_REASON and not args.reason:
        raise Missing(field="reason")
    successor_id = args.replaced_by_id if args.state is IndicatorState.REPLACED else None
    if args.state is IndicatorState.REPLACED:
        if successor_id is None or successor_id == indicator.id:
            raise NotAChoice(field="successor")
        await access_indicator(session, actor, successor_id)
    before = values_of(indicator, "state", "state_reason", "replaced_by_id")
    indicator.state, indicator.state_reason, indicator.replaced_by_id = args.state, args.reason, successor_id
    after = values_of(indicator, *before)
    await record(session, actor, "indicators.change_state", indicator, now=now, before=before, after=after)
    session.expire(indicator, ["replaced_by"])
    return await access_indicator(session, actor, indicator_id)


async def make_findable(session: AsyncSession, indicator: Indicator, *, author_id: int | None = None) -> None:
    """Index what the card of an indicator shows to everybody: its institutions, and the notes of the reports there.

    It is loaded with its institutions.

    Args:
        author_id: who defined it; None for who the index says it was.
    """
    about = Indicator.__tablename__, indicator.id
    reports = await list_standing(session, indicator.twg_id, indicator_id=indicator.id)
    standing = Standing.of(reports.get(indicator.id, ()))
    notes = [report.note for report in (standing.accepted, standing.waiting, standing.beside) if report is not None]
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
            body=" ".join(filter(None, [*houses, *_said_by(indicator), *notes])),
            dated=indicator.created_at,
        ),
    )


def _said_by(indicator: Indicator) -> list[str]:
    """The words of an indicator by which it is found, besides its title and its institutions."""
    steps = [step.text for step in indicator.steps]
    return [indicator.statement_km, indicator.outcome, indicator.output, indicator.grouping, *steps]


@operation(Permission.SEE)
async def list_parts(session: AsyncSession, actor: Actor, indicator: Indicator) -> list[Indicator]:
    """The sub-indicators of an indicator, by number."""
    return await list_indicators(session, actor.twg.id, Indicator.parent_id == indicator.id)


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
