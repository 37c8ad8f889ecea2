"""Messages about who is at a meeting (G5)."""

import enum
from collections.abc import Sequence
from datetime import datetime, timedelta

from messages.rendering.content import Content
from messages.rendering.keyboards import Button, Keyboard, button, rows, shorten
from messages.rendering.labels import label
from messages.rendering.paging import into_pages, turn_pages
from messages.rendering.texts import Text, _
from storage.attendance import MeetingPresence, Presence
from storage.meetings import Meeting
from storage.meetings.guests import MeetingGuest
from storage.members import InstitutionKind, Twg
from twg.attendance.standing import Attendee, Standing

NOTED_AS_HERE = _("You are noted as here.")
#: So long before a meeting its reminders have the button by which members say that they are there.
_SHORTLY = timedelta(hours=3)
#: Names on a page of a list, each on a button.
NAMES_ON_PAGE = 16
#: Names that the overview has in a line.
MOST_NAMED = 12


class Names(enum.StrEnum):
    """A list of names."""

    TO_MARK = "to_mark"
    HERE = "here"
    EXCUSED = "excused"
    ABSENT = "absent"

    def of(self, standing: Standing) -> list[Attendee]:
        """The people on this list."""
        match self:
            case Names.TO_MARK:
                return standing.to_mark
            case Names.HERE:
                return standing.here
            case Names.EXCUSED:
                return standing.of(Presence.EXCUSED)
            case Names.ABSENT:
                return standing.of(Presence.ABSENT)


class Tap(enum.StrEnum):
    """What a tap on a name notes."""

    HERE = "here"
    #: They came just now.
    LATE = "late"
    EXCUSED = "excused"
    ABSENT = "absent"


_LISTS: dict[Names, Text] = {
    Names.TO_MARK: _("Not marked ({n})"),
    Names.HERE: _("Here ({n})"),
    Names.EXCUSED: _("Apologies ({n})"),
    Names.ABSENT: _("Absent ({n})"),
}
_TAPS: dict[Tap, Text] = {
    Tap.HERE: _("Here"),
    Tap.LATE: _("Came just now"),
    Tap.EXCUSED: _("Apologies"),
    Tap.ABSENT: _("Absent"),
}


def here_button(meeting: Meeting) -> Button:
    """With which a member says that they are at the meeting."""
    return button(_("I am here"), "attendance:here", meeting.id)


def here_row(meeting: Meeting, *, now: datetime) -> Keyboard:
    """The same in a reminder that comes shortly before the meeting; nothing in an earlier one."""
    return ((here_button(meeting),),) if meeting.starts_at - now <= _SHORTLY else ()


def who_is_here_button(meeting: Meeting) -> Button:
    """That opens the list of its organisers."""
    return button(_("Who is here"), "attendance:open", meeting.id)


def overview(twg: Twg, standing: Standing, *, undo_id: int | None = None) -> Content:
    """Who is there, in figures, with the lists of names a tap away.

    Args:
        undo_id: of the change by which the reader has just noted all who were expected; None for none.
    """
    meeting_id = standing.meeting.id
    expected = standing.of(Presence.EXPECTED)
    lists = [
        button(words.with_(n=len(names.of(standing))), "attendance:names", meeting_id, names)
        for names, words in _LISTS.items()
        if names.of(standing) or names is Names.TO_MARK
    ]
    taking = [button(_("Take over the answers"), "attendance:take_over", meeting_id)] if _takes(standing) else []
    if expected:
        label_ = _("All expected are here ({n})").with_(n=len(expected))
        taking.append(button(label_, "attendance:all", meeting_id))
    if undo_id is not None:
        taking.append(button(_("Undo"), "attendance:expect_again", undo_id))
    guests = button(_("Guests ({n})").with_(n=len(standing.guests)), "attendance:guests", meeting_id)
    last = (
        button(_("Show again"), "attendance:open", meeting_id),
        button(_("Back"), "meetings:open", meeting_id),
    )
    keyboard = (
        *rows(lists, per_row=2),
        *rows(taking),
        (button(_("Find a name"), "attendance:find", meeting_id), guests),
        last,
    )
    women, recorded = standing.women
    context = {
        "twg": twg,
        "standing": standing,
        "expected": len(expected),
        "women": women,
        "recorded": recorded,
        "late": standing.late[:MOST_NAMED],
        "more_late": len(standing.late[MOST_NAMED:]),
        "delegates": standing.of(Presence.DELEGATE),
        "Presence": Presence,
    }
    return Content("attendance/overview", context, keyboard)


def _takes(standing: Standing) -> bool:
    """Whether somebody has answered of whom nothing is noted."""
    return any(
        each.row is None and each.answer is not None and each.answer.rsvp is not None for each in standing.people
    )


