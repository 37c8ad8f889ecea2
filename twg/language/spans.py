"""Reading the span of days that an export is for: "2026", "Q3", "last year", "January to June", "since 2025" (R4)."""

import re
from datetime import date, timedelta

from storage.core.spelling import fold
from twg.core.refusals import BadInput
from twg.language.due_periods import Period, read_period
from twg.language.longer import shift_day
from twg.language.post_days import read_days

#: What stands between the ends of a span.
_TO = re.compile(r"\s*(?:-|–|\.\.|(?<!\w)(?:to|until|till|and)(?!\w)|រហូតដល់|ដល់)\s*")
_SINCE = re.compile(r"(?:from|since|between|starting(?: from| in)?|ចាប់ពី|ចាប់តាំងពី|ពី) ?(.+)")
_UNTIL = re.compile(r"(?:until|till|up to|to|រហូតដល់|ដល់) ?(.+)")
_LAST = re.compile(r"(?:last|previous|past) (year|quarter|month)|(ឆ្នាំ|ត្រីមាស|ខែ)(?:មុន|កន្លងទៅ)")
#: Months of what may be the last one.
_MONTHS = {"year": 12, "quarter": 3, "month": 1, "ឆ្នាំ": 12, "ត្រីមាស": 3, "ខែ": 1}
_WEEK = re.compile(r"(?:last|previous|past) week|សប្[តដ]ាហ៍(?:មុន|កន្លងទៅ)")
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
    folded = " ".join(fold(text).split()).strip(" .,;!។")
    found = _between(folded, today) or _with_one_end(folded, today) or _named(folded, today)
    if found is None or not _FIRST_YEAR <= found.first.year <= found.last.year <= _LAST_YEAR:
        raise UnreadableSpan(text=text)
    return found


def _between(folded: str, today: date) -> Period | None:
    """ "1/1/2026 - 30/6/2026", "from January to June 2026", "Q1-Q3 2026": a year at the end is that of both."""
    since = _SINCE.fullmatch(folded)
    folded = folded if since is None else since[1]
    for mark in _TO.finditer(folded):
        begin, end = folded[: mark.start()], folded[mark.end() :]
        if not begin or not end:
            continue
        year = _YEAR.search(end)
        if year is not None and not _YEAR.search(begin):
            begin = f"{begin} {year[0]}"
        first, last = _named(begin, today), _named(end, today)
        if first is not None and last is not None and first.first <= last.last:
            return Period(first.first, last.last, folded)
    return None


def _with_one_end(folded: str, today: date) -> Period | None:
    """ "Since 2025": until the end of this year; "until June 2026": from the beginning of all."""
    since, until = _SINCE.fullmatch(folded), _UNTIL.fullmatch(folded)
    if since is not None and (found := _named(since[1], today)) is not None:
        return Period(found.first, max(found.last, date(today.year, 12, 31)), folded)
    if until is not None and (found := _named(until[1], today)) is not None:
        return Period(date(_FIRST_YEAR, 1, 1), found.last, folded)
    return None


def _named(folded: str, today: date) -> Period | None:
    """A span with one name: "2026", "last year", "Q3", "3-14 December", "1 September 2026"."""
    found = _last(folded, today) or read_period(folded, today=today)
    if found is None and len(_YEAR.findall(folded)) < 2:  # two that are reversed are no span
        days = read_days(folded, today=today)
        found = None if days is None else Period(days.first, days.last, folded)
    if found is not None and found.first > today and not (_YEAR.search(folded) or _FROM_NOW.search(folded)):
        return _last_begun(folded, today)
    return found


def _last(folded: str, today: date) -> Period | None:
    """ "Last year", «ត្រីមាសមុន»: the one that was over most recently."""
    if _WEEK.fullmatch(folded):
        monday = today - timedelta(days=today.weekday() + 7)
        return Period(monday, monday + timedelta(days=6), folded)
    named = _LAST.fullmatch(folded)
    if named is None:
        return None
    months = _MONTHS[named[1] or named[2]]
    begun = date(today.year, (today.month - 1) // months * months + 1, 1)
    first = shift_day(begun, 0, -months)
    return Period(first, date.fromordinal(begun.toordinal() - 1), folded)


def _last_begun(folded: str, today: date) -> Period | None:
    """The newest quarter, half, month or days of this name that have begun."""
    for year in (today.year, today.year - 1):
        found = read_period(folded, today=date(year, 1, 1)) or read_days(f"{folded} {year}", today=today)
        if found is not None and found.first <= today:
            return Period(found.first, found.last, folded)
    return None
