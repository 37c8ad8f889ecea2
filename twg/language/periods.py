"""Periods as officials name them: a year, a school year, a quarter, a month; the last day counts (J1, J3).

Only what has been, or is set as a target, has a name here; until when something agreed is due reads `due_periods`.
"""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from storage.core.spelling import fold
from twg.core.refusals import BadInput
from twg.language.plain import spelled
from twg.language.when_words import KINDS

#: A school year is written by its two years: it begins in the autumn of the first and ends with August of the second.
#: Source: general knowledge; the ministry has moved its first day several times.
SCHOOL_BEGINS, SCHOOL_ENDS = (10, 1), (8, 31)
_EARLIEST, _LATEST = 1990, 2100
#: Longest name of a period that is kept, in characters.
LONGEST_PERIOD = 40


class UnreadablePeriod(BadInput):
    """data: `text`, as typed."""

    key = "indicators#unreadable_period"


class UnreadablePast(BadInput):
    """data: `text`, as typed."""

    key = "indicators#unreadable_past"


@dataclass(frozen=True)
class Period:
    """The days from `first` to `last`, both counted."""

    first: date
    last: date


def read_period(text: str) -> Period | None:
    """The period that a text names, and nothing else: "2026", "SY 2008/09", "Q3 2026", "end Sept 2011", "ខែធ្នូ ២០២៦".

    `None` for other words, and for a name without its year.
    """
    spelt = _LEADING.sub("", fold(text).strip(" .,;()[]"))
    for name in NAMES:
        found = name.whole.fullmatch(spelt)
        if found is not None:
            try:
                period = name.make(*found.groups())
            except ValueError:  # 31 June
                continue
            return period if _EARLIEST <= period.first.year <= _LATEST else None
    return None


def complete_period(text: str, *, today: date) -> str:
    """A period with its year, which is added where the text leaves it out; empty for other words.

    Without its year it is the latest one that has begun on this local date; one that has not begun is none: a value of
    it cannot be known. One with a long name is told by its days: "01/01/2026 - 30/09/2026".
    """
    words = " ".join(text.split()).strip(" .,;()[]")
    for candidate in (words, f"{words} {today.year}", f"{words} {today.year - 1}"):
        read = read_period(candidate)
        if read is not None:
            if read.first <= today:
                return kept_name(candidate, read)
            if candidate == words:
                return ""
    return ""


def kept_name(text: str, period: Period) -> str:
    """The name of a period as it is kept: as typed, or where that is too long by its days."""
    days = f"{period.first:{_IN_FIGURES}} - {period.last:{_IN_FIGURES}}"
    return text if len(text) <= LONGEST_PERIOD else days


def read_past(text: str, *, today: date) -> Period | None:
    """The days that a text names, the latest that have begun; None for other words."""
    completed = complete_period(text, today=today)
    return read_period(completed) if completed else None


def is_same_period(one: str, other: str) -> bool:
    """Whether two texts name the same period, or are spelt alike."""
    first = read_period(one)
    return fold(one) == fold(other) or (first is not None and first == read_period(other))


def _number(word: str) -> int:
    return _NUMBERS.get(word) or int(word)


def _year_of(written: str) -> int:
    """ "2026", and "'26"."""
    return 2000 + int(written[1:]) if written.startswith("'") else int(written)


