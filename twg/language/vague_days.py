"""Reading words that leave open until when something is asked for, as the days that they may mean: "end of next week".

Such a day is always shown to the person before it counts. Weekends and public holidays are no day to finish something
on: of a week or a month it is the last working day.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from twg.language.longer import MORE, Longer, found_in, shift_day
from twg.language.moments import read_moment
from twg.language.when_tokens import Token, tokens_of
from twg.time.festivals import days_of, is_holiday
from twg.time.working_time import WEEKEND, WorkingTime

#: Days offered to choose from, at most.
_MOST = 4
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
#: Romanised words that are parts of a period only before its name: "chong khae", the end of the month.
_ROMAN_PARTS = {"chong": "end", "chhong": "end", "daem": "start", "derm": "start", "doem": "start"}
#: Last day of a month, and last weekday of a week, 0 for Monday, of a part that is not its end.
_PARTS = {"start": (1, 0), "early": (10, 1), "mid": (15, 2)}
#: What is a month only as the name of one.
_OFTEN_NO_MONTH = {"may", "march", "mar"}


@dataclass(frozen=True)
class _Context:
    today: date
    due: date | None
    hours: WorkingTime

    def is_office_day(self, day: date) -> bool:
        if day in self.hours.extra_working_days:
            return True
        return day.weekday() not in WEEKEND and self.hours.is_working_day(day) and not is_holiday(day)

    def earlier(self, day: date) -> date:
        """The day itself, or the last office day before it."""
        while not self.is_office_day(day):
            day -= _DAY
        return day

    def later(self, day: date) -> date:
        """The day itself, or the first office day after it."""
        while not self.is_office_day(day):
            day += _DAY
        return day


@dataclass(frozen=True)
class _Period:
    """A week, month, quarter or year: its first and last day, and the days by which something in it is finished."""

    first: date
    last: date
    days: tuple[date, ...]


_Reader = Callable[[Sequence[Token], _Context], Sequence[date]]


def read_vague(text: str, *, due: date | None, today: date, hours: WorkingTime) -> Longer | None:
    """The days that the words of a text may mean; `None` where it has no such words, or several.

    Args:
        due: the day on which it is due now, from which "a few days" count; `None` for none.
        today: local date.
    """
    tokens = [_in_roman(token) for token in tokens_of(text.rstrip("? \n")) if token.kind != "l"]
    tokens = [token for token in tokens if (token.kind != "F" or token.value == "by") and token.written not in MORE]
    kinds = "".join(_kind(tokens, place) for place in range(len(tokens)))
    context = _Context(today, due, hours)
    found = [(match, read) for match, read in _matches(kinds) if match is not None]
    if len(found) != 1:
        return None
    [(match, read)] = found
    own = [replace(token, kind=kind) for token, kind in zip(tokens[match.start() : match.end()], match[0], strict=True)]
    if any(token.kind == "H" and token.value == "not" for token in [*tokens[: match.start()][-1:], *own]):
        return None
    days = sorted({day for day in read(own, context) if day >= today})
    return found_in(text, own, tuple(days[:_MOST])) if days else None


def _matches(kinds: str) -> list[tuple[re.Match[str], _Reader]]:
    """Every stretch that one of the patterns takes, from the left, each with what reads it."""
    found, place = [], 0
    while place < len(kinds):
        tried = ((pattern.match(kinds, place), read) for pattern, read in _PATTERNS)
        match, read = next(((match, read) for match, read in tried if match), (None, None))
        if match is None or read is None:
            place += 1
            continue
        found.append((match, read))
        place = match.end()
    return found


def _in_roman(token: Token) -> Token:
    """The token; "chong" and "daem" as what they are before the name of a period."""
    value = _ROMAN_PARTS.get(token.written)
    return token if value is None else replace(token, kind="*", value=value)


def _kind(tokens: Sequence[Token], place: int) -> str:
    """The letter of a token in the patterns below: those of `when_words`, "f" for "by"."""
    token, after = tokens[place], tokens[place + 1 : place + 2]
    if token.kind == "*":
        return "G" if after and after[0].kind in "VMYEq" else "U"
    if token.written == "half":
        return "e"
    if token.written in _OFTEN_NO_MONTH and len(tokens) > 1:
        named = place and tokens[place - 1].kind in "GIRFq"
        return "m" if named or (after and after[0].kind == "y") else "U"
    return "f" if token.kind == "F" else token.kind


def _shift(own: Sequence[Token]) -> int:
    """How many weeks, months or years ahead: 0 for "this", 1 for "next". Raises: KeyError for one that is over."""
    if any(token.kind == "v" for token in own):
        return 2
    ahead = {"this": 0, "coming": 1, "next": 1}
    return next((ahead[token.value] for token in own if token.kind == "q"), 0)


def _part(own: Sequence[Token]) -> str:
    """The part of the period that is named; "" for all of it, and for its end."""
    return next((token.value for token in own if token.kind == "G" and token.value in _PARTS), "")


def _named(own: Sequence[Token], kinds: str) -> bool:
    return any(token.kind in kinds for token in own)


def _week(own: Sequence[Token], context: _Context, today: date) -> _Period:
    first = today - timedelta(days=today.weekday()) + _shift(own) * _WEEK
    return _week_from(first, _part(own), context)


def _week_from(first: date, part: str, context: _Context) -> _Period:
    last = first + timedelta(days=_PARTS[part][1] if part else 4)
    wanted = [context.earlier(last)]
    if part == "early":
        wanted.append(context.later(first))
    inside = [day for day in wanted if day >= first]
    return _Period(first, first + timedelta(days=6), tuple(inside or [context.later(last)]))


def _month(own: Sequence[Token], context: _Context, today: date) -> _Period:
    """A month; where only its name is given it may be its beginning or its end: "until January", "by next month"."""
    named = [token.value for token in own if token.kind == "m"]
    years = [int(token.value[0]) for token in own if token.kind == "y"]
    first = today.replace(day=1)
    if named:
        year = years[0] if years else today.year + (named[0] < today.month)
        first = date(year, named[0], 1)
    first = shift_day(first, 0, _shift(own)) if not named else first
    last = shift_day(first, 0, 1) - _DAY
    part = _part(own)
    if part:
        wanted = [context.later(first.replace(day=_PARTS[part][0]))]
    elif _named(own, "GI"):
        wanted = [context.earlier(last)]
    else:
        wanted = [context.later(first), context.earlier(last)]
    return _Period(first, last, tuple(wanted))


def _quarter(own: Sequence[Token], context: _Context, today: date) -> _Period:
    first = shift_day(date(today.year, (today.month - 1) // 3 * 3 + 1, 1), 0, 3 * _shift(own))
    last = shift_day(first, 0, 3) - _DAY
    ends = {"": last, "mid": shift_day(first, 14, 1)}
    wanted = ends.get(_part(own), shift_day(first, 0, 1) - _DAY)
    return _Period(first, last, (context.earlier(wanted),))


def _year(own: Sequence[Token], context: _Context, today: date) -> _Period:
    first = date(today.year + _shift(own), 1, 1)
    last = date(first.year, 12, 31)
    ends = {"": last, "mid": first.replace(month=6, day=30)}
    wanted = ends.get(_part(own), first.replace(day=31))
    return _Period(first, last, (context.earlier(wanted),))


_PERIODS = {"V": _week, "E": _week, "v": _week, "x": _quarter, "Y": _year, "m": _month, "M": _month}


def _period(own: Sequence[Token], context: _Context) -> Sequence[date]:
    """The days of a period, or what follows it or goes before it, where the text says "after" or "before"."""
    read = next(_PERIODS[kind] for kind in "mvVEMYx" if _named(own, kind))
    try:
        period = read(own, context, context.today)
    except (KeyError, ValueError, OverflowError):
        return []
    due, named = context.due, _named(own, "m")
    if due is not None and not named and max(period.days) <= due:
        is_due_then, is_unnamed = due <= period.last, not _named(own, "qv")
        if is_due_then or is_unnamed:  # "next week", when it is due then; "the end of the week" in which it is due
            period = read(own, context, due)
    relation = next((token.value for token in own if token.kind == "R"), 0)
    if relation > 0:
        return [context.later(period.last + _DAY)]
    if relation < 0 and not _named(own, "G"):
        return [context.earlier(period.first - _DAY)]
    return period.days


def _week_of(own: Sequence[Token], context: _Context) -> Sequence[date]:
    """ "The week of 14 December"."""
    words = " ".join(token.written for token in own[1:])
    days = read_moment(words, today=context.today).days
    return [_week_from(day - timedelta(days=day.weekday()), "", context).days[0] for day in days[:1]]


def _festival(own: Sequence[Token], context: _Context) -> Sequence[date]:
    """ "After the holiday", "after Pchum Ben", "before the Water Festival"; without such a word it is after it."""
    names = [token.value for token in own if token.kind == "B"]
    name = next((each for each in names if each != "holiday"), "holiday")
    is_before = any(token.kind == "R" and token.value < 0 for token in own)
    if name == "weekend":
        monday = context.today - timedelta(days=context.today.weekday()) + _WEEK * (1 + (_shift(own) > 0))
        return [context.earlier(monday - _DAY) if is_before else context.later(monday)]
    days = days_of(name, context.today, context.hours)
    if is_before:
        return [context.earlier(day - _DAY) for day in days][:1]
    after = sorted({context.later(day + _DAY) for day in days})
    return [day for day in after if context.due is None or day > context.due][:2] or after[-1:]


def _counted(own: Sequence[Token], context: _Context) -> Sequence[date]:
    """ "A few days", "2-3 weeks", "about a week", «ពីរបីថ្ងៃ», "3 working days"."""
    unit = next(token for token in own if token.kind in "DWVEM")
    counts: list[int] = []
    for token in own:
        if token.kind == "r":
            counts += [int(each) for each in token.value]
        elif token.kind == "n":
            counts.append(token.value if isinstance(token.value, int) else int(token.value[0]))
        elif token.kind == "A":
            counts = [*token.value]  # "a few": the article counts nothing
    from_today = _named(own, "IJ") or context.due is None or context.due < context.today
    begin = context.today if from_today or context.due is None else context.due
    if _named(own, "e"):
        return [context.later(begin + timedelta(days=15))]
    return [context.later(_after(begin, count, unit, context)) for count in counts if 0 < count < 100]


def _after(begin: date, count: int, unit: Token, context: _Context) -> date:
    match unit.kind:
        case "W":
            day = begin
            for _each in range(count):
                day = context.later(day + _DAY)
            return day
        case "M":
            return shift_day(begin, 0, count)
        case "V":
            return begin + timedelta(days=count * unit.value)
        case "E":
            return begin + count * _WEEK
    return begin + timedelta(days=count)


_WEEK_NAME = r"(?:qV|Vq|v|(?<!D)Eq)"
#: Not "14 January", "January 14".
_MONTH_NAME = r"(?:qM|Mq|(?<![nosrp])(?<![nosrp]M)(?<!nz)M?mY?y?(?!z?[no]))"
_PATTERNS: tuple[tuple[re.Pattern[str], _Reader], ...] = tuple(
    (re.compile(pattern), read)
    for pattern, read in (
        (r"(?:RH?|qH)?q?B+", _festival),
        (r"V(?:D?T?[no]M?my?|m[no]y?|d|s)", _week_of),
        (rf"(?:RH?|qH)?f?(?:G?z?{_WEEK_NAME}|GV)", _period),
        (rf"I?(?:RH?|qH)?f?G?z?{_MONTH_NAME}|GM", _period),
        (r"(?:RH?|qH)?G?(?:q?x)|(?:RH?|qH)?G(?:qY|Yq|Y)", _period),
        (r"I?(?:n?A|r|nH?n)(?:[DVM]N?|EN)|I?n[DVM]Hn(?![DVM])|[HJ]n[DVM]N?|I?n?en?M|I?n?WN?", _counted),
    )
)
