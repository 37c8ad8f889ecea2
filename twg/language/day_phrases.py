"""Finding what a text says of a day: the facts that its phrases give, whatever their order."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from twg.language.when_tokens import Token

#: A fact and its value: "weekday" 0–6, "next" a qualifier of it, "week" ahead, "number" of the month, "month" 1–12 or
#: its distance ("next month"), "year" or its distance, "days" or "months" from today, "written" a date in figures,
#: "nth" weekday of a month, "part" of a period, "shift" in days from the day that follows.
Fact = tuple[str, Any]
_Handler = Callable[[Sequence[Token], date], list[Fact]]


@dataclass
class DayFacts:
    """What a text says of a day.

    Attributes:
        facts: values by the name of the fact; more than one where the text gives several.
        open: whether the text leaves the day open, by a word such as "or", "about" or "end of".
        negated: whether it says which day it is not.
        left: places of the tokens that are no part of a phrase about a day.
    """

    facts: dict[str, list[Any]] = field(default_factory=dict)
    open: bool = False
    negated: bool = False
    left: list[int] = field(default_factory=list)

    def add(self, name: str, value: Any) -> None:
        values = self.facts.setdefault(name, [])
        if value not in values:
            values.append(value)

    def one(self, name: str, default: Any = None) -> Any:
        return self.facts.get(name, [default])[0]


def find_day_facts(tokens: Sequence[Token], taken: set[int], today: date) -> DayFacts:
    """The facts about a day in the tokens that are not taken by other phrases."""
    kinds = "".join(" " if place in taken else token.kind for place, token in enumerate(tokens))
    found, place = DayFacts(), 0
    while place < len(tokens):
        match, handler = _phrase_at(kinds, place)
        if match is None or handler is None:
            _note(found, kinds, place, tokens)
            place += 1
            continue
        for name, value in handler(tokens[place : match.end()], today):
            if name == "open":
                found.open = True
            else:
                found.add(name, value)
        place = match.end()
    return found


def _phrase_at(kinds: str, place: int) -> tuple[re.Match[str] | None, _Handler | None]:
    for pattern, handler in _PHRASES:
        if match := pattern.match(kinds, place):
            return match, handler
    return None, None


def _note(found: DayFacts, kinds: str, place: int, tokens: Sequence[Token]) -> None:
    """Take a token between phrases: a word that leaves the day open, a connective, or a piece that is left."""
    kind = kinds[place]
    if kind in "HRG":
        found.open = True
        found.negated |= tokens[place].value == "not"
    elif kind == "I" and kinds[place + 1 : place + 2] in set("DwTEkmnodV"):
        return
    elif kind in "zlc":
        if place in (0, len(tokens) - 1) and kind != "l":
            found.left.append(place)
    elif kind not in " DT":
        found.left.append(place)


def _number(token: Token) -> int:
    return token.value if isinstance(token.value, int) else int(token.value[0])


def _of(tokens: Sequence[Token], kinds: str) -> list[Token]:
    return [token for token in tokens if token.kind in kinds]


def _span(tokens: Sequence[Token], _today: date) -> list[Fact]:
    """ "in two weeks", "10 days from now"; "within" and "two weeks" alone leave it open."""
    count, unit = _number(_of(tokens, "n")[0]), _of(tokens, "DWVEMY")[0]
    lengths = {
        "D": ("days", 1),
        "V": ("days", unit.value),
        "E": ("days", 7),
        "W": ("workdays", 1),
        "M": ("months", 1),
        "Y": ("months", 12),
    }
    name, length = lengths[unit.kind]
    fact = (name, count * length)
    is_open = unit.kind == "W" or bool(_of(tokens, "J")) or not _of(tokens, "IN")
    return [fact, ("open", True)] if is_open else [fact]


def _shift(tokens: Sequence[Token], _today: date) -> list[Fact]:
    """ "a week from (Friday)", "the day before (18 December)"."""
    counted = _of(tokens, "n")
    days = (_number(counted[0]) if counted else 1) * (_of(tokens, "V")[0].value if _of(tokens, "V") else 1)
    return [("shift", days * tokens[-1].value)]


def _nth_weekday(tokens: Sequence[Token], _today: date) -> list[Fact]:
    """ "first Monday of (January)", "last Friday of (next month)"."""
    first = tokens[0]
    if first.kind == "q" and first.value != "last":
        return [("open", True)]
    return [("nth", (-1 if first.kind == "q" else _number(first), tokens[1].value))]


def _weekday(tokens: Sequence[Token], _today: date) -> list[Fact]:
    facts: list[Fact] = [("weekday", token.value) for token in _of(tokens, "wE")]
    facts += [("next", token.value) for token in _of(tokens, "q")]
    return facts


def _week(tokens: Sequence[Token], _today: date) -> list[Fact]:
    named = {"this": 0, "coming": 1, "next": 1, "last": -1}
    return [("week", named[token.value]) for token in _of(tokens, "q")]


def _distant(name: str) -> _Handler:
    """ "next month", "this year": as how many ahead."""

    def read(tokens: Sequence[Token], _today: date) -> list[Fact]:
        ahead = {"this": 0, "coming": 1, "next": 1, "last": -1}[_of(tokens, "q")[0].value]
        return [(f"{name}s_ahead", ahead)]

    return read


def _date(tokens: Sequence[Token], today: date) -> list[Fact]:
    """ "18 December 2026", "ថ្ងៃទី១៨ ខែធ្នូ ឆ្នាំ២០២៦", "December 18th", "the 18th"."""
    months = [token.value for token in _of(tokens, "m")]
    numbers = [_number(token) for token in _of(tokens, "no")]
    if not months and len(numbers) > 1 and _of(tokens, "M"):  # «ថ្ងៃទី១៨ ខែ១២»
        months = [numbers.pop(1)]
    facts: list[Fact] = [("number", numbers[0])] if numbers else []
    facts += [("month", month) for month in months]
    for year in _of(tokens, "y"):
        facts.append(("year", int(year.value[0])))
    if len(numbers) > 1:  # "18-Dec-26"
        facts.append(("year", today.year // 100 * 100 + numbers[1]))
    return facts


def _year(tokens: Sequence[Token], _today: date) -> list[Fact]:
    return [("year", int(tokens[-1].value[0]))]


def _range(tokens: Sequence[Token], _today: date) -> list[Fact]:
    """ "9-10 December"."""
    first, last = _of(tokens, "r")[0].value
    return [("number", int(first)), ("number", int(last)), ("open", True), *_date(_of(tokens, "mMYy"), _today)]


def _until(tokens: Sequence[Token], today: date) -> list[Fact]:
    """ "9 to 10 December", «ថ្ងៃទី១៤ ដល់ ១៥ ខែមករា»."""
    numbers: list[Fact] = [("number", _number(token)) for token in _of(tokens, "no")]
    return [*numbers, ("open", True), *_date(_of(tokens, "mMYy"), today)]


def _figures(tokens: Sequence[Token], _today: date) -> list[Fact]:
    """A date in figures: year, month and day in the order as written, and whether the year came first."""
    token = tokens[0]
    year = int(_of(tokens, "y")[0].value[0]) if _of(tokens, "y") else None
    if token.kind == "d":
        first, _mark, second, third = token.value
        return [("written", (first, second, third))]
    first, second = token.value
    return [("written", (first, second, "" if year is None else str(year)))]


def _part(tokens: Sequence[Token], today: date) -> list[Fact]:
    """ "end of January", "mid-February", «ដើមខែ»: the end of a period is its last day, any other part is open."""
    facts = [*_date(tokens, today), *([] if tokens[0].value == "end" else [("open", True)])]
    unit = "year" if _of(tokens, "Y") and not _of(tokens, "m") else "month"
    if not _of(tokens, "m"):
        facts.append((f"{unit}s_ahead", sum(token.value == "next" for token in _of(tokens, "q"))))
    return [*facts, ("part", unit)] if tokens[0].value == "end" else facts


def _quarter(tokens: Sequence[Token], _today: date) -> list[Fact]:
    """ "end of Q4", "end of the first quarter 2027", «ចុងត្រីមាសទី១»: its last day; any other part is open."""
    if tokens[0].value != "end":
        return [("open", True)]
    facts: list[Fact] = [("part", "quarter"), *(("year", int(year.value[0])) for year in _of(tokens, "y"))]
    named = _of(tokens, "Qon")
    if named:
        return [*facts, ("quarter", _number(named[0]))]
    return [*facts, ("quarters_ahead", sum(token.value == "next" for token in _of(tokens, "q")))]


def _festival(tokens: Sequence[Token], _today: date) -> list[Fact]:
    """A feast that has one fixed day; any other leaves the day open."""
    day = _FIXED.get(tokens[0].value)
    return [("open", True)] if day is None else [("month", day[0]), ("number", day[1])]


#: Month and day of feasts that have one fixed day.
_FIXED = {"christmas": (12, 25), "new year's eve": (12, 31), "new year's day": (1, 1), "peace day": (12, 29)}
_PHRASES: tuple[tuple[re.Pattern[str], _Handler], ...] = tuple(
    (re.compile(pattern), handler)
    for pattern, handler in (
        (r"[IJ]n[DVEMYW]N?|n[DVEMYW]N|n[DVW]q|n[VW](?!R)|nD(?![RTwkno])", _span),
        (r"(?:n[DV]|D)R(?=[wEkdsponmDTB])", _shift),
        (r"v", lambda tokens, _today: [("week", tokens[0].value)]),
        (r"k", lambda tokens, _today: [("days", tokens[0].value)]),
        (r"[qo]wI?(?=m|q?M)", _nth_weekday),
        (r"D?Eq", lambda tokens, _today: [("sunday_or_week", _of(tokens, "q")[0].value)]),
        (r"DE", _weekday),
        (r"E", lambda _tokens, _today: [("weekday", 6), ("open", True)]),
        (r"q[VE]|Vq", _week),
        (r"qM|Mq", _distant("month")),
        (r"qY|Yq", _distant("year")),
        (r"qw|D?wq(?![VMYEw])|D?w", _weekday),
        (r"G?(?:Q|ox|xT?[no]|qx|xq|x)(?:Y?y)?", _quarter),
        (r"B", _festival),
        (r"Gz?(?:M?m(?:Y?y|Yq)?|M(?:Y?y|q)?|Yq?|q[MY])", _part),
        (r"D?T?[no][lz]D?T?[no]M?mz?Y?y?", _until),
        (r"d", _figures),
        (r"sy|s", _figures),
        (r"D?T?[no]z?M?mz?Y?y|D?T?nzmzn|D?T?[no]z?M?m|D?T?nz?MnY?y?", _date),
        (r"m[no]z?Y?y|m[no]", _date),
        (r"D?T?rM?mY?y?|mrY?y?", _range),
        (r"D?T[no]|Dn|o", _date),
        (r"M?mY?y|M?m", _date),
        (r"Yy", _year),
    )
)
