"""Reading corrections of an agenda: "3: 20 min", "move 5 after 2", "insert after 3: …", «លុប ៤» (G12)."""

import re
from dataclasses import replace
from typing import Any

from storage.core.spelling import fold, is_visible, to_digits
from twg.core.refusals import TooLong
from twg.language.agenda import LONGEST_AGENDA_TITLE, LONGEST_PRESENTER, parse_agenda_line
from twg.language.agenda_corrections import (
    BEFORE_LAST,
    LAST_ITEM,
    Correction,
    Insert,
    Lengthen,
    MinutesOutOfRange,
    Move,
    Put,
    Remove,
    Swap,
    UnclearCorrection,
)
from twg.language.agenda_labels import Detail, find_detail
from twg.language.agenda_orders import to_strict_form
from twg.language.agenda_texts import check_item
from twg.language.agenda_times import find_slot
from twg.language.lengths import given_minutes, whole_minutes
from twg.language.numbering import plain_line
from twg.language.times import LONGEST_MEETING_MIN

#: The last item, whichever number it has.
_LAST_ITEM = r"(?:the )?(?:very )?last(?: (?:one|item|point))|ចំណុចចុងក្រោយ(?:គេ|បង្អស់)?"
_N = rf"(?:(?:item|no\.?|number|point|ចំណុច(?:ទី)?|លេខ|ទី)\s*)*#?(\d{{1,3}}|{_LAST_ITEM})"
_LIST = (
    rf"({_LAST_ITEM}|(?:(?:items?|no\.?|numbers?|points?|ចំណុច(?:ទី)?|លេខ|ទី)\s*)*#?\d{{1,3}}"
    r"(?:\s*(?:,|and|&|និង|-|to|ដល់)\s*(?:ទី)?#?\d{1,3})*)"
)
_BEHIND = r"(?:after|behind|below|under|ក្រោយ|បន្ទាប់ពី|ក្រោម|ខាងក្រោយ)"
_BEFORE = r"(?:before|above|មុន|ខាងមុខ|លើ)"
_FIRST = (
    r"(?:to the (?:top|beginning|start)|to (?:top|first|the first place)|first|at the top|ទៅដំបូង|ដំបូងគេ|ទៅលើគេ|ទៅមុខគេ)"
)
_LAST = r"(?:to the (?:end|bottom)|to (?:end|last|bottom)|last|at the end|ទៅចុងក្រោយ|ចុងក្រោយ|ទៅក្រោមគេ)"
_REMOVE_WORD = r"(?:please\s+)?(?:remove|delete|drop|take out|cancel|strike|លុបចោល|លុប|ដកចេញ|ដក)"
_MOVE_WORD = r"(?:please\s+)?(?:move|put|shift|ផ្លាស់ទី|ផ្លាស់|ប្ដូរ|ប្តូរ|រំកិល|លើក|ដាក់)"
_INSERT_WORD = r"(?:please\s+)?(?:insert|add|new|បញ្ចូល|បន្ថែម|ថែម)(?:\s+(?:a |an |one )?(?:new )?(?:item|ចំណុច))?"
_REMOVE = re.compile(rf"{_REMOVE_WORD}\s*{_LIST}\s*(?:ចេញ|ចោល)?[.។]?", re.I)
_REMOVE_BEHIND = re.compile(rf"{_LIST}\s*[:,-]?\s*{_REMOVE_WORD}(?:\s*(?:it|ចេញ|ចោល))?[.។]?", re.I)
_MOVE = re.compile(
    rf"{_MOVE_WORD}?\s*{_N}\s*(?:ទៅ\s*)?(?:(?P<rel>{_BEHIND}|{_BEFORE})\s*{_N}|(?P<end>{_FIRST}|{_LAST})"
    rf"|(?:to|ទៅ|មក|ជា)\s*(?:place|position|number|កន្លែង)?\s*{_N})\s*[.។]?",
    re.I,
)
_STEP = re.compile(rf"{_MOVE_WORD}?\s*{_N}\s*(?P<way>up|down|earlier|later|ឡើងលើ|ចុះក្រោម|ឡើង|ចុះ)[.។]?", re.I)
_SWAP = re.compile(rf"(?:swap|exchange|ប្ដូរ|ប្តូរ|ដូរ)\s*{_N}\s*(?:and|with|&|និង|ជាមួយ)\s*{_N}[.។]?", re.I)
_INSERT = re.compile(
    rf"{_INSERT_WORD}\s*(?:(?P<rel>{_BEHIND}|{_BEFORE})\s*{_N}|(?P<end>{_FIRST}|{_LAST}))\s*[:៖,-]\s*(?P<line>\S.*)",
    re.I | re.S,
)
#: "add: Budget"; "insert 2: Budget", "add as item 2: Budget" becomes item 2.
_ADD = re.compile(rf"{_INSERT_WORD}\s*(?:(?:as |at |ជា\s*)?{_N})?\s*[:៖]\s*(?P<line>\S.*)", re.I | re.S)
_LENGTHEN = re.compile(rf"(?P<way>lengthen|shorten)\s*{_N}\s*by\s*(?P<length>\S.*)", re.I)
#: Behind "should be": not what the item is, but what is done with it.
_HAPPENS = "presented|moved|put|removed|deleted|dropped|cancell?ed|postponed|taken|first|last|after|before"
#: Before a length alone: "3 is 40 minutes", but not "3 is too long".
_TAKES = r"(?:is|takes|lasts|needs|gets|has)\b(?=\s*\d+\s*(?:min|mn|m\b|h|['’′]))"
_BEGINNING = re.compile(
    rf"(?:(?:change|correct|edit|កែ|កែប្រែ)\s+)?{_N}\s*"
    rf"(?P<mark>(?:should|shall|must|will) be\b(?!\s+(?:{_HAPPENS})\b)\s*[:៖]?|{_TAKES}|[:៖=]|->|→|\s)"
    r"\s*(?P<rest>\S.*)",
    re.I | re.S,
)
_FIELD = re.compile(
    r"(?P<field>title|presenter|speaker|by|minutes|time|duration|note|action required|action|theme|area|"
    r"ចំណងជើង|អ្នកធ្វើបទបង្ហាញ|អ្នកបង្ហាញ|ដោយ|រយៈពេល|នាទី|ចំណាំ|សំណើ|ប្រធានបទ|ផ្នែក)(?:\s*[:៖=]\s*|\s+(?:is|to|=)\s+|\s+|(?<=[\u1780-\u17d3]))"
    r"(?P<value>\S.*)",
    re.I | re.S,
)
_FIELDS = {
    **dict.fromkeys(("title", "ចំណងជើង"), "title"),
    **dict.fromkeys(("presenter", "speaker", "by", "អ្នកធ្វើបទបង្ហាញ", "អ្នកបង្ហាញ", "ដោយ"), "presenter"),
    **dict.fromkeys(("minutes", "time", "duration", "រយៈពេល", "នាទី"), "minutes"),
    **dict.fromkeys(("note", "ចំណាំ"), "note"),
    **dict.fromkeys(("action required", "action", "សំណើ"), "action"),
    **dict.fromkeys(("theme", "ប្រធានបទ"), "theme"),
    **dict.fromkeys(("area", "ផ្នែក"), "area"),
}
#: A message that begins so is no item, even where what it orders cannot be read: "move item 5 before the coffee".
_ORDER = re.compile(
    r"(?:please\s+|pls\s+|(?:can|could) (?:you|we)\s+|សូម\s*|សុំ\s*)?"
    r"(?:(?:remove|delete|drop|take out|cancel|strike|move|put|shift|swap|exchange|change|correct|edit|replace|rename"
    r"|shorten|extend|lengthen|merge|combine|split|make|bring|switch|give|rename|retitle)\s+(?:the\s+)?"
    r"(?:(?:items?|points?|no\.?|numbers?|#)\s*\d|(?:first|second|third|last) (?:item|point)\b"
    r"|\d{1,3} (?:and|&|with|to|before|after)\s)"
    #: No item is called so, and which is meant cannot be seen: "delete the coffee break".
    r"|(?:remove|delete|take out|make it|(?:move|swap|rename) the)\s+\S"
    r"|(?:move|put|shift)\s+(?!to\b|towards?\b)\S.*\s"
    r"(?:(?:before|after)\s\S|(?:up|down|first|last|to the (?:end|top|start))$)"
    r"|(?:change|set|make|shorten|extend|reduce|increase)\s+\S.*\sto\s+\d+\s*(?:min|mn|m\b|h\b|hours?)|postpone\s+(?:item|point)\b"
    r"|\d{1,3} (?:and|&) \d{1,3}\s*:|(?:all|every|each) items? \d|\d{1,3}\s*(?:->|→)\s*\d{1,3}$|\d{1,3} is\s"
    r"|(?:បង្កើន|បន្ថយ|កាត់)\s*(?:ចំណុច|លេខ|ទី)+\s*\d"
    r"|change (?:the )?(?:title|presenter|speaker|length|time|order|number)\b|(?:លុបចោល|លុប|ដកចេញ)\s*\S"
    r"|(?:លុបចោល|លុប|ដកចេញ|ដក|ផ្លាស់ទី|ប្ដូរ|ប្តូរ|រំកិល|កែ)\s*(?:ចំណុច|លេខ|ទី)+\s*\d)",
    re.I,
)
#: Behind figures: "3:20 min" gives item 3 twenty minutes.
_MINUTES = re.compile(r"\s*(?:-?\s*(?:min|mn|m\b)|['’′]|នាទី|neati)", re.I)
#: Between corrections of one line.
_BETWEEN = re.compile(
    r"\s*(?:[;,។]|\.(?=\s))\s*(?:and\s+|then\s+)?|(?<!between \d)(?<!between \d\d)\s+(?:and|then)\s+|\s*ហើយ\s*", re.I
)
#: Characters of a line that may hold several corrections; a longer one is an item with its text.
_LONGEST_DIVIDED = 300
#: Behind a correction: "remove 4 please".
_POLITE = re.compile(r"[,\s]*\b(?:please|pls|thanks|thank you)\s*[.!]?$", re.I)
_NOTHING = re.compile(r"(?:-|–|none|no|nobody|nothing|empty|គ្មាន|ទទេ)[.។]?", re.I)


