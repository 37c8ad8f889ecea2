"""Reading and writing lines of an agenda.

What a line says of presenter and minutes is taken; where it may be read in two ways, the person is asked to write it
with marks: "Budget 2027 | Ministry of Health | 30".
"""

import re
from dataclasses import dataclass

from storage.core.spelling import normalize
from twg.core.refusals import TooLong, UnclearItem, UnreadableMinutes, UntitledItem
from twg.language.agenda_presenters import (
    MARKS,
    SEPARATOR,
    Found,
    presents_in_bracket,
    take_leading,
    take_named,
    take_presenters,
)
from twg.language.lengths import SLOT, Length, find_lengths, is_spread, slot_minutes, whole_minutes
from twg.language.numbering import plain_line, without_numbering
from twg.language.presenters import (
    hides_title,
    names_presenter,
)
from twg.language.times import LONGEST_MEETING_MIN

#: Longest title and presenter of an agenda item, in characters.
LONGEST_AGENDA_TITLE = 300
LONGEST_PRESENTER = 120

_LETTER_LENGTH = re.compile(r"(?<![$€\d.,])(?<!USD )(?<!EUR )\b\d{1,3}\s?m\.?\Z")
_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]")
#: The number of a row that was pasted from a table.
_ROW_NUMBER = re.compile(r"\A\s*[\d០-៩]{1,2}[.)]?[ \u200b]*\t(?=\s*(?:\D|[\d០-៩]{1,2}\s?[:.h]\s?[\d០-៩]{2}))")


#: What an item asks of members, at the end of its line.
_ASKED = re.compile(
    r"(?:\s*[,;]\s*|\s+[-–—]\s+|\.\s+)(?:(?:actions? required|សំណើ)\s*[:៖]\s*(?P<words>\S.*)"
    r"|(?P<purpose>for (?:information|decision|discussion|endorsement|approval|adoption|comments?|guidance|validation)"
    r"(?:(?: and |/)(?:information|decision|discussion|endorsement|approval|adoption|comments?|guidance))?)\.?)\s*\Z",
    re.IGNORECASE,
)
#: What follows a length at the beginning of a line, where it is the title: "5' Opening", and not "5 min video".
_BEGINS_TITLE = re.compile(r"[A-Z\u1780-\u17b3]")
#: Before a length: it is then no length of the item.
_ENDS_OPEN = re.compile(r"\b(?:of|on|for|the|an?|in|within|to|and)\Z", re.IGNORECASE)


@dataclass(frozen=True)
class AgendaLine:
    """An agenda item as it is typed and shown.

    Attributes:
        presenter: as typed; empty where nobody is named.
        note: what stands below the title; several lines are kept as lines.
        action: what is required of members.
        theme, area: as typed.
    """

    title: str
    presenter: str = ""
    minutes: int | None = None
    note: str = ""
    action: str = ""
    theme: str = ""
    area: str = ""


def parse_agenda_line(text: str, *, timed: bool = False) -> AgendaLine:
    """An agenda item: "1. Opening – HE Chair 10mn", "Budget (30 min)", "Budget 2027 | MoH | 30" or a title alone.

    Args:
        timed: a time of day stood before or after the text: what stands behind a comma is then hardly of the title.
    Raises: UntitledItem; UnclearItem, where presenter or minutes may be read in two ways; UnreadableMinutes; TooLong.
    """
    line = _read_columns(text) if "|" in text else _read_freely(text, timed=timed)
    if not line.title.strip(MARKS):
        raise UntitledItem
    for part, limit in ((line.title, LONGEST_AGENDA_TITLE), (line.presenter, LONGEST_PRESENTER)):
        if len(part) > limit:
            raise TooLong(limit=limit, length=len(part))
    if line.minutes is not None and not 1 <= line.minutes <= LONGEST_MEETING_MIN:
        raise UnreadableMinutes(text=str(line.minutes), highest=LONGEST_MEETING_MIN)
    return line


