"""Reading the span of days that an export is for: "2026", "Q3 2026", "last year", "1/1/2026 - 30/6/2026" (R4)."""

import re
from datetime import date

from storage.core.spelling import fold
from twg.core.refusals import BadInput
from twg.language.due_periods import Period, read_period
from twg.language.longer import shift_day

_DAY = r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})"
#: Two days, the first of them first.
_DAYS = re.compile(rf"(?:from |ពី ?)?{_DAY} ?(?:-|–|to|until|ដល់) ?{_DAY}")
_LAST = re.compile(r"(?:last|previous|past) (year|quarter|month)|(ឆ្នាំ|ត្រីមាស|ខែ)(?:មុន|កន្លងទៅ)")
#: Months of what may be the last one.
_MONTHS = {"year": 12, "quarter": 3, "month": 1, "ឆ្នាំ": 12, "ត្រីមាស": 3, "ខែ": 1}
_YEAR = re.compile(r"\d{4}")
#: A span that is counted from today, and not named.
_FROM_NOW = re.compile(r"this|next|coming|នេះ|ក្រោយ|បន្ទាប់")
_FIRST_YEAR, _LAST_YEAR = 1990, 2100


class UnreadableSpan(BadInput):
    """What was typed names no year, part of a year, or two days with the first of them first. data: `text`."""

    key = "export#unreadable_period"


def read_span(text: str, *, today: date) -> Period:
    """The span that a text names; a quarter or a month without its year is the last that has begun.

    Args:
        today: local date.
    Raises: UnreadableSpan.
    """
    folded = fold(text)
    found = _between(folded) or _last(folded, today) or read_period(text, today=today)
    if found is not None and found.first > today and not (_YEAR.search(folded) or _FROM_NOW.search(folded)):
        found = _last_begun(text, today)
    if found is None or not _FIRST_YEAR <= found.first.year <= _LAST_YEAR:
        raise UnreadableSpan(text=text)
    return found


def _between(folded: str) -> Period | None:
    """ "1/1/2026 - 30/6/2026"."""
    named = _DAYS.fullmatch(folded)
    if named is None:
        return None
    try:
        first, last = (date(*(int(part) for part in reversed(named.groups()[at : at + 3]))) for at in (0, 3))
    except ValueError:
        return None
    return Period(first, last, folded) if first <= last else None


def _last(folded: str, today: date) -> Period | None:
    """ "Last year", «ត្រីមាសមុន»: the one that was over most recently."""
    named = _LAST.fullmatch(folded)
    if named is None:
        return None
    months = _MONTHS[named[1] or named[2]]
    begun = date(today.year, (today.month - 1) // months * months + 1, 1)
    first = shift_day(begun, 0, -months)
    return Period(first, date.fromordinal(begun.toordinal() - 1), folded)


def _last_begun(text: str, today: date) -> Period | None:
    """The newest quarter, half or month of this name that has begun."""
    for year in (today.year, today.year - 1):
        found = read_period(text, today=date(year, 1, 1))
        if found is not None and found.first <= today:
            return found
    return None
