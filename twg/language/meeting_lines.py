"""Reading a meeting that is given in one line: "Budget review, 15 Dec 9:00-11:00, room 3, https://…".

What is understood is taken out of the line; everything else stays in the title, as it was typed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from storage.core.spelling import fold, normalize
from storage.meetings import MeetingKind
from twg.language.lengths import whole_minutes
from twg.language.moments import LONGEST, Moment, read_moment
from twg.language.time_phrases import minutes_between
from twg.language.when_tokens import Token, kinds_of, tokens_of

#: Longest line that is read, in characters.
LONGEST_LINE = 600
#: A day with its time has no more words and figures.
_MOST_TOKENS = 14
#: Stretches of a part that are tried, so that no line takes long.
_MOST_TRIES = 40
#: Between the parts of a line; a dash before a figure belongs to a range.
_SEPARATOR = re.compile(r"\s*[;|\n]\s*|\s*,(?:\s+|(?=\D))|\s+[-–—]\s+(?![\d០-៩]|ម៉ោង)")
_LINK = re.compile(r"https?://\S*[^\s,;|]")
#: A part that says where: by its first word, or by a link.
_PLACE = re.compile(
    r"(?:at|in|venue|place|location|where|room|hall|meeting room|conference room|hotel|ministry|office|building|floor|"
    r"online|virtual|zoom|(?:ms |microsoft )?teams|google meet|webex|link|via)\b"
    r"|(?!(?:with|on|and|by|chaired|of|for|about|to|from|bring)\b)\S.*\b"
    r"(?:hotel|room|hall|building|office|floor|cent(?:re|er)|campus)(?:\s+\w{1,3})?$|.*https?://"
    r"|(?:នៅ|បន្ទប់|សាល|ទីកន្លែង|ទីកន្លែងៈ|អគារ|សណ្ឋាគារ|ក្រសួង|មន្ទីរ|តាមប្រព័ន្ធ|តាមអនឡាញ|អនឡាញ|ទីស្តីការ|ទីស្ដីការ)",
    re.IGNORECASE,
)
#: A name and nothing else, written large, as a place behind the time is: "Sunway", "MoH", "Phnom Penh"; no person's.
_BARE_NAME = re.compile(
    r"(?!(?:HE|H\.E|Dr|Mr|Mrs|Ms|Prof|Lok)\b)(?:[A-Z][\w.&’'-]*|\d{1,3}[A-Z]?)(?:\s+(?:[A-Z][\w.&’'-]*|\d{1,3}[A-Z]?)){0,4}"
)
#: Where a part behind the time begins to say where: "for 2 hours at CJCC".
_THEN_PLACE = re.compile(r"\s+(?=(?:at|in)\s+\S)")
#: Fillers that belong to what follows a day, not to the day: "15 Dec 9:00 on the budget".
_BEGINS_MORE = frozenset({"on", "of", "the"})
#: Words before a place that the question already says.
_BEFORE_PLACE = re.compile(
    r"(?:at|in|venue|place|location|where|ទីកន្លែង|នៅ)(?:\s*[:៖]\s*|\s+|(?<=នៅ)\s*)", re.IGNORECASE
)
_BEFORE_LENGTH = re.compile(r"(?:for|duration:?|lasts?|length:?|រយៈពេល)\s*", re.IGNORECASE)
#: Letters of `when_words` of which a part of a line has to hold one to be a day or a time: an ordinal alone is none,
#: "17th plenary", and neither is a figure, "phase 2".
_STRONG = re.compile(r"[wmkdst]|na|gn|gy|[np]h|DTn|InV|nVN|nDN|b")
#: Words of the title that say of which kind the meeting is.
_KINDS = {
    MeetingKind.PLENARY: r"plenary|ពេញអង្គ",
    MeetingKind.CORE_GROUP: r"core group|ក្រុមស្នូល",
    MeetingKind.SUB_GROUP: r"sub-?\s?group|អនុក្រុម",
    MeetingKind.PREPARATORY: r"preparatory|preparation meeting|ត្រៀម",
    MeetingKind.FOLLOW_UP: r"follow-up meeting",
    MeetingKind.RETREAT: r"retreat|annual review",
    MeetingKind.GDCC: r"\bgdcc\b",
}


@dataclass
class MeetingLine:
    """What a line says of a meeting, as texts that the questions about it read.

    Attributes:
        title: whatever is not understood as anything else.
        when: the words about day and time, where one of them is left open; empty where both are certain or missing.
    """

    title: str = ""
    kind: MeetingKind | None = None
    day: date | None = None
    at: str = ""
    duration_min: int | None = None
    place: str = ""
    when: str = ""
    moment: Moment = field(default_factory=Moment)


def read_meeting_line(text: str, *, today: date) -> MeetingLine:
    """What the line says; one that is longer than `LONGEST_LINE` is a title. Args: `today`, the local date."""
    line = MeetingLine(title=text)
    if len(text) > LONGEST_LINE:
        return line
    titles: list[str] = []
    places: list[str] = []
    moments: list[str] = []
    names_time = bare = False
    for part in _parts(text, today):
        minutes = _minutes(part)
        if minutes is not None and line.duration_min is None and (names_time or not is_moment(part, today)):
            line.duration_min = minutes
        elif is_moment(part, today):
            moments.append(part)
            names_time = names_time or read_moment(part, today=today).names_time
            bare = bool(titles)
        elif titles and (_PLACE.match(part) or (bare and names_time and _BARE_NAME.fullmatch(part))):
            places.append(_BEFORE_PLACE.sub("", part, count=1) if _BEFORE_PLACE.match(part) else part)
        else:
            bare = False
            titles.append(part.strip(" -–—,;"))
    line.title, line.place = ", ".join(filter(None, titles)), ", ".join(places)
    line.kind = _kind(line.title)
    _take_moment(line, ", ".join(moments), today)
    return line


def _take_moment(line: MeetingLine, words: str, today: date) -> None:
    moment = line.moment = read_moment(words, today=today)
    if moment.day_certain:
        line.day = moment.days[0]
    if moment.time_certain:
        line.at = f"{moment.times[0]:%H:%M}"
        if moment.until is not None and line.duration_min is None:
            line.duration_min = minutes_between(moment.times[0], moment.until)
    is_open = (moment.names_day and not moment.day_certain) or (moment.names_time and not moment.time_certain)
    line.when = words if is_open or not moment.understood else ""


def _parts(text: str, today: date) -> Iterator[str]:
    """The parts of the line: at its separators, and where a day or a time begins or ends within a part."""
    pieces = _split(text)
    place = 0
    while place < len(pieces):
        for end in range(min(len(pieces), place + 4), place, -1):  # "December 18, 2026, 9:00" is one moment
            whole = text[pieces[place][0] : pieces[end - 1][1]]
            if end == place + 1 or is_moment(whole, today):
                break
        yield from [whole] if end > place + 1 else _cut_moment(whole, today)
        place = end


def split_parts_of_line(text: str) -> list[str]:
    """The parts of a line between its separators, as typed."""
    return [text[begin:end].strip() for begin, end in _split(text)]


def _split(text: str) -> list[tuple[int, int]]:
    """Where the parts between separators begin and end."""
    found, begin = [], 0
    links = [link.span() for link in _LINK.finditer(text)]
    separators = [mark for mark in _SEPARATOR.finditer(text) if not any(a <= mark.start() < b for a, b in links)]
    for separator in [*separators, None]:
        end = len(text) if separator is None else separator.start()
        if text[begin:end].strip():
            found.append((begin, end))
        begin = end if separator is None else separator.end()
    return found


def _cut_moment(part: str, today: date) -> Iterator[str]:
    """The part, cut before and after the longest stretch of it that is a day, a time or both."""
    if is_moment(part, today) or "://" in part:
        yield part.strip()
        return
    tokens = tokens_of(part)
    stretches = sorted(_stretches(tokens), key=lambda pair: (pair[0] - pair[1], pair[0]))
    for begin, end in stretches[:_MOST_TRIES]:
        words = part[tokens[begin].start : tokens[end - 1].end]
        is_first = begin == 0 and end < len(tokens) and kinds_of(tokens[:end]).strip("F") in {"w", "k"}
        if is_moment(words, today) and not is_first:  # "Friday forum" is a title
            before, after = part[: tokens[begin].start].strip(), part[tokens[end - 1].end :].strip()
            yield from (piece for piece in (before, words, *(_cut_after(after, today) if after else ())) if piece)
            return
    yield part.strip()


def _cut_after(part: str, today: date) -> Iterator[str]:
    """What follows a day or a time within a part, cut behind the length of the meeting."""
    length, *place = _THEN_PLACE.split(part, maxsplit=1)
    yield from (length, place[0]) if place and _minutes(length) is not None else _cut_moment(part, today)


def _stretches(tokens: list[Token]) -> Iterator[tuple[int, int]]:
    """Runs of known tokens that hold a day or a time."""
    for begin in range(len(tokens)):
        if tokens[begin].kind == "T":  # «លើកទី១៦» counts meetings
            continue
        for end in range(begin + 1, min(begin + _MOST_TOKENS, len(tokens)) + 1):
            if tokens[end - 1].kind == "U" or tokens[end - 1].guessed:
                break
            if _STRONG.search(kinds_of(tokens[begin:end])) and tokens[end - 1].written not in _BEGINS_MORE:
                yield begin, end


def is_moment(text: str, today: date) -> bool:
    """Whether a text is a day, a time or both, certain or not, and nothing else."""
    if len(text) > LONGEST or not _STRONG.search(kinds_of(tokens_of(text))):
        return False
    moment = read_moment(text, today=today)
    return moment.understood and not moment.aside and bool(moment.days or moment.times or moment.odd)


def _minutes(part: str) -> int | None:
    return whole_minutes(_BEFORE_LENGTH.sub("", part.strip(), count=1))


def _kind(title: str) -> MeetingKind | None:
    """The one kind that the title names; `None` for none or several."""
    named = [
        kind for kind, words in _KINDS.items() if re.search(words, fold(title)) or re.search(words, normalize(title))
    ]
    return named[0] if len(named) == 1 else None
