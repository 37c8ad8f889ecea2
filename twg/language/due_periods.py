"""Reading a span of days as minutes write it: "end Sept", "Q3 2027", «ចុងខែមករា», «ត្រីមាសទី៣» (A1).

What is due in such a span is due on its last day. The whole text must name it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from storage.core.spelling import fold
from twg.language.longer import shift_day
from twg.language.when_tokens import Token, kinds_of, tokens_of

#: Longest text that is read, in characters.
LONGEST = 60
#: The last day of a part of a month; of the others it is that of the month.
_LAST_DAYS = {"start": 10, "early": 10, "mid": 15}
#: Months of a quarter and of half a year.
_QUARTER, _HALF = 3, 6
#: Half a year: "H1 2027", "first half of 2027", «ឆមាសទី១ ឆ្នាំ២០២៧».
_HALVES = re.compile(
    r"(?:h ?(?P<figure>[12])|(?P<word>1st|2nd|first|second) (?:half|semester)(?: of)?|ឆមាស ?(?:ទី ?)?(?P<khmer>[12]))"
    r"(?:[ ,/-]*(?:ឆ្នាំ ?)?(?P<year>\d{4}))?"
)
_FIRST = {"1", "1st", "first"}


@dataclass(frozen=True)
class Period:
    """A span of days, the last included, and the words that name it, as typed."""

    first: date
    last: date
    words: str


def read_period(text: str, *, today: date) -> Period | None:
    """The span that a text names; without a year the next one that is not over. None for any other text.

    Args:
        today: local date.
    """
    words = text.strip(" .,;។")
    if not words or len(words) > LONGEST:
        return None
    half = _HALVES.fullmatch(re.sub(r"^(?:by|until|before the end of|end of|end) ", "", fold(words)))
    if half is not None:
        is_first = (half["figure"] or half["word"] or half["khmer"]) in _FIRST
        return _in_year(1 if is_first else _HALF + 1, _HALF, half["year"], today, words)
    tokens = [token for token in tokens_of(words) if not _is_filler(token)]
    kinds = kinds_of(tokens)
    for pattern, read in _PATTERNS:
        if pattern.fullmatch(kinds):
            try:
                return read(tokens, today, words)
            except (KeyError, ValueError, OverflowError):
                return None
    return None


def _is_filler(token: Token) -> bool:
    return token.kind in "FITlz" or token.written == "/" or token.guessed


def _number(token: Token) -> int:
    return token.value if isinstance(token.value, int) else int(token.value[0])


def _year_of(tokens: Sequence[Token]) -> str | None:
    return next((token.value[0] for token in tokens if token.kind == "y"), None)


def _in_year(month: int, months: int, year: str | None, today: date, words: str) -> Period:
    """So many months from one on; without a year in this one, or the next where they are over."""
    first = date(int(year) if year else today.year, month, 1)
    last = _end(first, months)
    if year is None and last < today:
        first = shift_day(first, 0, 12)
        last = _end(first, months)
    return Period(first, last, words)


def _end(first: date, months: int) -> date:
    return shift_day(first, 0, months) - timedelta(days=1)


def _part(tokens: Sequence[Token]) -> str:
    return next((str(token.value) for token in tokens if token.kind == "G"), "")


def _cut(period: Period, part: str) -> Period:
    """A month, until the end of a part of it."""
    last = _LAST_DAYS.get(part)
    return period if last is None else Period(period.first, period.first.replace(day=last), period.words)


def _month(tokens: Sequence[Token], today: date, words: str) -> Period:
    """ "Sept", "end of January 2027", "mid-March", «ដើមខែមករា ឆ្នាំ២០២៧»."""
    [month] = [_number(token) for token in tokens if token.kind == "m"]
    year, part = _year_of(tokens), _part(tokens)
    found = _cut(_in_year(month, 1, year, today, words), part)
    if year is None and found.last < today:
        found = _cut(_in_year(month, 1, str(today.year + 1), today, words), part)
    return found


def _month_from_now(tokens: Sequence[Token], today: date, words: str) -> Period:
    """ "End of the month", "next month", «ចុងខែនេះ»."""
    first = shift_day(today.replace(day=1), 0, _shift(tokens))
    return _cut(Period(first, _end(first, 1), words), _part(tokens))


def _week_from_now(tokens: Sequence[Token], today: date, words: str) -> Period:
    """ "This week", "end of next week": until Friday, or Sunday where that is over."""
    first = today - timedelta(days=today.weekday()) + timedelta(weeks=_shift(tokens))
    friday = first + timedelta(days=4)
    return Period(first, friday if friday >= today else first + timedelta(days=6), words)


def _shift(tokens: Sequence[Token]) -> int:
    """How many ahead: 0 for this one, and where nothing is said. Raises: KeyError for one that is over."""
    ahead = {"this": 0, "coming": 1, "next": 1, 1: 1}  # «ត្រីមាសក្រោយ» has the word for "after"
    return next((ahead[token.value] for token in tokens if token.kind in "qR"), 0)


def _quarter(tokens: Sequence[Token], today: date, words: str) -> Period:
    """ "Q3", "third quarter of 2027", «ត្រីមាសទី៣ ឆ្នាំ២០២៧»."""
    [number] = [_number(token) for token in tokens if token.kind in "Qno"]
    if not 1 <= number <= 12 // _QUARTER:
        raise ValueError
    return _in_year((number - 1) * _QUARTER + 1, _QUARTER, _year_of(tokens), today, words)


def _quarter_from_now(tokens: Sequence[Token], today: date, words: str) -> Period:
    first = today.replace(day=1, month=(today.month - 1) // _QUARTER * _QUARTER + 1)
    first = shift_day(first, 0, _QUARTER * _shift(tokens))
    return Period(first, _end(first, _QUARTER), words)


def _year(tokens: Sequence[Token], today: date, words: str) -> Period:
    """ "2027", "end of the year", «ចុងឆ្នាំ២០២៧»; the middle of a year is the end of June."""
    year = int(_year_of(tokens) or today.year + _shift(tokens))
    last = date(year, 6, 30) if _part(tokens) == "mid" else date(year, 12, 31)
    return Period(date(year, 1, 1), last, words)


_Reader = Callable[[Sequence[Token], date, str], Period]
_PATTERNS: tuple[tuple[re.Pattern[str], _Reader], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (r"G?M?mY?y?|y?m|mG", _month),
        (r"GM|G?(?:qM|Mq)", _month_from_now),
        (r"GV|G?(?:qV|Vq|Eq)", _week_from_now),
        (r"G?(?:Q|xn|[on]x|xo)Y?y?|y(?:Q|xn)", _quarter),
        (r"Gx|G?(?:qx|xq|xR)", _quarter_from_now),
        (r"G?Y?y|GY|G?(?:qY|Yq)", _year),
    )
)
