"""Whether a value fits what is known of its indicator: its last values, baseline, target, direction and limits (J3).

A value that does not is asked back, with its readings; it is taken as typed where the person says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from twg.core.refusals import BadInput
from twg.language.units import PERCENT, unit_of

#: A value so many times larger or smaller than all before it may lack a magnitude, or be in another unit.
_FAR = 8
#: What is meant is less than so many times larger or smaller than the last value; from a target it may be farther.
_NEAR = 2
#: A first value is held against its baseline and its target, from which it may be farther.
_VERY_FAR = 50
#: Thousands or millions may be meant by a value that is so many times smaller than its target: many begin near zero.
_THOUSANDS = (Decimal(1000), Decimal(10) ** 6)
#: A percentage moves by so many points at most from one report to the next.
_JUMP = 30
#: So many points, or this share of the value, against the direction of the indicator.
_BACK, _BACK_SHARE = 20, Decimal("0.5")
#: What a figure may have been meant as: a share as a percentage, thousands or millions as units.
_SLIPS = tuple(Decimal(10) ** power for power in (2, 3, 6, 1, -2, -3, -6, -1))


class Against(StrEnum):
    """What a value is held against."""

    LAST = "last"
    BASELINE = "baseline"
    TARGET = "target"
    #: A whole, which a percentage seldom exceeds.
    WHOLE = "whole"


class Implausible(BadInput):
    """data: `value`, `unit`; `against`, `known`, `period`: what it is held against; `readings`, as typed first."""

    key = "indicators#implausible"


@dataclass(frozen=True)
class Experience:
    """What is known of the values of an indicator.

    Attributes:
        values: accepted ones, the newest first; `period` is that of the newest.
        target: the one that is to be reached next.
    """

    values: Sequence[Decimal] = ()
    period: str = ""
    baseline: Decimal | None = None
    target: Decimal | None = None
    lower_is_better: bool = False
    highest: Decimal | None = None


def check_plausible(value: Decimal, unit: str, experience: Experience) -> None:
    """Raises: Implausible."""
    is_share = unit_of(unit).family == PERCENT
    known = _known(experience)
    if known is not None and _is_odd(value, known, experience, is_share=is_share):
        against, last = known
        begins = against is Against.TARGET and abs(value) < abs(last)
        near, slips = (_FAR, _THOUSANDS) if begins else (_NEAR, _SLIPS)
        meant = [found for slip in slips if _is_near(found := value * slip, last, near) and _fits(found, is_share)]
        period = experience.period if against is Against.LAST else ""
        readings = [value, *meant[:1]]
        raise Implausible(value=value, unit=unit, against=against, known=last, period=period, readings=readings)
    if is_share and _is_above_whole(value, experience):
        raise Implausible(
            value=value, unit=unit, against=Against.WHOLE, known=Decimal(100), period="", readings=[value]
        )


def _known(experience: Experience) -> tuple[Against, Decimal] | None:
    """What a new value is held against first."""
    if experience.values:
        return Against.LAST, experience.values[0]
    if experience.baseline is not None:
        return Against.BASELINE, experience.baseline
    return None if experience.target is None else (Against.TARGET, experience.target)


def _is_odd(value: Decimal, known: tuple[Against, Decimal], experience: Experience, *, is_share: bool) -> bool:
    against, last = known
    before = [*experience.values, *([] if experience.baseline is None else [experience.baseline])] or [last]
    if value and not any(_ratio(value, one) < (_FAR if against is Against.LAST else _VERY_FAR) for one in before):
        return against is not Against.TARGET or abs(value) > abs(last) or _lacks_thousands(value, last)
    if against is not Against.LAST:
        return False
    backwards = value - last if experience.lower_is_better else last - value
    if is_share:
        lowest, highest = min(before), max(before)
        return not lowest - _JUMP <= value <= highest + _JUMP or (backwards > _BACK and not lowest <= value <= highest)
    return backwards > abs(last) * _BACK_SHARE and not min(before) <= value <= max(before)


def _ratio(one: Decimal, other: Decimal) -> Decimal:
    """How many times one is the other, at least 1; 1 beside zero, with which nothing is compared."""
    if not one or not other:
        return Decimal(1)
    return max(abs(one / other), abs(other / one))


def _lacks_thousands(value: Decimal, target: Decimal) -> bool:
    return any(_is_near(value * times, target, _FAR) for times in _THOUSANDS)


def _is_near(value: Decimal, last: Decimal, near: int) -> bool:
    return bool(last) and value * last > 0 and _ratio(value, last) < near


def _fits(value: Decimal, is_share: bool) -> bool:
    return value == round(value, 4) and (not is_share or value <= 100)


def _is_above_whole(value: Decimal, experience: Experience) -> bool:
    """Whether a percentage is above 100, and nothing known of the indicator says that it may be."""
    known = (experience.highest, experience.baseline, experience.target, *experience.values)
    return value > 100 and not any(one is not None and one > 100 for one in known)
