"""Finding lengths of time in a line of an agenda: "10mn", "1h30", «១០នាទី», "9:00-9:15"."""

import re
from dataclasses import dataclass

from storage.core.spelling import fold, to_digits
from twg.language.time_phrases import minutes_between, read_clock

_MIN = r"(?:mns?|mins?|minutes?|''|'|neati|nieti|នាទី)"
_HOUR = r"(?:h|hrs?|hours?|ម៉ោង)"
_FIGURE = r"\d{1,3}(?:[.,]\d{1,2})?"
_WORDS = {
    "half an hour": 30,
    "half hour": 30,
    "an hour": 60,
    "one hour": 60,
    "two hours": 120,
    "កន្លះម៉ោង": 30,
    "មួយម៉ោង": 60,
}
#: A length by itself. Groups: hours, the rest of them, minutes, words.
_LENGTH = (
    rf"(?:(?P<hours>{_FIGURE})\s*{_HOUR}\s*(?P<half>កន្លះ|and a half)?"
    rf"(?:\s*(?:and|និង)?\s*(?P<rest>\d{{1,2}})\s*(?:{_MIN}|m)?)?"
    rf"|(?P<minutes>\d{{1,4}})\s*-?\s*{_MIN}|(?P<words>{'|'.join(_WORDS)}))"
)
_AT_END = rf"(?<![\w.,:'-])(?:(?:រយៈពេល|រយ:ពេល|duration:?|time:)\s*)?{_LENGTH}\.?(?![\w'])"
_ANYWHERE = re.compile(_AT_END, re.IGNORECASE)
WHOLE = re.compile(rf"(?:(?:រយៈពេល|រយ:ពេល|duration:?)\s*)?{_LENGTH}\.?", re.IGNORECASE)
#: What makes a length one of several, or an uncertain one: "3-5 minutes", "5 min each"; not a year, "2027 - 20 min".
_SPREAD = re.compile(
    rf"(?<!\d\d\d)\d\s*(?:-|to|or|ទៅ|ដល់|ឬ)\s*\d{{1,3}}\s*(?:-?\s*{_MIN}|{_HOUR})(?!\w|\.\w)"
    rf"|(?<![A-Za-z])(?:{_MIN}|{_HOUR})\s*(?:each|per |/)|ម្នាក់"
    rf"|(?:about|max\.?|maximum|up to|approx\.?|around|~|<)\s*\d+\s*{_MIN}",
    re.IGNORECASE,
)
_CLOCK = r"\d{1,2}(?:\s?(?:[:.h]|ម៉ោង)\s?\d{2}|h|ម៉ោង|(?=\s?[ap]m\b))"
_HALF = r"(?:\s*(?:am|pm|a\.m\.|p\.m\.|hrs?|ព្រឹក|រសៀល|ល្ងាច))?"
_AT = r"(?:(?:at|from|ពី)\s*)?(?:(?:វេលា)?ម៉ោង\s*)?"
#: "9:00-9:15", «ម៉ោង ៩:១៥ ដល់ ៩:៤៥»; the end may be missing. No figure of "1: 58% are staffed".
SLOT = re.compile(
    rf"{_AT}(?P<begin>{_CLOCK}{_HALF})(?:\s*(?:-|to|until|ដល់|ទៅ)\s*{_AT}(?P<end>{_CLOCK}{_HALF}))?(?!\d|:\d|\s?%)",
    re.IGNORECASE,
)
#: A session is no longer than this: "9:15-9:00" is a slip, "11:30-1:00" goes over noon.
_LONGEST_SLOT_MIN = 240


@dataclass(frozen=True)
class Length:
    """A length in a text. Attributes: `start` and `end` are its places in the normalised text."""

    minutes: int
    start: int
    end: int


def find_lengths(text: str) -> list[Length]:
    """Every length in a normalised text."""
    return [Length(minutes_in(found), *found.span()) for found in _ANYWHERE.finditer(text)]


def is_spread(text: str) -> bool:
    """Whether a normalised text gives a length that is not one figure for the whole item."""
    return bool(_SPREAD.search(text))


def minutes_in(found: re.Match[str]) -> int:
    """The minutes in a match of a length."""
    if found["words"]:
        return _WORDS[fold(found["words"])]
    if found["minutes"]:
        return int(found["minutes"])
    whole = float(found["hours"].replace(",", ".")) * 60 + (30 if found["half"] else 0)
    return round(whole) + int(found["rest"] or 0)


def whole_minutes(text: str) -> int | None:
    """The minutes of a text that is a length and nothing else; `None` for any other."""
    found = WHOLE.fullmatch(fold(text))
    return None if found is None else minutes_in(found)


def given_minutes(text: str) -> int | None:
    """The minutes of a text that is a length, or figures alone."""
    length, plain = whole_minutes(text), to_digits(text)
    return int(plain) if length is None and re.fullmatch(r"\d{1,4}", plain) else length


def slot_minutes(slot: re.Match[str]) -> int | None:
    """Minutes from the beginning to the end of a match of `SLOT`; `None` where the end is no later."""
    begins, ends = read_clock(slot["begin"]), read_clock(slot["end"])
    spans = [minutes_between(begin, end) for begin in begins for end in ends]
    fitting = [span for span in spans if 0 < span <= _LONGEST_SLOT_MIN]
    return min(fitting) if fitting else None
