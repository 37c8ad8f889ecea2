"""The days that what is shared tells of: "3-14 December", "2026-12-03 to 2026-12-14", "next week" (S1)."""

import re
from datetime import date, timedelta
from itertools import product

from storage.core.spelling import fold
from twg.language.longer import shift_day
from twg.language.moments import read_moment
from twg.language.periods import MONTHS, Period, read_period

MONTH = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
#: A year is not any four figures: "7 Dec 0830" names a time.
DAY, _YEAR = r"(?:(?:ទី|\bti\b)\s*)?\d{1,2}(?:st|nd|rd|th)?", r"(?:19|20)\d{2}"
TO = r"\s*(?:-|–|—|to|until|till|and|dol|ដល់)\s*(?:ថ្ងៃ\s*|thngai\s*)?"


def _month(name: str) -> str:
    """A month; Khmer writes «ខែ» before it, and may give its number then: «ខែ១២», "khae 12"."""
    return rf"\s*(?:(?:of\s+|ខែ\s*)?(?={MONTH})|(?:ខែ|\bkhae|\bkhe)\s*(?=\d))(?P<{name}>{MONTH}|\d{{1,2}})\.?"


def _year(name: str) -> str:
    """A year where there is one; Khmer writes «ឆ្នាំ» before it."""
    return rf"(?:\s*,?\s*(?:ឆ្នាំ\s*)?(?P<{name}>{_YEAR}))?"


def _figures(number: str) -> str:
    """A day in figures, "3/12/2026", "03.12.2026"."""
    return rf"(?P<d{number}>\d{{1,2}})[/.](?P<n{number}>\d{{1,2}})[/.](?P<y{number}>{_YEAR})"


def _iso(number: str) -> str:
    """A day as computers write it, "2026-12-03"."""
    return rf"(?P<y{number}>{_YEAR})-(?P<n{number}>\d{{1,2}})-(?P<d{number}>\d{{1,2}})"


_BEGIN, _END = r"(?<![\w/.:-])", r"(?![\w/:])"
#: Stretches of days, the longest forms first: "3-14 December", "28 Nov to 3 Dec 2026", "Jan–Mar 2027", one day.
FORMS = tuple(
    re.compile(_BEGIN + form + _END, re.IGNORECASE)
    for form in (
        rf"(?P<d1>{DAY}){_month('m1')}{_year('y1')}{TO}(?P<d2>{DAY}){_month('m2')}{_year('y2')}",
        rf"(?P<d1>{DAY})(?:\s*,\s*{DAY})*{TO}(?P<d2>{DAY}){_month('m2')}{_year('y2')}",
        rf"(?P<m1>{MONTH})\.?{_year('y1')}{TO}(?:ខែ\s*)?(?P<m2>{MONTH})\.?{_year('y2')}",
        _figures("1") + TO + _figures("2"),
        r"(?P<d1>\d{1,2})" + TO + _figures("2"),
        _iso("1") + rf"(?:{TO}|\s*/\s*)" + _iso("2"),
        rf"(?P<d2>{DAY}){_month('m2')}{_year('y2')}",
        _figures("2"),
        _iso("2"),
    )
)
#: The month before the day, which may be something else within a text: "in March 20 midwives".
_MONTH_FIRST = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"(?P<m1>{MONTH})\.?\s*(?P<d1>{DAY}){_year('y1')}{TO}(?P<m2>{MONTH})\.?\s*(?P<d2>{DAY}){_year('y2')}",
        rf"(?P<m2>{MONTH})\.?\s*(?P<d1>{DAY}){TO}(?P<d2>{DAY}){_year('y2')}",
        rf"(?P<m2>{MONTH})\.?\s*(?P<d2>{DAY}){_year('y2')}",
    )
)
#: The last, this or the next week, month, quarter or year.
_UNITS = {
    "week": r"week|សប្តាហ៍|អាទិត្យ|s?ap ?da|athit|atit",
    "month": r"month|ខែ|khae|khe",
    "quarter": r"quarter|ត្រីមាស|trey ?meas",
    "year": r"year|ឆ្នាំ|chhnam|chnam",
}
_ASIDES = {
    -1: r"last|past|previous|មុន|កន្លងទៅ|មុននេះ|mun",
    0: r"this|current|នេះ|nis|nih",
    1: r"next|coming|following|ក្រោយ|មុខ|ខាងមុខ|kraoy|kroy|krauy|muk",
}


def read_days(text: str, *, today: date) -> Period | None:
    """The days that a text names, and nothing else: "3-14 December", "Q1 2027", "March", "20/11/2026", «ខែធ្នូ ២០២៦».

    A day or a month without its year is that nearest to today: what is told of may be past, or still to come.
    """
    words = _bare(text)
    for form in (*FORMS, *_MONTH_FIRST):
        if (found := form.fullmatch(words)) is not None and (period := period_of(found, today)) is not None:
            return period
    if (named := _years(words) or read_period(words) or _beside_today(words, today)) is not None:
        return named
    years = sorted((today.year - 1, today.year, today.year + 1), key=lambda year: abs(year - today.year))
    named_too = [read_period(f"{words} {year}") for year in years]
    # Words that say nothing beside a year, "for", name no days.
    nearest = [period for period in named_too if period is not None and not _is_year(period)]
    return min(nearest, key=lambda period: _distance(period.first, today), default=None)


