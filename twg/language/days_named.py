"""Finding the days that a sentence names, in the midst of other words: "I can't attend the meeting on Tuesday"."""

import re
from datetime import date

from twg.language.moments import LONGEST, read_moment
from twg.language.when_tokens import Token, kinds_of, tokens_of

#: Letters of `when_words` of which a stretch has to hold one to name a day: a figure alone counts something.
_NAMES_DAY = re.compile(r"[wmkdsE]|T[no]|D[no]|(?<![a-z])o$")
#: Longest text that is searched, in characters, and most words and figures of one day.
_LONGEST_TEXT, _MOST_TOKENS = 600, 8


def find_days(text: str, *, today: date) -> frozenset[date]:
    """Every day that a text may name; of a stretch that may mean several days, each of them.

    Args:
        today: local date.
    """
    if len(text) > _LONGEST_TEXT:
        return frozenset()
    tokens = tokens_of(text)
    found: set[date] = set()
    place = 0
    while place < len(tokens):
        end, days = _longest_at(text, tokens, place, today)
        found |= days
        place = end
    return frozenset(found)


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
