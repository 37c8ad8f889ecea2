"""Messages about the agenda of a meeting: the agenda with its times, an item, an edition and what it changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from messages.rendering.content import Content
from messages.rendering.keyboards import Keyboard, button
from messages.rendering.labels import local_name
from messages.rendering.paging import into_pages, turn_pages
from messages.rendering.templating import format_duration
from messages.rendering.texts import Text, _
from storage.meetings import Meeting
from storage.members import Twg
from storage.subgroups import SubGroup
from twg.core.agenda_sources import Proposal
from twg.language.agenda import AgendaLine
from twg.language.agenda_times import begin_times
from twg.meetings.agenda import ShownEdition
from twg.meetings.agenda_differences import ItemChange, line_of

#: Most items on a page of the agenda; of long ones, fewer fit into a message.
PAGE = 20
#: Characters of an item besides what was typed: its number, its times, and the words before its details.
_AROUND = 80
#: Changes that the notice of an edition names; the others are counted.
MOST_CHANGES = 10


@dataclass(frozen=True)
class TimedItem:
    """An item as it is shown.

    Attributes:
        begins: in the zone of the TWG; None where earlier items have no length.
        papers: the titles of the documents that were sent for it.
    """

    number: int
    line: AgendaLine
    begins: datetime | None
    papers: Sequence[str] = ()


def list_timed(meeting: Meeting, lines: Sequence[AgendaLine], zone: ZoneInfo) -> list[TimedItem]:
    """The items with the times at which they begin; without any, where no item has a length."""
    minutes = [line.minutes for line in lines]
    begins = begin_times(meeting.starts_at.astimezone(zone), minutes) if any(minutes) else [None] * len(lines)
    return [TimedItem(place, line, at) for place, (line, at) in enumerate(zip(lines, begins, strict=True), start=1)]


def agenda(
    meeting: Meeting,
    twg: Twg,
    *,
    page: int,
    edition: int,
    keyboard: Keyboard = (),
    papers: Mapping[int, Sequence[str]] | None = None,
) -> Content:
    """A page of the agenda as it is now, with times, notes, papers and what is required of members.

    Args:
        papers: titles of the documents that the reader may see for each item, by its id.
    """
    lines, by_item = lines_of(meeting), papers or {}
    timed, pages = list_timed(meeting, lines, ZoneInfo(twg.zone)), pages_of(lines)
    items = [replace(item, papers=by_item.get(row.id, ())) for item, row in zip(timed, meeting.agenda, strict=True)]
    shown = [items[place] for place in pages[page - 1]]
    total = sum(item.line.minutes or 0 for item in items)
    context = {
        "meeting": meeting,
        "twg": twg,
        "items": shown,
        "edition": edition,
        "total": total,
        "too_long": total if total > meeting.duration_min else 0,
        "page": page,
        "pages": len(pages),
    }
    return Content("meetings/agenda", context, keyboard)


def lines_of(meeting: Meeting) -> list[AgendaLine]:
    return [line_of(item) for item in meeting.agenda]


def pages_of(lines: Sequence[AgendaLine]) -> list[list[int]]:
    """The places of the items, from 0, in pages of so many as fit into a message."""

    def length(place: int) -> int:
        line = lines[place]
        return _AROUND + sum(map(len, (line.title, line.presenter, line.note, line.action, line.theme, line.area)))

    return into_pages(range(len(lines)), length, most=PAGE)


def page_of(meeting: Meeting, number: int) -> int:
    """The page with the item of this number."""
    return next((page for page, places in enumerate(pages_of(lines_of(meeting)), start=1) if number - 1 in places), 1)


def agenda_changed(meeting: Meeting, twg: Twg, shown: ShownEdition, by: str) -> Content:
    """To those invited: the agenda has a new edition, and what it changed."""
    context = {"meeting": meeting, "twg": twg, "by": by, **_changes(shown)}
    opener = ((button(_("The whole agenda"), "meetings:agenda", meeting.id),),)
    return Content("meetings/agenda_changed", context, opener)


def agenda_edition(shown: ShownEdition, twg: Twg, *, page: int) -> Content:
    """An edition with what it changed, on its first page, and a page of its items."""
    lines = [line_of(item) for item in shown.edition.items]
    items, pages = list_timed(shown.meeting, lines, ZoneInfo(twg.zone)), _pages_of_edition(shown, lines)
    page = min(max(page, 1), len(pages))
    context = {
        "meeting": shown.meeting,
        "twg": twg,
        "items": [items[place] for place in pages[page - 1]],
        "page": page,
        "pages": len(pages),
        **_changes(shown),
    }
    turns = turn_pages(page, pages, "meetings:edition", shown.meeting.id, shown.edition.number)
    numbers = [number for number in (shown.edition.number - 1, shown.edition.number + 1) if 1 <= number <= shown.last]
    others = [
        button(_("Edition {n}").with_(n=number), "meetings:edition", shown.meeting.id, number) for number in numbers
    ]
    back = button(_("The whole agenda"), "meetings:agenda", shown.meeting.id)
    return Content("meetings/agenda_edition", context, (*turns, *((tuple(others),) if others else ()), (back,)))


def _pages_of_edition(shown: ShownEdition, lines: Sequence[AgendaLine]) -> list[list[int]]:
    """The pages of an edition: the first has what it changed, and items only where nothing is."""
    pages = pages_of(lines)
    return [[], *pages] if shown.changes and len(pages) > 1 else pages


def _changes(shown: ShownEdition) -> Mapping[str, Any]:
    changes: list[ItemChange] = shown.changes
    return {
        "edition": shown.edition.number,
        "created_at": shown.edition.created_at,
        "changes": changes[:MOST_CHANGES],
        "others": max(0, len(changes) - MOST_CHANGES),
    }


def show_item(line: AgendaLine, *, locale: str) -> str:
    """ "Budget 2027 – Ministry of Health (30 min)", with its note and what it requires below it, unescaped."""
    presenter = f" – {line.presenter}" if line.presenter else ""
    minutes = f" ({format_duration(line.minutes, locale=locale)})" if line.minutes else ""
    action = _("Action required: {action}").with_(action=line.action).render(locale) if line.action else ""
    below = [*line.note.splitlines(), *action.splitlines()]
    return "\n   ".join([f"{line.title}{presenter}{minutes}", *below])


def word_proposal(proposal: Proposal) -> Text:
    """The title of an item that is proposed."""
    data = {name: local_name(value) if isinstance(value, SubGroup) else value for name, value in proposal.data.items()}
    return Text(proposal.title).with_(**data)


def word_too_long(lines: Sequence[AgendaLine], duration_min: int | None, locale: str) -> Text | None:
    """The line that says by how much the items are longer than the meeting; None where they are not."""
    total = sum(line.minutes or 0 for line in lines)
    if duration_min is None or total <= duration_min:
        return None
    words = _("Note: the agenda takes {agenda}, the meeting lasts {length}.")
    return words.with_(
        agenda=format_duration(total, locale=locale), length=format_duration(duration_min, locale=locale)
    )
