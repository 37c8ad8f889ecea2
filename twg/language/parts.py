"""Dividing a message about several things into the parts that are about one of them each."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from storage.core.spelling import fold, to_digits
from twg.language.coming import COMING, may_answer_invitation
from twg.language.done import read_done_line
from twg.language.intents import ANSWERS, REQUESTS, Intent, read_intent
from twg.language.joint import list_done_together
from twg.language.mentions import Kind, Nameable, list_numbers_called, named_among
from twg.language.reportable import names_source

#: Between statements as typed, with the blanks after it; spaces divide statements in Khmer.
_BETWEEN = re.compile(
    r"([;!?។\n]+\s*|(?<!\bDr)(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bH)(?<!\bE)\.(?=\s|$)\s*|,\s+|\s+/\s+"
    r"|(?<=[\u1780-\u17d3\u17e0-\u17e9%])[ ]+(?!សម្រាប់|ចំពោះ|នៃ|និង(?:លេខ|ទី)?[ ]?[\d០-៩])(?=[\u1780-\u17b3]))"
)
#: The same, and "and" where a statement follows; between nouns it stands before none of these.
_BESIDE = re.compile(
    _BETWEEN.pattern[:-1]
    + r"|\s+(?:and|&)\s+(?=(?:also|i|i['’]ll|i['’]m|we|my|our|action|jmi|indicator|no|#?\d{4}-\d)\b))",
    re.IGNORECASE,
)
_TRAILING = re.compile(r"(?:\s+(?:and|&)|[\s,;/])+\Z", re.IGNORECASE)
#: The place of the thing that a text is about beside those of others.
_OWN = -1
#: A wish for more time, in which a day names no meeting.
_MORE_TIME = re.compile(r"\b(?:postpone|extend|extension|more time|put off|delay)|ពន្យារ", re.IGNORECASE)
_OF_MEETING = re.compile(r"\b(?:meeting|plenary)\b|ប្រជុំ", re.IGNORECASE)
#: What links a statement to the one before it.
_LINK = re.compile(
    r"\s*(?:(?:and|but|also|by the way|btw|tae|ponte|pontae)\b[\s,]*|(?:ហើយ|ប៉ុន្តែ|តែ)(?=[\u1780-\u17b3]))+",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:(?<=^)|(?<=[\s,;.]))(\d{1,2})\s*[.:)៖](?!\d)\s*")
#: What a part of a message is called before its number.
_NAMES = r"part|item|point|ផ្នែកទី|ផ្នែក|ចំណុចទី|ចំណុច|phnek(?:\s+ti)?"
_PART = re.compile(rf"\s*(?:{_NAMES})\s*(?=[\d០-៩])", re.IGNORECASE)
#: A number as in `_NUMBERED` without a mark after it: «ទី១ រួចហើយ ទី២ មិនទាន់», "1 done, 2 no"; «លេខ១» may be an action's.
_LOOSELY_NUMBERED = re.compile(
    rf"(?:(?<=^)|(?<=[\s,;.។]))(?:(?:{_NAMES}|ទី)\s*)?(\d{{1,2}})(?![\d.,:/%])[\s:.)]*",
    re.IGNORECASE,
)
#: A number with the word for it, as each thing of a message may be called.
_CALLED = re.compile(
    r"(?:#|\b(?:no\.?|number|action|part|item)\s*|លេខ\s*|(?<!ថ្ងៃ)(?<!ថ្ងៃ )ទី\s*)(\d{1,3})(?!\d)", re.IGNORECASE
)
#: A number that is called that of an action, as the message shows it beside the action.
_OF_ACTION = re.compile(r"\s*(?:#|no\.?|number|action|លេខ)\s*\d", re.IGNORECASE)
_FIGURE = re.compile(r"\s*[\d.,\s]*\d\s*(?:%|percent|per cent|ភាគរយ)?\s*(?:bong|បង|បាទ|ចាស)?\s*")
#: A word that is long enough to tell one title from another.
_LONG_WORD = re.compile(r"\b[a-z]{6,}")
#: "All done except the annex": what is said of the others is not certain.
_ALL_BUT = re.compile(
    r"\b(?:all|everything)(?: is| are)? (?:done|finished|completed?|ok)\b.*\b(?:except|but|apart from)\b"
)
#: A thing that is called by its turn: "done with the first one, I come to the second"; not "the first draft".
_IN_TURN = re.compile(
    r"(?:\b(?:first|second|third|fourth|1st|2nd|3rd|4th)(?: (?:one|point|item|thing))?|\bthe (?:last|other) one)"
    r"(?=\s*(?:$|[,;:.!]|(?:is|are|was|i|we|yes|no|not|done|and|but|ok|\d+)\b))"
)


@dataclass(frozen=True)
class TextPart:
    """What a message says of one thing. `place` is that of the thing among those given, `text` is as typed."""

    place: int
    text: str


def split_parts(
    text: str,
    things: Sequence[Nameable],
    *,
    today: date,
    numbers: Mapping[int, int] | None = None,
    replied: bool = False,
) -> list[TextPart]:
    """The parts of a message, in its order; empty where it names nothing, or it is not certain what is named.

    Args:
        today: local date.
        numbers: the place of the thing with each number, where the message replied to has numbered them.
        replied: it replies to a message about these things, so that an answer need not name one: "I will come" where
            one of them is a meeting.
    """
    if numbers and (by_number := _split_numbered(text, numbers) or _split_loosely(text, numbers)):
        return by_number
    text = _without_heading(text)
    if joint := list_done_together(text, things):  # who takes the first closes the others with it
        return [TextPart(joint[0], text.strip())]
    if replied and (_ALL_BUT.search(fold(text)) or (len(things) > 1 and _IN_TURN.search(fold(text)))):
        return []
    found: list[tuple[int, str]] = []
    lead, unnamed = "", ""
    pieces = _BETWEEN.split(text)
    for said, mark in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
        if found and things[found[-1][0]].kind is Kind.REPORT and names_source(said):
            found[-1] = (found[-1][0], found[-1][1] + said + mark)
            continue
        places = named_among(said, things, today=today, by_kind=False)
        if len(places) > 1 or (replied and _calls_several(said)):
            return []
        if not places:
            of_kind = named_among(said, things, today=today)
            if len(of_kind) > 1 and not found:
                return []
            places = of_kind if len(of_kind) == 1 else []
        place = places[0] if places else _answered(said, things, anchored=bool(found)) if replied else None
        if place is not None:
            unnamed = unnamed or lead
            found.append((place, lead + said + mark))
            lead = ""
        elif found and replied and _is_of_another(said, things[found[-1][0]]):
            return []
        elif found:
            found[-1] = (found[-1][0], found[-1][1] + said + mark)
        else:
            lead += said + mark
    kinds = {things[place].kind for place, _words in found}
    is_one = len({place for place, _words in found}) == 1
    if _says_something(unnamed) and not _is_of_task(unnamed, kinds, is_one=is_one):
        return []
    together: dict[int, str] = {}
    for place, words in found:
        together[place] = together.get(place, "") + words
    if len(together) == 1:
        together = dict.fromkeys(together, text)
    if any(len(_places_called(words, things)) > 1 for words in together.values()):  # "action 1, 2: done"
        return []
    if replied and kinds == {Kind.ACTION} and _only(Kind.MEETING, things) is not None and may_answer_invitation(text):
        return []
    if len(together) == 1:
        return [TextPart(place, words.strip()) for place, words in together.items()]
    return [TextPart(place, _without_link(words).strip(" ,;/\n")) for place, words in together.items()]


def split_beside(
    text: str,
    own: Nameable,
    others: Sequence[Nameable],
    *,
    says: Callable[[int, str], bool],
    today: date,
) -> tuple[str, list[TextPart]]:
    """Divide a text about one thing into what is about it, and the statements that clearly say something of others.

    Args:
        says: whether a statement clearly says something of the other thing at this place.
        today: local date.
    """
    said_of: dict[int, str] = {}
    pieces = _BESIDE.split(text)
    statements = list(zip(pieces[::2], [*pieces[1::2], ""], strict=True))
    while statements:
        said, mark = statements.pop(0)
        named = named_among(said, [own, *others], today=today)
        words = _without_link(said)
        place = named[0] - 1 if len(named) == 1 else _OWN
        is_meeting = place != _OWN and others[place].kind is Kind.MEETING
        if is_meeting and _MORE_TIME.search(said) and not _OF_MEETING.search(said):
            place = _OWN  # the day to which the thing replied to is to be put off
        if place != _OWN and not says(place, words.strip()) and statements:  # «កិច្ចការទី២ រួចហើយ»: a space may divide
            following, after = statements[0]
            joined = not mark.strip() and not named_among(following, [own, *others], today=today)
            if joined and says(place, f"{words}{mark}{following}".strip()):
                words, mark = f"{words}{mark}{following}", after
                statements.pop(0)
        if place == _OWN or not says(place, words.strip()):
            place, words = _OWN, said
        called = {each - 1 for each in _places_called(said, [own, *others])} if place != _OWN else set()
        for each in called if len(called) > 1 and _OWN not in called else (place,):  # "action 1 and 2 are done"
            said_of[each] = said_of.get(each, "") + words + mark
    divided = {place: _TRAILING.sub("", words).strip() for place, words in said_of.items()}
    return divided.pop(_OWN, ""), [TextPart(place, words) for place, words in divided.items()]


def read_part_number(text: str, numbers: Mapping[int, int]) -> TextPart | None:
    """The part of "2 done", "part 2 done", «ទី២ រួចហើយ» or of a number alone; None where the number may count something.

    Args:
        numbers: the place of the thing with each number.
    """
    if _NUMBERED.search(to_digits(text)):  # "1: done, 2: I come" is divided
        return None
    line = read_done_line(_PART.sub("", text, count=1))
    if line.number is None or line.number not in numbers or not line.named or _OF_ACTION.match(to_digits(text)):
        return None
    if any(int(mark[1]) in numbers for mark in _LOOSELY_NUMBERED.finditer(to_digits(line.note))):  # may name another
        return None
    return TextPart(numbers[line.number], line.note)


def _without_link(said: str) -> str:
    """A statement without what links it to the one before it: "but the annex is done"."""
    link = _LINK.match(said)
    return said[link.end() if link else 0 :]


def _places_called(text: str, things: Sequence[Nameable]) -> set[int]:
    """The places of the actions that a text calls by number."""
    numbers = list_numbers_called(text)
    return {place for place, thing in enumerate(things) if thing.kind is Kind.ACTION and thing.number in numbers}


def _without_heading(text: str) -> str:
    """Rows pasted from a spreadsheet without the row of their headings, which says nothing of any thing."""
    first, _newline, rows = text.strip("\n").partition("\n")
    is_heading = "\t" in first and "\t" in rows and not re.search(r"\d", to_digits(first))
    return rows if is_heading else text


def _split_numbered(text: str, numbers: Mapping[int, int]) -> list[TextPart]:
    """The parts of "1: done, 2: I come"; empty unless it begins with a number and all of them are known."""
    marks = list(_NUMBERED.finditer(to_digits(text)))
    if not marks or text[: marks[0].start()].strip() or any(int(mark[1]) not in numbers for mark in marks):
        return []
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    parts = [(int(mark[1]), text[mark.end() : end].strip(" ,;\n")) for mark, end in zip(marks, ends, strict=True)]
    return [TextPart(numbers[number], words) for number, words in parts if words]


def _split_loosely(text: str, numbers: Mapping[int, int]) -> list[TextPart]:
    """The parts of "1 done 2 no 3 58%"; empty unless it names the numbers in turn, and says something clear of each."""
    plain = to_digits(text)
    marks = [mark for mark in _LOOSELY_NUMBERED.finditer(plain) if int(mark[1]) in numbers]
    found = [int(mark[1]) for mark in marks]
    if len(found) < 2 or text[: marks[0].start()].strip() or found != sorted(numbers)[: len(found)]:
        return []
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    parts = [text[mark.end() : end].strip(" ,;\n\u200b") for mark, end in zip(marks, ends, strict=True)]
    if not all(read_intent(said).clear or _FIGURE.fullmatch(to_digits(said)) for said in parts):
        return []
    return [TextPart(numbers[number], said) for number, said in zip(found, parts, strict=True)]


def _calls_several(said: str) -> bool:
    """Whether a statement calls two things by number: "#1 done #2 yes", «លេខ១រួច លេខ២សុំពេល»."""
    return len(set(_CALLED.findall(to_digits(said)))) > 1


def _is_of_task(lead: str, kinds: set[Kind], *, is_one: bool) -> bool:
    """Whether "done" or "half done" comes before words that name an action only, and so is said of the action; or a
    request before those that name one report only: "need time until the 20th, for 2008-4".

    Args:
        is_one: they name one only, of which a request is said too: "More time please, for the budget annex".
    """
    among = (Intent.DONE, Intent.PROGRESS, *(REQUESTS if is_one else ()))
    if kinds == {Kind.REPORT} and is_one:
        return read_intent(lead, among=(*REQUESTS, Intent.NO_DATA)).clear
    return kinds == {Kind.ACTION} and read_intent(lead, among=among).clear


def _is_of_another(said: str, thing: Nameable) -> bool:
    """Whether a statement that names nothing is about another thing: it calls a number, or says of a meeting "done"."""
    tells_of_task = read_intent(said, among=(Intent.DONE, Intent.PROGRESS, *REQUESTS)).clear
    return _CALLED.match(to_digits(said.strip())) is not None or (thing.kind is Kind.MEETING and tells_of_task)


def _says_something(lead: str) -> bool:
    """Whether the words before the first thing that is named are a statement of their own, about another perhaps."""
    reading = read_intent(lead, among=(Intent.DONE, Intent.PROGRESS, *REQUESTS, Intent.NO_DATA))
    return reading.clear or _FIGURE.fullmatch(to_digits(lead).strip(" ,;/.")) is not None


def _answered(said: str, things: Sequence[Nameable], *, anchored: bool) -> int | None:
    """The place of the one thing whose kind of answer this is, though it is not named.

    A bare figure is one only after something was named: alone it may be a percentage of anything. "Done" is one where
    no report is awaited, of which it may be said as well.
    """
    if COMING.search(said) and read_intent(said, among=(*ANSWERS, Intent.WAIT)).is_clearly(*ANSWERS):
        return _only(Kind.MEETING, things)
    if anchored and _FIGURE.fullmatch(to_digits(_without_link(said))):
        return _only(Kind.REPORT, things)
    if all(thing.kind is not Kind.REPORT for thing in things) and read_intent(said).is_clearly(Intent.DONE):
        return _only(Kind.ACTION, things)
    return _by_word_of_title(said, things)


def _by_word_of_title(said: str, things: Sequence[Nameable]) -> int | None:
    """The place of the one action of whose title this has a long word, which no other title has; or, with a figure, of
    the one report: "58% for the medicines one"."""
    words = set(_LONG_WORD.findall(fold(said)))
    having = [place for place, thing in enumerate(things) if words & set(_LONG_WORD.findall(fold(thing.title)))]
    if len(having) != 1:
        return None
    kind = things[having[0]].kind
    reports = kind is Kind.REPORT and re.search(r"\d", to_digits(said)) is not None
    return having[0] if kind is Kind.ACTION or reports else None


def _only(kind: Kind, things: Sequence[Nameable]) -> int | None:
    places = [place for place, thing in enumerate(things) if thing.kind is kind]
    return places[0] if len(places) == 1 else None
