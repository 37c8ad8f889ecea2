"""Reading until when somebody asks for time, in the midst of a sentence in English or Khmer."""

from datetime import date

from twg.language.deadlines import split_known
from twg.language.moments import LONGEST, read_moment
from twg.language.said import Words
from twg.language.when_tokens import tokens_of

#: Words of days and times before the day until which time is asked for: "until", «ដល់»; "by", «ត្រឹម».
_MARKERS = {("l", "to"), ("F", "by")}


def find_until(text: str, *, today: date) -> date | None:
    """The day at the end of a text, after "until" or "by": "I need more time until 20 December, please".

    Args:
        today: local date.
    Returns: None where there is none that can be read whole, or where more is said after it.
    """
    tokens = tokens_of(text)
    for place, marker in enumerate(tokens):
        if (marker.kind, marker.value) not in _MARKERS or place + 1 == len(tokens):
            continue
        words, rest = split_known(text, tokens, place + 1)
        if len(words) > LONGEST or (Words(rest).core and not Words(rest).only()):
            continue
        moment = read_moment(words.rstrip("? "), today=today)  # "May I have until Friday?" names the day
        if moment.day_certain and not moment.names_time and moment.days[0] >= today:
            return moment.days[0]
    return None
