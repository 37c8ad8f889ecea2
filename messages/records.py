"""Messages about the record of a meeting (G6)."""

from collections.abc import Mapping, Sequence

from messages.rendering.content import Content
from messages.rendering.keyboards import Button, Keyboard, button, rows, shorten
from messages.rendering.paging import into_pages, turn_pages
from messages.rendering.templating import format_day
from messages.rendering.texts import LOCALES, Name, Text, _
from messages.rendering.vague import better_said
from storage.meetings import Meeting
from storage.members import Twg
from storage.records import LineKind, MeetingRecord, RecordKeeper, RecordLine
from twg.core.refusals import Refusal, WhichDay
from twg.language.dues import LeftOpen
from twg.language.vague_wording import find_vague
from twg.records.moving import number_of

#: Characters of the lines of an item that its card shows, the newest; all are in the record.
LONGEST_SHOWN = 1800
#: Characters of one line in a list.
LONGEST_LINE_SHOWN = 400
#: Actions of a record that was closed, shown with a button each; the whole record opens the others.
MOST_TO_RECORD = 6
_AROUND = 60


def keep_button(meeting: Meeting) -> Button:
    """That opens the record of a meeting for who keeps it."""
    return button(_("Keep the record"), "records:start", meeting.id)


def card(
    twg: Twg,
    record: MeetingRecord,
    meeting: Meeting,
    *,
    written: Sequence[RecordLine] = (),
    doubts: Mapping[int, Refusal] | None = None,
    unknown: Mapping[int, Sequence[str]] | None = None,
    organises: bool = False,
) -> Content:
    """The item that is open, with its lines.

    Args:
        written: the lines that the reader has just written.
        doubts: of these, by their ids, why the last day is not clear.
        unknown: of these, who is named that the TWG does not know.
        organises: whether the reader organises the meeting, and names who keeps the record.
    """
    number = number_of(record, meeting)
    item = meeting.agenda[number - 1] if number else None
    lines = [line for line in record.lines if line.item_token == record.item_token]
    shown = _newest(lines)
    context = {
        "twg": twg,
        "record": record,
        "meeting": meeting,
        "number": number,
        "item": item,
        "is_over": item is not None and record.closing_of(item.token) is not None,
        "lines": shown,
        "before": len(lines) - len(shown),
        "written": {line.id for line in written},
        "doubts": doubts or {},
        "unknown": unknown or {},
        "vague": _vague_in(written),
        "LineKind": LineKind,
    }
    keyboard = _moving(record, meeting, number, organises=organises)
    if written and record.closed_at is None:
        undo = (button(_("Undo"), "records:undo", written[0].id),)
        keyboard = (*_asked(written, doubts or {}), undo, *keyboard)
    return Content("records/card", context, keyboard)


def _vague_in(written: Sequence[RecordLine]) -> dict[int, Text]:
    """By the ids of actions: what is better said than their words. The words stay unless the line is corrected."""
    found = {line.id: find_vague(line.text) for line in written if line.kind is LineKind.ACTION}
    return {line_id: better_said(vague) for line_id, vague in found.items() if vague is not None}


def _newest(lines: Sequence[RecordLine]) -> list[RecordLine]:
    """The last lines that fit, in their order; one at least."""
    pages = into_pages(reversed(lines), lambda line: _AROUND + min(len(line.text), LONGEST_LINE_SHOWN), most=len(lines))
    taken: list[RecordLine] = []
    used = 0
    for line in pages[0] if lines else []:
        used += _AROUND + min(len(line.text), LONGEST_LINE_SHOWN)
        if taken and used > LONGEST_SHOWN:
            break
        taken.append(line)
    return taken[::-1]


