"""Tables of indicators that are sent to the assistant: kept first, taken once somebody has seen what they come to (J1).

A row whose number is known corrects that indicator: what the table leaves empty stays as it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import hold
from storage.indicators import (
    Indicator,
    IndicatorFile,
    find_indicator_file,
    find_indicator_reading,
    list_indicators,
)
from storage.members import find_institution
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.core.files import SentFile, keep_file
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.indicators.defining import NewIndicator, correct, define
from twg.indicators.facts import (
    IndicatorFacts,
    IndicatorRefusal,
    changes_between,
    facts_of,
    find_by_number,
    told,
    told_of,
)
from twg.language.indicator_lines import TargetLine
from twg.language.indicator_sheets.apart import from_json
from twg.language.indicator_sheets.model import IndicatorSheet, SheetIndicator
from twg.language.periods import is_same_period

#: Facts of which a table gives the text or value as it is.
_PLAIN = (
    "statement",
    "statement_km",
    "outcome",
    "output",
    "grouping",
    "unit",
    "baseline",
    "baseline_period",
    "baseline_note",
    "source",
    "validator",
    "funding",
    "lower_is_better",
)


class IndicatorsTaken(IndicatorRefusal):
    """The table was imported already."""

    key = "indicators#already_imported"


class NotReadYet(IndicatorRefusal):
    """The file is not in the archive yet, or was not read yet."""

    key = "indicators#not_read_yet"


@dataclass(frozen=True)
class Change:
    """What a table makes of an indicator that is known: the names of the facts that it changes."""

    indicator: Indicator
    facts: tuple[str, ...]


@dataclass
class Plan:
    """What an import comes to, before or after it is done."""

    sheet: IndicatorSheet
    new: list[SheetIndicator] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0


@operation(Permission.INDICATOR_DEFINE)
async def keep_workbook(session: AsyncSession, actor: Actor, sent: SentFile, *, now: datetime) -> IndicatorFile:
    """Keep a table for import. Its bytes are fetched into the archive after the commit."""
    file = await keep_file(session, actor, sent, now=now)
    kept = IndicatorFile(
        twg_id=actor.twg.id, file_id=file.id, applied_at=None, created_by_id=actor.person.id, created_at=now
    )
    session.add(kept)
    await record(session, actor, "indicators.keep_workbook", kept, now=now, after={"file_id": file.id})
    return kept


async def access_workbook(session: AsyncSession, actor: Actor, file_id: int) -> IndicatorFile:
    """A table of the actor's TWG, with its file. Raises: NotFound, NotAllowed."""
    actor.check(Permission.INDICATOR_DEFINE)
    found = await find_indicator_file(session, file_id)
    if found is None or found.twg_id != actor.twg.id:
        raise NotFound
    return found


async def access_sheet(session: AsyncSession, actor: Actor, file_id: int) -> IndicatorSheet:
    """What a table of the actor's TWG says. Raises: NotFound, NotAllowed, NotReadYet; why it cannot be read."""
    found = await access_workbook(session, actor, file_id)
    reading = await find_indicator_reading(session, found.id)
    if reading is None:
        raise NotReadYet
    return from_json(reading)


@operation(Permission.INDICATOR_DEFINE)
async def plan_indicators(session: AsyncSession, actor: Actor, sheet: IndicatorSheet) -> Plan:
    """What taking a table would change. Nothing is written."""
    known, plan = await list_indicators(session, actor.twg.id), Plan(sheet)
    for row in sheet.indicators:
        indicator = find_by_number(known, row.number)
        if indicator is None:
            plan.new.append(row)
            continue
        facts = await _merged(session, indicator, row)
        _before, after = changes_between(told_of(indicator), told(facts))
        if after:
            plan.changed.append(Change(indicator, tuple(after)))
        else:
            plan.unchanged += 1
    return plan


@operation(Permission.INDICATOR_DEFINE)
async def import_indicators(session: AsyncSession, actor: Actor, file_id: int, *, now: datetime) -> Plan:
    """Add the indicators of a table, and correct those that are known by their number. Nobody is told.

    Raises: NotFound, NotReadYet, IndicatorsTaken; UnitInUse and the other refusals of `correct`: nothing is taken then.
    Source: Guideline, Part Two (6)(i).
    """
    kept = await access_workbook(session, actor, file_id)
    await hold(session, kept)
    if kept.applied_at is not None:
        raise IndicatorsTaken
    sheet = await access_sheet(session, actor, file_id)
    plan = await plan_indicators(session, actor, sheet)
    for row in _wholes_first(plan.new):
        await define(session, actor, NewIndicator(**_facts_of(row)), now=now)
    known = await list_indicators(session, actor.twg.id)
    rows = {id(find_by_number(known, row.number)): row for row in sheet.indicators}
    for change in plan.changed:
        facts = await _merged(session, change.indicator, rows[id(change.indicator)])
        await correct(session, actor, change.indicator.id, facts, kept.file.name[:300], now=now)
    before = values_of(kept, "applied_at")
    kept.applied_at = now
    after = values_of(kept, "applied_at")
    await record(session, actor, "indicators.import_indicators", kept, now=now, before=before, after=after)
    return plan


def _wholes_first(rows: Iterable[SheetIndicator]) -> list[SheetIndicator]:
    """In the order in which they are added: 2008-3 before 2008-3a, which is a part of it."""
    return sorted(rows, key=lambda row: row.number[-1:].isalpha())


def _facts_of(row: SheetIndicator) -> dict[str, Any]:
    lists = {"targets": row.targets, "steps": row.steps, "splits": row.splits, "responsible": row.responsible}
    return {"number": row.number, **{name: getattr(row, name) for name in _PLAIN}, **lists}


async def _merged(session: AsyncSession, indicator: Indicator, row: SheetIndicator) -> IndicatorFacts:
    """What an indicator says with what a table says of it; of a period that both have, the target of the table."""
    facts = facts_of(indicator)
    new = {name: value for name, value in _facts_of(row).items() if value and name != "number"}
    if row.targets:
        kept = [
            one for one in facts.targets if not any(is_same_period(one.period, each.period) for each in row.targets)
        ]
        same = {
            one.period: each.period
            for one in row.targets
            for each in facts.targets
            if is_same_period(one.period, each.period)
        }
        renamed = [TargetLine(one.value, same.get(one.period, one.period), one.due_on) for one in row.targets]
        new["targets"] = [*kept, *renamed]
    if row.responsible:
        found = [await find_institution(session, name) for name in row.responsible]
        new["responsible"] = [
            name if one is None else one.name for name, one in zip(row.responsible, found, strict=True)
        ]
    return facts.model_copy(update=new)