def names(standing: Standing, of: Names, *, tap: Tap = Tap.HERE, page: int = 1) -> Content:
    """A page of one list. A tap on a name of those not marked notes it; on any other it opens what is noted."""
    people, meeting_id = of.of(standing), standing.meeting.id
    pages = into_pages(people, _length, most=NAMES_ON_PAGE)
    page = min(max(page, 1), len(pages))
    shown = pages[page - 1]
    marks = of is Names.TO_MARK
    taps = [_name_button(each, meeting_id, tap, page) if marks else _opener(each, meeting_id) for each in shown]
    modes: list[Button] = []
    if marks and people:
        modes = [
            button(_("✓ {answer}").with_(answer=words) if mode is tap else words, *_list(meeting_id, of, mode, page))
            for mode, words in _TAPS.items()
        ]
    keyboard = (
        *rows(taps, per_row=2),
        *turn_pages(page, pages, "attendance:names", meeting_id, of, tap),
        *rows(_side_buttons(pages, page, meeting_id, of, tap), per_row=2),
        *rows(modes, per_row=2),
        (
            button(_("Find a name"), "attendance:find", meeting_id),
            button(_("Back"), "attendance:open", meeting_id),
        ),
    )
    context = {
        "meeting": standing.meeting,
        "heading": _LISTS[of].with_(n=len(people)),
        "people": shown,
        "page": page,
        "pages": len(pages),
        "tap": _TAPS[tap] if marks else None,
    }
    return Content("attendance/names", context, keyboard)


def _list(meeting_id: int, of: Names, tap: Tap, page: int) -> tuple[str, int, Names, Tap, int]:
    return "attendance:names", meeting_id, of, tap, page


def _name_button(each: Attendee, meeting_id: int, tap: Tap, page: int) -> Button:
    return button(shorten(each.person.name, 30), "attendance:mark", meeting_id, each.person.id, tap, page)


def _opener(each: Attendee, meeting_id: int) -> Button:
    return button(shorten(each.person.name, 30), "attendance:person", meeting_id, each.person.id)


def _side_buttons(pages: Sequence[Sequence[Attendee]], page: int, meeting_id: int, of: Names, tap: Tap) -> list[Button]:
    """To the page on which each constituency begins; none where all are on one page."""
    first: dict[InstitutionKind, int] = {}
    for number, people in enumerate(pages, start=1):
        for each in people:
            first.setdefault(each.side, number)
    if len(pages) == 1:
        return []
    return [
        button(label(side), "attendance:names", meeting_id, of, tap, number)
        for side, number in first.items()
        if number != page
    ]


def _length(each: Attendee) -> int:
    """About how many characters a person takes in a list."""
    institution = "" if each.person.institution is None else each.person.institution.name
    return 40 + len(each.person.name) + len(institution) + len(each.delegate)


def found(standing: Standing, words: str, people: Sequence[Attendee], *, most: int) -> Content:
    """Whom words name: a tap notes that they are here; of who is marked already it opens what is noted."""
    meeting_id = standing.meeting.id
    taps = [
        _name_button(each, meeting_id, Tap.HERE, 1) if each.to_mark else _opener(each, meeting_id) for each in people
    ]
    back = button(_("Back"), "attendance:open", meeting_id)
    again = button(_("Find a name"), "attendance:find", meeting_id)
    context = {"words": words, "people": people[:most], "more": len(people[most:])}
    if not people:
        return Content(
            "attendance/found",
            context,
            ((button(_("Add guests"), "attendance:add_guests", meeting_id),), (again, back)),
        )
    return Content("attendance/found", context, (*rows(taps[:most], per_row=2), (again, back)))


def person(standing: Standing, each: Attendee) -> Content:
    """What is noted of somebody, with what can be noted instead."""
    about = standing.meeting.id, each.person.id
    states = [
        button(_TAPS[Tap.HERE], "attendance:set", *about, Presence.PRESENT),
        button(_("Came late…"), "attendance:came_late", *about),
        button(_("A delegate came…"), "attendance:delegate", *about),
        button(_TAPS[Tap.EXCUSED], "attendance:set", *about, Presence.EXCUSED),
        button(_TAPS[Tap.ABSENT], "attendance:set", *about, Presence.ABSENT),
    ]
    if each.row is not None:
        states.append(button(_("Not marked"), "attendance:clear", *about))
    keyboard = (*rows(states, per_row=2), (button(_("Back"), "attendance:open", standing.meeting.id),))
    return Content("attendance/person", {"meeting": standing.meeting, "each": each}, keyboard)


def guests(standing: Standing, *, page: int = 1) -> Content:
    """A page of the guests: a tap notes that one is here, a second one that they are not."""
    meeting_id = standing.meeting.id
    pages = into_pages(standing.guests, lambda pair: 20 + len(str(pair[0].name)), most=NAMES_ON_PAGE)
    page = min(max(page, 1), len(pages))
    taps = [_guest_button(guest, row, meeting_id, page) for guest, row in pages[page - 1]]
    last = (
        button(_("Add guests"), "attendance:add_guests", meeting_id),
        button(_("Back"), "attendance:open", meeting_id),
    )
    keyboard: Keyboard = (*rows(taps, per_row=2), *turn_pages(page, pages, "attendance:guests", meeting_id), last)
    context = {"standing": standing, "guests": pages[page - 1], "page": page, "pages": len(pages), "Presence": Presence}
    return Content("attendance/guests", context, keyboard)


def _guest_button(guest: MeetingGuest, row: MeetingPresence | None, meeting_id: int, page: int) -> Button:
    is_here = row is not None and row.presence is Presence.PRESENT
    name = shorten(guest.name, 30)
    label_ = Text("✓ {name}").with_(name=name) if is_here else name
    to = Presence.ABSENT if is_here else Presence.PRESENT
    return button(label_, "attendance:guest", meeting_id, guest.id, to, page)
