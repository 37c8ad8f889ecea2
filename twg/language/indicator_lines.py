"""Lines in which an indicator is described: its target of a period, a dated step, what its values are split by (J1)."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from storage.core.spelling import fold, is_visible
from twg.core.refusals import BadInput
from twg.language.periods import read_period
from twg.language.periods_beside import split_period
from twg.language.values import parse_value

#: Most parts of a split: Cambodia has 25 provinces.
MOST_PARTS = 40
_BETWEEN = re.compile(r"\s*[,;،]\s*|\s+(?:and|និង)\s+")


class UnreadableTarget(BadInput):
    """A target without its period. data: `text`, as typed; `unit`."""

    key = "indicators#unreadable_target"


class UnreadableSplit(BadInput):
    """data: `text`, as typed."""

    key = "indicators#unreadable_split"


@dataclass(frozen=True)
class TargetLine:
    """What is to be reached by when; without a value where the indicator is a milestone.

    Attributes:
        due_on: the last day of the period; None where its words name no day.
    """

    value: Decimal | None
    period: str
    due_on: date | None


@dataclass(frozen=True)
class StepLine:
    """A step on the way to a milestone; `period` is empty where no date is named."""

    text: str
    period: str
    due_on: date | None


@dataclass(frozen=True)
class SplitLine:
    """By what a value is split, and the parts."""

    name: str
    parts: tuple[str, ...]


def last_day(period: str) -> date | None:
    """The last day of a period; None where its words name no day."""
    read = read_period(period)
    return None if read is None else read.last


def read_target(line: str, *, unit: str) -> TargetLine:
    """ "2027: 70 %", "70 % (Dec 2027)"; of a milestone "end Sept 2011".

    Raises: UnreadableTarget without a period; the refusals of `parse_value`.
    """
    rest, period = split_period(line)
    if not unit:
        named = period if period and not rest else line.strip()
        if read_period(named) is None:
            raise UnreadableTarget(text=line, unit=unit)
        return TargetLine(None, named, last_day(named))
    if not period or not rest:
        raise UnreadableTarget(text=line, unit=unit)
    return TargetLine(parse_value(rest, unit=unit), period, last_day(period))


def read_step(line: str) -> StepLine:
    """ "Draft report: end Sept 2010"."""
    rest, period = split_period(line)
    return StepLine(rest, period, last_day(period)) if rest else StepLine(line.strip(), "", None)


def read_split(line: str) -> SplitLine:
    """ "Sex: girls, boys". Raises: UnreadableSplit."""
    name, _colon, rest = line.replace("៖", ":").partition(":")
    parts = list(dict.fromkeys(part.strip() for part in _BETWEEN.split(rest) if is_visible(part)))
    distinct = {fold(part) for part in parts}
    if not is_visible(name) or not 2 <= len(parts) <= MOST_PARTS or len(distinct) != len(parts):
        raise UnreadableSplit(text=line)
    return SplitLine(name.strip(), tuple(parts))