def is_like_days(text: str) -> bool:
    """Whether words are written like days, though there may be none of that name: "Feb 30", "31/02/2027"."""
    return any(form.fullmatch(_bare(text)) for form in (*FORMS, *_MONTH_FIRST))


def _bare(text: str) -> str:
    words = fold(text).strip(" .,;()[]")
    return re.sub(r"^(?:from|on|in|since|during|ពី|នៅ)\s*(?:ថ្ងៃ\s*)?", "", words).removeprefix("ថ្ងៃ").strip()


def _beside_today(words: str, today: date) -> Period | None:
    """The days that are named from today on: "next week", "last month", "yesterday", «ខែក្រោយ», "Monday to Friday"."""
    for aside, (unit, is_named) in product(_ASIDES, _UNIT_FORMS.items()):
        if is_named[aside].fullmatch(words):
            return _unit(unit, aside, today)
    ends = _BETWEEN.split(words)
    if len(ends) > 2 or (first := _certain_day(ends[0], today)) is None:
        return None
    last = _certain_day(ends[-1], today)
    if last is not None and last < first:  # "Monday to Friday": the Friday after that Monday
        last = _certain_day(ends[-1], first)
    return None if last is None or last < first else Period(first, last)


def _certain_day(words: str, today: date) -> date | None:
    moment = read_moment(words, today=today)
    return moment.days[0] if moment.day_certain and not moment.times else None


_BETWEEN = re.compile(r"\s+(?:to|until|till|and)\s+|\s*[-–—]\s*|\s*ដល់\s*(?:ថ្ងៃ\s*)?")
#: How each unit is named, by how many ahead it is; Khmer says it after the unit.
_UNIT_FORMS = {
    unit: {
        aside: re.compile(rf"(?:the )?(?:{before}) (?:{words})|(?:{words}) ?(?:{before})")
        for aside, before in ((aside, fold(named)) for aside, named in _ASIDES.items())
    }
    for unit, words in ((unit, fold(named)) for unit, named in _UNITS.items())
}


def _unit(unit: str, aside: int, today: date) -> Period:
    """A whole unit so many ahead; a week ends on its Friday."""
    if unit == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=aside)
        return Period(monday, monday + timedelta(days=4))
    months = {"month": 1, "quarter": 3, "year": 12}[unit]
    begun = today.replace(day=1, month=(today.month - 1) // months * months + 1)
    first = shift_day(begun, 0, months * aside)
    return Period(first, shift_day(first, 0, months) - timedelta(days=1))


def find_years(words: str) -> Period | None:
    """The years that a folded text names as a stretch anywhere: "(2027-2031)"; None where it names none, or several."""
    found = {_years_of(match) for match in re.finditer(_BEGIN + _FROM_YEAR_TO_YEAR + _END, words)} - {None}
    return found.pop() if len(found) == 1 else None


#: "2027-2031", «២០២៧ ដល់ ឆ្នាំ២០៣០».
_FROM_YEAR_TO_YEAR = rf"(?P<first>{_YEAR}){TO}(?:ឆ្នាំ\s*)?(?P<last>{_YEAR})"


def _years(words: str) -> Period | None:
    """The years of "2027-2029"; no school year is meant by "2027-2028"."""
    found = re.fullmatch(_FROM_YEAR_TO_YEAR, words)
    return None if found is None else _years_of(found)


def _years_of(found: re.Match[str]) -> Period | None:
    if not 1990 <= int(found["first"]) <= int(found["last"]):
        return None
    return Period(date(int(found["first"]), 1, 1), date(int(found["last"]), 12, 31))


def _is_year(period: Period) -> bool:
    return (period.first.month, period.first.day, period.last.month, period.last.day) == (1, 1, 12, 31)


def _distance(day: date, today: date) -> int:
    return abs((day - today).days)


def period_of(found: re.Match[str], today: date) -> Period | None:
    """The days of a match of one of `FORMS`; None where there are no such days."""
    parts = {name: value for name, value in found.groupdict().items() if value}
    ends = [number for number in "12" if f"d{number}" in parts or f"m{number}" in parts]
    years = {parts.get("y1"), parts.get("y2")} - {None}
    tried = [int(year) for year in years if year is not None] or [today.year - 1, today.year, today.year + 1]
    read: list[Period] = []
    for year in tried[-1:] if years else tried:
        try:
            first, last = _edge(parts, ends[0], year, last=False), _edge(parts, ends[-1], year, last=True)
        except ValueError:  # 31 June
            continue
        if first.month > last.month and first > last and len(years) < 2:  # from December to January
            first = first.replace(year=first.year - 1)
        if first <= last:
            read.append(Period(first, last))
    return min(read, key=lambda period: _distance(period.first, today), default=None)


def _edge(parts: dict[str, str], number: str, year: int, *, last: bool) -> date:
    """The first or the last day of a match. Raises: ValueError."""
    other = "2" if number == "1" else "1"
    name = parts.get(f"m{number}") or parts.get(f"m{other}")
    month = (
        (int(name) if name.isdecimal() else MONTHS[fold(name)])
        if name
        else int(parts.get(f"n{number}") or parts[f"n{other}"])
    )
    year = int(parts.get(f"y{number}") or year)
    if f"d{number}" in parts:
        return date(year, month, int(re.sub(r"\D", "", parts[f"d{number}"])))
    whole = read_period(f"{name} {year}")
    if whole is None:
        raise ValueError(name)
    return whole.last if last else whole.first
