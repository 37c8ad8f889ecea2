"""Reading days that people type, in English and Khmer."""

import re
from datetime import date, datetime, time, timedelta

from storage.core.spelling import to_digits
from twg.core.refusals import (
    FarDay,
    ImpossibleDay,
    PastDay,
    UnreadableDay,
)

#: A day more years ahead than this is refused as a typing error.
FARTHEST_YEARS = 3
_NUMERIC_DAY = re.compile(r"(?:(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2}))")
#: Words around the figures of a date in official letters: "ថ្ងៃសៅរ៍ ទី៥ ខែធ្នូ ឆ្នាំ២០២៦".
_KHMER_FRAME = re.compile(r"(?:ថ្ងៃ\S*\s*)?ទី|ខែ|ឆ្នាំ")
#: Khmer words for today and tomorrow, as days ahead.
_RELATIVE_DAYS = {"ថ្ងៃនេះ": 0, "ស្អែក": 1, "ថ្ងៃស្អែក": 1}


def parse_day(text: str, *, today: date) -> date:
    """A day, today or later.

    Args:
        text: "2026-12-05", "5/12/2026" (day first), "5 December", "tomorrow", "ថ្ងៃទី៥ ខែធ្នូ ឆ្នាំ២០២៦".
        today: local date.
    Raises:
        UnreadableDay, ImpossibleDay, PastDay, FarDay.
    """
    written = " ".join(_KHMER_FRAME.sub(" ", to_digits(text)).split())
    day = _relative_day(text, today) or _numeric_day(written) or _worded_day(written, today)
    if day < today:
        raise PastDay(day=day)
    if day > today + timedelta(days=366 * FARTHEST_YEARS):
        raise FarDay(day=day, years=FARTHEST_YEARS)
    return day


def _relative_day(text: str, today: date) -> date | None:
    days = _RELATIVE_DAYS.get(text.strip())
    return None if days is None else today + timedelta(days=days)


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
    from dateparser.date import DateDataParser

    settings = {
        "DATE_ORDER": "DMY",
        "PREFER_DATES_FROM": "future",
        "RELATIVE_BASE": datetime.combine(today, time(12)),
        "REQUIRE_PARTS": ["day", "month"],
    }
    found = DateDataParser(languages=["en", "km"], settings=settings).get_date_data(text)
    if found.date_obj is None or found.period != "day":  # dateparser returns a day even for "next week"
        raise UnreadableDay
    return found.date_obj.date()
