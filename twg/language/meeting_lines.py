"""Reading a meeting that is given in one line: "Budget review, 15 Dec 9:00-11:00, room 3, https://…".

What is understood is taken out of the line; everything else stays in the title, as it was typed. What may change the
meaning, such as "every month" or "without the DPs", is named, so that it is asked about.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from storage.meetings import MeetingKind
from twg.language.links import NoLink, split_link
from twg.language.meeting_kinds import find_group, find_kind, is_only_kind, without_group
from twg.language.meeting_parts import cut_length_at_end, is_moment, minutes_of, parts_of
from twg.language.meeting_places import (
    cuts_before_place,
    is_bare_name,
    is_known_place,
    is_place,
    is_room,
    without_preposition,
)
from twg.language.meeting_remainders import cut_remainder, is_remainder, split_hedge
from twg.language.moments import Moment, read_moment
from twg.language.series_numbers import find_number
from twg.language.time_phrases import minutes_between

#: Longest line that is read, in characters.
LONGEST_LINE = 600
#: A time ahead that is no day, at the end of a title.
_VAGUE = re.compile(
    r"\s(?:(?:next|this|coming)\s+(?:week|month)|(?:in\s+)?(?:mid|early|late)[\s-]+(?:january|february|march|april|may|june|july"
    r"|august|september|october|november|december)|(?:សប្តាហ៍|សប្ដាហ៍|ខែ)\s*(?:ក្រោយ|នេះ))\s*$",
    re.IGNORECASE,
)
#: "8.30-11.30"; with one dot it is a day.
_DOTTED = re.compile(r"\b(\d{1,2})\.([0-5]\d)(\s*(?:[-–—]|to|ដល់)\s*)(\d{1,2})\.([0-5]\d)(?![\d.])")
#: "0900-1200", "1400 - 1600 hrs"; "2024-2028" are years.
_UNDIVIDED = re.compile(
    r"\b(?:(?P<a>0[6-9])(?P<b>[0-5]\d)\s*[-–]\s*(?P<c>[01]\d)(?P<d>[0-5]\d)\b(?:\s*h(?:rs?|ours?)?\b)?"
    r"|(?P<e>[01]\d)(?P<f>[0-5]\d)\s*[-–]\s*(?P<g>[01]\d|2[0-3])(?P<h>[0-5]\d)\s*h(?:rs?|ours?)?\b)",
    re.IGNORECASE,
)
#: What asks for a meeting and is not its name: "please plan a plenary for …".
_ASKING = re.compile(
    r"(?:(?:please|pls|kindly)\s+)?(?:plan|schedule|organi[sz]e|set up|arrange|create|book|call)\s+(?:an?|the|our)\s+"
    r"|(?:please|pls)\s+",
    re.IGNORECASE,
)
_BEFORE_DAY = re.compile(r"\s+(?:for|from)$", re.IGNORECASE)
#: What a form asks for, before the day or the time that answers it: "time 9:00 to 12:00".
_LABEL = re.compile(r"(?:date|day|time|when|starts?|ថ្ងៃ|ម៉ោង|ពេលវេលា|កាលបរិច្ឆេទ)\s*[:៖]?", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“«]\s*(?P<inside>[^\"“”«»]+?)\s*[\"”»]")
_NOON = re.compile(r"\b12(?::00)?\s+noon\b|(?<!\d)(?:12|១២)\s*(?:ពេល\s*)?(?:ថ្ងៃត្រង់|ត្រង់)", re.IGNORECASE)
#: "Plenary no 20 on 17 December": a mark between the number and the day.
_NUMBER_BEFORE_DAY = re.compile(
    r"(?P<number>\b(?:meeting|plenary|group|review|retreat|gdcc)\s+(?:no\.?|nr\.?|n°|number|#)\s?\d{1,3})\s+(?=[^\s,;|–—-])",
    re.IGNORECASE,
)
#: "Dec. 17th, 2026": the comma before a year ends no part.
_YEAR = re.compile(
    r"(?P<day>\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?\s+\d{1,2}(?:st|nd|rd|th)?),\s+(?=20\d\d\b)",
    re.IGNORECASE,
)
#: "(3 hours)".
_IN_BRACKETS = re.compile(r"\s*\((?P<inside>[^()]{1,40})\)\s*")
_MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
#: "w/c 14 December", "week of 14 December": about that day.
_WEEK = re.compile(r"(?:\bw/c|\b(?:the\s+)?week\s+(?:of|commencing|beginning))\s+(?=\d)", re.IGNORECASE)
#: "End of January" is no certain day to meet.
_ABOUT = re.compile(
    rf"\b(?:end|beginning|start|middle)\s+of\s+(?:{_MONTHS}|(?:the|this|next)\s+(?:month|year))|(?:ចុង|ដើម|ពាក់កណ្[តដ]ាល)\s*ខែ",
    re.IGNORECASE,
)
_MIDNIGHT = re.compile(r"(?<!to )(?<!until )(?<!till )(?<![-–—])\b(?:12\s+)?midnight\b", re.IGNORECASE)
#: "Plenary (20th)", "Plenary (no. 20)", «ពេញអង្គ (លើកទី២០)»: its number behind its name, in brackets.
_NUMBER_BEHIND = re.compile(
    r"(?P<name>[^\d(),;]{3,60}?)\s*\((?:(?P<nth>\d{1,3}\s?(?:st|nd|rd|th))|(?P<no>(?:no\.?|លើក\s?ទី)\s?\d{1,3}))\)",
    re.IGNORECASE,
)
#: "9-12", "from 9 to 12" beside a day: hours, where they are those of an office.
_HOURS = re.compile(
    r"(?<![\d:/.-])(?:from\s+)?(?P<first>[7-9]|1[0-7])\s*(?:[-–—]|to|until|till)\s*(?P<last>[89]|1[0-8])(?![\d:/.-]|\s*h\b)",
    re.IGNORECASE,
)
_ROMAN_UNTIL = re.compile(r"(?<=\d)\s+(?:dol|dal|dorl)\s+(?=\d|maong)", re.IGNORECASE)


@dataclass
class MeetingLine:
    """What a line says of a meeting, as texts that the questions about it read.

    Attributes:
        title: whatever is not understood as anything else.
        when: the words about day and time, where one of them is left open; empty where both are certain or missing.
    """

    title: str = ""
    #: Whether the title says the kind, and perhaps number and sub-group, and nothing else.
    only_kind: bool = False
    kind: MeetingKind | None = None
    number: int | None = None
    #: The sub-group that is named, by its name; None where none is.
    group: str | None = None
    link: str = ""
    #: Words that may change what the rest says.
    left: list[str] = field(default_factory=list)
    day: date | None = None
    at: str = ""
    duration_min: int | None = None
    place: str = ""
    when: str = ""
    moment: Moment = field(default_factory=Moment)

    @property
    def asks_day(self) -> bool:
        """Whether the line says something of a day that leaves it open."""
        return self.day is None and (self.moment.names_day or bool(self.moment.days))

    @property
    def asks_time(self) -> bool:
        """Whether the line says something of a time that leaves it open."""
        return not self.at and (self.moment.names_time or bool(self.moment.times) or self.moment.odd is not None)


def read_meeting_line(text: str, *, today: date, groups: Sequence[str] = ()) -> MeetingLine:
    """What the line says; one that is longer than `LONGEST_LINE` is a title.

    Args:
        today: the local date.
        groups: names of the sub-groups that may be meant.
    """
    line = MeetingLine(title=text)
    if len(text) > LONGEST_LINE:
        return line
    text, line.link = _take_link(text)
    text = _spell_times(_number_first(_ASKING.sub("", text, count=1) if _ASKING.match(text) else text))
    titles: list[str] = []
    places: list[str] = []
    moments: list[str] = []
    names_time = bare = False
    parts = [
        each
        for part in parts_of(text, today)
        for piece in cut_remainder(part)
        for each in _cut_kind(piece, groups, today)
    ]
    begun = any(find_kind(part) is not None and is_only_kind(part, find_group(part, groups)) for part in parts)
    hedge = ""
    for place, part in enumerate(parts):
        if place + 1 < len(parts) and is_moment(parts[place + 1], today):
            part, hedge = split_hedge(_BEFORE_DAY.sub("", part))
            if not part or _LABEL.fullmatch(part):
                continue
        if is_remainder(part):
            line.left.append(part)
            continue
        if titles and (quoted := _QUOTED.fullmatch(part)) and is_place(quoted["inside"]):
            part = quoted["inside"]
        minutes = minutes_of(part)
        if minutes is not None and line.duration_min is None and (names_time or not is_moment(part, today)):
            line.duration_min = minutes
        elif is_moment(part, today):
            moments.append(f"{hedge} {part}".strip())
            hedge = ""
            names_time = names_time or read_moment(part, today=today).names_time
            bare = bool(titles)
        elif (titles or (begun and is_room(part))) and (
            is_place(part)
            or (bare and (names_time or begun) and is_bare_name(part))
            or (begun and is_known_place(part))
        ):
            places.append(without_preposition(part))
        else:
            bare = False
            titles.append(_balanced(part.strip(" -–—,;:៖")))
    if len(titles) > 1 and not places and is_room(titles[0]):
        places.append(titles.pop(0))
    if not moments and titles and (vague := _VAGUE.search(titles[0])):
        titles[0], moments = titles[0][: vague.start()].strip(" ,"), [vague[0].strip()]
    line.title, line.place = ", ".join(filter(None, titles)), ", ".join(places)
    line.group = find_group(line.title, groups)
    line.kind, line.number = find_kind(line.title), find_number(without_group(line.title, line.group))
    if line.kind is None and line.group is not None:
        line.kind = MeetingKind.SUB_GROUP
    line.only_kind = line.kind is not None and is_only_kind(line.title, line.group)
    _take_moment(line, ", ".join(moments), today)
    return line


def _balanced(title: str) -> str:
    """The title without a bracket whose other half was taken with a day."""
    lone = "()" if title.count("(") != title.count(")") else ""
    return title.strip(f" {lone}")


def _cut_kind(part: str, groups: Sequence[str], today: date) -> Iterator[str]:
    """A part that begins with the kind and nothing else, cut before its place, and that before a length at its end."""
    if is_moment(part, today) or (find_kind(part) is not None and is_only_kind(part, find_group(part, groups))):
        yield part
        return
    if is_place(part):
        yield from cut_length_at_end(part)
        return
    cut = next(
        (cut for cut in cuts_before_place(part) if is_only_kind(part[:cut], find_group(part[:cut], groups))), None
    )
    if cut is None:
        yield part
        return
    yield part[:cut].strip()
    yield from cut_length_at_end(part[cut:].strip())


def _take_moment(line: MeetingLine, words: str, today: date) -> None:
    words = f"about {words}" if _ABOUT.search(words) else words
    moment = line.moment = read_moment(_with_hours(words, today), today=today)
    if moment.day_certain:
        line.day = moment.days[0]
    if moment.time_certain:
        line.at = f"{moment.times[0]:%H:%M}"
        if moment.until is not None and line.duration_min is None:
            line.duration_min = minutes_between(moment.times[0], moment.until)
    is_open = (moment.names_day and not moment.day_certain) or (moment.names_time and not moment.time_certain)
    line.when = words if is_open or not moment.understood else ""


def _with_hours(words: str, today: date) -> str:
    """The words with figures as hours, where a day is certain without them: "17 December, from 9 to 12"."""
    found = _HOURS.search(words)
    if found is None or int(found["first"]) >= int(found["last"]):
        return words
    before, behind = words[: found.start()], words[found.end() :]
    beside = read_moment(f"{before} {behind}".strip(" ,;"), today=today)
    if not beside.day_certain or beside.names_time:
        return words
    return f"{before}{found['first']}:00-{found['last']}:00{behind}"


def _number_first(text: str) -> str:
    """The text with a number in brackets where it is read: "20th Plenary" for "Plenary (20th)"."""
    found = _NUMBER_BEHIND.match(text)
    if found is None:
        return text
    named = f"{found['nth']} {found['name']}" if found["nth"] else f"{found['name']} {found['no']}"
    return named + text[found.end() :]


def _spell_times(text: str) -> str:
    """The text with times as they are read: "8.30-11.30" with colons, "12 noon" in one word, midnight as 0:00."""
    text = _YEAR.sub(r"\g<day> ", _NUMBER_BEFORE_DAY.sub(r"\g<number>, ", text))
    text = _IN_BRACKETS.sub(_without_brackets, _WEEK.sub("about ", text))
    text = _MIDNIGHT.sub("0:00", _UNDIVIDED.sub(_divided, text))
    text = _DOTTED.sub(r"\1:\2\3\4:\5", text)
    return _ROMAN_UNTIL.sub(" to ", _NOON.sub("noon", text))


def _without_brackets(found: re.Match[str]) -> str:
    """A length in brackets between marks; other brackets as they are."""
    return found[0] if minutes_of(found["inside"]) is None else f", {found['inside'].strip()}, "


def _divided(found: re.Match[str]) -> str:
    first, second, third, fourth = (part for part in found.groups() if part)
    return f"{first}:{second}-{third}:{fourth}"


def _take_link(text: str) -> tuple[str, str]:
    """The text without its link, and the link; empty where there is none."""
    try:
        return split_link(text, joined=", ")
    except NoLink:
        return text, ""
