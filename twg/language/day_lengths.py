"""Lengths of a meeting in halves of a working day: "half day", "full-day", «កន្លះថ្ងៃ», «ពេញមួយថ្ងៃ» (G1)."""

import re
from collections.abc import Iterator

#: A half of a working day, in minutes; a whole one with its lunch, 8:00 to 17:00.
_HALF_MIN, _WHOLE_MIN = 240, 540
#: Behind an article or "of" it belongs to a name: "report of the half-day training".
_LENGTH = re.compile(
    r"(?<![\w-])(?<!\ba )(?<!\bthe )(?<!\bof )(?:for |lasts? )?"
    r"(?:(?P<half>half[\s-](?:a[\s-])?day)|(?:full|whole|all|entire)[\s-]day)(?:[\s-]long)?(?![\w-])"
    r"|(?:រយៈពេល\s*)?(?P<half_km>(?:កន្លះ|ពាក់កណ្ដាល|ពាក់កណ្តាល)ថ្ងៃ)|(?:រយៈពេល\s*)?ពេញ(?:មួយ|១|1)ថ្ងៃ",
    re.IGNORECASE,
)
_ONE = re.compile(r"(?:one|1|a)[\s-]day|(?:រយៈពេល\s*)?(?:មួយ|១|1)\s*ថ្ងៃ", re.IGNORECASE)


def find_day_lengths(text: str) -> Iterator[tuple[int, int, int]]:
    """Where each length in a text begins and ends, counted from the end of the one before it, and its minutes."""
    begin = 0
    for found in _LENGTH.finditer(text):
        yield found.start() - begin, found.end() - begin, _minutes(found)
        begin = found.end()


def minutes_of_days(text: str) -> int | None:
    """The minutes of a text that is a length in days and nothing else; None for any other."""
    if _ONE.fullmatch(text):
        return _WHOLE_MIN
    found = _LENGTH.fullmatch(text)
    return None if found is None else _minutes(found)


def _minutes(found: re.Match[str]) -> int:
    return _HALF_MIN if found["half"] or found["half_km"] else _WHOLE_MIN
