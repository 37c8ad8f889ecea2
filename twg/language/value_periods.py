"""Periods that words beside a value name and that are not of this year (J3).

"58% in 2024", "SY 2024/25: 84", "for Q1 2025" and «៥៨% ឆ្នាំ២០១៩» are values of another time; "since 2020" says no such
thing.
"""

import re
from collections.abc import Iterator

from twg.language.plain import spelled
from twg.language.quantities import KHMER_MONTH, MASK, MONTH, OPEN_MASK

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
    rf"(?:{_PART}[ ,/-]*(?:of )?|{_DAY}|\d{{1,2}}[/.-](?:\d{{1,2}}[/.-])?)?(?:{_WORD})?"
    rf"(?P<first>{_YEAR})(?:-\d\d-\d\d|(?: ?[-/] ?| to |{spelled('ដល់')})(?P<last>{_YEAR}|\d\d)(?!\d))?"
    r"(?:[ /-]?(?:q[1-4]|[hs][12])(?![a-z0-9]))?"
    r"|(?:sy|fy|ay|(?:school|fiscal|academic) year)[.:]? ?(?P<short>\d\d)/(?P<shorter>\d\d)(?!\d))"
)
_SINCE = re.compile(rf"(?:(?<![a-z])since(?: the)?|{spelled('ចាប់តាំងពី|តាំងពី|ចាប់ពី')}) ?\Z")
#: Words after a year that is not counted with them: "2024 figures".
_DATED = re.compile(r" ?(?:figures?|data|values?|results?|numbers?|surveys?|reports?|statistics|estimates?)(?![a-z])")
_MONTHS = 12


def find_other_period(text: str, masked: str, year: int) -> tuple[int, int] | None:
    """The place of the first period in a plain text that this year does not belong to; None where there is none.

    Args:
        masked: the same text in which the figures of dates are masked; "2026 schools" counts schools.
    """
    return next((span for span, first, last in _periods(text, masked) if not first <= year <= last), None)


def _periods(text: str, masked: str) -> Iterator[tuple[tuple[int, int], int, int]]:
    """The place of each period, with its first and its last year."""
    for found in _NAMED.finditer(text):
        is_time = masked[found.end() - 1] in (MASK, OPEN_MASK) or _DATED.match(text, found.end())
        if not is_time or _SINCE.search(text[: found.start()]):
            continue
        if found["short"]:
            yield found.span(), 2000 + int(found["short"]), 2000 + int(found["shorter"])
        else:
            yield found.span(), int(found["first"]), _last_year(int(found["first"]), found["last"])


def _last_year(first: int, written: str | None) -> int:
    """The second year of "2024/25" or "2021-2025"; the first one for the month of "2025-12"."""
    if written is None:
        return first
    last = int(written) if len(written) > 2 else first - first % 100 + int(written)
    is_month = len(written) == 2 and int(written) <= _MONTHS and last != first + 1
    return first if is_month or last < first else last
