"""Reading the value of an indicator that people type in English and Khmer: the whole text is understood, or refused."""

import re
from dataclasses import dataclass
from decimal import Decimal

from twg.core.refusals import OutOfRange, UnreadableNumber
from twg.language.doubts import Doubt, OtherUnit, UnclearValue, shortened
from twg.language.figures import has_foreign_digits, in_khmer_digits, is_whole, tidy
from twg.language.notes import note_beside
from twg.language.number_words import with_figures
from twg.language.other_figures import without_others
from twg.language.plain import Plain, plain
from twg.language.quantities import OPEN_MASK, Quantity, find_quantities, mask
from twg.language.quoted import own_lines
from twg.language.remainders import (
    begins_sentence,
    changes_meaning,
    is_of_figures,
    leads_to_figure,
    may_follow_figure,
    names_things,
    resembles_magnitude,
)
from twg.language.second_figures import is_beside, is_of_gender, is_of_sex, is_own, lacks_magnitude, unlikelihood
from twg.language.shares import converted, disagrees, share_of
from twg.language.units import CURRENCIES, MEASURES, PERCENT, THINGS, Unit, unit_of
from twg.language.value_periods import find_other_period

#: Significant digits that SQLite and PostgreSQL both store exactly.
EXACT_DIGITS = 15
#: Above this, a percentage is rather a number of something.
HIGHEST_PERCENTAGE = Decimal(500)
MILLION = 10**6
HIGHEST = Decimal(10) ** 12 - 1
#: A figure without a percent sign above this is rather a number of something, or lacks its decimal point.
HIGHEST_BARE_PERCENTAGE = Decimal(200)
#: Readings that a question offers.
_MOST_READINGS = 4


@dataclass(frozen=True)
class ReadValue:
    """A value with what else the text says.

    Attributes:
        value: in the indicator's unit.
        figure: the value as it was typed: "58,5 %".
        note: the rest as it was typed; all of the text where words stand before the figure and after it.
    """

    value: Decimal
    figure: str
    note: str


def read_value(text: str, *, unit: str, year: int | None = None) -> ReadValue:
    """The value that a text reports, and its note.

    Figures are written "1,234.5" or "1.234,5", in Latin or Khmer digits, with magnitudes ("1.2 million", ៣ម៉ឺន) and with
    the unit or currency before or after them. Dates, pages, telephone numbers and counted things beside the value
    ("24 of 25 provinces") go into the note.

    Args:
        text: "58%", "៥៨ ភាគរយ", "USD 1.2 million disbursed", "43 500 974m2", "district hospitals: 58%".
        unit: that of the indicator.
        year: this one; a value said to be of a period without it is asked about. Where it is not given, none is.
    Raises:
        UnreadableNumber, OtherUnit, UnclearValue, OutOfRange.
    """
    spelt, own = with_figures(plain(own_lines(text))), unit_of(unit)
    masked = mask(spelt.text)
    masked, said = without_others(masked, find_quantities(masked, own), spelt.text, year)
    reader = _Reader(spelt, masked, own)
    found = reader.read()
    if year is not None:
        reader.check_period(said, year)
    return found


def parse_value(text: str, *, unit: str) -> Decimal:
    """The value of a text that says nothing else. Raises: as `read_value`; UnclearValue where words are left."""
    found = read_value(text, unit=unit)
    if found.note:
        raise UnclearValue(text=shortened(text), unit=unit, why=Doubt.WORDS, readings=[found.value], period="")
    return found.value


