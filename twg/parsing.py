"""What people type: days, times, durations, numbers, agenda lines, one-line reports.

Khmer digits, decimal commas and both languages' month names are read; what is ambiguous is shown back before saving.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from twg.refusals import (
    FarDay,
    ImpossibleDay,
    Missing,
    OutOfRange,
    PastDay,
    UnreadableDay,
    UnreadableDuration,
    UnreadableNumber,
    UnreadableTime,
)

_KHMER_DIGITS = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")

#: Days further ahead than this are typing errors.
FARTHEST_YEARS = 3

_NUMERIC_DAY = re.compile(r"(?:(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2}))")
_TIME = re.compile(
    r"(?:at )?(\d{1,2})(?:\s*[:.h]\s*(\d{2}))?\s*(?:h|hrs?|hours?|o'clock)?\s*(am|pm|a\.m\.|p\.m\.|ព្រឹក|ល្ងាច|រសៀល)?"
)
_AFTERNOON = {"pm", "p.m.", "ល្ងាច", "រសៀល"}
_DURATION = re.compile(
    r"(?:(\d+(?:[.,]\d+)?)\s*(?:h|hrs?|hours?|ម៉ោង))?\s*(?:(?:and\s*)?(\d+)\s*(?:m|mins?|minutes?|នាទី)?)?"
)
_NUMBER = re.compile(r"[-+−]?\d[\d.,\u00a0\u202f ]*(?:[eE][-+]?\d+)?")


def to_digits(text: str) -> str:
    """The text with Khmer digits as ASCII digits."""
    return text.translate(_KHMER_DIGITS)


def parse_day(text: str, *, today: date) -> date:
    """A day from today on.

    Args:
        text: "2026-12-05", "5/12/2026" (day first), "5 December", "tomorrow", "៥ ធ្នូ ២០២៦".
        today: local date.
    Raises:
        UnreadableDay, ImpossibleDay, PastDay, FarDay.
    """
    day = _numeric_day(to_digits(text).strip()) or _worded_day(to_digits(text).strip(), today)
    if day < today:
        raise PastDay(day=day)
    if day > today + timedelta(days=366 * FARTHEST_YEARS):
        raise FarDay(day=day, years=FARTHEST_YEARS)
    return day


def _numeric_day(text: str) -> date | None:
    match = _NUMERIC_DAY.fullmatch(text)
    if match is None:
        return None
    year, month, day = match.group(1, 2, 3) if match.group(1) else match.group(6, 5, 4)
    try:
        return date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        raise ImpossibleDay(text=text) from None


def _worded_day(text: str, today: date) -> date:
    if not text or len(text) > 60:
        raise UnreadableDay
    import dateparser

    settings = {
        "DATE_ORDER": "DMY",
        "PREFER_DATES_FROM": "future",
        "RELATIVE_BASE": datetime.combine(today, time(12)),
        "REQUIRE_PARTS": ["day", "month"],
    }
    found = dateparser.parse(text, languages=["en", "km"], settings=settings)
    if found is None:
        raise UnreadableDay
    return found.date()


def parse_time(text: str) -> time:
    """A wall-clock time: "9:00", "14.30", "2 pm", "៩:៣០". Raises: UnreadableTime."""
    match = _TIME.fullmatch(to_digits(text).strip().casefold())
    if match is None:
        raise UnreadableTime
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half and not 1 <= hour <= 12:
        raise UnreadableTime
    if half:
        hour = hour % 12 + (12 if half in _AFTERNOON else 0)
    if hour > 23 or minute > 59:
        raise UnreadableTime
    return time(hour, minute)


def parse_duration_min(text: str) -> int:
    """Minutes: "2 hours", "1h30", "90", "២ ម៉ោង"; from 5 minutes to 10 hours. Raises: UnreadableDuration."""
    match = _DURATION.fullmatch(to_digits(text).strip().casefold())
    if match is None or not (match[1] or match[2]):
        raise UnreadableDuration
    minutes = round(float((match[1] or "0").replace(",", ".")) * 60) + int(match[2] or 0)
    if not 5 <= minutes <= 600:
        raise UnreadableDuration
    return minutes


def parse_value(text: str, *, unit: str) -> Decimal:
    """A reported value.

    Args:
        text: "58", "58%", "58,5 %", "៥៨%", "43,500,974", "43 500 974".
        unit: the indicator's; a percentage lies between 0 and 100, and no value is negative.
    Raises:
        UnreadableNumber, OutOfRange.
    """
    written = to_digits(text).strip().removesuffix(unit).removesuffix("%").strip()
    if not _NUMBER.fullmatch(written) or "e" in written.casefold():
        raise UnreadableNumber(text=text.strip()[:40], unit=unit)
    value = Decimal(_plain_number(written.replace("−", "-"), unit=unit, text=text))
    highest = Decimal(100) if unit == "%" else Decimal(10) ** 12 - 1
    if not 0 <= value <= highest or value != round(value, 4):
        raise OutOfRange(lowest=0, highest=highest, unit=unit)
    return value


def _plain_number(written: str, *, unit: str, text: str) -> str:
    """Thousands separators gone, the decimal sign a point."""
    written = re.sub(r"[\u00a0\u202f ]", "", written)
    last_comma, last_point = written.rfind(","), written.rfind(".")
    if last_comma >= 0 and last_point >= 0:
        thousands = "," if last_comma < last_point else "."
        written = written.replace(thousands, "").replace(",", ".")
    elif last_comma >= 0:
        grouped = re.fullmatch(r"[-+]?\d{1,3}(,\d{3})+", written) and unit != "%"
        written = written.replace(",", "") if grouped else written.replace(",", ".")
    elif written.count(".") > 1:
        written = written.replace(".", "")
    if written.count(".") > 1:
        raise UnreadableNumber(text=text.strip()[:40], unit=unit)
    return written


@dataclass(frozen=True)
class AgendaLine:
    title: str
    presenter: str = ""
    minutes: int | None = None


def parse_agenda_line(text: str) -> AgendaLine:
    """ "Budget 2027 | MoH | 30" or "Budget 2027; MoH; 30 min" or just a title. Raises: Missing."""
    parts = [part.strip() for part in re.split(r"\s*[|;]\s*", text.strip())]
    minutes = None
    if len(parts) > 1 and (
        match := re.fullmatch(r"(\d{1,3})\s*(?:m|mins?|minutes?|នាទី)?\.?", to_digits(parts[-1]).casefold())
    ):
        minutes = int(match[1])
        parts.pop()
    title = re.sub(r"^\d{1,2}[.)]\s+", "", to_digits(parts[0][:4]) + parts[0][4:])
    if not title:
        raise Missing
    return AgendaLine(title=title[:300], presenter=", ".join(parts[1:])[:120], minutes=minutes)


def split_report(text: str) -> tuple[str, str, str]:
    """Take "2008-4 58,5 % district hospitals" apart: number, value as typed, note. Missing parts are empty."""
    number, _, rest = text.strip().partition(" ")
    value, note = split_value(rest)
    return to_digits(number), value, note


def split_value(text: str) -> tuple[str, str]:
    """Take "58,5 % district hospitals" apart: value as typed, note. The value is empty where none leads."""
    text = text.strip()
    digits = to_digits(text)
    match = re.match(r"[-+−]?\d[\d.,]*(?:[\u00a0\u202f ]\d{3}(?!\d))*[eE]?[-+]?\d*(?:\s?%)?(?![\w-])", digits)
    if match is None:
        head, _, tail = text.partition(" ")
        return (head, tail.strip()) if "%" in head else ("", text)
    end = match.end()
    return text[:end].strip(" ,;"), text[end:].strip(" ,;:–—-")