def write_agenda_line(line: AgendaLine) -> str:
    """The item as a line that `parse_agenda_line` reads."""
    minutes = "" if line.minutes is None else str(line.minutes)
    written = " | ".join(part for part in (line.title, line.presenter, minutes) if part)
    return written if "|" in written or _reads_as(written, line) else f"{line.title} |"


def _reads_as(text: str, line: AgendaLine) -> bool:
    try:
        return parse_agenda_line(text) == line
    except (UntitledItem, UnclearItem, UnreadableMinutes, TooLong):
        return False


def _read_columns(text: str) -> AgendaLine:
    """A line with its parts marked by "|": the title, who presents, the minutes if the last part is a length."""
    parts = [part.strip() for part in text.split("|")]
    slots = [slot for part in parts if (slot := SLOT.fullmatch(plain_line(part))) and slot["end"] is not None]
    first, *rest = [part for part in parts if not any(slot.string == plain_line(part) for slot in slots)] or [""]
    title = without_numbering(first)
    others = [part for part in rest if part]
    minutes = _column_minutes(others[-1]) if others else None
    if minutes is not None:
        others.pop()
    elif slots:
        minutes = slot_minutes(slots[0])
    if any(is_spread(plain_line(part)) or find_lengths(plain_line(part)) for part in others):
        raise UnclearItem(text=text)
    return AgendaLine(title, ", ".join(others), minutes)


def _column_minutes(text: str) -> int | None:
    figure = normalize(text)
    if re.fullmatch(r"\d+", figure):
        return int(figure[:5])
    return whole_minutes(text)


def _read_freely(text: str, *, timed: bool) -> AgendaLine:
    found = Found(timed)
    text, action = _take_action(text)
    body = without_numbering(_ROW_NUMBER.sub("", text))
    body = without_numbering(_take_slot(body, found, text))
    body = _take_commas(_take_brackets(take_leading(body, found), found, text), found)
    if is_spread(plain_line(body)):
        raise UnclearItem(text=text)
    parts = [_take_length(part, found) for part in _split(body)]
    if parts and not parts[0] and not found.lengths:
        raise UntitledItem
    if re.search(r"[;\t]", text) and len(parts) > 1 and re.fullmatch(r"\d{1,3}", plain_line(parts[-1])):
        found.lengths.append(int(plain_line(parts.pop())))
    parts = [part for part in parts if part]
    if not parts:
        raise UntitledItem
    is_table = "\t" in text.strip()
    title = take_presenters(parts, body, found, text, is_table=is_table)
    title = take_named(title, found, text)
    if _LETTER_LENGTH.search(plain_line(title)) and not found.lengths:
        raise UnclearItem(text=text)
    if _has_length_within(plain_line(title)) or (
        len(parts) == 1 and not found.presenters and hides_title(plain_line(title))
    ):
        raise UnclearItem(text=text)
    lengths = set(found.lengths)
    if len(lengths) > 1 or (len(found.lengths) > 1 and "-" not in plain_line(text)):
        raise UnclearItem(text=text)
    return AgendaLine(title.strip(MARKS), ", ".join(found.presenters), next(iter(lengths), None), action=action)


def _take_action(text: str) -> tuple[str, str]:
    """The text without what it asks of members at its end: "– for decision", ", action required: comment"; and that."""
    asked = _ASKED.search(text)
    if asked is None or not text[: asked.start()].strip(MARKS):
        return text, ""
    words = asked["words"] or asked["purpose"]
    return text[: asked.start()], words.strip(MARKS)


def _take_slot(body: str, found: Found, text: str) -> str:
    """The body without a time of day before or after it; from beginning to end it gives the minutes.

    Raises: UnclearItem, where it ends before it begins.
    """
    plain = plain_line(body)
    for slot in SLOT.finditer(plain):
        before, after = plain[: slot.start()].rstrip(" (["), plain[slot.end() :].lstrip(" )]")
        if slot["end"] is None and (before or not re.search(r"\d\s?[:h]\s?\d", slot["begin"], re.IGNORECASE)):
            continue
        if before and after:
            continue
        found.timed = True
        if slot["end"] is not None:
            minutes = slot_minutes(slot)
            if minutes is None:
                raise UnclearItem(text=text)
            found.lengths.append(minutes)
        rest = body[slot.end() :].lstrip(" )]") if not before else body[: len(before)]
        return rest.strip(MARKS)
    return body


