"""Reading times of day and durations that people type, in English and Khmer."""

import re
from datetime import date, time

from storage.core.spelling import fold
from twg.core.refusals import EndBeforeBegin, UnreadableDuration, UnreadableTime, WhichTime
from twg.language.moments import Moment, read_moment

#: Longest meeting, and so longest agenda item, in minutes.
LONGEST_MEETING_MIN = 600
#: A time without a day is read without regard to it.
_ANY_DAY = date(2026, 1, 1)
DURATION = re.compile(
    r"(?:(\d{1,3}(?:[.,]\d{1,3})?)\s*(?:h|hrs?|hours?|ម៉ោង))?"
    r"\s*(?:(?:and\s*)?(\d{1,3})\s*(?:m|mins?|minutes?|នាទី)?)?"
)


def parse_time(text: str) -> time:
    """A wall-clock time: "9:00", "14.30", "2 pm", "0900", "noon", «ម៉ោង ៨ កន្លះ»; the whole text must say it.

    Raises: WhichTime, with the times that it may mean; UnreadableTime.
    """
    moment = read_moment(text, today=_ANY_DAY, bare_times=True)
    at = time_of(moment, text)
    if moment.until is not None:
        raise WhichTime(text=text, times=(at,))
    return at


def time_of(moment: Moment, text: str) -> time:
    """The time of a moment, read from a text that says nothing else.

    Raises: WhichTime, UnreadableTime; EndBeforeBegin or UnreadableDuration for a beginning and an end that do not fit.
    """
    check_span(moment)
    if moment.time_certain and moment.understood and not moment.names_day:
        return moment.times[0]
    if moment.times:
        raise WhichTime(text=text, times=moment.times)
    raise UnreadableTime


def check_span(moment: Moment) -> None:
    """Raises: EndBeforeBegin; UnreadableDuration for a beginning and an end that are too far apart."""
    if moment.odd is None:
        return
    begin, end = moment.odd
    raise EndBeforeBegin(begin=begin, end=end) if end <= begin else UnreadableDuration


def parse_duration_min(text: str) -> int:
    """A duration in minutes: "2 hours", "1h30", "90", "២ ម៉ោង"; from 5 minutes to 10 hours. Raises: UnreadableDuration.

    A bare figure up to 10 is hours, a larger one minutes: a meeting of 3 minutes is less likely than one of 3 hours.
    """
    match = DURATION.fullmatch(fold(text))
    if match is None or not (match[1] or match[2]):
        raise UnreadableDuration
    minutes = minutes_of(match)
    if match[0] == match[2] and minutes <= LONGEST_MEETING_MIN // 60:
        minutes *= 60
    if not 5 <= minutes <= LONGEST_MEETING_MIN:
        raise UnreadableDuration
    return minutes


def minutes_of(match: re.Match[str]) -> int:
    """The minutes in a match of `DURATION`."""
    return round(float((match[1] or "0").replace(",", ".")) * 60) + int(match[2] or 0)