def read_corrections(text: str) -> list[Correction] | None:
    """The corrections of a message, one a line or between ";"; None where the first line is none.

    Lines below an item that is inserted are its note, as in a whole agenda.

    Raises: UnclearCorrection, where a later line is none, or one goes on with nothing that can be done; also where the
    only line orders a change of an item that is not read.
    """
    found: list[Correction] = []
    for line in filter(is_visible, text.splitlines()):
        if not found and _begins_with_time(line):
            return None
        read = [(part, _read(part.strip())) for part in _parts(line)]
        if all(each is not None for _part, each in read):
            found += [each for _part, each in read if each is not None]
        elif found and isinstance(found[-1], Insert):
            found[-1] = _insert_with(found[-1], line)
        elif found or _is_order(text):
            raise UnclearCorrection(text=line.strip())
        else:
            return None
    return found or None


def _begins_with_time(line: str) -> bool:
    """Whether a line is an item with its time of day before it, "9:00-9:30 Opening", and no correction of item 9."""
    slot, plain = find_slot(line.strip()), plain_line(line.strip())
    if slot is None or slot.first > 0 or not is_visible(slot.without(line.strip())):
        return False
    begins = re.match(r"\d{1,2}[:.h]\d", plain, re.I)
    return bool(slot.ends) or (begins is not None and not _MINUTES.match(plain[slot.last :]))


