"""All that a text says of a value: the figure, of when it is, its parts, and a note (J3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from twg.language.doubts import Doubt, UnclearValue, shortened
from twg.language.number_words import holds_number
from twg.language.periods import complete_period
from twg.language.periods_beside import take_period
from twg.language.told_parts import PartLine, names_part, take_parts
from twg.language.values import ReadValue, read_value


@dataclass(frozen=True)
class ToldValue:
    """A value with what else its text says.

    Attributes:
        value: in the indicator's unit.
        figure: the value as it was typed.
        note: the rest as it was typed.
        period: of when the value is, with its year; empty where the text names none.
        parts: the values of its parts.
    """

    value: Decimal
    figure: str
    note: str
    period: str
    parts: tuple[PartLine, ...]


def _of_other_period(text: str, refusal: UnclearValue, today: date) -> tuple[ReadValue, str]:
    """The value of another period than this year, with that period. Raises: `refusal` where it is about more."""
    readings, period = refusal.data["readings"], complete_period(refusal.data.get("period", ""), today=today)
    if refusal.data["why"] is not Doubt.PERIOD or len(readings) != 1 or not period:
        raise refusal
    return ReadValue(readings[0], text, text), period


def _names_others(text: str, part: PartLine, splits: Mapping[str, Sequence[str]]) -> bool:
    """Whether a text names another part of the same split too."""
    return any(names_part(text, other) for other in splits[part.split] if other != part.part)


def read_told(text: str, *, unit: str, splits: Mapping[str, Sequence[str]], today: date) -> ToldValue:
    """Read a text on a value of an indicator. Raises: as `read_value`.

    Args:
        unit: that of the indicator; `splits` its parts by the name of each split.
        today: local date; a value said to be of a later year is asked about.
    """
    rest, parts = take_parts(text, splits=splits, unit=unit)
    if not holds_number(rest):  # "58% of girls and boys" is the whole, "girls: 58%" a part of it
        of_part = parts[0] if len(parts) == 1 else None
        rest, parts = text, []
        if of_part is not None and not _names_others(text, of_part, splits):
            raise UnclearValue(text=shortened(text), unit=unit, why=Doubt.WORDS, readings=[of_part.value], period="")
    period, rest = take_period(rest, today=today)
    try:
        found = read_value(rest, unit=unit, year=today.year)
    except UnclearValue as refusal:
        found, period = _of_other_period(rest, refusal, today)
    return ToldValue(found.value, found.figure, found.note, period, tuple(parts))
