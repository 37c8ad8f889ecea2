"""Finding the day by which something is to be done in a sentence: "Send the draft budget to all by 18 December"."""

from collections.abc import Sequence
from datetime import date

from twg.language.moments import LONGEST, read_moment
from twg.language.when_tokens import Token, tokens_of


def find_deadline(text: str, *, today: date) -> date | None:
    """The one day, today or later, that follows "by", "no later than" or «ត្រឹម» at the end of the text or of a sentence.

    The text itself is kept whole by the caller, so that nothing is lost where this finds nothing: `None`.
    """
    tokens = tokens_of(text)
    days = set()
    for place, token in enumerate(tokens):
        if token.kind != "F" or token.value != "by":
            continue
        words, after = split_known(text, tokens, place)
        if (after and after[0] not in ".,;!)។") or len(words) > LONGEST:
            continue
        moment = read_moment(words, today=today)
        if moment.day_certain and moment.days[0] >= today:
            days.add(moment.days[0])
    return days.pop() if len(days) == 1 else None


def split_known(text: str, tokens: Sequence[Token], place: int) -> tuple[str, str]:
    """The words of days and times from the token at a place on, within its line, and what follows them."""
    end = place + 1
    while end < len(tokens) and tokens[end].kind != "U" and "\n" not in text[tokens[end - 1].end : tokens[end].start]:
        end += 1
    last = tokens[end - 1].end
    return text[tokens[place].start : last], text[last:].strip()
