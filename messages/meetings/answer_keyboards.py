"""The buttons of those who are invited to a meeting: to answer, to come late, to join it online."""

from datetime import date
from zoneinfo import ZoneInfo

from messages.meetings.calendar_file import Entry, entry_of, google_link, outlook_link
from messages.rendering.keyboards import Button, Keyboard, button, rows
from messages.rendering.texts import Text, _
from storage.meetings import Attendance, Meeting, MeetingState, Rsvp
from storage.members import Twg

_HOW_LATE_MIN = (10, 20, 30, 60)
_ANSWERS: dict[Rsvp, Text] = {
    Rsvp.YES: _("I will come"),
    Rsvp.NO: _("I cannot come"),
    Rsvp.MAYBE: _("Maybe"),
    Rsvp.LATE: _("I will be late"),
    Rsvp.DELEGATE: _("I send a delegate"),
}


def answer_keyboard(meeting: Meeting, twg: Twg, attendance: Attendance | None) -> Keyboard:
    """RSVP buttons for the local day that the message shows; a ✓ marks the answer given."""
    given = None if attendance is None else attendance.rsvp
    day = meeting.starts_at.astimezone(ZoneInfo(twg.zone)).date()

    def answer(rsvp: Rsvp) -> Button:
        label = _("✓ {answer}").with_(answer=_ANSWERS[rsvp]) if rsvp is given else _ANSWERS[rsvp]
        return button(label, "meetings:answer", meeting.id, rsvp, day)

    second = (answer(Rsvp.MAYBE), answer(Rsvp.LATE))
    how_late = _how_late_keyboard(meeting, day) if given is Rsvp.LATE else ()
    links = calendar_keyboard(entry_of(meeting, twg), twg) if given in {Rsvp.YES, Rsvp.LATE} else ()
    return ((answer(Rsvp.YES), answer(Rsvp.NO)), second, *how_late, (answer(Rsvp.DELEGATE),), *links)


def join_row(meeting: Meeting) -> Keyboard:
    """The button that joins the meeting online, for those invited alone; none where it has no link or is cancelled."""
    if not meeting.link or meeting.state is MeetingState.CANCELLED:
        return ()
    return ((Button(_("Join online"), url=meeting.link),),)


def calendar_keyboard(entry: Entry, twg: Twg) -> Keyboard:
    """For who comes: pages that add the entry to a calendar, where a phone opens no calendar file."""
    google = Button(_("Google Calendar"), url=google_link(entry, twg))
    return ((google, Button(_("Outlook"), url=outlook_link(entry, twg))),)


def _how_late_keyboard(meeting: Meeting, day: date) -> Keyboard:
    """Buttons for who has said that they come late, without or with another number of minutes."""
    label = _("{n} min late")
    return (*rows([button(label.with_(n=n), "meetings:late", meeting.id, n, day) for n in _HOW_LATE_MIN], per_row=2),)


def under_way_keyboard(meeting: Meeting, twg: Twg) -> Keyboard:
    """What can still be said of a meeting that has begun: that one comes late, and how late."""
    day = meeting.starts_at.astimezone(ZoneInfo(twg.zone)).date()
    late = button(_ANSWERS[Rsvp.LATE], "meetings:answer", meeting.id, Rsvp.LATE, day)
    return ((late,), *_how_late_keyboard(meeting, day))
