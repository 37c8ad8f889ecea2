"""Reading how late somebody comes: "20 minutes late", "I join around 9:45", «យឺត ១៥នាទី»."""

import re
from datetime import datetime, time, timedelta

from storage.core.spelling import fold, normalize
from twg.language.lengths import find_lengths
from twg.language.time_phrases import find_times
from twg.language.when_tokens import tokens_of

#: The longest delay that is read, in minutes: a larger figure is no delay.
LATEST_MIN = 240


#: Behind this stands when the writer is there: "I'll be there at half past nine", «ខ្ញុំមកដល់ម៉ោង ៩:៣០».
_ARRIVES = re.compile(
    r"\b(?:be (?:there|here)|arrive|come|join(?: you)?|get there|reach)(?: the \w+)?(?: only| just)?"
    r" (?:at|by|around|about|from|after)\b(?P<when>[^;\n]*)"
    r"|(?:មក|ទៅ|ចូលរួម)(?:ដល់)?\s*(?:នៅ|ពី|តាំងពី)?\s*(?P<at>ម៉ោង[^;\n]*)",
    re.IGNORECASE,
)
#: Between a Khmer word and a figure, where people leave no space.
_SEAM = re.compile(r"(?<=[\u1780-\u17d3])(?=\d)")


def find_arrival_min(text: str, begins: time) -> int | None:
    """How many minutes late somebody comes who only says when they are there; None where that is no later.

    Args:
        begins: as for `find_late_min`.
    """
    said = _ARRIVES.search(normalize(text))
    when = "" if said is None else said["when"] or said["at"] or ""
    return None if re.search(r"\b(?:until|till|to|leave)\b|ដល់|-|–", when) else find_late_min(when, begins)


def find_late_min(text: str, begins: time) -> int | None:
    """How many minutes after the beginning the writer comes; None where the text does not say, or says two.

    Args:
        begins: the local hour of the meeting, which a clock time in the text is counted from.
    """
    lengths = {length.minutes for length in find_lengths(_SEAM.sub(" ", fold(text)))}
    if lengths:
        return next(iter(lengths)) if len(lengths) == 1 and 0 < min(lengths) <= LATEST_MIN else None
    readings = [reading for phrase in find_times(tokens_of(text), bare=False) for reading in phrase.readings]
    after = {_minutes(begins, reading) for reading in readings} - {0}
    fitting = sorted(minutes for minutes in after if minutes <= LATEST_MIN)
    return fitting[0] if len(fitting) == 1 else None


def _minutes(begins: time, at: time) -> int:
    """Minutes from one local hour to the next time it is another."""
    day = datetime(2026, 1, 1)  # noqa: DTZ001 - only the hours count
    return (datetime.combine(day, at) - datetime.combine(day, begins)) % timedelta(days=1) // timedelta(minutes=1)
