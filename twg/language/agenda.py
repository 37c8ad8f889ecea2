"""Reading and writing lines of an agenda."""

import re
from dataclasses import dataclass

from storage.core.spelling import to_digits
from twg.core.refusals import (
    TooLong,
    UnreadableMinutes,
    UntitledItem,
)
from twg.language.times import DURATION, LONGEST_MEETING_MIN, minutes_of

#: Longest title and presenter of an agenda item, in characters.
LONGEST_AGENDA_TITLE = 300
LONGEST_PRESENTER = 120


@dataclass(frozen=True)
class AgendaLine:
    title: str
    presenter: str = ""
    minutes: int | None = None


def parse_agenda_line(text: str) -> AgendaLine:
    """An agenda item: "Budget 2027 | MoH | 30", "Budget 2027; MoH; 30 min" or a title alone.

    Raises: UntitledItem, UnreadableMinutes, TooLong.
    """
    first, *rest = (part.strip() for part in re.split(r"\s*[|;]\s*", text.strip()))
    numbering = re.match(r"\d{1,2}[.)]\s+", first)
    title = first[numbering.end() :] if numbering else first
    if not title:
        raise UntitledItem
    others = [part for part in rest if part]
    minutes = _item_minutes(others[-1]) if others else None
    presenter = ", ".join(others if minutes is None else others[:-1])
    for part, limit in ((title, LONGEST_AGENDA_TITLE), (presenter, LONGEST_PRESENTER)):
        if len(part) > limit:
            raise TooLong(limit=limit, length=len(part))
    return AgendaLine(title=title, presenter=presenter, minutes=minutes)


def write_agenda_line(line: AgendaLine) -> str:
    """The item as a line that `parse_agenda_line` reads."""
    minutes = "" if line.minutes is None else str(line.minutes)
    return " | ".join(part for part in (line.title, line.presenter, minutes) if part)


def _item_minutes(text: str) -> int | None:
    """The minutes of an agenda item; `None` where the text is not a duration and so names a presenter.

    Raises: UnreadableMinutes.
    """
    written = to_digits(text).casefold().rstrip(".")
    match = DURATION.fullmatch(written)
    if match is None and not re.fullmatch(r"\d+", written):
        return None
    minutes = int(written) if match is None else minutes_of(match)
    if not 1 <= minutes <= LONGEST_MEETING_MIN:
        raise UnreadableMinutes(text=text[:20], highest=LONGEST_MEETING_MIN)
    return minutes
