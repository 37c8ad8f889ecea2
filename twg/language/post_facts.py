"""What a text that is shared tells of: when, where, with or from whom, how much; and its theme (S1).

A label with a colon says which of these it is, "partner: ADB", «ទីកន្លែង៖ បាត់ដំបង»; without one only what is certain is
taken.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from storage.core.spelling import fold
from twg.language.document_facts import mentions
from twg.language.meeting_places import is_known_place, is_place
from twg.language.periods import MONTHS, Period, read_period
from twg.language.presenters import KNOWN_BODIES

#: In characters, as long as they are stored.
LONGEST_PLACE, LONGEST_PARTY, LONGEST_AMOUNT, LONGEST_THEME = 200, 200, 100, 100


@dataclass(frozen=True)
class Facts:
    """What a text says; None and empty where it says nothing of it."""

    period: Period | None = None
    place: str = ""
    party: str = ""
    amount: str = ""
    theme: str = ""


_MONTH = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_DAY, _YEAR = r"(?:ទី\s*)?\d{1,2}(?:st|nd|rd|th)?", r"\d{4}"
_TO = r"\s*(?:-|–|—|to|until|till|and|ដល់)\s*(?:ថ្ងៃ\s*)?"


def _month(name: str) -> str:
    """A month; Khmer writes «ខែ» before it."""
    return rf"\s*(?:of\s+|ខែ\s*)?(?P<{name}>{_MONTH})\.?"


def _year(name: str) -> str:
    """A year where there is one; Khmer writes «ឆ្នាំ» before it."""
    return rf"(?:\s*,?\s*(?:ឆ្នាំ\s*)?(?P<{name}>{_YEAR}))?"


_BEGIN, _END = r"(?<![\w/.:-])", r"(?![\w/:])"
#: Stretches of days, the longest forms first: "3-14 December", "28 Nov to 3 Dec 2026", "Jan–Mar 2027", one day.
_FORMS = tuple(
    re.compile(_BEGIN + form + _END, re.IGNORECASE)
    for form in (
        rf"(?P<d1>{_DAY}){_month('m1')}{_year('y1')}{_TO}(?P<d2>{_DAY}){_month('m2')}{_year('y2')}",
        rf"(?P<d1>{_DAY}){_TO}(?P<d2>{_DAY}){_month('m2')}{_year('y2')}",
        rf"(?P<m1>{_MONTH})\.?{_year('y1')}{_TO}(?:ខែ\s*)?(?P<m2>{_MONTH})\.?{_year('y2')}",
        r"(?P<d1>\d{1,2})/(?P<n1>\d{1,2})/(?P<y1>\d{4})" + _TO + r"(?P<d2>\d{1,2})/(?P<n2>\d{1,2})/(?P<y2>\d{4})",
        rf"(?P<d2>{_DAY}){_month('m2')}{_year('y2')}",
        r"(?P<d2>\d{1,2})/(?P<n2>\d{1,2})/(?P<y2>\d{4})",
    )
)
#: Before a last day for something: not when the thing itself is.
_DEADLINE = re.compile(
    r"(?:\bby|\buntil|\btill|\bbefore|\bno later than|\bdated|\bof|ត្រឹម|មុន)\s*(?:ថ្ងៃ\s*)?$", re.IGNORECASE
)


def read_days(text: str, *, today: date) -> Period | None:
    """The days that a text names, and nothing else: "3-14 December", "Q1 2027", "March", "20/11/2026", «ខែធ្នូ ២០២៦».

    A day or a month without its year is that nearest to today: what is told of may be past, or still to come.
    """
    words = fold(text).strip(" .,;()[]")
    words = re.sub(r"^(?:from|on|in|since|during|ពី|នៅ)\s*(?:ថ្ងៃ\s*)?", "", words).removeprefix("ថ្ងៃ").strip()
    for form in _FORMS:
        if (found := form.fullmatch(words)) is not None and (period := _period_of(found, today)) is not None:
            return period
    if (named := _years(words) or read_period(words)) is not None:
        return named
    years = sorted((today.year - 1, today.year, today.year + 1), key=lambda year: abs(year - today.year))
    named_too = [read_period(f"{words} {year}") for year in years]
    # Words that say nothing beside a year, "for", name no days.
    nearest = [period for period in named_too if period is not None and not _is_year(period)]
    return min(nearest, key=lambda period: _distance(period.first, today), default=None)


def _years(words: str) -> Period | None:
    """The years of "2027-2029"; no school year is meant by "2027-2028"."""
    found = re.fullmatch(rf"(?P<first>{_YEAR}){_TO}(?P<last>{_YEAR})", words)
    if found is None or not 1990 <= int(found["first"]) <= int(found["last"]) <= 2100:
        return None
    return Period(date(int(found["first"]), 1, 1), date(int(found["last"]), 12, 31))


def _is_year(period: Period) -> bool:
    return (period.first.month, period.first.day, period.last.month, period.last.day) == (1, 1, 12, 31)


def _distance(day: date, today: date) -> int:
    return abs((day - today).days)


def _period_of(found: re.Match[str], today: date) -> Period | None:
    """The days of a match of one of `_FORMS`; None where there are no such days."""
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
    month = MONTHS[fold(name)] if name else int(parts.get(f"n{number}") or parts[f"n{other}"])
    year = int(parts.get(f"y{number}") or year)
    if f"d{number}" in parts:
        return date(year, month, int(re.sub(r"\D", "", parts[f"d{number}"])))
    whole = read_period(f"{name} {year}")
    if whole is None:
        raise ValueError(name)
    return whole.last if last else whole.first


_FIGURE = r"\d[\d.,]*(?:\s?(?:m|mn|mio|million|bn|billion|thousand|k|លាន|ម៉ឺន|ពាន់លាន|ពាន់)(?![a-z]))?"
_CURRENCY = r"USD|US\$|EUR|KHR|JPY|AUD|CNY|RMB|GBP|KRW|\$|€|£|¥|៛"
_AMOUNT = re.compile(
    rf"(?:{_CURRENCY})\s?{_FIGURE}"
    rf"|{_FIGURE}\s?(?:{_CURRENCY}|(?:US )?dollars?|euros?|riels?|yen|yuan|ដុល្លារ(?:អាមេរិក)?|រៀល|អឺរ៉ូ|យ៉េន|យ័ន)",
    re.IGNORECASE,
)
_LABELS = {
    "period": r"dates?|when|period|កាលបរិច្ឆេទ|រយៈពេល",
    "place": r"places?|where|location|venue|area|province|ទីកន្លែង|កន្លែង|ខេត្ត",
    "party": (
        r"partners?|donors?|funded by|supported by|with|sources?|issued by|organi[sz]ed by|by whom"
        r"|ដៃគូ|ម្ចាស់ជំនួយ|ប្រភព|ជាមួយ"
    ),
    "amount": r"amount|budget|funding|cost|ទឹកប្រាក់|ថវិកា",
    "theme": r"themes?|topics?|ប្រធានបទ",
}
_LABEL = "|".join(f"(?P<{name}>{words})" for name, words in _LABELS.items())
_LABELLED = re.compile(rf"(?:^|(?<=[\n;|។.]))\s*(?:{_LABEL})\s*[:=៖]\s*(?P<value>[^\n;|។]+)", re.IGNORECASE)
_IN = re.compile(r"\b(?:in|at)\s+(?:the\s+)?|នៅ\s*", re.IGNORECASE)
_WITH = re.compile(
    rf"\b(?:with|by|from|funded by|supported by)\s+"
    rf"(?P<body>(?:{KNOWN_BODIES})(?:(?:,\s*|\s+and\s+|\s*/\s*)(?:{KNOWN_BODIES}))*)(?![\w-])"
)
#: Longest name of a place, in words.
_MOST_WORDS = 3


def find_facts(text: str, themes: Sequence[str] = (), *, today: date) -> Facts:
    """What a text says for certain of what it tells of.

    Args:
        themes: those that the TWG knows, which the text may mention.
    """
    labelled = dict(_labelled(text))
    found = _WITH.search(text)
    period = read_days(labelled["period"], today=today) if "period" in labelled else None
    amounts = [match[0].strip().rstrip(".,") for match in _AMOUNT.finditer(text)]
    theme = labelled.get("theme") or next((each for each in themes if mentions(text, each)), "")
    return Facts(
        period or _only_period(text, today),
        (labelled.get("place") or _known_place(text))[:LONGEST_PLACE],
        (labelled.get("party") or ("" if found is None else found["body"]))[:LONGEST_PARTY],
        (labelled.get("amount") or (amounts[0] if len(set(amounts)) == 1 else ""))[:LONGEST_AMOUNT],
        theme[:LONGEST_THEME],
    )


def _labelled(text: str) -> Iterator[tuple[str, str]]:
    """Each fact that a text labels, with its value."""
    for found in _LABELLED.finditer(text):
        yield next(name for name in _LABELS if found[name]), found["value"].strip().rstrip(".,")


def _only_period(text: str, today: date) -> Period | None:
    """The days that a text names anywhere, besides last days for something; None where it names none, or several."""
    words, taken, found = fold(text), [False] * len(fold(text)), set()
    for form in _FORMS:
        for match in form.finditer(words):
            if any(taken[match.start() : match.end()]):
                continue
            taken[match.start() : match.end()] = [True] * (match.end() - match.start())
            if _DEADLINE.search(words[: match.start()]) is None and (period := _period_of(match, today)) is not None:
                found.add(period)
    return found.pop() if len(found) == 1 else None


def _known_place(text: str) -> str:
    """The town or province that a text names behind "in" or "at"; empty without one."""
    for before in _IN.finditer(text):
        words = re.split(r"\s+", text[before.end() :][:100].strip())[:_MOST_WORDS]
        for count in range(len(words), 0, -1):
            name = " ".join(words[:count]).rstrip(".,;:!?។)")
            if is_known_place(name):
                return name
    return ""


_PARTS = re.compile(r"\s*[;,\n]\s*")
_WITH_WHOM = re.compile(r"(?:with|by|from|ជាមួយ|ដោយ|ពី)\s+", re.IGNORECASE)
_WHERE = re.compile(r"(?:(?:in|at)\s+|នៅ\s*)(?:the\s+)?", re.IGNORECASE)


def read_answer(text: str, *, rest_is_place: bool, today: date) -> Facts:
    """What an answer to the question for these facts says: "3-14 December, Battambang", "ADB; USD 30 m; 2027".

    Args:
        rest_is_place: whether what is neither days nor an amount says where; else it says with or from whom.
    """
    if (whole := read_days(text, today=today)) is not None:
        return Facts(whole)
    period, amount, places, parties = None, "", [], []
    for part in filter(None, _split(text)):
        if period is None and (read := read_days(part, today=today)) is not None:
            period = read
        elif not amount and _AMOUNT.fullmatch(part.strip(" .")):
            amount = part.strip(" .")
        elif with_whom := _WITH_WHOM.match(part):
            parties.append(part[with_whom.end() :])
        elif where := _WHERE.match(part):
            places.append(part[where.end() :])
        elif rest_is_place or is_place(part):
            places.append(part)
        else:
            parties.append(part)
    return Facts(period, ", ".join(places)[:LONGEST_PLACE], ", ".join(parties)[:LONGEST_PARTY], amount[:LONGEST_AMOUNT])


def _kept(comma: re.Match[str]) -> str:
    return f"{comma['month'] or ''}\0"


def _split(text: str) -> list[str]:
    """The parts of an answer; a comma within a date or a figure, "3 December, 2026", "3,863,635", divides nothing."""
    joined = re.sub(rf"(?<=\d),(?=\d{{3}})|(?P<month>{_MONTH}),(?=\s\d{{4}})", _kept, text, flags=re.IGNORECASE)
    return [part.replace("\0", ",").strip() for part in _PARTS.split(joined)]