def _asked(written: Sequence[RecordLine], doubts: Mapping[int, Refusal]) -> Keyboard:
    """What is asked about the actions that were just written: who, and by when."""
    asked: list[Button] = []
    for line in written:
        if line.kind is not LineKind.ACTION:
            continue
        if not line.owners:
            asked.append(button(_("Who does it?"), "records:who", line.id))
        if find_vague(line.text) is not None:
            asked.append(button(_("Correct"), "records:correct", line.id))
        if not line.says_when:
            doubt = doubts.get(line.id)
            days = doubt.data["days"] if isinstance(doubt, WhichDay) else ()
            if isinstance(doubt, LeftOpen):
                days = [due.day for due in doubt.data["dues"] if due.day is not None and due.every is None]
            asked += [button(_day(day), "records:due", line.id, day) for day in days[:3]]
            asked.append(button(_("By when?"), "records:when", line.id))
    return rows(asked, per_row=2)


def _day(day: object) -> Name:
    """A day as the label of a button."""
    words = {locale: format_day(day, locale=locale, short=True) for locale in LOCALES}
    return Name(words["en"], km=words["km"])


def _moving(record: MeetingRecord, meeting: Meeting, number: int, *, organises: bool) -> Keyboard:
    """To other items, the whole record, and its end."""
    whole = button(_("Whole record ({n})").with_(n=len(record.lines)), "records:whole", record.id, 1)
    back = button(_("To the meeting"), "meetings:open", meeting.id)
    if record.closed_at is not None:
        minutes = button(_("Minutes"), "minutes:open", meeting.id)
        return ((whole, minutes), (button(_("Open it again"), "records:reopen", record.id), back))
    turns: list[Button] = []
    if number > 1:
        turns.append(button(Text("‹ {n}").with_(n=number - 1), "records:to", record.id, number - 1))
    if number and record.closing_of(record.item_token) is None:
        last = number == len(meeting.agenda)
        words = _("Item {n} is done").with_(n=number) if last else _("Item {n} ›").with_(n=number + 1)
        turns.append(button(words, "records:next", record.id, record.item_token))
    keepers = [button(_("Who keeps it"), "records:keepers", meeting.id)] if organises else []
    agenda = [button(_("All items"), "records:items", record.id, 1)] if len(meeting.agenda) > 1 else []
    return (
        (
            tuple(turns),
            (*agenda, whole),
            (*keepers, back),
            (button(_("Close the record"), "records:close", record.id),),
        )
        if turns
        else ((*agenda, whole), (*keepers, back), (button(_("Close the record"), "records:close", record.id),))
    )


def items(record: MeetingRecord, meeting: Meeting, *, page: int = 1) -> Content:
    """A page of the agenda: a tap opens an item."""
    counts = {item.token: sum(line.item_token == item.token for line in record.lines) for item in meeting.agenda}
    numbered = list(enumerate(meeting.agenda, start=1))
    pages = into_pages(numbered, lambda pair: _AROUND + len(pair[1].title), most=12)
    page = min(max(page, 1), len(pages))
    opens = [
        button(Text("{n}. {title}").with_(n=n, title=shorten(item.title, 36)), "records:to", record.id, n)
        for n, item in pages[page - 1]
    ]
    keyboard = (
        *rows(opens),
        *turn_pages(page, pages, "records:items", record.id),
        (button(_("Back"), "records:open", record.id),),
    )
    context = {"record": record, "meeting": meeting, "items": pages[page - 1], "counts": counts}
    return Content("records/items", {**context, "page": page, "pages": len(pages)}, keyboard)


def whole(record: MeetingRecord, meeting: Meeting, *, page: int = 1) -> Content:
    """A page of all lines by item, in the order of the agenda; a tap on a number opens the line."""
    order = {item.token: place for place, item in enumerate(meeting.agenda, start=1)}
    titles = {item.token: item.title for item in meeting.agenda}
    lines = sorted(record.lines, key=lambda line: (order.get(line.item_token, 0), line.id))
    numbered = list(enumerate(lines, start=1))
    pages = into_pages(numbered, lambda pair: _AROUND + min(len(pair[1].text), LONGEST_LINE_SHOWN), most=20)
    page = min(max(page, 1), len(pages))
    taps = [button(Text("{n}").with_(n=n), "records:line", line.id) for n, line in pages[page - 1]]
    keyboard = (
        *rows(taps, per_row=5),
        *turn_pages(page, pages, "records:whole", record.id),
        (button(_("Back"), "records:open", record.id),),
    )
    context = {"meeting": meeting, "lines": pages[page - 1], "titles": titles, "order": order, "LineKind": LineKind}
    return Content("records/whole", {**context, "record": record, "page": page, "pages": len(pages)}, keyboard)


