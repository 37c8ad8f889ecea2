"""Reading a line with the meeting for which dates are proposed, and the dates: "Plenary, 14 or 15 Dec 9:00" (G14)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from storage.core.spelling import is_visible
from twg.core.refusals import EndBeforeBegin, FarDay, ImpossibleDay, PastDay, Refusal
from twg.language.meeting_parts import minutes_of, split_parts_of_line
from twg.language.moments import read_moment
from twg.language.proposed_dates import TimeMissing, TooManyDates, read_proposed_dates

#: Where the dates may begin: behind a mark, else behind a space or before a Khmer word for a day.
_MARKS = re.compile(r"\s*[,;:៖|\n]\s*|\s+[-–—]\s+")
_SPACES = re.compile(r"\s+|(?=ថ្ងៃ)")
#: A word behind which a figure is of the title: "Phase 2, 14 or 15 Dec".
_NUMBERED = re.compile(
    r"(?:\b(?:phase|part|round|no|number|group|stage|step|version|edition|item|area|outcome|year|quarter|jmi|q)\b\.?"
    r"|ដំណាក់កាល|ជំហាន|លេខ|លើក|ទី)(?:ទី)?\s*\Z",
    re.IGNORECASE,
)
#: Words between the title and the dates: "Plenary on either 14 or 15 Dec".
_BETWEEN = re.compile(
    r"[\s,;:៖|–—-]*(?:\b(?:on|for|either|dates?|proposed|possible|options?|maybe|between|at)\b|នៅ)?[\s,;:៖|–—-]*\Z",
    re.IGNORECASE,
)
#: What says of a text that dates stand in it, which cannot be taken as they are.
_OF_DATES = (TooManyDates, TimeMissing, PastDay, FarDay, ImpossibleDay, EndBeforeBegin)


@dataclass(frozen=True)
class DatesLine:
    """What a line says, as texts that the questions about it read.

    Attributes:
        title: everything else; empty for dates alone.
        dates: empty where the line has none.
        duration_min: None where the line does not say how long the meeting lasts.
    """

    title: str = ""
    dates: str = ""
    duration_min: int | None = None


def read_dates_line(text: str, *, today: date, most: int) -> DatesLine:
    """The title and the dates of a line. Args: `today`: the local date; `most`: so many dates are taken."""
    text, minutes = _without_length(text.strip())
    found = _cut(text, today, most)
    if found is None:
        return DatesLine(title=text, duration_min=minutes)
    title, dates = _trim(text[:found]), text[found:].strip()
    if minutes is None:
        minutes = _length(dates, today, most)
    return DatesLine(title, dates, minutes)


def _without_length(text: str) -> tuple[str, int | None]:
    """The line without a length at its end, and that length in minutes."""
    *parts, last = split_parts_of_line(text) or [""]
    minutes = minutes_of(last) if parts else None
    return (text, None) if minutes is None else (text[: text.rindex(last)].rstrip(" ,;|-–—"), minutes)


def _cut(text: str, today: date, most: int) -> int | None:
    """Where the dates begin: at the first place behind which there is nothing but dates; None where there are none."""
    found = {0, *_places(text, _MARKS), *_places(text, _SPACES)}
    places = sorted(place for place in found if not _NUMBERED.search(text[:place]))
    is_read = (place for place in places if _holds_dates(text[place:], today, most))
    unclear = (place for place in places if _begins_with_day(text[place:], today))
    return next(is_read, next(unclear, None))


def _places(text: str, marks: re.Pattern[str]) -> Iterator[int]:
    return (mark.end() for mark in marks.finditer(text) if is_visible(text[mark.end() :]))


def _holds_dates(text: str, today: date, most: int) -> bool:
    """Whether a text has nothing but dates, which may be too many, past, or without a time."""
    try:
        read_proposed_dates(text, today=today, most=most)
    except Refusal as refusal:
        return isinstance(refusal, _OF_DATES)
    return True


def _begins_with_day(text: str, today: date) -> bool:
    """Whether the first part of a text is a day that may be several: "1 Nov", said on 23 November."""
    moment = read_moment(next(iter(split_parts_of_line(text)), ""), today=today)
    return moment.names_day and moment.understood and bool(moment.days)


def _length(dates: str, today: date, most: int) -> int | None:
    try:
        return read_proposed_dates(dates, today=today, most=most).duration_min
    except Refusal:
        return None


def _trim(title: str) -> str:
    """The title without the words that lead to the dates."""
    trimmed = _BETWEEN.sub("", title, count=1)
    return title.strip() if trimmed == title else _trim(trimmed)
