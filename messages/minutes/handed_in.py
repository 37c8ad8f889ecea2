"""Messages about minutes that were handed in as a file, and the action points that are found in it (G6)."""

from collections.abc import Sequence

from messages.meetings.card import names
from messages.minutes import send_button
from messages.rendering.content import Content
from messages.rendering.keyboards import Button, Keyboard, button, rows, shorten
from messages.rendering.paging import into_pages, turn_pages
from messages.rendering.texts import Text, _, counted
from storage.meetings import Meeting
from storage.minutes.files import MinutesFile
from storage.records import LineKind, MeetingRecord, RecordLine
from twg.actions.registering import Incomplete
from twg.core.actors import Actor
from twg.core.addressing import may_run
from twg.core.permissions import Permission
from twg.language.handed_minutes.model import FileState
from twg.meetings.convening import may_organise
from twg.minutes.handed_in import MOST_TAKEN, HandedIn, Proposed
from twg.records.access import RecordClosed

#: Characters of a point in a list, and of the name of a meeting on a button.
_LONGEST_POINT, _LONGEST_NAME = 300, 36
_AROUND = 120
#: Points on a page.
_ON_PAGE = 6


def kept(file: MinutesFile, name: str, meeting: Meeting) -> Content:
    """That a file is kept as the minutes of a meeting, and that it is read meanwhile."""
    look = button(_("See what it says"), "minutes:look", file.id)
    return Content("minutes/file_kept", {"name": name, "meeting": meeting}, ((look,),))


def which_meeting(actor: Actor, meetings: Sequence[Meeting], verb: str, *args: object, locale: str) -> Content:
    """Of which meeting a file has the minutes. Args: `verb`, `args`: what a button does, before the id of a meeting."""
    called = names(meetings, actor.zone, locale)
    choices = [
        button(shorten(name, _LONGEST_NAME), verb, *args, meeting.id)
        for name, meeting in zip(called, meetings, strict=True)
    ]
    last = button(_("None of these"), "general:dismiss")
    return Content("minutes/which_meeting", {"any": bool(choices)}, rows([*choices, last]))


def proposed(actor: Actor, found: HandedIn, *, page: int = 1) -> Content:
    """A page of the action points of a file, and the button that takes all of it."""
    if found.handed.state is not FileState.READ:
        return _unread(actor, found)
    pages = into_pages(found.proposed, _length, most=_ON_PAGE)
    page = min(max(page, 1), len(pages))
    file_id, open_ = found.file.id, found.open_points
    all_of_it: Keyboard = ()
    if open_ or found.paragraphs:
        all_of_it = ((button(_all_label(found), "minutes:take_all", file_id),),)
    opens = [
        button(Text("{n}").with_(n=each.number), "minutes:point", file_id, each.number) for each in pages[page - 1]
    ]
    keyboard = (
        *all_of_it,
        *rows(opens, per_row=6),
        *turn_pages(page, pages, "minutes:look", file_id),
        (button(_("Minutes"), "minutes:open", found.meeting.id),) if found.is_begun else (),
    )
    context = {
        "twg": actor.twg,
        "found": found,
        "meeting": found.meeting,
        "points": pages[page - 1],
        "page": page,
        "pages": len(pages),
        "longest": _LONGEST_POINT,
        "LineKind": LineKind,
    }
    return Content("minutes/handed_in", context, tuple(row for row in keyboard if row))


def _all_label(found: HandedIn) -> Text:
    """Of the button that takes what is left; of very many points the next ones."""
    points, paragraphs = len(found.open_points), len(found.paragraphs)
    actions = counted(min(points, MOST_TAKEN), _("1 action"), _("{n} actions"))
    texts = counted(paragraphs, _("1 paragraph"), _("{n} paragraphs"))
    if not points:
        return _("Take the text: {paragraphs}").with_(paragraphs=texts)
    if points > MOST_TAKEN:
        return _("Take the next: {actions}").with_(actions=actions)
    if not paragraphs:
        return _("Take all: {actions}").with_(actions=actions)
    return _("Take all: {actions}, {paragraphs}").with_(actions=actions, paragraphs=texts)


def _length(each: Proposed) -> int:
    return _AROUND + min(len(each.line.text), _LONGEST_POINT)


