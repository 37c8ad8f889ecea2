"""The periods that words beside a value name, and whether the value is then of this round (J3).

"58% in 2024", "SY 2024/25: 84", "for Q1 2025" and «៥៨% ឆ្នាំ២០១៩» are values of another time; "since
2020" says no such thing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from twg.language.plain import spelled
from twg.language.quantities import KHMER_MONTH, MASK, MONTH, OPEN_MASK
from twg.language.reporting_periods import Period, read_period

_PART = (
    r"(?:q ?[1-4]|[1-4] ?q|[hs] ?[12]|(?:first|second|third|fourth|[1-4](?:st|nd|rd|th)) (?:quarter|half|semester)"
    rf"|{spelled('(?:ត្រីមាស|ឆមាស) ?(?:ទី)?')} ?[1-4])(?![a-z0-9])"
)
_IN_MONTH = rf"(?:{MONTH}|{spelled(f'(?:ខែ)? ?(?:{KHMER_MONTH})')})"
_DAY = rf"(?:(?:\d{{1,2}}(?:st|nd|rd|th)?(?: of)? ?)?{_IN_MONTH},? ?(?:\d{{1,2}},? )?)"
_WORD = rf"(?:(?:school|fiscal|academic|calendar) year|sy|fy|ay|cy|year|{spelled('ឆ្នាំសិក្សា|ឆ្នាំ')})[.:]? ?"
_YEAR = r"(?:19[5-9]|20[0-4])\d"
#: A year with what belongs to it: a day, a quarter, the second year of a school year or of a plan.
_NAMED = re.compile(
    r"(?<![a-z0-9.,])(?:"
    rf"(?:(?P<part>{_PART})[ ,/-]*(?:of )?|{_DAY}|\d{{1,2}}[/.-](?:\d{{1,2}}[/.-])?)?(?P<word>{_WORD})?"
    rf"(?P<first>{_YEAR})(?:-\d\d-\d\d|(?: ?[-/] ?| to |{spelled('ដល់')})(?P<last>{_YEAR}|\d\d)(?!\d))?"
    rf"(?:[ /-]?(?P<after>q[1-4]|[hs][12])(?![a-z0-9]))?"
    rf"|(?:sy|fy|ay|(?:school|fiscal|academic) year)[.:]? ?(?P<short>\d\d)/(?P<shorter>\d\d)(?!\d)"
    rf"|(?P<alone>{_PART}))"
)
_SINCE = re.compile(rf"(?:(?<![a-z])since(?: the)?|{spelled('ចាប់តាំងពី|តាំងពី|ចាប់ពី')}) ?\Z")
#: Words after a year that is not counted with them: "2024 figures".
_DATED = re.compile(r" ?(?:figures?|data|values?|results?|numbers?|surveys?|reports?|statistics|estimates?)(?![a-z])")
_MONTHS = 12


@dataclass(frozen=True)
class NamedPeriod:
    """A period that a text names.

    Attributes:
        start, end: its place in the plain text.
        first, last: its years; 0 for a quarter or half without one.
        within: the quarter, half or school year exactly, as `read_period` reads it with the year of the round where it
            has none; None for whole years, months and days.
    """

    start: int
    end: int
    first: int
    last: int
    within: str = ""

    def is_of(self, year: int, period: Period | None) -> bool:
        """Whether a value of this period is one of the round.

        Args:
            year: this one; without `period` the round may be of any time in it.
            period: that of the round, where it was said.
        """
        if period is None:
            return not self.first or self.first <= year <= self.last
        if self.within:
            named = self.within if self.first else f"{self.within} {period.last.year}"
            return read_period(named) == period
        return self.first <= period.last.year and self.last >= period.first.year


def find_periods(text: str, masked: str) -> Iterator[NamedPeriod]:
    """The periods that a plain text names.

    Args:
        masked: the same text in which the figures of dates are masked; "2026 schools" counts schools.
    """
    for found in _NAMED.finditer(text):
        is_time = masked[found.end() - 1] in (MASK, OPEN_MASK) or _DATED.match(text, found.end())
        if is_time and not _SINCE.search(text[: found.start()]):
            yield _named(found)


def _named(found: re.Match[str]) -> NamedPeriod:
    start, end = found.span()
    if found["alone"]:
        return NamedPeriod(start, end, 0, 0, _quarter(found["alone"]))
    if found["short"]:
        first, last = 2000 + int(found["short"]), 2000 + int(found["shorter"])
        return NamedPeriod(start, end, first, last, f"{first}/{last}")
    first, last = int(found["first"]), _last_year(int(found["first"]), found["last"])
    part = found["part"] or found["after"]
    within = f"{_quarter(part)} {first}" if part else f"{first}/{last}" if last == first + 1 else ""
    return NamedPeriod(start, end, first, last, within)


def _last_year(first: int, written: str | None) -> int:
    """The second year of "2024/25" or "2021-2025"; the first one for the month of "2025-12"."""
    if written is None:
        return first
    last = int(written) if len(written) > 2 else first - first % 100 + int(written)
    is_month = len(written) == 2 and int(written) <= _MONTHS and last != first + 1
    return first if is_month or last < first else last


def _quarter(part: str) -> str:
    """A quarter or half in the spelling of `read_period`."""
    return re.sub(r"([1-4]) ?q", r"q\1", part)
