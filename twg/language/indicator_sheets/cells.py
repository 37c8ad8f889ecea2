"""Cells of a table of indicators: numbers, institutions, values with their periods and units."""

import re
from collections.abc import Iterable
from decimal import Decimal

from storage.core.spelling import fold, is_visible, normalize, split_typed
from twg.core.refusals import Refusal
from twg.language.indicator_lines import TargetLine, last_day
from twg.language.indicator_sheets.refusals import UnreadableCell
from twg.language.reporting_periods import read_period, split_period
from twg.language.reports import parse_indicator_number
from twg.language.units import COUNT
from twg.language.values import read_value

#: What stands in a cell that says nothing.
_NOTHING = {fold(word) for word in ("-", "–", "—", "n/a", "na", "nil", "tbd", "tbc", "…", "...", "គ្មាន")}
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBERED = re.compile(
    r"(?:jmi ?)?((?:19|20)\d\d ?- ?\d{1,3}(?:[a-z](?![a-z]))?)(?!\d)[ .:)]*(?:- )?(.*)", re.IGNORECASE | re.DOTALL
)
_SERIAL = re.compile(r"(?:jmi ?)?(\d{1,3} ?[a-z]?)[.)]*", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*[,;/\n•]\s*|\s+(?:with|ជាមួយ)\s+")
_PERCENT = re.compile(rf"%|per ?cent|percentage|{fold('ភាគរយ')}")
_SQUARE = re.compile(r"\bm2\b|m²|square met")
_FIGURE = re.compile(r"\d")


def is_nothing(text: str) -> bool:
    """Whether a cell says nothing: empty, a dash, "n/a"."""
    return not is_visible(text) or fold(text).strip(" .") in _NOTHING


def find_year(texts: Iterable[str]) -> str:
    """The first year that stands in texts; empty for none."""
    found = (_YEAR.search(fold(text)) for text in texts)
    return next((one[0] for one in found if one is not None), "")


def split_numbered(text: str) -> tuple[str, str]:
    """The number with which a statement begins, and the statement: "2008-3a: Incomplete schools"."""
    found = _NUMBERED.fullmatch(normalize(text))
    if found is None or not is_visible(found[2]):
        return "", text.strip()
    _number, statement = split_typed(text.strip(), found.start(2))
    return parse_indicator_number(found[1].replace(" ", "")), statement.strip(" .:-–")


def number_of(text: str, year: str) -> str:
    """The number of an indicator from its cell: "2008-3a", or a serial number after the year; "" without either."""
    text = " ".join(text.split())
    found = _NUMBERED.fullmatch(normalize(text))
    if found is not None:
        return parse_indicator_number(found[1].replace(" ", ""))
    serial = _SERIAL.fullmatch(fold(text))
    if serial is not None:
        return f"{year}-{serial[1].replace(' ', '')}" if year else ""
    return parse_indicator_number(text)


def institutions_in(text: str) -> list[str]:
    """The institutions of a cell, the first one leading: "MoP with MEF, CDC"."""
    return [name.strip(" .") for name in _BETWEEN.split(text) if not is_nothing(name)]


def unit_in(texts: Iterable[str]) -> str:
    """The unit that cells of values, or a statement, name; empty for none."""
    folded = [fold(text) for text in texts]
    if any(_PERCENT.search(text) for text in folded):
        return "%"
    return "m²" if any(_SQUARE.search(text) for text in folded) else ""


def guess_unit(statement: str, values: list[str]) -> str:
    """The unit of an indicator whose table has none: that of its values or its statement; empty for a milestone."""
    figures = [text for text in values if _has_value(text)]
    if not figures:
        return ""
    return unit_in([*figures, statement]) or ("%" if re.search(r"\brates?\b", fold(statement)) else COUNT)


def _has_value(text: str) -> bool:
    """Whether a text may hold a value: a figure that belongs to no period."""
    if read_period(text) is not None and not _YEAR.fullmatch(text.strip()):
        return False
    rest, _period = split_period(text)
    return bool(_FIGURE.search(fold(rest))) and _value(rest, "%") is not None


def _value(text: str, unit: str) -> Decimal | None:
    try:
        return read_value(text, unit=unit).value
    except Refusal:
        # A bare figure of another kind than a percentage.
        plain = re.sub(r"[,\s](?=\d{3}\b)", "", fold(text))
        return Decimal(plain) if re.fullmatch(r"-?\d{1,12}(?:\.\d+)?", plain) else None


def value_of(text: str, unit: str) -> Decimal:
    """The value of a cell. Raises: UnreadableCell."""
    found = _value(text, unit)
    if found is None or found != round(found, 4):
        raise UnreadableCell(text=text[:60], unit=unit)
    return found


def target_of(text: str, unit: str, period: str) -> TargetLine:
    """The target of a cell, of its own period or of that of its heading. Raises: UnreadableCell."""
    if not unit:
        _rest, own = split_period(text)
        return TargetLine(None, (own or period or text)[:40], last_day(own or period or text))
    rest, own = split_period(text)
    named = own or period
    return TargetLine(value_of(rest or text, unit), named[:40], last_day(named))