def one_line(line: RecordLine, record: MeetingRecord, meeting: Meeting) -> Content:
    """A line, which can be corrected or taken back while the record is open; an action is completed afterwards too."""
    back = button(_("Back"), "records:whole", record.id, 1)
    changes: list[Button] = []
    if record.closed_at is None and line.removed_at is None:
        changes = [
            button(_("Correct"), "records:correct", line.id),
            button(_("Take it back"), "records:undo", line.id),
        ]
    elif record.closed_at is None:
        changes = [button(_("Bring it back"), "records:restore", line.id)]
    elif line.kind is LineKind.ACTION and line.removed_at is None:
        changes += [] if line.named else [button(_("Who does it?"), "records:who", line.id)]
        changes += [] if line.says_when else [button(_("By when?"), "records:when", line.id)]
    context = {"line": line, "meeting": meeting, "LineKind": LineKind}
    return Content("records/line", context, (*rows(changes, per_row=2), (back,)))


def taken_back(line: RecordLine, record: MeetingRecord) -> Content:
    """That what a message wrote was taken back."""
    keyboard = (
        (button(_("Bring it back"), "records:restore", line.id),),
        (button(_("Back"), "records:open", record.id),),
    )
    return Content("records/taken_back", {"line": line, "LineKind": LineKind}, keyboard)


def closing(record: MeetingRecord, meeting: Meeting, *, nobody: bool, untouched: Sequence[int]) -> Content:
    """Whether the record is to be closed, and what is missing.

    Args:
        nobody: nobody is noted as having been there.
        untouched: numbers of the agenda items on which nothing was written.
    """
    close = _("Close it anyway") if nobody or untouched else _("Close the record")
    last = (
        button(close, "records:close_anyway", record.id),
        button(_("Back"), "records:open", record.id),
    )
    keyboard = ((button(_("Who is here"), "attendance:open", meeting.id),), last) if nobody else (last,)
    titles = [(number, meeting.agenda[number - 1].title) for number in untouched]
    return Content("records/closing", {"meeting": meeting, "nobody": nobody, "untouched": titles}, keyboard)


def other_figure(line: RecordLine, found: Sequence[tuple[str, str]]) -> Content:
    """Whether a line that was just written is to have another figure, or which of its figures.

    Args:
        found: for each figure that may be meant, "5% → 7%" and the line with the other one.
    """
    labels = [_("Correct")] if len(found) == 1 else [Text(each) for each, _new in found]
    choices = [button(label, "records:figure", line.id, place) for place, label in enumerate(labels, start=1)]
    keyboard = rows([*choices, button(_("Nothing, thank you"), "general:dismiss")])
    return Content("records/other_figure", {"line": line, "new": found[0][1] if len(found) == 1 else ""}, keyboard)


def keepers(meeting: Meeting, named: Sequence[RecordKeeper]) -> Content:
    """Who was named to keep the record; a tap takes the task from somebody."""
    ends = [
        button(_("Remove {name}").with_(name=shorten(each.person.name)), "records:unname", meeting.id, each.person_id)
        for each in named
    ]
    last = (
        button(_("Name a member"), "records:name", meeting.id),
        button(_("Back"), "records:start", meeting.id),
    )
    return Content("records/keepers", {"meeting": meeting, "named": named}, (*rows(ends), last))


def named(twg: Twg, meeting: Meeting) -> Content:
    """To a member who was named to keep the record."""
    opener = ((button(shorten(meeting.title), "meetings:open", meeting.id),),)
    return Content("records/named", {"twg": twg, "meeting": meeting}, opener, grouped=opener)
