"""Reading until when somebody asks for time, in the midst of a sentence in English or Khmer."""

import re
from collections.abc import Iterator
from datetime import date

from twg.language.deadlines import split_known
from twg.language.moments import LONGEST, Moment, read_moment
from twg.language.said import Words
from twg.language.when_tokens import tokens_of

#: Words of days and times before the day until which time is asked for: "until", «ដល់»; "by", «ត្រឹម».
_MARKERS = {("l", "to"), ("F", "by")}


#: What time is asked for, after the day: "until 30 December for 2008-4"; "for action 1".
_FOR_WHAT = re.compile(
    r"\s+(?:for|សម្រាប់)\s+(?:(?:the|action|task|indicator|report|no\.?|on|of|កិច្ចការ(?:ទី)?)\s*)*\d{1,4}(?:-\d{1,3}[a-z]?)?\W*\Z",
    re.IGNORECASE,
)


def find_until(text: str, *, today: date) -> date | None:
    """The day at the end of a text, after "until" or "by": "I need more time until 20 December, please".

    Args:
        today: local date.
    Returns: None where there is none that can be read whole, or where more is said after it.
    """
    for _words, moment in _marked(_FOR_WHAT.sub("", text), today):
        if moment.day_certain and not moment.names_time and moment.days[0] >= today:
            return moment.days[0]
    return None


def find_until_words(text: str, *, today: date) -> str:
    """The words at that place, as typed, where they may mean several days: "until next Friday"; "" for none."""
    for words, moment in _marked(text, today):
        if moment.understood and any(day >= today for day in moment.days):
            return words
    return ""


def _marked(text: str, today: date) -> Iterator[tuple[str, Moment]]:
    """What follows each marker up to the end of the text, as typed and as read."""
    tokens = tokens_of(text)
    for place, marker in enumerate(tokens):
        if (marker.kind, marker.value) not in _MARKERS or place + 1 == len(tokens):
            continue
        words, rest = split_known(text, tokens, place + 1)
        if len(words) > LONGEST or (Words(rest).core and not Words(rest).only()):
            continue
        words = words.rstrip("? ")  # "May I have until Friday?" names the day
        yield words, read_moment(words, today=today)
