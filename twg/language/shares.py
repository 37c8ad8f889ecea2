"""Shares of a whole beside a percentage, and what a figure is in another unit: offered to choose, never taken."""

import re
from collections.abc import Iterator
from decimal import Decimal

from twg.language.figures import readings_of
from twg.language.plain import spelled

_FIGURE = r"\d[\d,. ]*?"
#: A part and its whole that a percentage is said to be, or in brackets beside it: "812/1400 = 58%", "58% (7 of 12)".
_BESIDE = re.compile(
    rf"(?<![\d.,/])({_FIGURE}) ?/ ?(\d[\d,.]*) ?= ?(?=\d)|\(({_FIGURE}) ?(?:/|of|out of) ?({_FIGURE})(?=\))"
)
#: A part and its whole: "3 out of 4", "៣ ក្នុងចំណោម ៤", "3/4".
_OF = re.compile(
    rf"(?<![\d.,/-])({_FIGURE}) ?(?:/|of|out of|of the|in|knong|{spelled('ក្នុងចំណោម|លើ')}) ?(\d[\d,.]*)(?![\d,./%-])"
)
#: Units that are so many of the smallest of their kind.
_KINDS: tuple[dict[str, Decimal], ...] = (
    {"m": Decimal(1), "km": Decimal(1000)},
    {"m2": Decimal(1), "ha": Decimal(10_000), "km2": Decimal(1_000_000)},
    {"g": Decimal(1), "kg": Decimal(1000), "t": Decimal(1_000_000)},
    {"kW": Decimal(1), "MW": Decimal(1000)},
    {"minutes": Decimal(1), "hours": Decimal(60)},
    {"days": Decimal(1), "weeks": Decimal(7)},
)


def disagrees(text: str, percentage: Decimal) -> bool:
    """Whether a percentage is not the share that the plain text says it is: "812/1400 = 62%"."""
    return any(abs(share - percentage) > 1 for share in _shares(_BESIDE, text))


def share_of(text: str) -> list[Decimal]:
    """The percentage of the one share of a whole in a plain text, to one decimal; empty for none, or several."""
    found = [round(share, 1) for share in _shares(_OF, text)]
    return found if len(found) == 1 else []


def _shares(pattern: re.Pattern[str], text: str) -> Iterator[Decimal]:
    for found in pattern.finditer(text):
        part, whole = (readings_of(figure.strip()) for figure in found.groups() if figure)
        if part and whole and 0 < part[0] <= whole[0]:
            yield part[0] * 100 / whole[0]


def converted(value: Decimal, families: frozenset[str], unit: str) -> Decimal | None:
    """A value of another unit of the same kind in this one; `None` where it is of another kind."""
    for kind in _KINDS:
        if len(families) == 1 and families <= kind.keys() and unit in kind:
            return value * kind[next(iter(families))] / kind[unit]
    return None
