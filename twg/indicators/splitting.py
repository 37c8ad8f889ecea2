"""The parts of a reported value, by sex or by province, held against the whole (J3).

IndicatorRefusal
└── PartsDiffer             the parts do not make the whole
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from storage.indicators import Indicator
from twg.core.refusals import NotAChoice
from twg.indicators.facts import IndicatorRefusal
from twg.language.units import MEASURES, PERCENT, unit_of

#: By how much a share of the whole may lie outside those of its parts: they are rounded.
_ROUNDING = Decimal("0.1")
#: Units of which the parts have an average, and no sum.
_AVERAGED = frozenset({"points", "minutes", "hours", "days", "weeks", "months", "years"})


class PartsDiffer(IndicatorRefusal):
    """data: `split`, `value`, `unit`; `total` of its parts, or `lowest` and `highest` of those of a percentage."""

    key = "indicators#parts_differ"


def check_parts(indicator: Indicator, value: Decimal | None, parts: Mapping[str, Mapping[str, Decimal]]) -> None:
    """Hold the parts against the whole: amounts add up to it, a percentage lies between those of its parts.

    Where parts are missing, those that are there do not come to more than the whole.

    Raises: PartsDiffer; NotAChoice for a part of no split.
    """
    for split, given in parts.items():
        named = indicator.splits.get(split)
        if named is None or not given.keys() <= set(named):
            raise NotAChoice(field="parts")
        if value is not None:
            _check_split(indicator, value, split, given, whole=len(given) == len(named))


def _check_split(
    indicator: Indicator, value: Decimal, split: str, given: Mapping[str, Decimal], *, whole: bool
) -> None:
    data: dict[str, Any] = {"field": "parts", "split": split, "value": value, "unit": indicator.unit}
    if unit_of(indicator.unit).family == PERCENT:
        lowest, highest = min(given.values()), max(given.values())
        if whole and not lowest - _ROUNDING <= value <= highest + _ROUNDING:
            raise PartsDiffer(**data, total=None, lowest=lowest, highest=highest)
        return
    total = sum(given.values(), Decimal(0))
    is_over = value >= 0 and all(part >= 0 for part in given.values()) and total > value
    if adds_up(indicator.unit) and (is_over or (whole and total != value)):
        raise PartsDiffer(**data, total=total, lowest=None, highest=None)


def adds_up(unit: str) -> bool:
    """Whether values of a unit add up: people, money, land; not indices and rates."""
    read = unit_of(unit)
    return read.counts or read.is_money or read.family in MEASURES.keys() - _AVERAGED


def told_parts(parts: Mapping[str, Mapping[str, object]]) -> list[str]:
    """The parts as the audit and the export have them: "Sex: girls 61, boys 55"."""
    return [
        f"{split}: {', '.join(f'{part} {value}' for part, value in given.items())}" for split, given in parts.items()
    ]
