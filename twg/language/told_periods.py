"""Of when a reported value is, as its text says it beside the figure: "58% (Q3 2026)", "as of 30 June" (J3).

A period without its year is the latest one that has begun: a report is never about what is to come.
"""

import re
from datetime import date

from storage.core.spelling import to_digits
from twg.core.refusals import BadInput
from twg.language.plain import Plain, plain, spelled
from twg.language.reporting_periods import MONTHS, Period, read_period


class UnreadablePeriod(BadInput):
    """data: `text`, as typed."""

    key = "indicators#unreadable_period"


class UnreadablePast(BadInput):
    """data: `text`, as typed."""

    key = "indicators#unreadable_past"


def complete_period(text: str, *, today: date) -> str:
    """A period with its year, which is added where the text leaves it out; empty for other words.

    One that has not begun on this local date is none: a value of it cannot be known.
    """
    words = " ".join(text.split()).strip(" .,;()[]")
    for candidate in (words, f"{words} {today.year}", f"{words} {today.year - 1}"):
        read = read_period(candidate)
        if read is not None:
            if read.first <= today:
                return candidate
            if candidate == words:
                return ""
    return ""


def read_past(text: str, *, today: date) -> Period | None:
    """The days that a text names, the latest that have begun; None for other words."""
    completed = complete_period(text, today=today)
    return read_period(completed) if completed else None


def take_period(text: str, *, today: date) -> tuple[str, str]:
    """The period that a text on a value names, with its year, and the rest of the text as typed.

    Returns: "" and the whole text where no period is named, or several.
    """
    spelt = plain(text)
    found: dict[str, tuple[int, int]] = {}
    taken = [False] * len(spelt.text)
    for pattern in _PATTERNS:
        for match in pattern.finditer(spelt.text):
            if any(taken[match.start() : match.end()]):
                continue
            period = complete_period(spelt.as_typed(*match.span("core")), today=today)
            if period:
                found.setdefault(period, match.span())
                taken[match.start() : match.end()] = [True] * (match.end() - match.start())
    if len(found) != 1:
        return "", text
    [(period, span)] = found.items()
    rest = _without(spelt, *span)
    is_left = re.search(r"[\d០-៩]", rest) is not None and _YEAR_LEFT.search(to_digits(rest)) is None
    return (period, rest) if is_left else ("", text)


def find_past_day(text: str, *, today: date) -> date | None:
    """The last day, today or before, of the day or the month that a text names anywhere; None where it names none."""
    spelt = plain(text)
    for pattern in (_DAYS, _MONTHS):
        for match in pattern.finditer(spelt.text):
            read = read_past(spelt.as_typed(*match.span()), today=today)
            if read is not None:
                return min(read.last, today)
    return None


def _without(spelt: Plain, start: int, end: int) -> str:
    """The text as typed without a part, and without the marks that set it apart."""
    before, after = spelt.as_typed(0, start), spelt.as_typed(end, len(spelt.text))
    if not before.strip():
        return after.lstrip(" \t:៖=,;–—-").strip()
    joined = f"{before.rstrip(' ,;')}{'' if after[:1] in ',.;:)' else ' '}{after.lstrip()}"
    return joined.strip(" ,;\n")


_NAMES = "|".join(sorted({re.escape(spelled(name)) for name in MONTHS if not name.isdecimal()}, key=len, reverse=True))
_YEAR = rf"(?:[ ,/-]*(?:of )?(?:{spelled('ឆ្នាំ')})? ?\d{{4}})"
_TH = rf"(?:{spelled('ទី')})? ?"
_NTH = "first|second|third|fourth|1st|2nd|3rd|4th"
_SCHOOL = rf"(?:sy\.? ?|school year ?|academic year ?|{spelled('ឆ្នាំសិក្សា')} ?)\d{{4}} ?[/-] ?(?:\d{{4}}|\d{{2}})(?!\d)"
_QUARTER = rf"(?:q ?[1-4]|(?:{_NTH}) quarter|{spelled('ត្រីមាស')} ?{_TH}[1-4])"
_HALF = rf"(?:[hs] ?[12](?!\d)|(?:{_NTH}) (?:half|semester)|{spelled('ឆមាស')} ?{_TH}[12])"
_DAY = rf"(?:{spelled('ថ្ងៃ')})? ?{_TH}\d{{1,2}}(?:st|nd|rd|th)? ?(?:{spelled('ខែ')})? ?(?:{_NAMES})(?![a-z])\.?"
_MONTH = rf"(?:{spelled('ខែ')})? ?(?:{_NAMES})(?![a-z])\.?"
_FIGURES = r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}-\d{2}-\d{2}"
_LEAD = (
    r"(?:as of|as at|as on|by|on|in|for|during|at|until|at the end of|end of|end|"
    + "|".join(map(spelled, ("គិតត្រឹម", "ត្រឹម", "សម្រាប់", "នៅ", "ក្នុង", "គិតដល់")))
    + ")(?: the| the end of| end of| end)?"
)
_ANY = rf"(?:{_SCHOOL}|{_QUARTER}{_YEAR}?|\d{{4}} ?-?q[1-4]|{_HALF}{_YEAR}?|{_FIGURES}|{_DAY}{_YEAR}?|{_MONTH}{_YEAR}?"
_ANY += rf"|\d{{4}} ?/ ?\d{{2,4}}(?!\d)|(?:{spelled('ឆ្នាំ')} ?)?(?:19|20)\d{{2}}(?!\d|[.,-]\d))"
#: A name with its year, which is a period wherever it stands.
_SURE = rf"(?:{_SCHOOL}|{_QUARTER}{_YEAR}|\d{{4}} ?-?q[1-4](?!\d)|(?:{_NTH}) (?:half|semester){_YEAR}"
_SURE += rf"|{spelled('ឆមាស')} ?{_TH}[12]{_YEAR})"
#: A year in the rest: the text is about two times.
_YEAR_LEFT = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?!\d|[.,]\d| ?%)")
_DAYS, _MONTHS = re.compile(rf"{_FIGURES}|{_DAY}{_YEAR}?"), re.compile(rf"(?<![a-z]){_MONTH}{_YEAR}?")
_EDGE = r"(?<![a-z0-9])"
#: Where a period stands, the surest place first: in brackets, after a word that leads to it, before a colon.
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"[(\[] ?(?:{_LEAD} ?)?(?P<core>{_ANY}) ?[)\]]",
        rf"{_EDGE}{_LEAD} ?(?P<core>{_ANY})(?![\d%])",
        rf"\A\s*(?P<core>{_ANY})(?= ?[:=៖–—,])",
        rf"[,;] ?(?P<core>{_ANY})(?= ?\Z)",
        rf"{_EDGE}(?P<core>{_SURE})",
    )
)
