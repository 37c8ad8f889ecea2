"""Reading times of day and durations that people type, in English and Khmer."""

import re
from datetime import time

from storage.core.spelling import to_digits
from twg.core.refusals import (
    UnreadableDuration,
    UnreadableTime,
)

#: Longest meeting, and so longest agenda item, in minutes.
LONGEST_MEETING_MIN = 600
_TIME = re.compile(
    r"(?:at |ម៉ោង\s*)?(\d{1,2})(?:\s*[:.h]\s*(\d{2}))?\s*(?:h|hrs?|hours?|o'clock)?"
    r"\s*(am|pm|a\.m\.|p\.m\.|ព្រឹក|ល្ងាច|រសៀល)?"
)
_NOON = {"noon", "12 noon", "at noon", "midday", "ថ្ងៃត្រង់", "12 ថ្ងៃត្រង់", "ម៉ោង 12 ថ្ងៃត្រង់"}
_AFTERNOON = {"pm", "p.m.", "ល្ងាច", "រសៀល"}
DURATION = re.compile(
    r"(?:(\d{1,3}(?:[.,]\d{1,3})?)\s*(?:h|hrs?|hours?|ម៉ោង))?"
    r"\s*(?:(?:and\s*)?(\d{1,3})\s*(?:m|mins?|minutes?|នាទី)?)?"
)


def parse_time(text: str) -> time:
    """A wall-clock time: "9:00", "14.30", "2 pm", "noon", "៩:៣០". Raises: UnreadableTime."""
    written = to_digits(text).strip().casefold()
    if written in _NOON:
        return time(12)
    match = _TIME.fullmatch(written)
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
    """A duration in minutes: "2 hours", "1h30", "90", "២ ម៉ោង"; from 5 minutes to 10 hours. Raises: UnreadableDuration.

    A bare figure up to 10 is hours, a larger one minutes: a meeting of 3 minutes is less likely than one of 3 hours.
    """
    match = DURATION.fullmatch(to_digits(text).strip().casefold())
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
