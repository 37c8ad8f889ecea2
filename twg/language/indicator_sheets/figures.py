"""Values and units in a table of indicators: "≥ 80 %", "<170/100,000", "1:45", "3.1 t/ha", "all 19" (J1)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from storage.core.spelling import fold, to_digits
from twg.core.refusals import Refusal
from twg.language.doubts import Doubt, UnclearValue
from twg.language.indicator_sheets.refusals import UnreadableCell
from twg.language.periods import read_period
from twg.language.periods_beside import split_period
from twg.language.units import COUNT, FAMILY_OF, MAGNITUDES, PERCENT, unit_of
from twg.language.values import read_value

#: A mark that leads to a note below the table; a raised 2 or 3 behind a letter is part of a unit.
_MARKS = re.compile(
    r"(?:\s*[*†‡§]+|(?<![A-Za-z])[¹²³]+|[⁴-⁹⁰]+|(?<=[A-Za-z]{4})[¹²³]+|\s*\((?:[a-e]|\*+)\)|\s*\[\d\])+(?=\s*$|\n)"
)
_AT_LEAST = r"≥|>=|⩾|>|at least|no less than|not less than|minimum(?: of)?|more than|over|above|លើសពី|យ៉ាងតិច|យ៉ាងហោចណាស់"
_AT_MOST = r"≤|<=|⩽|<|at most|no more than|not more than|maximum(?: of)?|less than|below|under|up to|ក្រោម|តិចជាង|យ៉ាងច្រើន"
_ABOUT = r"~|≈|approx(?:imately|\.)?|about|around|ca\.?|circa|ប្រហែល|ប្រមាណ|="
_BOUND = re.compile(
    rf"\s*(?:(?P<least>{_AT_LEAST})|(?P<most>{_AT_MOST})|{_ABOUT})\s*(?=[-–−+]?\s*(?:[\d០-៩$€]|us))", re.IGNORECASE
)
_BEHIND = re.compile(
    r"\s*(?:\+|(?:and|or) (?P<least>more|above|higher|over)|(?:and|or) (?P<most>less|below|lower|under|fewer)|or better"
    r"|ឡើងទៅ)\s*$",
    re.IGNORECASE,
)
_FIGURE = r"-?\d[\d.,]*(?: \d{3})*"
_MANY = r"1[,. ]?000[,. ]?000|1?00[,. ]?000|10[,. ]?000|1[,. ]?000"
_PER = re.compile(rf"(?P<value>{_FIGURE})\s*(?:/|per|in|out of|for every)\s*(?P<of>{_MANY}|100)(?!\d)", re.IGNORECASE)
_ONE_TO = re.compile(rf"1\s*(?::|to|/|per|ក្នុង)\s*(?P<value>{_FIGURE})", re.IGNORECASE)
_OF_ALL = re.compile(r"(?:all\s+)?(?P<value>\d+)(?:\s*(?:/|of|out of|in)\s*(?:the\s+|all\s+)?\d+)?", re.IGNORECASE)
_PERCENT = re.compile(rf"%|per ?cent|percentage|{fold('ភាគរយ')}")
_SQUARE = re.compile(r"\bm2\b|m²|square met")
_PER_MANY = re.compile(rf"per ({_MANY})(?!\d)")
_IN_BRACKETS = re.compile(r"[(\[]([^()\[\]]{1,30})[)\]]\W*$")
_WITH_UNIT = re.compile(rf"{_FIGURE}\s*(?P<unit>[^\W\d_][^\d()]{{0,18}})")
_RATE = re.compile(r"\brates?\b")


@dataclass(frozen=True)
class Bounded:
    """A text without what says whether more or less is wanted. `bound`: 1 for at least, -1 for at most, else 0."""

    text: str
    bound: int = 0


def without_marks(text: str) -> str:
    """A text without the marks behind it that lead to notes below the table: "90 %*", "framework¹"."""
    return _MARKS.sub("", text).strip()


def read_bound(text: str) -> Bounded:
    """ "≥ 80 %" is 80 %, at least."""
    bound = 0
    before = _BOUND.match(text)
    if before is not None:
        bound, text = (1 if before["least"] else -1 if before["most"] else 0), text[before.end() :]
    behind = _BEHIND.search(text)
    if behind is not None and re.search(r"[\d០-៩]", text[: behind.start()]):
        bound, text = (1 if behind["least"] else -1 if behind["most"] else bound), text[: behind.start()]
    return Bounded(text.strip(), bound)


def wants_less(text: str) -> bool:
    """Whether a target says that less is better: "≤ 170", "lower is better"."""
    rest, _period = split_period(text)
    return read_bound(without_marks(rest or text)).bound < 0 or "lower is better" in fold(text)


def value_of(text: str, unit: str) -> Decimal:
    """The value of a cell. Raises: UnreadableCell."""
    found = _value(text, unit)
    if found is None or found != round(found, 4):
        raise UnreadableCell(text=text[:60], unit=unit)
    return found


def guess_unit(statement: str, values: list[str]) -> str:
    """The unit of an indicator whose table has none: that of its values or its statement; empty for a milestone."""
    figures = [text for text in values if _has_value(text)]
    if not figures:
        return PERCENT if unit_in_brackets(statement) == PERCENT else ""
    named = _unit_in([*figures, statement]) or unit_in_brackets(statement)
    beside = [_unit_beside(text) for text in figures]
    return named or next(filter(None, beside), "") or (PERCENT if _RATE.search(fold(statement)) else COUNT)


def spelt_unit(text: str) -> str:
    """A unit as it is kept: one spelling of per cent, nothing for a milestone."""
    if fold(text) in ("milestone", "yes/no", fold("ដំណាក់កាលសំខាន់")):
        return ""
    return PERCENT if unit_of(text).family == PERCENT else text[:20]


def unit_in_brackets(statement: str) -> str:
    """The unit that stands behind a statement: "Rice yield (t/ha)"; empty for other words."""
    found = _IN_BRACKETS.search(without_marks(statement))
    words = "" if found is None else " ".join(found[1].split())
    if not words:
        return ""
    read = unit_of(words)
    if read.family == PERCENT:
        return PERCENT
    per = _PER_MANY.search(fold(words))
    if per is not None:
        return f"per {_plain(per[1])}"
    is_unit = read.family in FAMILY_OF.values() or read.family == COUNT or read.factor != 1 or _is_ratio(words)
    return words[:20] if is_unit else ""


def _is_ratio(words: str) -> bool:
    """ "t/ha", "km/h"."""
    first, slash, second = fold(words).partition("/")
    return bool(slash) and first.strip() in FAMILY_OF and second.strip() in FAMILY_OF


def _unit_in(texts: Iterable[str]) -> str:
    """The unit that cells of values, or a statement, name; empty for none."""
    folded = [fold(text) for text in texts]
    if any(_PERCENT.search(text) for text in folded):
        return PERCENT
    if any(_SQUARE.search(text) for text in folded):
        return "m²"
    for text in folded:
        per = _PER.search(text)
        if per is not None or (per := _PER_MANY.search(text)) is not None:
            return f"per {_plain(per.groups()[-1])}"
        if _ONE_TO.fullmatch(split_period(read_bound(text).text)[0].strip()):
            return "per 1"
    return ""


def _unit_beside(text: str) -> str:
    """The unit that stands behind a figure: "3.1 t/ha", "1,500 schools"; empty for other words."""
    rest, _period = split_period(text)
    found = _WITH_UNIT.fullmatch(read_bound(without_marks(rest)).text)
    words = "" if found is None else " ".join(found["unit"].split())
    return words if unit_of(words).family in FAMILY_OF.values() or _is_ratio(words) else ""


def _plain(denominator: str) -> str:
    """ "100,000"."""
    return f"{int(re.sub('[,. ]', '', denominator)):,}"


def _has_value(text: str) -> bool:
    """Whether a text may hold a value: a figure that belongs to no period."""
    if read_period(text) is not None and not re.fullmatch(r"(?:19|20)\d\d", text.strip()):
        return False
    rest, _period = split_period(text)
    figure = read_bound(without_marks(rest)).text
    if not re.search(r"\d", fold(figure)):
        return False
    if _value(rest, PERCENT) is not None or _unit_in([figure]) or _unit_beside(rest):
        return True
    words = re.sub(r"[\d.,\s-]+", " ", fold(figure)).strip()
    return words in MAGNITUDES


def _value(text: str, unit: str) -> Decimal | None:
    text = read_bound(without_marks(text)).text
    for ratio in (_PER, _ONE_TO):
        found = ratio.fullmatch(to_digits(text))
        if found is not None and (unit.startswith("per ") or unit == ""):
            return _number(found["value"])
    try:
        return read_value(text, unit=unit).value
    except UnclearValue as refusal:
        if refusal.data["why"] is Doubt.THOUSANDS:  # "1.400" is asked about elsewhere, and nobody is asked here
            return None
    except Refusal:
        pass
    found = _OF_ALL.fullmatch(to_digits(text))
    if found is not None and unit_of(unit).family != PERCENT:
        return Decimal(found["value"])
    # A bare figure of another kind than a percentage.
    return _number(text)


def _number(text: str) -> Decimal | None:
    plain = re.sub(r"[,\s](?=\d{3}\b)", "", fold(text))
    try:
        return Decimal(plain) if re.fullmatch(r"-?\d{1,12}(?:\.\d+)?", plain) else None
    except InvalidOperation:
        return None
