"""A period beside other words: in a line or a cell, or in a text on a value, "58% (Q3 2026)", "as of 30 June" (J1, J3).

Beside a value, a period without its year is the latest one that has begun: a report is never about what is to come.
"""

import re
from datetime import date

from storage.core.spelling import fold, to_digits
from twg.language.periods import DAYS, MONTH, NAMES, complete_period, kept_name, read_past, read_period
from twg.language.plain import Plain, plain, spelled


def split_period(text: str) -> tuple[str, str]:
    """The rest of a text and the period that stands at its end or its beginning, both as typed; "" without one.

    "65 % (Dec 2009)", "2026: 70", "Draft report, end Sept 2010", "65 % by 2027". A text that is a period alone has no
    rest, unless it is a bare year, which may be a value.
    """
    text = " ".join(text.split())
    whole = read_period(text)
    if whole is not None and not _YEAR_ALONE.fullmatch(fold(text)):
        return "", kept_name(text, whole)
    for pattern in _SPLITS:
        found = pattern.fullmatch(text)
        if found is None or not found["rest"].strip(" ,;:="):
            continue
        period = found["period"].strip(" .")
        read = read_period(period)
        if read is not None:
            return found["rest"].strip(" ,;:=–—"), kept_name(period, read)
    return text, ""


def take_period(text: str, *, today: date) -> tuple[str, str]:
    """The period that a text on a value names, with its year, and the rest of the text as typed.

    One that does not exist, "Q5 2026", "31 Nov 2026", is given as typed: of which period the value is has to be asked.

    Returns: "" and the whole text where no period is named, or several.
    """
    spelt = plain(text)
    found = _find_none_such(spelt, _NONE_SUCH)
    taken = [False] * len(spelt.text)
    for pattern in () if found else _PATTERNS:
        for match in pattern.finditer(spelt.text):
            if any(taken[match.start() : match.end()]):
                continue
            period = complete_period(spelt.as_typed(*match.span("core")), today=today)
            if period:
                found.setdefault(period, match.span())
                taken[match.start() : match.end()] = [True] * (match.end() - match.start())
    if not found:
        found = _find_none_such(spelt, _DATED)
    if len(found) != 1:
        return "", text
    [(period, span)] = found.items()
    rest = _without(spelt, *span)
    is_left = re.search(r"[\d០-៩]", rest) is not None and _YEAR_LEFT.search(to_digits(rest)) is None
    return (period, rest) if is_left else ("", text)


def _find_none_such(spelt: Plain, pattern: re.Pattern[str]) -> dict[str, tuple[int, int]]:
    """What is written like a period and is none, as typed, with its place."""
    found = ((spelt.as_typed(*match.span("core")).strip(), match.span()) for match in pattern.finditer(spelt.text))
    return {core: span for core, span in found if read_period(core) is None}


def find_past_day(text: str, *, today: date) -> date | None:
    """The last day, today or before, of the day or the month that a text names anywhere; None where it names none."""
    spelt = plain(text)
    for pattern in _PAST:
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
_LEAD = (
    r"(?:as of|as at|as on|by|on|in|for|from|during|covering|at|until|at the end of|end of|end|"
    + "|".join(map(spelled, ("គិតត្រឹម", "គិតដល់", "ត្រឹម", "សម្រាប់", "នៅ", "ក្នុង", "ពី", "ដល់")))
    + rf")(?: the period(?: of| from)?| the end of| the| end of| end| ?{spelled('ចុង')})?"
)
_ANY = "(?:" + "|".join(name.within for name in NAMES if not name.alone) + ")"
#: A name with its year, which is a period wherever it stands, and one without it, which is one behind the figure.
_SURE = "(?:" + "|".join(name.with_year for name in NAMES if name.sure) + ")"
_BEHIND = "(?:" + "|".join(name.within for name in NAMES if name.sure) + ")"
#: A year in the rest: the text is about two times.
_YEAR_LEFT = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?!\d|[.,]\d| ?%)")
_PAST = (re.compile("|".join(name.within for name in DAYS)), re.compile(rf"(?<![a-z]){MONTH.within}"))
_EDGE = r"(?<![a-z0-9])"
_IN_YEAR = rf"(?:[ ,/-]*(?:of )?(?:(?:year|{spelled('ឆ្នាំ')}) ?)?(?:19|20)\d\d(?![\d.,]\d))"
_TOO_MANY = r"(?:0|1[3-9]|[2-9]\d)"
#: A fifth quarter, a third half of a year, a thirteenth month.
_NONE_SUCH = re.compile(
    rf"[(\[]?(?:{_EDGE}{_LEAD} ?)?(?<![a-z0-9.,])(?P<core>"
    rf"(?:q|(?<!this )(?<!last )(?<!each )quarter) ?(?:[05-9]{_IN_YEAR}?|\d\d{_IN_YEAR})(?![\d%]|[.,]\d)"
    rf"|(?:19|20)\d\d[ /-]*q ?(?:[05-9]|\d\d)(?![\d%])|(?:[05-9]|\d\d)(?:st|nd|rd|th) quarter{_IN_YEAR}?"
    rf"|(?:[hs]|half|semester) ?[03-9]{_IN_YEAR}|[03-9](?:rd|th) (?:half|semester){_IN_YEAR}?"
    rf"|{spelled('ត្រីមាស')} ?(?:{spelled('ទី')})? ?(?:[05-9]|\d\d){_IN_YEAR}?(?![\d%])"
    rf"|{spelled('ឆមាស')} ?(?:{spelled('ទី')})? ?[03-9]{_IN_YEAR}?(?![\d%])"
    rf"|(?:month|{spelled('ខែ(?:ទី)?')}) ?{_TOO_MANY}{_IN_YEAR}|(?<![\d/]){_TOO_MANY}/(?:19|20)\d\d"
    rf"|\d{{1,2}}/{_TOO_MANY}/(?:19|20)\d\d)(?![a-z0-9])[)\]]?"
)
#: A day with its year: 31 November is none.
_DATED = re.compile(
    rf"[(\[]?(?:{_EDGE}{_LEAD} ?)?(?<![a-z0-9.,/])(?P<core>{'|'.join(name.with_year for name in DAYS)})(?!\d)[)\]]?"
)
#: Where a period stands, the surest place first: in brackets, behind a word that leads to it, before a colon, last.
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"[(\[] ?(?:{_LEAD} ?)?(?P<core>{_ANY}) ?[)\]]",
        rf"{_EDGE}{_LEAD} ?(?P<core>{_ANY})(?![\d%])",
        rf"{_EDGE}(?P<core>{_SURE})",
        rf"\A\s*(?P<core>{_ANY})(?= ?[:=,]| - )",
        rf"[,;] ?(?P<core>{_ANY})(?= ?\Z)",
        rf"(?<=[%\s])(?P<core>{_BEHIND})(?= ?\Z)",
        rf"(?:(?<=%)|(?<=percent)|(?<={spelled('ភាគរយ')})) ?(?P<core>{MONTH.within})(?= ?\Z)",
    )
)