class _Reader:
    """Reads one text.

    Args:
        masked: the plain text without the figures of dates and the like, at the same length.
    """

    def __init__(self, spelt: Plain, masked: str, unit: Unit) -> None:
        self._spelt, self._text, self._unit = spelt, masked, unit
        self._quantities = find_quantities(masked, unit)

    def read(self) -> ReadValue:
        self._check_digits()
        main = self._find_main()
        others = [quantity for quantity in self._quantities if quantity is not main]
        if not all(self._is_beside(quantity, main) for quantity in others):
            raise self._unclear(Doubt.SEVERAL)
        self._check_figure(main)
        self._check_words(main, others)
        value = self._value_of(main)
        self._check_range(value)
        self._check_share(value)
        return ReadValue(value, self._spelt.as_typed(main.start, main.end).strip(), note_beside(self._spelt, main))

    def check_period(self, said: str, year: int) -> None:
        """Refuse a value that is said to be of another period. Args: `said`, without the words about other figures."""
        place = find_other_period(said, self._text, year)
        if place is not None:
            raise self._unclear(Doubt.PERIOD, self._spelt.as_typed(*place).strip())

    def _check_digits(self) -> None:
        """Refuse digits of other scripts and fractions, which no figure here has."""
        if has_foreign_digits(self._text):
            raise self._unreadable()

    def _find_main(self) -> Quantity:
        """The figure that is the value: the only one in the indicator's unit, else the only one without a unit."""
        if not self._quantities:
            raise self._unreadable()
        own = [
            quantity
            for quantity in self._quantities
            if is_own(quantity, self._unit) and not is_of_gender(quantity, self._unit)
        ]
        bare = [quantity for quantity in self._quantities if not quantity.families]
        if len(own) == 1:
            return own[0]
        if len(own) > 1:
            raise self._unclear(Doubt.SEVERAL)
        if not bare:
            raise self._other_unit()
        if len(bare) > 1 and not all(self._is_beside(quantity, bare[0]) for quantity in bare[1:]):
            raise self._unclear(Doubt.SEVERAL)
        return bare[0]

    def _is_beside(self, quantity: Quantity, main: Quantity) -> bool:
        return is_beside(quantity, main, self._quantities, self._text, self._unit)

    def _check_figure(self, main: Quantity) -> None:
        """Refuse a figure that cannot be read, or in several ways."""
        if main.glued or not main.readings or main.sign == "+":
            raise self._unclear(Doubt.WORDS) if main.sign == "+" else self._unreadable()
        if main.magnitude != 1:
            self._check_magnitude(main)
        if len(self._readings(main)) > 1:
            raise self._unclear(Doubt.THOUSANDS)
        [value] = self._readings(main)
        slip = main.magnitude == 1 and re.search(r"[.,](?!0\Z)\d{1,2}\Z", main.figure)
        if self._unit.counts and (not is_whole(value) or main.sign or slip):
            raise self._unclear(Doubt.WORDS)
        highest = HIGHEST_PERCENTAGE if main.families else HIGHEST_BARE_PERCENTAGE
        if self._unit.family == PERCENT and value >= highest:
            raise self._unclear(Doubt.HIGH)
        if lacks_magnitude(main, self._unit):
            raise self._unclear(Doubt.WORDS)
        if self._unit.family == PERCENT and not main.families and 0 < value <= 1 and main.figure != "1":
            raise self._unclear(Doubt.SHARE)
        if self._unit.factor != 1 and value >= self._unit.factor:
            raise self._unclear(Doubt.THOUSANDS)
        if not main.families and _YEAR.fullmatch(main.figure) and self._unit.family != PERCENT:
            raise self._unclear(Doubt.WORDS)

    def _check_magnitude(self, main: Quantity) -> None:
        """Refuse a million percent, and a letter that may be a unit: 12 m of a road."""
        if self._unit.family == PERCENT:
            raise self._other_unit()
        is_length = self._unit.family in ("km", "m")
        is_thousand = self._unit.counts and main.magnitude == 1000
        may_be_unit = main.letter and not (self._unit.is_money or self._unit.family in THINGS or is_thousand)
        if may_be_unit and (is_length or not main.named_after):
            raise self._other_unit() if is_length else self._unclear(Doubt.WORDS)

    def _readings(self, main: Quantity) -> tuple[Decimal, ...]:
        """The numbers that the figure may stand for, in the indicator's unit."""
        readings = main.readings
        if main.is_either and main.magnitude == 1:
            thousands, decimals = readings
            comma = "," in main.figure
            round_thousands = main.figure.endswith("000")
            if self._unit.family in THINGS:
                readings = (thousands,)
            elif self._unit.family == PERCENT:
                readings = (decimals,) if not comma and thousands >= 10_000 else readings
            elif comma and (
                round_thousands
                or not (self._unit.family == _FINE or in_khmer_digits(self._spelt.as_typed(main.start, main.end)))
            ):
                readings = (thousands,)
        elif main.is_either and "," in main.figure and main.figure.endswith("0"):
            readings = readings[:1]  # "1,200 thousand": nobody writes decimals that end in zero before a magnitude
        if main.magnitude == 1 and not main.families:
            return readings
        return tuple(value / self._unit.factor for value in readings)

    def _check_words(self, main: Quantity, others: list[Quantity]) -> None:
        """Refuse words beside the figure that change what it says, or that may be its unit."""
        text = self._text
        for other in others:
            text = text[: other.start] + OPEN_MASK * (other.end - other.start) + text[other.end :]
        before, after = text[: main.start], text[main.end :]
        if changes_meaning(before, after) or resembles_magnitude(after):
            raise self._unclear(Doubt.WORDS)
        if before.strip(" .:;\n\t") in ("-", "(") or before.endswith("-"):
            raise self._unclear(Doubt.WORDS)  # a minus set apart, a loss in brackets, a range without its beginning
        if main.sign and before.strip() and not before.rstrip().endswith((":", "=")):
            raise self._unclear(Doubt.WORDS)
        if not main.families:
            self._check_bare(before, after)

    def _check_bare(self, before: str, after: str) -> None:
        """Refuse a figure without a unit where the words around it may say what it counts."""
        counts_other = names_things(before, {**THINGS, **MEASURES, **CURRENCIES})
        if is_of_figures(after):
            raise self._unclear(Doubt.SEVERAL)
        follows = may_follow_figure(after) or self._begins_sentence(after)
        is_hour = bool(re.fullmatch(r"\s*at\s*", before)) and not after.strip(" .!\n")  # "at 9.30", "at 10"
        if counts_other or is_hour or not leads_to_figure(before) or not follows:
            raise self._unclear(Doubt.WORDS)

    def _begins_sentence(self, after: str) -> bool:
        """Whether a note begins after a percentage without its sign: "58 Two provinces are late", not "58 toilet"."""
        typed = self._spelt.as_typed(len(self._text) - len(after), len(self._text))
        return self._unit.family == PERCENT and begins_sentence(typed)

    def _value_of(self, main: Quantity) -> Decimal:
        [value] = self._readings(main)
        return tidy(-value if main.sign == "-" and value else value)

    def _check_range(self, value: Decimal) -> None:
        digits = len(value.normalize().as_tuple().digits)
        if abs(value) > HIGHEST or value != round(value, 4) or digits > EXACT_DIGITS:
            raise OutOfRange(lowest=-HIGHEST, highest=HIGHEST, unit=self._unit.name)

    def _check_share(self, value: Decimal) -> None:
        """Refuse a percentage that is not the share beside it: "812/1400 = 62%"."""
        if self._unit.family == PERCENT and disagrees(self._spelt.text, value):
            raise self._unclear(Doubt.SEVERAL)

    def _unreadable(self) -> UnreadableNumber:
        return UnreadableNumber(text=shortened(self._spelt.typed), unit=self._unit.name)

    def _other_unit(self) -> OtherUnit:
        """The refusal of another unit, with what the one figure of the text is in the indicator's."""
        found = [
            tidy(value / self._unit.factor)
            for quantity in self._quantities
            for reading in quantity.readings[:1]
            if (value := converted(reading, quantity.families, self._unit.family)) is not None
        ]
        readings = found if len(self._quantities) == 1 else []
        return OtherUnit(text=shortened(self._spelt.typed), unit=self._unit.name, readings=readings)

    def _unclear(self, why: Doubt, period: str = "") -> UnclearValue:
        text, readings = shortened(self._spelt.typed), self._offered(why)
        return UnclearValue(text=text, unit=self._unit.name, why=why, readings=readings, period=period)

    def _offered(self, why: Doubt) -> list[Decimal]:
        """The values that the text may mean, the likeliest first: of two years the later one, which stands last.

        Figures with the indicator's unit come before those without, and what looks like a year comes last.
        """
        found: list[Decimal] = []
        last_first = self._quantities[::-1]
        for quantity in sorted(last_first, key=lambda each: unlikelihood(each, self._unit)):
            other = quantity.families and not is_own(quantity, self._unit)
            if quantity.glued or (other and not (why is Doubt.SEVERAL and is_of_sex(quantity))):
                continue
            sign = -1 if quantity.sign == "-" else 1
            readings = self._readings(quantity)
            found += [sign * value for value in readings]
            if lacks_magnitude(quantity, self._unit):
                found += [sign * value * MILLION for value in readings]
            if quantity.letter:
                found += [sign * value / quantity.magnitude for value in readings]
        if why is Doubt.SEVERAL and self._unit.family == PERCENT:
            found = share_of(self._spelt.text) + found
        if why is Doubt.SHARE:
            found = [value * 100 for value in found] + found
        if self._unit.factor != 1:
            found += [value / self._unit.factor for value in found]
        fitting = [tidy(value) for value in found if abs(value) <= HIGHEST and value == round(value, 4)]
        if self._unit.counts:
            fitting = [value for value in fitting if value >= 0 and is_whole(value)]
        if self._unit.family == PERCENT:  # a year, or millions, beside a percentage
            fitting = [value for value in fitting if value < HIGHEST_PERCENTAGE] or fitting
        return list(dict.fromkeys(fitting))[:_MOST_READINGS]


#: The unit of indices, of which thousandths are given, so that "1,234" may be one and a bit.
_FINE = "points"
_YEAR = re.compile(r"(?:19|20)\d\d")