def _unread(actor: Actor, found: HandedIn) -> Content:
    """Why a file cannot be taken apart, and what can be done all the same."""
    meeting, state = found.meeting, found.handed.state
    another = button(_("Hand in another file"), "minutes:hand_in", meeting.id)
    keyboard: list[tuple[Button, ...]] = [(another, button(_("Keep the record"), "records:start", meeting.id))]
    sends = state in (FileState.WITHOUT_TEXT, FileState.TOO_LONG)
    if sends and found.is_begun and may_run(actor, Permission.DOCUMENT_CIRCULATE, meeting.audience):
        keyboard.insert(0, (send_button(meeting),))
    elif sends and not found.is_begun and may_organise(actor, meeting.kind, meeting.audience):
        keyboard.insert(0, (button(_("Who is here"), "attendance:open", meeting.id),))
    context = {"found": found, "meeting": meeting, "state": state, "FileState": FileState}
    return Content("minutes/file_unread", context, tuple(keyboard))


def one_point(found: HandedIn, point: Proposed) -> Content:
    """One action point, to be taken or left out; what a line that was taken lacks is asked for."""
    file_id, number = found.file.id, point.number
    choices: list[Button] = []
    if point.line_id:
        choices += [] if point.line.named else [button(_("Who does it?"), "records:who", point.line_id)]
        choices += [] if point.says_when else [button(_("By when?"), "records:when", point.line_id)]
        choices.append(button(_("Open the line"), "records:line", point.line_id))
    else:
        choices.append(button(_("Take it"), "minutes:take_point", file_id, number))
        if point.line_id is None:
            choices.append(button(_("Leave it out"), "minutes:leave_point", file_id, number))
    around = [
        button(label.with_(n=to), "minutes:point", file_id, to)
        for to, label in ((number - 1, Text("‹ {n}")), (number + 1, Text("{n} ›")))
        if 1 <= to <= len(found.proposed)
    ]
    keyboard = (tuple(choices), tuple(around), (button(_("All points"), "minutes:look", file_id, 1),))
    context = {"found": found, "point": point, "longest": 900, "LineKind": LineKind}
    return Content("minutes/handed_in_point", context, tuple(row for row in keyboard if row))


def record_closed(found: HandedIn, closed: RecordClosed) -> Content:
    """That the record is closed, so that nothing was taken; opening it again takes what is left."""
    keyboard = (
        (button(_("Open the record again and take it"), "minutes:reopen_and_take", found.file.id),),
        (button(_("All points"), "minutes:look", found.file.id, 1),),
    )
    context = {"meeting": found.meeting, "name": closed.data["name"], "at": closed.data["at"]}
    return Content("minutes/record_closed", context, keyboard)


def taken(
    meeting: Meeting,
    record: MeetingRecord,
    file_id: int,
    lines: Sequence[RecordLine],
    left: Sequence[Incomplete],
    *,
    more: int,
) -> Content:
    """What was taken into the record, and the actions that lack somebody or a day, a tap each to complete them.

    Args:
        more: how many points of the file are still to be taken.
    """
    actions = [line for line in lines if line.kind is LineKind.ACTION]
    asked = [
        button(words.with_(n=number), verb, each.line.id)
        for number, each in enumerate(left[:_MOST_LISTED], start=1)
        for words, verb, lacks in (
            (_("{n}: who does it?"), "records:who", each.lacks_owner),
            (_("{n}: by when?"), "records:when", each.lacks_day),
        )
        if lacks
    ]
    next_: Keyboard = ()
    if more:
        label = counted(min(more, MOST_TAKEN), _("Take 1 more action"), _("Take {n} more actions"))
        next_ = ((button(label, "minutes:take_all", file_id),),)
    keyboard = (
        *next_,
        *rows(asked[:_MOST_ASKED], per_row=2),
        (
            button(_("Close the record"), "records:close", record.id),
            button(_("Whole record ({n})").with_(n=len(record.lines)), "records:whole", record.id, 1),
        ),
    )
    context = {
        "meeting": meeting,
        "actions": len(actions),
        "paragraphs": len(lines) - len(actions),
        "more": more,
        "left": [each.line for each in left[:_MOST_LISTED]],
        "others": len(left[_MOST_LISTED:]),
        "LineKind": LineKind,
    }
    return Content("minutes/taken", context, keyboard)


#: Actions that lack something which are listed; the others are found in the record.
_MOST_LISTED = 10
#: Buttons that complete actions.
_MOST_ASKED = 20
