"""What differs between two editions of a report, fact by fact (J6)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from storage.engine.labels import N_
from storage.indicators import Rating
from twg.indicators.splitting import told_parts
from twg.reports.contents import Body, Contents, Figure, Line

#: What the facts of a line are called, in their order; the values of `history` and `path` follow from other facts.
_FACTS = {
    "statement": N_("Indicator"),
    "statement_km": N_("Indicator in Khmer"),
    "number": N_("Number"),
    "unit": N_("Unit"),
    "milestone": N_("Milestone"),
    "baseline": N_("Baseline"),
    "baseline_period": N_("Period of the baseline"),
    "baseline_note": N_("Baseline in words"),
    "target": N_("Target"),
    "target_period": N_("Target date"),
    "target_before": N_("Target before"),
    "source": N_("Source of data"),
    "responsible": N_("Responsible"),
    "rating": N_("Rating"),
    "rating_reason": N_("Reason for the rating"),
    "steps": N_("Steps"),
}
_REPORTED = {
    "value": N_("Value"),
    "period": N_("Period"),
    "parts": N_("Parts"),
    "step": N_("Step"),
    "reached_on": N_("Reached on"),
    "note": N_("Note"),
    "constraints": N_("Constraints"),
    "next_steps": N_("Next steps"),
    "by": N_("Reported by"),
    "reported_on": N_("Reported"),
}
_OF_ROUND = {
    "title": N_("Reporting round"),
    "period": N_("Period of the round"),
    "due_on": N_("Due"),
    "code": N_("TWG"),
    "twg": N_("TWG"),
}
#: What is said where nothing else tells the difference.
_EARLIER, _OTHER = N_("Values so far"), N_("Report")


@dataclass(frozen=True)
class Change:
    """A fact that is another one than before.

    Attributes:
        number: of the indicator; empty for the round.
        label: what the fact is called, in English.
        old, new: a text, a figure, a day or a label; None where there was, or is, none.
    """

    number: str
    label: str
    old: str | Decimal | date | Rating | None
    new: str | Decimal | date | Rating | None
    unit: str = ""


def changes_between(old: Contents, new: Contents) -> list[Change]:
    """Every fact in which two editions differ, by indicator.

    The day as of which they are is none, nor is that a report was replaced by one that says the same.
    """
    found = [
        Change("", label, _told(getattr(old, name)), _told(getattr(new, name)))
        for name, label in _OF_ROUND.items()
        if getattr(old, name) != getattr(new, name)
    ]
    before = {line.indicator_id: line for line in old.lines}
    after = {line.indicator_id: line for line in new.lines}
    for number in {**before, **after}:
        found += _of_line(before.get(number), after.get(number))
    return found


def _of_line(old: Line | None, new: Line | None) -> list[Change]:
    if old is None or new is None:
        line = new or old
        assert line is not None  # noqa: S101 - it is in one of the two
        before, after = (None if one is None else one.statement for one in (old, new))
        return [Change(line.number, _FACTS["statement"], before, after)]
    if _without_ids(old) == _without_ids(new):
        return []
    found = [*_reported(new, old.figure, new.figure), *_facts(old, new)]
    if not found:
        values = [", ".join(str(one.value) for one in line.history) for line in (old, new)]
        is_same = values[0] == values[1]
        both = [_ids(old), _ids(new)] if is_same else values
        found = [Change(new.number, _OTHER if is_same else _EARLIER, *both)]
    return found


def _without_ids(line: Line) -> Line:
    """What a line says, whichever reports say it."""
    told = {"figure": line.figure, "earlier": line.earlier}
    return line.model_copy(
        update={name: one and one.model_copy(update={"submission_id": 0}) for name, one in told.items()}
    )


def _facts(old: Line, new: Line) -> Iterator[Change]:
    for name, label in _FACTS.items():
        if getattr(old, name) != getattr(new, name):
            yield Change(new.number, label, _told(getattr(old, name)), _told(getattr(new, name)), new.unit)


def _reported(line: Line, old: Figure | None, new: Figure | None) -> Iterator[Change]:
    """What is reported otherwise; a report that came or went is told by its value, or by what else it says."""
    for name, label in _REPORTED.items():
        before, after = (None if one is None else getattr(one, name) or None for one in (old, new))
        came_or_went = old is None or new is None
        if before != after and (not came_or_went or name in ("value", "period", "step", "note")):
            yield Change(line.number, label, _told(before), _told(after), line.unit)


def _ids(line: Line) -> str:
    return ", ".join(str(one.submission_id) for one in (line.figure, line.earlier) if one is not None)


def _told(value: Any) -> str | Decimal | date | Rating | None:
    """A fact as people read it; None where it says nothing."""
    match value:
        case Rating() | Decimal() | date():
            return value
        case Body():
            return value.name
        case dict():
            return "; ".join(told_parts(value)) or None
        case tuple():
            return ", ".join(
                one.name if isinstance(one, Body) else f"{one[0]} {'✓' if one[1] else '–'}" for one in value
            )
        case bool():
            return "✓" if value else "–"
        case _:
            return value or None