def _is_order(text: str) -> bool:
    """Whether a text of one line orders to change an item."""
    return len(list(filter(is_visible, text.splitlines()))) == 1 and _ORDER.match(to_digits(text.strip())) is not None


def _parts(line: str) -> list[str]:
    """The corrections of a line: parts between ";", commas and "and", where each is one; else the line."""
    if len(line) <= _LONGEST_DIVIDED:
        for between in _BETWEEN.finditer(line):
            first, rest = line[: between.start()], line[between.end() :]
            if is_visible(first) and is_visible(rest) and _read(first.strip()):
                parts = _parts(rest)
                if all(_read(part.strip()) for part in parts):
                    return [first, *parts]
    return [line]


def _insert_with(inserted: Insert, below: str) -> Insert:
    """An item that is inserted, with one line more of its note or of the action that it requires."""
    detail, words = find_detail(below) or (Detail.NOTE, below.strip())
    name = detail.value if detail in {Detail.ACTION, Detail.THEME, Detail.AREA} else "note"
    joined: Any = "\n".join(filter(None, [getattr(inserted.line, name), words]))
    return replace(inserted, line=check_item(replace(inserted.line, **{name: joined})))


def _read(text: str) -> Correction | None:
    """The correction that a text is; what is kept of it, such as a title, is as typed."""
    text = _POLITE.sub("", text)
    read = _read_strictly(text)
    if read is None and (strict := to_strict_form(text)) is not None:
        read = _read_strictly(strict)
    return None if read is None else replace(read, text=text)


def _read_strictly(text: str) -> Correction | None:
    plain = to_digits(text.replace("\u200b", " "))  # character for character
    if found := _REMOVE.fullmatch(plain) or _REMOVE_BEHIND.fullmatch(plain):
        return Remove(text, _numbers(found[1]))
    if found := _SWAP.fullmatch(plain):
        return Swap(text, _number(found[1]), _number(found[2]))
    if found := _STEP.fullmatch(plain):
        number, up = _number(found[1]), fold(found["way"]) in {"up", "earlier", "ឡើងលើ", "ឡើង"}
        if number == LAST_ITEM:
            raise UnclearCorrection(text=text)
        return Move(text, number, max(number - 2, 0) if up else number + 1)
    if found := _LENGTHEN.fullmatch(plain):
        minutes = given_minutes(found["length"])
        if minutes is None:
            raise UnclearCorrection(text=text)
        return Lengthen(text, _number(found[2]), _signed(minutes, found["way"]))
    if found := _MOVE.fullmatch(plain):
        return _read_move(text, found)
    if found := _INSERT.fullmatch(plain):
        return Insert(text, _inserted_after(found), parse_agenda_line(text[found.start("line") :]))
    if found := _ADD.fullmatch(plain):
        after = max(int(found[1]) - 1, 0) if found[1] and found[1].isdecimal() else None
        return Insert(text, after, parse_agenda_line(text[found.start("line") :]))
    found = _BEGINNING.fullmatch(plain)
    if found is None:
        return None
    return _read_put(text, _number(found[1]), found["mark"].strip(), text[found.start("rest") :].strip())


