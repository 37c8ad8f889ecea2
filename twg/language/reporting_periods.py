"""Periods as officials write them: a year, a school year, a quarter, a month; the last day counts (J1, J3)."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from storage.core.spelling import fold
from twg.language.when_words import KINDS

#: A school year is written by its two years: it begins in the autumn of the first and ends with August of the second.
#: Source: general knowledge; the ministry has moved its first day several times.
SCHOOL_BEGINS, SCHOOL_ENDS = (10, 1), (8, 31)
_EARLIEST, _LATEST = 1990, 2100
#: Names of months, as they are compared, with their numbers.
MONTHS = {fold(name): number for name, number in KINDS["m"].items()}


@dataclass(frozen=True)
class Period:
    """The days from `first` to `last`, both counted."""

    first: date
    last: date


def read_period(text: str) -> Period | None:
    """The period that a text names, and nothing else: "2026", "SY 2008/09", "Q3 2026", "end Sept 2011", "ខែធ្នូ ២០២៦".

    `None` for other words.
    """
    spelt = _LEADING.sub("", fold(text).strip(" .,;()[]"))
    for pattern, make in _FORMS:
        found = pattern.fullmatch(spelt)
        if found is not None:
            try:
                period = make(*found.groups())
            except ValueError:  # 31 June
                continue
            return period if _EARLIEST <= period.first.year <= _LATEST else None
    return None


def split_period(text: str) -> tuple[str, str]:
    """The rest of a text and the period that stands at its end or its beginning, both as typed; "" without one.

    "65 % (Dec 2009)", "2026: 70", "Draft report, end Sept 2010", "65 % by 2027". A text that is a period alone has no
    rest, unless it is a bare year, which may be a value.
    """
    text = " ".join(text.split())
    if read_period(text) is not None and not _YEAR_ALONE.fullmatch(fold(text)):
        return "", text
    for pattern in _SPLITS:
        found = pattern.fullmatch(text)
        if found is None or not found["rest"].strip(" ,;:="):
            continue
        period = found["period"].strip(" .")
        if read_period(period) is not None:
            return found["rest"].strip(" ,;:=–—"), period
    return text, ""


def is_same_period(one: str, other: str) -> bool:
    """Whether two texts name the same period, or are spelt alike."""
    first = read_period(one)
    return fold(one) == fold(other) or (first is not None and first == read_period(other))


def _year(year: str) -> Period:
    return Period(date(int(year), 1, 1), date(int(year), 12, 31))


def _school_year(first: str, second: str) -> Period:
    """Raises: ValueError unless the second year follows the first."""
    year = int(first)
    if int(second) not in (year + 1, (year + 1) % 100):
        raise ValueError(second)
    return Period(date(year, *SCHOOL_BEGINS), date(year + 1, *SCHOOL_ENDS))


def _months(year: str, first: int, last: int) -> Period:
    return Period(date(int(year), first, 1), date(int(year), last, monthrange(int(year), last)[1]))


def _quarter(number: str, year: str) -> Period:
    return _months(year, 3 * int(number) - 2, 3 * int(number))


def _half(number: str, year: str) -> Period:
    return _months(year, 6 * int(number) - 5, 6 * int(number))


def _month(name: str, year: str) -> Period:
    number = int(name) if name.isdecimal() else MONTHS[name]
    return _months(year, number, number)


def _day(day: str, month: str, year: str) -> Period:
    number = int(month) if month.isdecimal() else MONTHS[month]
    on = date(int(year), number, int(day))
    return Period(on, on)


def _swapped(make: Callable[..., Period]) -> Callable[..., Period]:
    """The same from groups in the other order."""
    return lambda *groups: make(*reversed(groups))


_NTH = {"first": "1", "second": "2", "third": "3", "fourth": "4", "1st": "1", "2nd": "2", "3rd": "3", "4th": "4"}


def _nth(make: Callable[[str, str], Period]) -> Callable[..., Period]:
    return lambda word, year: make(_NTH[word], year)


def _khmer(words: str) -> str:
    """A pattern of Khmer words, in the spelling that is compared."""
    return "|".join(fold(word) for word in words.split("|"))


_Y = r"(\d{4})"
_OF_YEAR = rf"[ ,/-]*(?:of )?(?:{_khmer('ឆ្នាំ')})? ?{_Y}"
_NAMES = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_TH = f"(?:{_khmer('ទី')})? ?"
_LEADING = re.compile(
    rf"^(?:(?:(?:by|in|until|till|as of|at|before|the|end of|end|year end|{_khmer('ត្រឹម|ចុង|នៅ|ដល់|ក្នុង')})[. ]*)+)"
)
_FORMS: tuple[tuple[re.Pattern[str], Callable[..., Period]], ...] = tuple(
    (re.compile(pattern), make)
    for pattern, make in (
        (rf"(?:year |fy ?|cy ?|{_khmer('ឆ្នាំ')} ?)?{_Y}", _year),
        (
            rf"(?:sy\.? ?|school year ?|academic year ?|{_khmer('ឆ្នាំសិក្សា')} ?)?{_Y} ?[/-] ?(\d{{4}}|\d{{2}})(?! ?[/-])",
            _school_year,
        ),
        (rf"q ?([1-4]){_OF_YEAR}", _quarter),
        (rf"{_Y}[ /-]*q ?([1-4])", _swapped(_quarter)),
        (rf"{_khmer('ត្រីមាស')} ?{_TH}([1-4]){_OF_YEAR}", _quarter),
        (rf"(first|second|third|fourth|1st|2nd|3rd|4th) quarter{_OF_YEAR}", _nth(_quarter)),
        (rf"[hs] ?([12]){_OF_YEAR}", _half),
        (rf"{_khmer('ឆមាស')} ?{_TH}([12]){_OF_YEAR}", _half),
        (rf"(first|second|1st|2nd) (?:half|semester){_OF_YEAR}", _nth(_half)),
        (rf"(?:{_khmer('ខែ')})? ?({_NAMES})\.?{_OF_YEAR}", _month),
        (r"(0?[1-9]|1[0-2])/(\d{4})", _month),
        (r"(\d{4})-(0[1-9]|1[0-2])", _swapped(_month)),
        (
            rf"(?:{_khmer('ថ្ងៃ')})? ?{_TH}(\d{{1,2}})(?:st|nd|rd|th)? ?(?:{_khmer('ខែ')})? ?({_NAMES})\.?{_OF_YEAR}",
            _day,
        ),
        (r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", _day),
        (r"(\d{4})-(\d{2})-(\d{2})", _swapped(_day)),
    )
)
_YEAR_ALONE = re.compile(r"\d{4}")
#: Where a period may stand beside other words, the likeliest place first.
_SPLITS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<rest>.+?)\s*[(\[](?P<period>[^()\[\]]+)[)\]]\s*\.?",
        r"(?P<period>[^:=៖\t]+?)\s*[:=៖\t]\s*(?P<rest>.+)",
        r"(?P<rest>.+)\s*[:=៖\t–—]\s*(?P<period>[^:=៖]+)",
        r"(?P<rest>.+),\s*(?P<period>[^,]+)",
        r"(?P<period>[^,–—]+?)\s*[,–—]\s*(?P<rest>.+)",
        r"(?P<rest>.+?)\s+(?:by|in|until|-|ត្រឹម|ក្នុង)\s*(?P<period>\S.*)",
        r"(?P<rest>.+?)\s*ត្រឹម\s*(?P<period>\S.*)",
    )
)
