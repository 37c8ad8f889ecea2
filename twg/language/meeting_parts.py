"""The parts of a line: at its separators, and where a day, a time or a length begins or ends."""

import re
from collections.abc import Iterator
from datetime import date

from twg.language.day_lengths import find_day_lengths, minutes_of_days
from twg.language.lengths import whole_minutes
from twg.language.moments import LONGEST, read_moment
from twg.language.number_words import with_counts
from twg.language.plain import plain
from twg.language.when_tokens import Token, is_half_of_today, kinds_of, tokens_of

#: A day with its time has no more words and figures.
_MOST_TOKENS = 14
#: Stretches of a part that are tried, so that no line takes long.
_MOST_TRIES = 40
#: Between the parts of a line; a dash before a figure belongs to a range.
_SEPARATOR = re.compile(r"\s*[;|\n]\s*|\s*,(?:\s+|(?=\D))|\s+[-–—]\s+(?![\d០-៩]|ម៉ោង)")
#: "18th plenary / 17.12.2026 / 8:30": a stroke is one only where there are several, since "Chair / LF" names a kind.
_SLASH = re.compile(r"\s+/\s+")
_SLASHED = re.compile(rf"(?:{_SEPARATOR.pattern})|(?<!chair)\s+/\s+(?!lf\b|lead\b|co-?chair)", re.IGNORECASE)
_LINK = re.compile(r"https?://\S*[^\s,;|]")
#: Fillers that belong to what follows a day, not to the day: "15 Dec 9:00 on the budget".
_BEGINS_MORE = frozenset({"on", "of", "the"})
_BEFORE_LENGTH = re.compile(r"(?:for|duration:?|lasts?|length:?|រយៈពេល)\s*", re.IGNORECASE)
#: Letters of `when_words` of which a part of a line has to hold one to be a day or a time: an ordinal alone is none,
#: "17th plenary", and neither is a figure, "phase 2".
_STRONG = re.compile(r"[wmkdst]|na|gn|gy|[np]h|DTn|InV|nVN|nDN|b")
#: A length of time has no more words.
MOST_WORDS_OF_LENGTH = 5
#: Characters of a length in words: "one hour and a half".
_LONGEST_LENGTH = 40
#: A figure that the word behind it makes a length: "4pm 30min".
_COUNTS = re.compile(r"(?<=\s)\d{1,3}\Z"), re.compile(r"\s?-?(?:mins?|mns?|minutes?)\b", re.IGNORECASE)
#: Kinds of tokens that join two times: "9h30 - 11h30".
_JOINING = frozenset("zlcH")
#: "2 maong": in romanised Khmer the word for an hour stands before a time, and behind a length.
_ROMAN_HOURS = re.compile(r"(?<=\d)\s*(?:maong|moung|mong)\b", re.IGNORECASE)


def parts_of(text: str, today: date) -> Iterator[str]:
    """The parts of the line: at its separators, and where a day or a time begins or ends within a part."""
    pieces = _split(text)
    place = 0
    while place < len(pieces):
        for end in range(min(len(pieces), place + 4), place, -1):  # "December 18, 2026, 9:00" is one moment
            whole = text[pieces[place][0] : pieces[end - 1][1]]
            if end == place + 1 or (is_moment(whole, today) and not _ends_in_length(text, pieces[place:end], today)):
                break
        yield from [whole] if end > place + 1 else _cut_moment(whole, today)
        place = end


def _ends_in_length(text: str, pieces: list[tuple[int, int]], today: date) -> bool:
    """Whether the last of the pieces is a length behind a day and a time: "17 December; 09:00; 3h"."""
    *before, last = pieces
    said = read_moment(text[before[0][0] : before[-1][1]], today=today)
    return said.time_certain and minutes_of(text[slice(*last)]) is not None


def split_parts_of_line(text: str) -> list[str]:
    """The parts of a line between its separators, as typed."""
    return [text[begin:end].strip() for begin, end in _split(text)]


def _split(text: str) -> list[tuple[int, int]]:
    """Where the parts between separators begin and end."""
    found, begin = [], 0
    links = [link.span() for link in _LINK.finditer(text)]
    between = _SLASHED if len(_SLASH.findall(text)) > 1 else _SEPARATOR
    separators = [mark for mark in between.finditer(text) if not any(a <= mark.start() < b for a, b in links)]
    for separator in [*separators, None]:
        end = len(text) if separator is None else separator.start()
        found += [piece for piece in _cut_day_lengths(text, begin, end) if text[slice(*piece)].strip()]
        begin = end if separator is None else separator.end()
    return found