def _take_brackets(body: str, found: Found, text: str) -> str:
    """The body without brackets that hold the presenter, the minutes or both; others stay part of the title."""
    plain = plain_line(body)
    for bracket in reversed(list(_BRACKET.finditer(plain))):
        inside = body[bracket.start(1) : bracket.end(1)]
        if is_spread(plain_line(inside)):
            raise UnclearItem(text=text)
        parts = [part.strip() for part in re.split(r"[,;]|\s-\s", plain_line(inside)) if part.strip()]
        lengths = [minutes for part in parts if (minutes := _short_minutes(part)) is not None]
        others = [part for part in parts if _short_minutes(part) is None]
        who = ", ".join(others)
        if lengths and others and not names_presenter(who):
            raise UnclearItem(text=text)
        if others and not presents_in_bracket(
            who, body[: bracket.start()], plain[bracket.end() :], bool(lengths), text
        ):
            continue
        if not parts:
            continue
        found.lengths += lengths
        found.presenters[:0] = [who] if who else []
        body = body[: bracket.start()] + body[bracket.end() :]
    return body


def _short_minutes(part: str) -> int | None:
    """The minutes of a part of a bracket, where one letter says that they are: "(15m)", «(១៥ន)»."""
    short = re.fullmatch(r"(\d{1,3})\s?(?:m|ន)\.?", part, re.IGNORECASE)
    return whole_minutes(part) if short is None else whole_minutes(f"{short[1]} min")


def _take_commas(body: str, found: Found) -> str:
    """The body without a length between commas and who presents behind it: "Opening, 5 min, Chair"."""
    plain = plain_line(body)
    lengths = [
        (*part.span(), minutes)
        for part in re.finditer(r"(?<=,)[^,]+", plain)
        if (minutes := whole_minutes(part[0].strip())) is not None
    ]
    if len(lengths) != 1 or found.lengths:
        return body
    [(start, end, minutes)] = lengths
    who, title = body[end + 1 :].strip(MARKS), body[: start - 1].rstrip(MARKS)
    if (who and not names_presenter(who)) or not title.strip(MARKS):
        return body
    found.lengths.append(minutes)
    found.presenters += [who] if who else []
    found.listed = True
    return title


def _split(body: str) -> list[str]:
    """The parts between separators, as typed; several who present stay one part: "DDF / Dr Heng"."""
    parts, place = [], 0
    for separator in SEPARATOR.finditer(plain_line(body)):
        if "/" in separator[0] and names_presenter(body[place : separator.start()]):
            continue
        parts.append(body[place : separator.start()].strip(" \u200b\u00a0"))
        place = separator.end()
    return [*parts, body[place:].strip(" \u200b\u00a0")]


def _take_length(part: str, found: Found) -> str:
    """The part without the length at its end, or before a comma or colon at its beginning."""
    plain = plain_line(part)
    lengths: list[Length] = find_lengths(plain)
    if len(lengths) != 1:
        return part
    [length] = lengths
    if not plain[length.end :].strip(MARKS):
        found.lengths.append(length.minutes)
        return part[: length.start].rstrip(MARKS + "/")
    after = part[length.end :].strip(MARKS)
    if not plain[: length.start].strip() and (plain[length.end :].lstrip()[:1] in ",:" or _BEGINS_TITLE.match(after)):
        found.lengths.append(length.minutes)
        return after
    before = part[: length.start].rstrip(MARKS)
    if before and names_presenter(after) and not _ENDS_OPEN.search(before) and not found.presenters:
        found.lengths.append(length.minutes)  # "opening 5 min chair"
        found.presenters.append(after)
        return before
    return part


def _has_length_within(plain: str) -> bool:
    """Whether a length stands among other words, where it may be that of something else; "5-minute video" may not."""
    return any("-" not in plain[length.start : length.end] for length in find_lengths(plain))
