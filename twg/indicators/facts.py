"""What an indicator says of itself: written when it is defined, corrected or read from a workbook (J1).

IndicatorRefusal
├── UnknownIndicator        no such number in this TWG; another TWG may have it
├── DuplicateIndicator
├── UnitInUse               there are reports in another unit
├── LimitsCrossed           the lowest value is above the highest
├── ReasonNeeded            a target that was in force is changed without a reason
└── IndicatorEnded          it was replaced or withdrawn
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pydantic import BaseModel, Field
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.spelling import fold
from storage.indicators import (
    Frequency,
    Indicator,
    Responsible,
    Submission,
    TargetRevision,
    count_submissions,
    list_indicators,
)
from storage.members import Institution, Membership, access_institution, list_members
from twg.core.actors import Actor
from twg.core.audit import to_plain
from twg.core.refusals import NotAChoice, Refusal
from twg.indicators.reporters import may_report
from twg.indicators.writing_steps import write_steps
from twg.language.indicator_lines import SplitLine, StepLine, TargetLine
from twg.language.periods import is_same_period
from twg.language.reports import parse_indicator_number
from twg.language.units import unit_of

#: Longest texts of an indicator, in characters; in two languages where there is a Khmer one.
LONGEST_STATEMENT, LONGEST_LINE, LONGEST_REASON = 300, 200, 300
#: Facts that are columns of the indicator, as they are.
_COLUMNS = (
    "number",
    "statement",
    "statement_km",
    "outcome",
    "output",
    "grouping",
    "unit",
    "milestone",
    "baseline",
    "baseline_period",
    "baseline_note",
    "lower_is_better",
    "lowest",
    "highest",
    "frequency",
    "source",
    "validator",
    "funding",
    "reporter_id",
    "deputy_id",
    "parent_id",
)


class IndicatorRefusal(Refusal):
    key = "indicators#refused"


class UnknownIndicator(IndicatorRefusal):
    """data: `number`, `known` (the numbers of this TWG)."""

    key = "indicators#unknown"


class DuplicateIndicator(IndicatorRefusal):
    """data: `number`."""

    key = "indicators#duplicate"


class UnitInUse(IndicatorRefusal):
    """data: `unit`, in which there are reports; empty for reports on a milestone."""

    key = "indicators#unit_in_use"


class LimitsCrossed(IndicatorRefusal):
    key = "indicators#limits_crossed"


class ReasonNeeded(IndicatorRefusal):
    key = "indicators#reason_needed"


class IndicatorEnded(IndicatorRefusal):
    """data: `indicator`; `successor`, the one that took its place, or None."""

    key = "indicators#ended"


class IndicatorFacts(BaseModel):
    """`responsible` names institutions; the first one leads. `splits` has the parts of each split by its name."""

    number: str = Field(max_length=20)
    statement: str = Field(max_length=LONGEST_STATEMENT)
    statement_km: str = Field(default="", max_length=LONGEST_STATEMENT)
    outcome: str = Field(default="", max_length=LONGEST_STATEMENT)
    output: str = Field(default="", max_length=LONGEST_STATEMENT)
    grouping: str = Field(default="", max_length=120)
    unit: str = Field(default="", max_length=20)
    baseline: Decimal | None = None
    baseline_period: str = Field(default="", max_length=40)
    baseline_note: str = Field(default="", max_length=LONGEST_LINE)
    lower_is_better: bool = False
    lowest: Decimal | None = None
    highest: Decimal | None = None
    frequency: Frequency | None = None
    source: str = Field(default="", max_length=LONGEST_LINE)
    validator: str = Field(default="", max_length=LONGEST_LINE)
    funding: str = Field(default="", max_length=LONGEST_LINE)
    targets: list[TargetLine] = []
    steps: list[StepLine] = []
    splits: list[SplitLine] = []
    reporter_id: int | None = None
    deputy_id: int | None = None
    parent_id: int | None = None
    responsible: list[str] = []

    @property
    def milestone(self) -> bool:
        """Whether it has no values: what has no unit is reached or not."""
        return not self.unit


def find_by_number(indicators: Iterable[Indicator], number: str) -> Indicator | None:
    """The indicator with this number, however its letters, digits and dashes are written."""
    wanted = fold(parse_indicator_number(number))
    return next((one for one in indicators if fold(parse_indicator_number(one.number)) == wanted), None)


def find_parent(indicators: Iterable[Indicator], number: str) -> Indicator | None:
    """The indicator of which one is a part by its number: 2008-3 of 2008-3a. None for a number without a letter."""
    spelt = parse_indicator_number(number)
    if len(spelt) < 2 or not spelt[-1].isalpha() or not spelt[-2].isdecimal():
        return None
    return find_by_number(indicators, spelt[:-1])


async def write_facts(
    session: AsyncSession, actor: Actor, indicator: Indicator, args: IndicatorFacts, reason: str = "", *, now: datetime
) -> None:
    """Make an indicator say this; what it is reported on and its state stay.

    Args:
        indicator: loaded with its targets, steps and institutions, or new.
        reason: why targets that are in force are changed.
    Raises: DuplicateIndicator, UnitInUse, LimitsCrossed, NotAChoice, ReasonNeeded.
    """
    await _check(session, actor, indicator, args)
    _write_targets(indicator, args.targets, reason, now=now)
    for column in _COLUMNS:
        setattr(indicator, column, getattr(args, column))
    indicator.splits = {split.name: list(split.parts) for split in args.splits}
    write_steps(indicator, args.steps)
    institutions = [await access_institution(session, name) for name in dict.fromkeys(args.responsible)]
    _write_responsible(indicator, list(dict.fromkeys(institutions)))


async def _check(session: AsyncSession, actor: Actor, indicator: Indicator, args: IndicatorFacts) -> None:
    others = [one for one in await list_indicators(session, actor.twg.id) if one is not indicator]
    if find_by_number(others, args.number) is not None:
        raise DuplicateIndicator(field="number", number=args.number)
    if args.lowest is not None and args.highest is not None and args.lowest > args.highest:
        raise LimitsCrossed(field="highest")
    if args.parent_id is not None:
        parent = next((one for one in others if one.id == args.parent_id), None)
        has_parts = any(one.parent_id == indicator.id for one in others if indicator.id is not None)
        if parent is None or parent.parent_id is not None or has_parts:
            raise NotAChoice(field="parent")
    members = {member.person_id: member for member in await list_members(session, actor.twg.id)}
    for field, person_id in (("reporter", args.reporter_id), ("deputy", args.deputy_id)):
        if person_id is not None and not _can_be_named(members.get(person_id), indicator, person_id):
            raise NotAChoice(field=field)
    if args.deputy_id is not None and args.deputy_id == args.reporter_id:
        raise NotAChoice(field="deputy")
    await _check_unit(session, indicator, args.unit)


async def _check_unit(session: AsyncSession, indicator: Indicator, unit: str) -> None:
    """Raises: UnitInUse where reports have values in a unit of another kind."""
    if indicator.id is None:
        return
    was, new = unit_of(indicator.unit), unit_of(unit)
    is_same = (was.family, was.factor) == (new.family, new.factor)
    if not is_same and await count_submissions(session, Submission.indicator_id == indicator.id):
        raise UnitInUse(field="unit", unit=indicator.unit)


def _can_be_named(member: Membership | None, indicator: Indicator, person_id: int) -> bool:
    """Whether a person may be the one who is asked: a member whose role reports, or who was named before."""
    if person_id in (indicator.reporter_id, indicator.deputy_id):
        return True
    return member is not None and may_report(member)


def _write_targets(indicator: Indicator, wanted: list[TargetLine], reason: str, *, now: datetime) -> None:
    """Add a revision for each target that is new, has another value, or is not wanted any more.

    Raises: ReasonNeeded.
    """
    in_force, left, revisions = indicator.targets_in_force, list[TargetRevision](), list[TargetRevision]()
    for target in wanted:
        same = next((one for one in in_force if is_same_period(one.period, target.period)), None)
        left += [] if same is None else [same]
        if same is not None and (same.value, same.due_on) == (target.value, target.due_on):
            continue
        period = target.period if same is None else same.period
        revisions.append(TargetRevision(value=target.value, period=period, due_on=target.due_on))
    gone = [one for one in in_force if one not in left]
    revisions += [TargetRevision(value=one.value, period=one.period, due_on=one.due_on, dropped=True) for one in gone]
    if not reason and (gone or any(is_same_period(one.period, each.period) for one in in_force for each in revisions)):
        raise ReasonNeeded(field="reason")
    for revision in revisions:
        revision.reason, revision.set_at, revision.dropped = reason, now, bool(revision.dropped)
        indicator.targets.append(revision)


def _write_responsible(indicator: Indicator, institutions: list[Institution]) -> None:
    """Let these be responsible, in this order, the first one as the lead."""
    known = {item.institution_id: item for item in indicator.responsible}
    if list(known) == [institution.id for institution in institutions]:
        return
    indicator.responsible = [
        known.get(institution.id) or Responsible(institution=institution, institution_id=institution.id)
        for institution in institutions
    ]
    for place, item in enumerate(indicator.responsible):
        item.lead = place == 0


def facts_of(indicator: Indicator) -> IndicatorFacts:
    """What an indicator says of itself."""
    columns = {column: getattr(indicator, column) for column in _COLUMNS if column != "milestone"}
    steps = sorted(indicator.steps, key=lambda step: step.position)
    return IndicatorFacts(
        **columns,
        targets=[TargetLine(one.value, one.period, one.due_on) for one in indicator.targets_in_force],
        steps=[StepLine(step.text, step.period, step.due_on) for step in steps],
        splits=[SplitLine(name, tuple(parts)) for name, parts in indicator.splits.items()],
        responsible=[item.institution.name for item in indicator.responsible],
    )


def told(facts: IndicatorFacts) -> dict[str, Any]:
    """What an indicator says of itself as the audit keeps it, without what it leaves open."""
    values = {column: getattr(facts, column) for column in _COLUMNS}
    targets = sorted(facts.targets, key=lambda one: (one.due_on is None, one.due_on or date.max))
    values["targets"] = [_line(to_plain(one.value) or "", one.period) for one in targets]
    values["steps"] = [_line(step.text, step.period) for step in facts.steps]
    values["splits"] = [f"{split.name}: {', '.join(split.parts)}" for split in facts.splits]
    values["responsible"] = facts.responsible
    return {name: value for name, value in values.items() if value not in (None, "", [], False)}


def told_of(indicator: Indicator) -> dict[str, Any]:
    """What `told` says of an indicator."""
    return told(facts_of(indicator))


def _line(text: str, period: str) -> str:
    return f"{text} ({period})" if text and period else text or period


def changes_between(before: dict[str, Any], after: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The facts that differ, as they were and as they are; what is missing on one side is None."""
    differ = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return {name: before.get(name) for name in differ}, {name: after.get(name) for name in differ}