def _cut_day_lengths(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """A part, cut before and after a length in days: "half day from 8:30", «ពេញមួយថ្ងៃ សណ្ឋាគារសុខា»."""
    for start, stop, _minutes in find_day_lengths(text[begin:end]):
        yield begin, begin + start
        yield begin + start, begin + stop
        begin += stop
    yield begin, end


def _cut_moment(part: str, today: date) -> Iterator[str]:
    """The part, cut before and after the longest stretch of it that is a day, a time or both."""
    if is_moment(part, today):
        yield from _cut_length(part.strip(), today)
        return
    tokens = tokens_of(part)
    stretches = sorted(_stretches(tokens), key=lambda pair: (pair[0] - pair[1], pair[0]))
    for begin, end in stretches[:_MOST_TRIES]:
        words = part[tokens[begin].start : tokens[end - 1].end]
        is_first = begin == 0 and end < len(tokens) and kinds_of(tokens[:end]).strip("F") in {"w", "k"}
        if _COUNTS[0].search(words) and _COUNTS[1].match(part, tokens[end - 1].end):
            continue
        if is_moment(words, today) and not is_first:  # "Friday forum" is a title
            before, after = part[: tokens[begin].start].strip(), part[tokens[end - 1].end :].strip()
            if before:
                yield before
            yield from _cut_length(words, today)
            yield from _cut_after(after, today) if after else ()
            return
    yield part.strip()


def _cut_after(part: str, today: date) -> Iterator[str]:
    """What follows a day or a time within a part, cut behind the length of the meeting."""
    words = part.split()
    for count in range(min(len(words) - 1, MOST_WORDS_OF_LENGTH), 0, -1):
        if minutes_of(" ".join(words[:count])) is not None:
            yield from (" ".join(words[:count]), " ".join(words[count:]))
            return
    yield from _cut_moment(part, today)


def _cut_length(moment: str, today: date) -> Iterator[str]:
    """A day and a time, cut before a length of time at its end: "21 Dec 9h30 1h30", "9:00 3 hours"."""
    words = moment.split()
    for count in range(1, min(len(words), MOST_WORDS_OF_LENGTH + 1)):
        head, tail = " ".join(words[:-count]), " ".join(words[-count:])
        if minutes_of(tail) is None or not read_moment(head, today=today).time_certain:
            continue
        if kinds_of(tokens_of(head))[-1:] not in _JOINING and is_moment(head, today):
            yield from (head, tail)
            return
    yield moment


def _stretches(tokens: list[Token]) -> Iterator[tuple[int, int]]:
    """Runs of known tokens that hold a day or a time."""
    for begin in range(len(tokens)):
        if tokens[begin].kind == "T":  # «លើកទី១៦» counts meetings
            continue
        for end in range(begin + 1, min(begin + _MOST_TOKENS, len(tokens)) + 1):
            if tokens[end - 1].kind == "U" or tokens[end - 1].guessed:
                break
            own = tokens[begin:end]
            is_strong = _STRONG.search(kinds_of(own)) is not None or any(map(is_half_of_today, own))
            if is_strong and tokens[end - 1].written not in _BEGINS_MORE:
                yield begin, end


def is_moment(text: str, today: date) -> bool:
    """Whether a text is a day, a time or both, certain or not, and nothing else."""
    kinds = kinds_of(tokens_of(text))
    if len(text) > LONGEST or not (_STRONG.search(kinds) or kinds == "a"):  # "morning" by itself
        return False
    moment = read_moment(text, today=today)
    says_when = moment.days or moment.times or moment.odd or moment.halves
    return moment.understood and set(moment.aside) <= set(moment.halves) and bool(says_when)


def minutes_of(part: str) -> int | None:
    """The minutes of a part that is a length of time and nothing else; None for any other."""
    length = _ROMAN_HOURS.sub(" hours", _BEFORE_LENGTH.sub("", part.strip(), count=1))
    found = whole_minutes(length) or minutes_of_days(length)
    return whole_minutes(with_counts(plain(length)).text) if found is None and len(part) < _LONGEST_LENGTH else found


def cut_length_at_end(part: str) -> Iterator[str]:
    """A place, cut before a length at its end: "at ADB 2 hours", «នៅការិយាល័យ ADB ១ម៉ោង»."""
    words = part.split()
    for count in range(min(len(words) - 1, MOST_WORDS_OF_LENGTH), 0, -1):
        if minutes_of(" ".join(words[-count:])) is not None:
            yield from (" ".join(words[:-count]), " ".join(words[-count:]))
            return
    yield part
