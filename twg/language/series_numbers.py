"""The number of a meeting in its series, as people write it: "12th plenary", "plenary no. 12", «លើកទី១២»."""

import re

from storage.core.spelling import fold, to_digits
from twg.core.refusals import BadInput

#: Higher ones are years, or typing errors.
HIGHEST_NUMBER = 999
_WORDS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
}
_KINDS = (
    r"(?:plenary|plenaries|meetings?|retreat|annual review|core group|sub-?\s?group|preparatory|follow-?\s?up|gdcc"
    r"|brochum|prochum)"
)
#: What may stand between the number and the word for a meeting: "5th technical working group meeting".
_BETWEEN = r"(?:(?:twg|regular|ordinary|joint|annual|technical|working|group|dps?|partners.?|the|of)\s+){0,3}"
#: "12th plenary", «លើកទី១២»; a number that is of something else, such as "5th health plan" or "room no. 3", is none.
_NUMBER = re.compile(
    rf"(?<![\w/.-])(?P<nth>\d{{1,3}})\s?(?:st|nd|rd|th)(?=\s+{_BETWEEN}{_KINDS}\b)"
    rf"|(?:(?<=plenary)|(?<=meeting)|(?<=group)|(?<=review)|(?<=retreat)|(?<=gdcc))"
    rf",?\s*(?:no\.?|nr\.?|n°|number|\#)\s?(?P<no>\d{{1,3}})\b"
    rf"|(?:លើក\s?ទី|\b(?:leuk|lerk|loek|lek)\s?ti)\s?(?P<km>\d{{1,3}})(?!\d)",
    re.IGNORECASE,
)
#: A text that is a number and nothing else.
_WHOLE = re.compile(r"(?:no\.?|nr\.?|n°|number|#|លើក\s?ទី|ទី)?\s?(\d{1,4})\s?(?:st|nd|rd|th)?")


class UnreadableNumber(BadInput):
    """data: `highest`."""

    key = "meetings#unreadable_number"


def find_number(text: str) -> int | None:
    """The only number in a series that a text gives; None for none and for several."""
    return found[2] if (found := find_marked(text)) is not None else None


def find_marked(text: str) -> tuple[int, int, int] | None:
    """Where the only number in a series begins and ends in a text, and the number; None for none and for several."""
    spelt = to_digits(text)
    marks = list(_NUMBER.finditer(spelt)) if len(spelt) == len(text) else []
    if len(marks) != 1:
        return None
    number = int(next(filter(None, marks[0].group("nth", "no", "km"))))
    return (*marks[0].span(), number) if 1 <= number <= HIGHEST_NUMBER else None


def parse_number(text: str) -> int:
    """A number in a series, the whole text: "12", "12th", "no. 12", «លើកទី១២», "third".

    Raises: UnreadableNumber.
    """
    said = fold(text).strip(" .")
    found = _WHOLE.fullmatch(said)
    number = _WORDS.get(said) if found is None else int(found[1])
    if number is None or not 1 <= number <= HIGHEST_NUMBER:
        raise UnreadableNumber(highest=HIGHEST_NUMBER)
    return number