def _months(year: str | int, first: int, last: int) -> Period:
    year = _year_of(year) if isinstance(year, str) else year
    return Period(date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def _year(year: str) -> Period:
    return _months(year, 1, 12)


def _school_year(first: str, second: str) -> Period:
    """Raises: ValueError unless the second year follows the first."""
    year = int(first) + (2000 if len(first) == 2 else 0)
    if int(second) not in (year + 1, (year + 1) % 100):
        raise ValueError(second)
    return Period(date(year, *SCHOOL_BEGINS), date(year + 1, *SCHOOL_ENDS))


def _quarter(number: str, year: str) -> Period:
    return _months(year, 3 * _number(number) - 2, 3 * _number(number))


def _half(number: str, year: str) -> Period:
    return _months(year, 6 * _number(number) - 5, 6 * _number(number))


def _first_months(count: str, year: str) -> Period:
    return _months(year, 1, _number(count))


def _month_of(name: str) -> int:
    return int(name) if name.isdecimal() else MONTHS[name]


def _month(name: str, year: str) -> Period:
    return _months(year, _month_of(name), _month_of(name))


def _from_to(first: str, its_year: str | None, last: str, year: str) -> Period:
    """From a month to another one; "Oct to Sept 2026" begins in 2025."""
    ends = _month(last, year)
    begins = ends.last.year - (_month_of(first) > _month_of(last)) if its_year is None else _year_of(its_year)
    if (begins, _month_of(first)) > (ends.first.year, ends.first.month):
        raise ValueError(first)
    return Period(date(begins, _month_of(first), 1), ends.last)


def _day(day: str, month: str, year: str) -> Period:
    on = date(_year_of(year), _month_of(month), int(day))
    return Period(on, on)


def _days(day: str, month: str, its_year: str | None, last_day: str, last_month: str, year: str) -> Period:
    """From a day to another one; "1 Oct to 30 Sept 2026" begins in 2025."""
    whole, ends = _from_to(month, its_year, last_month, year), _day(last_day, last_month, year)
    return Period(whole.first.replace(day=int(day)), ends.last)


def _from_day_to_day(*figures: str) -> Period:
    return Period(_day(*figures[:3]).first, _day(*figures[3:]).last)


def _in_order(make: Callable[..., Period], *places: int) -> Callable[..., Period]:
    """The same from groups in another order."""
    return lambda *groups: make(*(groups[place] for place in places))


def _khmer(words: str) -> str:
    """A pattern of Khmer words, in the spelling that is compared."""
    return "|".join(map(spelled, words.split("|")))


MONTHS = {fold(name): number for name, number in KINDS["m"].items()}
_NUMBERS = {
    word: number
    for number, words in {
        1: ("first", "1st", "muoy", "មួយ"),
        2: ("second", "2nd", "pi", "ពីរ"),
        3: ("third", "3rd", "three", "bei", "បី"),
        4: ("fourth", "4th", "buon", "បួន"),
        6: ("six", "ប្រាំមួយ"),
        9: ("nine", "ប្រាំបួន"),
    }.items()
    for word in map(spelled, words)
}
_Y = r"(\d{4}|'\d\d)"
_FIGURES, _IN_FIGURES = r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", "%d/%m/%Y"
_FOUR = r"((?:19|20)\d\d)(?!\d|[.,-]\d)"
_OF_YEAR = rf"[ ,/-]*(?:of )?(?:(?:{_khmer('ឆ្នាំ')}|chhnam|year) ?)?{_Y}"
_TH = rf"(?:{_khmer('ទី')}|ti |no\.? ?)? ?"
_OF_4 = rf"([1-4]|{_khmer('មួយ|ពីរ|បី|បួន')}|muoy|pi|bei|buon)"
_OF_2 = rf"([12]|{_khmer('មួយ|ពីរ')}|muoy|pi)"
_COUNT = rf"([369]|three|six|nine|{_khmer('បី|ប្រាំមួយ|ប្រាំបួន')})"
_NTH = "first|second|third|fourth|1st|2nd|3rd|4th"
_KHAE = rf"(?:{_khmer('ខែ')}|khae )? ?"
_WORDS = sorted((re.escape(name) for name in MONTHS if not name.isdecimal()), key=len, reverse=True)
_MONTH = rf"{_KHAE}({'|'.join(_WORDS)})(?![a-z])\.?"
_DAY = rf"(?:{_khmer('ថ្ងៃ')}|thngai )? ?{_TH}(\d{{1,2}})(?:st|nd|rd|th)? ?(?:of )?{_MONTH}"
_TO = rf"(?:-|to|until|till|through|{_khmer('ដល់')}|dol)"
_SCHOOL = rf"(?:sy|school year|academic year|{_khmer('ឆ្នាំសិក្សា')}|chhnam seksa)\.? ?"
_LEADING = re.compile(
    r"^(?:(?:(?:by|in|on|for|during|before|from|until|till|as of|as at|as on|at|the|end of|end|year end|month of|trem|"
    rf"{_khmer('គិតត្រឹម|គិតដល់|ត្រឹម|ចុង|នៅ|ដល់|ក្នុង|សម្រាប់|ពី')})[. ]*)+)(?=\S)"
)


@dataclass(frozen=True)
class Name:
    """A way to name a period.

    Attributes:
        pattern: of the name in `fold`'s spelling, with groups; without the year where that may be left out.
        make: the period from the groups, the year last. Raises: ValueError where there is none.
        has_year: whether the pattern has the year.
        sure: with its year it is a period wherever it stands in a text.
        alone: other things are written alike, so that it is only read where nothing else stands beside it.
    """

    pattern: str
    make: Callable[..., Period]
    has_year: bool = False
    sure: bool = False
    alone: bool = False

    @cached_property
    def whole(self) -> re.Pattern[str]:
        """The name with its year."""
        return re.compile(self.pattern if self.has_year else f"(?:{self.pattern}){_OF_YEAR}")

    @property
    def within(self) -> str:
        """A pattern without groups for the name in a text, with or without its year."""
        return _without_groups(self.pattern if self.has_year else f"(?:{self.pattern})(?:{_OF_YEAR})?")

    @property
    def with_year(self) -> str:
        """A pattern without groups for the name with its year."""
        return _without_groups(self.whole.pattern)


def _without_groups(pattern: str) -> str:
    return re.sub(r"\((?!\?)", "(?:", pattern)


def _either(make: Callable[[str, str], Period]) -> Callable[..., Period]:
    """The same from two groups of which one is empty, and the year."""
    return lambda one, other, year: make(one or other, year)


_SPANS = (
    Name(rf"{_SCHOOL}(\d{{4}}|\d\d) ?[/-] ?(\d{{4}}|\d\d)(?!\d| ?[/-])", _school_year, has_year=True, sure=True),
    Name(r"(\d{4}) ?/ ?(\d{4}|\d\d)(?!\d| ?[/-])", _school_year, has_year=True),
    Name(r"(\d{4}) ?- ?(\d{4}|\d\d)(?!\d| ?[/-])", _school_year, has_year=True, alone=True),
    Name(rf"{_Y}[ /-]*q ?([1-4])(?!\d)", _in_order(_quarter, 1, 0), has_year=True, sure=True),
    Name(rf"{_Y}[ /-]*[hs] ?([12])(?!\d)", _in_order(_half, 1, 0), has_year=True, sure=True),
    Name(r"(?:q|quarter) ?([1-4])(?!\d)", _quarter, sure=True),
    Name(rf"([1-4]) ?q(?![a-z])|({_NTH}) quarter", _either(_quarter), sure=True),
    Name(rf"(?:{_khmer('ត្រីមាស')}|tri ?meas|trimas) ?{_TH}{_OF_4}(?![a-z0-9])", _quarter, sure=True),
    Name(r"(?:[hs]|semester) ?([12])(?!\d)", _half, sure=True),
    Name(rf"({_NTH}) (?:half|semester)", _half, sure=True),
    Name(rf"(?:{_khmer('ឆមាស')}|chh?am?eas|chh?amas) ?{_TH}{_OF_2}(?![a-z0-9])", _half, sure=True),
    Name(rf"{_MONTH}(?:{_OF_YEAR})? ?{_TO} ?{_MONTH}", _from_to, sure=True),
    Name(rf"{_DAY}(?:{_OF_YEAR})? ?{_TO} ?{_DAY}", _days, sure=True),
    Name(rf"{_FIGURES} ?{_TO} ?{_FIGURES}", _from_day_to_day, has_year=True, sure=True),
    Name(
        rf"first {_COUNT} months|{_COUNT} ?{_khmer('ខែ')} ?{_khmer('ដើម')}(?:{_khmer('ឆ្នាំ')})?",
        _either(_first_months),
        sure=True,
    ),
    Name(rf"{_COUNT} ?(?:months|m|{_khmer('ខែ')})(?![a-z]){_OF_YEAR}", _first_months, has_year=True, sure=True),
)
#: The names of a day, and of a month.
DAYS = (
    Name(_FIGURES, _day, has_year=True),
    Name(r"(\d{4})-(\d\d)-(\d\d)", _in_order(_day, 2, 1, 0), has_year=True),
    Name(_DAY, _day),
    Name(
        rf"{_MONTH} ?(\d{{1,2}})(?:st|nd|rd|th)?(?: ?, ?| )(\d{{4}})",
        _in_order(_day, 1, 0, 2),
        has_year=True,
        sure=True,
    ),
)
MONTH = Name(_MONTH, _month)
#: All ways to name a period; of two that begin alike, the longer one first.
NAMES = (
    *_SPANS,
    *DAYS,
    MONTH,
    Name(r"(0?[1-9]|1[0-2])/(\d{4})", _month, has_year=True, alone=True),
    Name(r"(\d{4})-(0[1-9]|1[0-2])", _in_order(_month, 1, 0), has_year=True, alone=True),
    Name(rf"(?:year|fy|cy|{_khmer('ឆ្នាំ')}|chhnam) ?{_FOUR}", _year, has_year=True, sure=True),
    Name(_FOUR, _year, has_year=True),
)