def _read_move(text: str, found: re.Match[str]) -> Move | None:
    number, beside, place = _number(found[1]), found[3], found[5]
    if beside:
        return Move(text, number, _after(found["rel"], _number(beside)))
    if place:
        to = _number(place)
        if LAST_ITEM in {number, to}:
            return Move(text, number, to if to == LAST_ITEM else to - 1, 0)
        return Move(text, number, to if to > number else to - 1, to)
    return Move(text, number, 0 if re.fullmatch(_FIRST, found["end"], re.I) else LAST_ITEM)


def _inserted_after(found: re.Match[str]) -> int:
    if found["rel"]:
        return _after(found["rel"], _number(found[2]))
    return 0 if re.fullmatch(_FIRST, found["end"], re.I) else LAST_ITEM


def _after(relation: str, number: int) -> int:
    if number == LAST_ITEM and not re.fullmatch(_BEHIND, relation, re.I):
        return BEFORE_LAST
    return number if re.fullmatch(_BEHIND, relation, re.I) else number - 1


def _read_put(text: str, number: int, mark: str, rest: str) -> Put | None:
    """ "3: 20 min", "3 presenter JICA", "3: Budget 2027 | MoH | 30"; a bare "3 Budget" is an item, no correction."""
    if mark in {"->", "→"} and re.fullmatch(r"\d{1,4}", to_digits(rest)):
        return None  # its minutes, or its place
    length = given_minutes(rest) if mark else whole_minutes(rest)
    if length is not None:
        return Put(text, number, {"minutes": _in_range(number, length)})
    if found := _FIELD.fullmatch(rest.replace("\u200b", " ")):
        given = rest[found.start("value") :].strip()
        value = None if _NOTHING.fullmatch(given) else given
        return Put(text, number, {(name := _FIELDS[fold(found["field"])]): _value(text, number, name, value)})
    if not mark:
        return None
    if several := _read_several(text, number, rest):
        return several
    line = parse_agenda_line(rest)
    values: dict[str, str | int | None] = {"title": line.title}
    values |= {"presenter": line.presenter} if line.presenter else {}
    values |= {"minutes": line.minutes} if line.minutes is not None else {}
    return Put(text, number, values)


def _read_several(text: str, number: int, rest: str) -> Put | None:
    """ "25 min, presenter MEF": parts each of which is a length or a field with its value."""
    values: dict[str, str | int | None] = {}
    for part in re.split(r"\s*[,;]\s*", rest):
        read = _read_put(text, number, "", part)
        if read is None or values.keys() & read.values.keys():
            return None
        values |= read.values
    return Put(text, number, values)


def _value(text: str, number: int, name: str, value: str | None) -> str | int | None:
    if name == "minutes":
        if value is None:
            return None
        length = given_minutes(value)
        if length is None:
            raise UnclearCorrection(text=text)
        return _in_range(number, length)
    if name == "title" and value is None:
        raise UnclearCorrection(text=text)
    limit = {"title": LONGEST_AGENDA_TITLE, "presenter": LONGEST_PRESENTER}.get(name)
    if value is not None and limit is not None and len(value) > limit:
        raise TooLong(limit=limit, length=len(value))
    return value or ""


def _in_range(number: int, minutes: int) -> int:
    if not 1 <= minutes <= LONGEST_MEETING_MIN:
        raise MinutesOutOfRange(number=number, highest=LONGEST_MEETING_MIN)
    return minutes


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else LAST_ITEM


def _signed(minutes: int, way: str) -> int:
    return minutes if fold(way) == "lengthen" else -minutes


def _numbers(text: str) -> tuple[int, ...]:
    """ "2, 4 and 6-8" as 2, 4, 6, 7, 8."""
    if re.fullmatch(_LAST_ITEM, text, re.I):
        return (LAST_ITEM,)
    found: list[int] = []
    for first, last in re.findall(r"(\d{1,3})(?:\s*(?:-|to|ដល់)\s*(?:ទី)?(\d{1,3}))?", text):
        found += range(int(first), int(last or first) + 1)
    return tuple(dict.fromkeys(found))
