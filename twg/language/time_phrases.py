"""Finding times of day among the tokens of a text: what is meant, or what may be meant."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from storage.core.spelling import to_digits
from twg.language.when_tokens import Token, tokens_of
from twg.language.when_words import HALVES

#: A meeting takes no longer than this, so that the end of a range tells the half of the day of its beginning.
LONGEST_RANGE_MIN = 600
#: "f" is a number word that can only be minutes: "nine thirty".
_CLOCK = r"(?:jn|nu[nf]|ncni|nni|nf|ne|t|p|y|n)"
_ONE = rf"(?:a?g?g?{_CLOCK}[hi]?b|g?b|a?g?g?{_CLOCK}[hi]?a?)"
#: A figure before a month, or after a preposition of its own, belongs to a day or a length.
_PHRASE = re.compile(
    rf"(?:[HR](?={_ONE}[lz]))?(?P<one>{_ONE})(?:[zl](?P<two>{_ONE}))?(?!(?<=n)z?M?m)|(?P<pair>a?g?rh?a?)(?!M?m)"
)
_MINUTES = {15, 20, 30}
#: «១០ម៉ោង១៥» is 10:15, «៩ម៉ោង» 9:00.
_HOURS_WITHIN = re.compile(r"(?<=\d)\s?ម៉ោង(?:\s?(?=\d)|(?=\s*\Z))")
#: Letters of which one makes a figure a time without the question having asked for one.
_MARKED = re.compile(r"[tghjbiefau]")


@dataclass(frozen=True)
class TimePhrase:
    """A time of day in a text.

    Attributes:
        readings: what it may mean, the earliest first; none for a time that no clock shows.
        until: the end, where the text gives a beginning and an end.
        odd: a beginning and an end between which no meeting fits: "12:00-9:00".
        first: place of its first token; `end` is the place after its last one.
    """

    readings: tuple[time, ...]
    until: time | None
    first: int
    end: int
    odd: tuple[time, time] | None = None


#: They count a week or an hour, and are no figure by themselves.
_ARTICLES = {"a", "an"}


#: Four figures below it are a time, also without a mark of one: "17 Dec 1400".
_FIRST_YEAR = 1900


def find_times(tokens: Sequence[Token], *, bare: bool) -> list[TimePhrase]:
    """The times among the tokens.

    Args:
        bare: take figures without any mark of a time, as in an answer to "At what time?".
    """
    found, place = [], 0
    kinds = "".join("f" if token.kind == "n" and token.value in _MINUTES else token.kind for token in tokens)
    while place < len(tokens):
        match = _PHRASE.match(kinds, place)
        is_time = match is not None and (_is_marked(match, tokens) or (bare and tokens[place].written not in _ARTICLES))
        if match is None or not is_time or _is_length(match, tokens):
            place += 1
            continue
        found.append(_read(match, tokens))
        place = match.end()
    return found


def _is_marked(match: re.Match[str], tokens: Sequence[Token]) -> bool:
    four = [token for token in tokens[match.start() : match.end()] if token.kind == "y"]
    return bool(_MARKED.search(match[0])) or any(int(token.value[0]) < _FIRST_YEAR for token in four)


def _is_length(match: re.Match[str], tokens: Sequence[Token]) -> bool:
    """Whether the figure counts hours or minutes: "2 hours", "within 3h", "30 minutes"."""
    before, inside = tokens[: match.start()][-1:], tokens[match.start() : match.end()]
    counted = any(token.written in {"hours", "hour", "min", "mins", "minutes"} for token in inside)
    return (bool(before) and before[0].kind in "IJ" and before[0].written != "នៅ") or (
        counted and not any(token.kind in "ytg" for token in inside)
    )


def _read(match: re.Match[str], tokens: Sequence[Token]) -> TimePhrase:
    first, end = match.span()
    if match["pair"] is not None:
        pair = next(token for token in tokens[first:end] if token.kind == "r")
        half = _half(tokens[first:end])
        begin = [_clock(int(pair.value[0]), 0, h, exact=False) for h in (half, "")]
        return _range(begin[0], begin[1], _clock(int(pair.value[1]), 0, half, exact=False), half, first, end)
    one = tokens[match.start("one") : match.end("one")]
    if match["two"] is None:
        return TimePhrase(_times(one, _half(one)), None, first, end)
    two = tokens[match.start("two") : match.end("two")]
    half = _half(two)
    lent = _times(one, _half(one) or half)
    return _range(lent, _times(one, _half(one)), _times(two, half or _half(one)), half, first, end)


def _range(
    lent: tuple[time, ...], own: tuple[time, ...], until: tuple[time, ...], half: str, first: int, end: int
) -> TimePhrase:
    """A beginning and an end: the end's half of the day is lent to the beginning where that comes before the end."""
    pairs = [(begin, last) for begin in dict.fromkeys((*lent, *own)) for last in until if _is_span(begin, last)]
    if half:  # "9-12pm" begins in the morning, "2-4pm" does not
        closest = [pair for pair in pairs if pair[0] in lent] or pairs
        pairs = closest[:1] if len({pair[1] for pair in closest}) == 1 else closest
    if not pairs:
        odd = ((own or lent)[0], until[-1]) if (own or lent) and until else None
        return TimePhrase((), None, first, end, odd)
    begins = tuple(dict.fromkeys(begin for begin, _last in pairs))
    return TimePhrase(begins, pairs[0][1] if len(pairs) == 1 else None, first, end)


