"""Finding the days that a sentence names, in the midst of other words: "I can't attend the meeting on Tuesday"."""

import re
from dataclasses import dataclass
from datetime import date

from twg.language.moments import LONGEST, read_moment
from twg.language.when_tokens import Token, kinds_of, tokens_of

#: Letters of `when_words` of which a stretch has to hold one to name a day: a figure alone counts something.
_NAMES_DAY = re.compile(r"[wmkdsE]|T[no]|D[no]|(?<![a-z])o$")
#: Longest text that is searched, in characters, and most words and figures of one day.
_LONGEST_TEXT, _MOST_TOKENS = 600, 8


@dataclass(frozen=True)
class NamedDays:
    """The days that a text may name.

    Attributes:
        days: each that is meant; of words that may mean several, all of these.
        weekdays: those that stand alone, 0 for Monday: "the meeting on Tuesday" may be in three weeks.
    """

    days: frozenset[date] = frozenset()
    weekdays: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.days)

    def may_be(self, day: date) -> bool:
        return day in self.days or day.weekday() in self.weekdays


def find_days(text: str, *, today: date) -> NamedDays:
    """Every day that a text may name.

    Args:
        today: local date.
    """
    if len(text) > _LONGEST_TEXT:
        return NamedDays()
    tokens = tokens_of(text)
    found: set[date] = set()
    weekdays: set[int] = set()
    place = 0
    while place < len(tokens):
        end, days = _longest_at(text, tokens, place, today)
        found |= days
        if days and kinds_of(tokens[place:end]).strip("FIg") == "w":
            weekdays |= {day.weekday() for day in days}
        place = end
    return NamedDays(frozenset(found), frozenset(weekdays))


def _longest_at(text: str, tokens: list[Token], begin: int, today: date) -> tuple[int, set[date]]:
    """The end of the longest stretch from a token on that names a day, with its days; else the next token."""
    for end in range(min(begin + _MOST_TOKENS, len(tokens)), begin, -1):
        stretch = tokens[begin:end]
        if any(token.kind == "U" or token.guessed for token in stretch) or not _NAMES_DAY.search(kinds_of(stretch)):
            continue
        words = text[stretch[0].start : stretch[-1].end]
        moment = read_moment(words, today=today) if len(words) <= LONGEST else None
        if moment is not None and moment.understood and moment.days:
            return end, set(moment.days)
    return begin + 1, set()
