"""Reading several dates with their times in one text: "17 Dec 9:00, 18 Dec 14:00 or 19 Dec at 9".

The whole text is read, or what is missing is asked: a date without a time takes that of the others only where one time
stands at the end for all of them, "17 and 18 December at 9:00".

BadInput
├── NoDate              no part of the text is a date
├── DateUnclear         a part of the text that is no date, or may mean several
├── TimeMissing         a date without a time, where the others have several
└── TooManyDates
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from twg.core.refusals import BadInput, EndBeforeBegin, FarDay, ImpossibleDay, PastDay, Refusal
from twg.language.days import day_of
from twg.language.moments import Moment, read_moment
from twg.language.time_phrases import minutes_between

#: Longest text that is read, in characters.
LONGEST_LINE = 400
_SEPARATOR = re.compile(r"\s*[;,\n|/](?=\s|$|\D)\s*|\s*[;\n|]\s*|,|\s+(?:and|or|&|also|then)\s+|\s*(?:និង|ឬ|ហើយនិង)\s*")
_YEAR = re.compile(r"20\d\d|២០[០-៩]{2}")
#: A day of a month alone: "17", "the 17th", «ថ្ងៃទី១៧».
_DAY_ALONE = re.compile(r"(?:on\s+)?(?:the\s+)?(?:ថ្ងៃ)?(?:ទី)?\s*([0-9០-៩]{1,2})\s*(?:st|nd|rd|th)?", re.IGNORECASE)
#: A month, with what stands behind it, in a date that names one.
_MONTH = re.compile(
    r"(?:ខែ\s*)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?(?:\s*,?\s*20\d\d)?"
    r"|ខែ\s*\S+?(?=\s|$|ម៉ោង)(?:\s*(?:ឆ្នាំ\s*)?(?:20\d\d|២០[០-៩]{2}))?",
    re.IGNORECASE,
)


class NoDate(BadInput):
    key = "dates#no_date"


class DateUnclear(BadInput):
    """data: `text`, the part."""

    key = "dates#date_unclear"


class TimeMissing(BadInput):
    """data: `text`, the part."""

    key = "dates#time_missing"


class TooManyDates(BadInput):
    """data: `most`."""

    key = "dates#too_many"


@dataclass(frozen=True)
class ProposedDates:
    """The dates of a text in its order, local; and how long the meeting lasts, in minutes, where all say the same."""

    dates: tuple[tuple[date, time], ...]
    duration_min: int | None = None


def read_proposed_dates(text: str, *, today: date, most: int) -> ProposedDates:
    """The dates in a text; one that is named twice counts once.

    Args:
        today: local date.
        most: so many dates are taken.
    Raises: NoDate, DateUnclear, TimeMissing, TooManyDates; ImpossibleDay, PastDay, FarDay; EndBeforeBegin.
    """
    parts = _with_months(_join(_split(text), today), today)
    moments = [(part, read_moment(part, today=today)) for part in parts]
    if not any(moment.names_day for _part, moment in moments):
        raise NoDate
    shared = _shared_time([moment for _part, moment in moments])
    found = [(_day(part, moment, today), _time(part, moment, shared)) for part, moment in moments]
    dates = tuple(dict.fromkeys(found))
    if len(dates) > most:
        raise TooManyDates(most=most)
    return ProposedDates(dates, _duration([moment for _part, moment in moments], shared))


def _split(text: str) -> list[str]:
    return [part.strip(" .\u200b") for part in _SEPARATOR.split(text) if part and part.strip(" .\u200b")]


def _join(pieces: Sequence[str], today: date) -> list[str]:
    """The pieces, with a time or a year that stands apart joined to the date before it: "December 17, 2026, 9:00"."""
    parts: list[str] = []
    for piece in pieces:
        moment = read_moment(piece, today=today)
        belongs = _YEAR.fullmatch(piece) or (moment.names_time and not moment.names_day)
        if parts and belongs and not _DAY_ALONE.fullmatch(piece):
            parts[-1] = f"{parts[-1]} {piece}"
        else:
            parts.append(piece)
    return parts


def _with_months(parts: Sequence[str], today: date) -> list[str]:
    """The parts, where a day alone has the month of the next date that names one: "17, 18 and 19 December"."""
    given = ""
    found: list[str] = []
    for part in reversed(parts):
        alone = _DAY_ALONE.fullmatch(part)
        if alone and given:
            found.append(f"{alone[1]} {given}")
            continue
        month = _MONTH.search(part)
        if month and read_moment(part, today=today).names_day:
            given = month[0]
        found.append(part)
    return found[::-1]


def _shared_time(moments: Sequence[Moment]) -> Moment | None:
    """What says the time of all dates: the last one, where only that has a time."""
    timed = [moment for moment in moments if moment.names_time]
    return timed[0] if len(timed) == 1 and moments[-1] is timed[0] else None


def _day(part: str, moment: Moment, today: date) -> date:
    try:
        return day_of(moment, part, today=today)
    except (ImpossibleDay, PastDay, FarDay):
        raise
    except Refusal:
        raise DateUnclear(text=part) from None


def _time(part: str, moment: Moment, shared: Moment | None) -> time:
    said = moment if moment.names_time else shared
    if said is None or not (said.times or said.odd):
        raise TimeMissing(text=part)
    if said.odd is not None:
        begin, end = said.odd
        raise EndBeforeBegin(begin=begin, end=end)
    if not said.time_certain or not moment.understood or moment.aside:
        raise DateUnclear(text=part)
    return said.times[0]


def _duration(moments: Sequence[Moment], shared: Moment | None) -> int | None:
    said = [shared] if shared is not None else list(moments)
    lengths = {None if each.until is None else minutes_between(each.times[0], each.until) for each in said}
    return lengths.pop() if len(lengths) == 1 else None
