"""Messages about meetings."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from messages.meetings.calendar_file import render_calendar
from messages.rendering.content import Attachment, Content
from messages.rendering.keyboards import Button, Keyboard, button, more_below, shorten, told_apart
from messages.rendering.templating import format_clock, format_day, format_duration
from messages.rendering.texts import Text, _
from storage.meetings import Attendance, Meeting, MeetingAhead, MeetingState, Rsvp
from storage.members import Membership, Twg
from storage.subgroups import SubGroup
from twg.core.actors import Actor
from twg.core.addressing import may_run
from twg.core.permissions import Permission
from twg.language.agenda import AgendaLine

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
    return ((answer(Rsvp.YES), answer(Rsvp.NO)), second, (answer(Rsvp.DELEGATE),))


def organiser_keyboard(meeting: Meeting) -> Keyboard:
    """The secretariat's buttons for a meeting that is not cancelled."""
    if meeting.state is MeetingState.DRAFT:
        announce = button(_("Announce…"), "meetings:preview", meeting.id)
        first = [announce, button(_("Correct…"), "meetings:correct", meeting.id)]
    else:
        first = [button(_("Who is coming"), "meetings:answers", meeting.id)]
    move = button(_("Other day or time"), "meetings:move", meeting.id)
    relocate = button(_("Other place"), "meetings:relocate", meeting.id)
    return (tuple(first), (move, relocate), (button(_("Cancel the meeting"), "meetings:cancel", meeting.id),))


def card(
    meeting: Meeting,
    twg: Twg,
    attendance: Attendance | None = None,
    *,
    heading: str = "",
    asks: bool = True,
    keyboard: Keyboard | None = None,
    now: datetime | None = None,
    before: dict[str, object] | None = None,
    cleared: bool = False,
) -> Content:
    """The card of a meeting (subject, day, time, place, agenda) with the reader's answer.

    Args:
        attendance: the reader's invitation and answer; `None` without an invitation.
        heading: "", "announced", "reminder", "changed" or "cancelled".
        asks: whether to ask for an answer where none was given.
        keyboard: `None` for the RSVP buttons, shown while the meeting is announced.
        now: UTC; for "reminder", to word how soon the meeting is.
        before: for "changed", the former `starts_at` and `place`.
        cleared: for "changed", whether the change voided an answer that this reader had given.
    """
    ahead = meeting.state is MeetingState.ANNOUNCED
    answered = attendance is not None and attendance.rsvp is not None
    context = {
        "meeting": meeting,
        "twg": twg,
        "attendance": attendance if answered else None,
        "heading": heading,
        "asks": asks and ahead and not answered,
        "now": now,
        "before": before or None,
        "cleared": cleared,
        "by": (),
        "reasons": (),
    }
    if keyboard is None:
        keyboard = answer_keyboard(meeting, twg, attendance) if ahead else ()
    answers = answer_keyboard(meeting, twg, attendance)[:1] if ahead and not answered else ()
    title = shorten(meeting.title)
    opener = button(more_below(title) if answers else title, "meetings:open", meeting.id)
    return Content("meetings/card", context, keyboard, grouped=(*answers, (opener,)))


def report_back(meeting: Meeting, groups: Sequence[SubGroup], twg: Twg) -> Content:
    """To who leads sub-groups: they report back at a plenary that is near."""
    opener = ((button(shorten(meeting.title), "meetings:open", meeting.id),),)
    return Content("meetings/report_back", {"meeting": meeting, "groups": groups, "twg": twg}, opener, grouped=opener)


def card_for(actor: Actor, meeting: Meeting, attendance: Attendance | None) -> Content:
    """The card with every button that this actor may use."""
    keyboard = answer_keyboard(meeting, actor.twg, attendance) if meeting.state is MeetingState.ANNOUNCED else ()
    keyboard = (*keyboard, *_papers_keyboard(actor, meeting))
    if may_run(actor, Permission.MEETING_ORGANISE, meeting.audience) and meeting.state is not MeetingState.CANCELLED:
        keyboard = (*keyboard, *organiser_keyboard(meeting))
    return card(meeting, actor.twg, attendance, keyboard=keyboard)


def _papers_keyboard(actor: Actor, meeting: Meeting) -> Keyboard:
    """The button to the papers of an announced meeting, or to hand one in."""
    if meeting.state is not MeetingState.ANNOUNCED:
        return ()
    if actor.may_for_all(Permission.PAPER_ACCEPT):
        return ((button(_("Show the papers"), "papers:meeting", meeting.id),),)
    return ((button(_("Hand in a paper"), "papers:new", meeting.id),),)


def show_agenda_line(line: AgendaLine, *, locale: str) -> str:
    """ "Budget 2027 – Ministry of Health (30 min)", unescaped."""
    presenter = f" – {line.presenter}" if line.presenter else ""
    minutes = f" ({format_duration(line.minutes, locale=locale)})" if line.minutes else ""
    return f"{line.title}{presenter}{minutes}"


def names(meetings: Sequence[Meeting | MeetingAhead], zone: ZoneInfo, locale: str) -> list[str]:
    """The labels of meetings' buttons: the local day and as much of the title as fits; with the hour where needed."""
    moments = [meeting.starts_at.astimezone(zone) for meeting in meetings]
    days = [format_day(moment.date(), locale=locale, short=True) for moment in moments]
    titles = [f"{day} · {meeting.title}" for day, meeting in zip(days, meetings, strict=True)]
    return told_apart(titles, [format_clock(moment, locale=locale) for moment in moments])


def with_calendar(content: Content, meeting: Meeting, member: Membership, *, now: datetime) -> Content:
    """The content with the calendar file of its meeting."""
    make = partial(render_calendar, meeting, member.twg, now=now)
    file = Attachment(f"{member.twg.code}-meeting-{meeting.id}.ics", make, edition=meeting.sequence)
    return replace(content, files=(file,))


def posted(meeting: Meeting, twg: Twg, *, heading: str, before: Mapping[str, object] | None = None) -> Content:
    """A meeting as it is posted in a linked group: what, when and where, and nothing of any person's answer.

    Args:
        heading: "announced", "changed" or "cancelled".
        before: for "changed", the previous `starts_at` and `place`, as far as they differ.
    """
    return Content(
        "meetings/posted", {"meeting": meeting, "twg": twg, "heading": heading, "before": dict(before or {})}
    )