def _is_span(begin: time, last: time) -> bool:
    return 0 < minutes_between(begin, last) <= LONGEST_RANGE_MIN


def minutes_between(begin: time, last: time) -> int:
    """Minutes from one time to another on the same day; negative where the other one comes before it."""
    return (last.hour - begin.hour) * 60 + last.minute - begin.minute


def _half(tokens: Sequence[Token]) -> str:
    """The half of the day, "?" for two that disagree, "" for none."""
    halves = {"am" if token.value == "morning" else token.value for token in tokens if token.kind == "a"}
    if halves == {"pm", "afternoon"} or halves == {"pm", "evening"} or halves == {"pm", "night"}:
        return "pm"
    return "?" if len(halves) > 1 else next(iter(halves), "")


def _times(tokens: Sequence[Token], half: str) -> tuple[time, ...]:
    """What one time may mean."""
    figures = [token for token in tokens if token.kind in "ntpy"]
    if any(token.kind == "b" for token in tokens):
        half = half or "noon"
    if not figures:
        return (time(12),)
    token, lead = figures[0], [token for token in tokens if token.kind == "j"]
    exact = token.written.startswith("0")
    if token.kind in "tp":
        if token.kind == "p" and len(token.value[1]) < 2:
            return ()
        return _clock(int(token.value[0]), int(token.value[1]), half, exact=exact)
    if token.kind == "y":
        return _clock(int(token.value[0][:2]), int(token.value[0][2:]), half, exact=True)
    hour = _number(token)
    if lead:
        minutes = int(lead[0].value)
        return _clock(hour - (minutes < 0), minutes % 60, half, exact=False)
    if any(token.kind == "u" for token in tokens):  # «ម៉ោង ១០ ខ្វះ ១៥ នាទី»
        return _clock(hour - 1, 60 - _number(figures[1]), half, exact=False)
    if any(token.kind == "e" for token in tokens):
        return _clock(hour, 30, half, exact=exact)
    return _clock(hour, _number(figures[1]) if len(figures) > 1 else 0, half, exact=exact)


def _number(token: Token) -> int:
    return token.value if isinstance(token.value, int) else int(token.value[0])


def _clock(hour: int, minute: int, half: str, *, exact: bool) -> tuple[time, ...]:
    """What an hour and its minutes may mean.

    Without a half of the day an hour from 1 to 7 may be in either half; from 8 to 12 it is taken as people at work do.

    Args:
        half: of the day, from `HALVES`; "" for none.
        exact: the figure has a leading zero or four digits, so that it is one of the 24-hour clock.
    """
    if hour > 23 or minute > 59:
        return ()
    if half:
        return _in_half(hour, minute, half)
    if exact or not 1 <= hour <= 7:
        return (time(hour, minute),)
    return time(hour, minute), time(hour + 12, minute)


def _in_half(hour: int, minute: int, half: str) -> tuple[time, ...]:
    if half not in HALVES:
        return ()
    later, same = HALVES[half]
    if hour in later:
        return (time(hour + 12, minute),)
    if hour == 12 and half == "am":
        return (time(0, minute),)
    return (time(hour, minute),) if hour in same else ()


def read_clock(text: str) -> tuple[time, ...]:
    """What a time by itself may mean, also «១០ម៉ោង១៥»; none for a text that is not one."""
    clock = _HOURS_WITHIN.sub(":", to_digits(text))
    found = find_times(tokens_of(f"{clock}00" if clock.endswith(":") else clock), bare=True)
    return found[0].readings if len(found) == 1 else ()
