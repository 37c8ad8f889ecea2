"""Reading values of indicators, and one-line reports, that people type in English and Khmer."""

import re
from decimal import Decimal

from storage.core.spelling import normalize, split_typed, to_digits
from twg.core.refusals import (
    OutOfRange,
    UnreadableNumber,
)

#: Separators that keyboards insert between digits: spaces, and the zero-width space used between Khmer words.
_GAP = "[ \u00a0\u2009\u202f\u200b]"
_SPACED_NUMBER = re.compile(rf"[1-9]\d{{0,2}}(?:{_GAP}\d{{3}})+(?:[.,]\d+)?", re.ASCII)
_PERCENTAGE = re.compile(r"(\d+)(?:[.,](\d+))?", re.ASCII)
_ENGLISH_NUMBER = re.compile(r"([1-9]\d{0,2}(?:,\d{3})+|\d+)(?:\.(\d+))?", re.ASCII)
_KHMER_NUMBER = re.compile(r"([1-9]\d{0,2}(?:\.\d{3})+|\d+)(?:,(\d+))?", re.ASCII)
#: A figure, or text in its place that `parse_value` then refuses: "1e9", "58-60".
_FIGURE = re.compile(rf"[-+−]?\d[\d.,]*(?:{_GAP}\d{{3}}(?!\d))*(?:[eE][-+]?\d+|[-–—]\d+)?(?![\w-])", re.ASCII)
#: Significant digits that SQLite and PostgreSQL both store exactly.
EXACT_DIGITS = 15


def parse_value(text: str, *, unit: str) -> Decimal:
    """A reported value: not negative, with at most four decimals.

    Figures are written "1,234.5" in English and "១.២៣៤,៥" in Khmer. The style that belongs to the digits is tried
    first, then the other one.

    Args:
        text: "58", "58%", "58,5 %", "៥៨%", "43,500,974", "43 500 974 m²".
        unit: that of the indicator; a percentage lies between 0 and 100.
    Raises:
        UnreadableNumber, OutOfRange.
    """
    written = re.sub(rf"(?:{_names_of(unit)})$", "", text.strip(), flags=re.IGNORECASE)
    figure = to_digits(written).strip(" .,\u00a0\u200b")
    styles = (_KHMER_NUMBER, _ENGLISH_NUMBER) if to_digits(text) != text else (_ENGLISH_NUMBER, _KHMER_NUMBER)
    value = _read_figure(figure.lstrip("-+−"), (_PERCENTAGE,) if unit == "%" else styles)
    if value is None:
        raise UnreadableNumber(text=text.strip()[:40], unit=unit)
    highest = Decimal(100) if unit == "%" else Decimal(10) ** 12 - 1
    negative = figure.startswith(("-", "−")) and value
    if (
        negative
        or value > highest
        or value != round(value, 4)
        or len(value.normalize().as_tuple().digits) > EXACT_DIGITS
    ):
        raise OutOfRange(lowest=0, highest=highest, unit=unit)
    return value


def _read_figure(figure: str, styles: tuple[re.Pattern[str], ...]) -> Decimal | None:
    """The figure in the first style that matches, `None` where none does; spaces may separate thousands."""
    if _SPACED_NUMBER.fullmatch(figure):
        figure = re.sub(_GAP, "", figure)
    for style in styles:
        if match := style.fullmatch(figure):
            whole = re.sub(r"\D", "", match[1])
            return Decimal(f"{whole}.{match[2] or 0}")
    return None


def _names_of(unit: str) -> str:
    """A regular expression of the ways to write a unit."""
    names = ("%", "percent", "per cent", "ភាគរយ") if unit == "%" else (unit,)
    return "|".join(re.escape(name) for name in names)


def parse_indicator_number(text: str) -> str:
    """The number of an indicator as it is stored: "2008-4" for "២០០៨-៤", "JMI-4" for "JMI 4".

    Spaces become hyphens, because a space ends the number in `/jmi 2008-4 58%`.
    """
    return re.sub(" ?- ?| ", "-", normalize(text))


def split_report(text: str) -> tuple[str, str]:
    """Split "2008-4 58,5 % district hospitals" into the indicator's number and the rest."""
    number = normalize(text).partition(" ")[0]
    return parse_indicator_number(number), split_typed(text, len(number))[1].strip()


#: Units, beside the indicator's own, that are split off with the figure instead of with the note.
_OTHER_UNITS = (
    r"percent|per cent|ភាគរយ|USD|US\$|\$|dollars?|ដុល្លារ|riels?|KHR|រៀល|m²|m2|km²|km2|km|ha|hectares?|kg|tons?|tonnes?"
)


def split_value(text: str, *, unit: str) -> tuple[str, str]:
    """Split "58,5 % district hospitals" into the value as typed and the note; without a leading figure the value is "".

    A unit other than the indicator's stays with the value, so that `parse_value` refuses it: "60 USD" is not 60 %.
    """
    text = text.strip()
    figure = _FIGURE.match(to_digits(text))
    if figure is None:
        return "", text
    after = re.compile(rf"{_GAP}?(?:%|៛|(?:{_names_of(unit)}|{_OTHER_UNITS})(?!\w))", re.ASCII | re.IGNORECASE)
    named = after.match(text, figure.end()) if unit else None
    end = named.end() if named else figure.end()
    return text[:end].strip(" ,;"), text[end:].strip(" ,;:–—-\n\u200b")
