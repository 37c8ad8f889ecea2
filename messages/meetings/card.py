"""Messages about meetings."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from messages.attendance import here_button, who_is_here_button
from messages.documents.library import encode
from messages.meetings.answer_keyboards import answer_keyboard, join_row, under_way_keyboard
from messages.meetings.calendar_file import render_calendar
from messages.minutes import minutes_button
from messages.records import keep_button
from messages.rendering.content import Attachment, Content
from messages.rendering.keyboards import NO_BUTTONS, Button, Keyboard, button, more_below, shorten, told_apart
from messages.rendering.templating import format_clock, format_day
from messages.rendering.texts import _
from storage.attendance import MeetingPresence, Presence
from storage.meetings import AgendaItem, Attendance, Meeting, MeetingState, Rsvp
from storage.meetings.listing import MeetingAhead, MeetingBrief
from storage.members import Membership, Person, Twg
from storage.subgroups import SubGroup
from twg.attendance.access import takes_check_ins
from twg.core.actors import Actor
from twg.core.audiences import includes
from twg.documents.library import Browsed
from twg.meetings.access import ends_at
from twg.meetings.convening import may_organise
from twg.meetings.lost_delegates import Lost
from twg.papers.access import may_accept

#: Agenda items and names of sub-groups that a card shows; of more items it says how many, and a button shows them.
MOST_ITEMS = 3


class Stage(enum.Enum):
    """Where a meeting is in time."""

    AHEAD = "ahead"
    UNDER_WAY = "under_way"
    OVER = "over"

    @classmethod
    def of(cls, meeting: Meeting, *, now: datetime) -> "Stage":
        """Args: `now`, UTC."""
        if meeting.starts_at > now:
            return cls.AHEAD
        return cls.UNDER_WAY if now < ends_at(meeting) else cls.OVER


def organiser_keyboard(meeting: Meeting, stage: Stage) -> Keyboard:
    """The secretariat's buttons for a meeting that is not cancelled; of one that has begun nothing is changed."""
    if stage is not Stage.AHEAD:
        answers = button(_("Who is coming"), "meetings:answers", meeting.id)
        return ((who_is_here_button(meeting), answers),) if meeting.announced_at else ()
    if meeting.state is MeetingState.DRAFT:
        announce = button(_("Announce…"), "meetings:preview", meeting.id)
        first = [announce, button(_("Correct…"), "meetings:correct", meeting.id)]
    else:
        first = [button(_("Who is coming"), "meetings:answers", meeting.id)]
    move = button(_("Other day or time"), "meetings:move", meeting.id)
    relocate = button(_("Other place"), "meetings:relocate", meeting.id)
    guests = button(_("Guests"), "meetings:guests", meeting.id)
    others = button(_("Other changes…"), "meetings:changes", meeting.id)
    third = (others, guests) if meeting.state is MeetingState.ANNOUNCED else (guests,)
    return (tuple(first), (move, relocate), third, (button(_("Cancel the meeting"), "meetings:cancel", meeting.id),))


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
    joins: bool = True,
    stage: Stage = Stage.AHEAD,
    papers: int = 0,
    speaks_for: Sequence[str] = (),
    lost: Lost | None = None,
    opens_agenda: bool = False,
    presence: MeetingPresence | None = None,
) -> Content:
    """The card of a meeting (subject, day, time, place, papers) with the reader's answer: at most twelve lines.

    The agenda is shown where it is short; a reminder says only how long it is.

    Args:
        attendance: the reader's invitation and answer; `None` without an invitation.
        heading: "", "announced", "reminder", "changed" or "cancelled".
        asks: whether to ask for an answer where none was given.
        keyboard: `None` for the RSVP buttons, shown while the meeting is announced.
        now: UTC; for "reminder", to word how soon the meeting is.
        before: for "changed", the former values by column, as far as they differ.
        cleared: for "changed", whether the change voided an answer that this reader had given.
        joins: whether the reader is invited, and so gets the link.
        papers: how many papers for the meeting the reader may see.
        speaks_for: for "reminder", the names of those for whom the reader has said that they speak.
        lost: for "reminder", why the reader's delegate, a member, cannot speak for them any more.
        presence: what is noted of the reader's attendance; None for nothing.
        opens_agenda: whether a button opens the agenda even where it is shown, or has no items yet.
    """
    ahead = meeting.state is MeetingState.ANNOUNCED and stage is Stage.AHEAD
    answered = attendance is not None and attendance.rsvp is not None
    is_here = presence is not None and presence.attended
    reminds = heading == "reminder"
    undecided = reminds and attendance is not None and attendance.rsvp is Rsvp.MAYBE
    context = {
        "meeting": meeting,
        "twg": twg,
        "attendance": attendance if answered else None,
        "heading": heading,
        "asks": asks and ahead and (not answered or undecided) and not is_here,
        "undecided": undecided,
        "briefs": reminds and attendance is not None and attendance.rsvp is Rsvp.DELEGATE,
        "lost": lost,
        "speaks_for": tuple(speaks_for),
        "now": now,
        "before": before or None,
        "cleared": cleared,
        "by": (),
        "reasons": (),
        "stage": stage.value,
        "papers": papers,
        "items": _items_shown(meeting, heading),
        "presence": presence if is_here else None,
    }
    if keyboard is None:
        keyboard = answer_keyboard(meeting, twg, attendance) if ahead else ()
    if joins and stage is not Stage.OVER:
        keyboard = (*join_row(meeting), *keyboard)
    # The agenda says what the card does not: which papers are for which item.
    opens_agenda = opens_agenda or (bool(meeting.agenda) and (papers > 0 or not context["items"]))
    keyboard = (*keyboard, *_reading_keyboard(meeting, papers, agenda=opens_agenda))
    answers = answer_keyboard(meeting, twg, attendance)[:1] if ahead and not answered else ()
    title = shorten(meeting.title)
    opener = button(more_below(title) if answers else title, "meetings:open", meeting.id)
    return Content("meetings/card", context, keyboard, grouped=(*answers, (opener,)))


def _items_shown(meeting: Meeting, heading: str) -> tuple[AgendaItem, ...]:
    """The agenda, where it is so short that the card keeps within twelve lines; never in a reminder."""
    is_short = len(meeting.agenda) + len(meeting.groups) <= MOST_ITEMS
    return tuple(meeting.agenda) if is_short and heading != "reminder" else ()


def _reading_keyboard(meeting: Meeting, papers: int, *, agenda: bool) -> Keyboard:
    """What can be read of a meeting: its agenda, where a button for it is wanted, and its papers."""
    row: list[Button] = []
    if meeting.state is MeetingState.CANCELLED:
        return ()
    if agenda:
        label = _("Agenda ({n})").with_(n=len(meeting.agenda)) if meeting.agenda else _("Agenda")
        row.append(button(label, "meetings:agenda", meeting.id))
    if papers:
        row.append(
            button(_("Papers ({n})").with_(n=papers), "documents:browse", 1, encode(Browsed(meeting=meeting.id)))
        )
    return (tuple(row),) if row else ()


def report_back(meeting: Meeting, groups: Sequence[SubGroup], twg: Twg) -> Content:
    """To who leads sub-groups: they report back at a plenary that is near."""
    opener = ((button(shorten(meeting.title), "meetings:open", meeting.id),),)
    return Content("meetings/report_back", {"meeting": meeting, "groups": groups, "twg": twg}, opener, grouped=opener)


def card_for(
    actor: Actor,
    meeting: Meeting,
    attendance: Attendance | None,
    *,
    now: datetime,
    papers: int = 0,
    presence: MeetingPresence | None = None,
    keeps_record: bool = False,
) -> Content:
    """The card with every button that this actor may use now.

    Args:
        papers: how many papers for the meeting the actor may see.
        presence: what is noted of the actor's attendance; None for nothing.
        keeps_record: whether the actor keeps the record of the meeting.
    """
    stage, keyboard = Stage.of(meeting, now=now), NO_BUTTONS
    is_here = presence is not None and presence.presence is Presence.PRESENT
    if is_here and stage is not Stage.OVER:  # it is not asked any more whether they come, or how late
        keyboard = NO_BUTTONS
    elif meeting.state is MeetingState.ANNOUNCED and stage is Stage.AHEAD:
        keyboard = answer_keyboard(meeting, actor.twg, attendance)
    elif meeting.state is MeetingState.ANNOUNCED and stage is Stage.UNDER_WAY:
        keyboard = under_way_keyboard(meeting, actor.twg)
    elif meeting.state is MeetingState.ANNOUNCED:
        decided = button(_("Decisions"), "decisions:of_meeting", meeting.id)
        keyboard = ((button(_("Actions agreed"), "actions:of_meeting", meeting.id), decided),)
    if meeting.state is MeetingState.ANNOUNCED:
        keyboard = (*keyboard, *_papers_keyboard(actor, meeting, stage))
    on = takes_check_ins(meeting, actor.timekeeping.check_in_opens, now=now)
    if on and actor.covers("attendance") and not is_here:
        keyboard = ((here_button(meeting),), *keyboard)
    if keeps_record and meeting.state is MeetingState.ANNOUNCED and (on or stage is not Stage.AHEAD):
        composed = (minutes_button(meeting),) if stage is not Stage.AHEAD else ()
        keyboard = (*keyboard, (keep_button(meeting), *composed))
    organises = may_organise(actor, meeting.kind, meeting.audience)
    if organises and meeting.state is not MeetingState.CANCELLED:
        noting = ((who_is_here_button(meeting),),) if on and stage is Stage.AHEAD else ()
        keyboard = (*keyboard, *noting, *organiser_keyboard(meeting, stage))
    return card(
        meeting,
        actor.twg,
        attendance,
        keyboard=keyboard,
        joins=includes(meeting.audience, actor.member),
        stage=stage,
        papers=papers,
        opens_agenda=bool(meeting.agenda) or (organises and stage is Stage.AHEAD),
        presence=presence,
    )


def _papers_keyboard(actor: Actor, meeting: Meeting, stage: Stage) -> Keyboard:
    """The button to the papers of an announced meeting; for others than who accepts them, to hand one in in time."""
    if may_accept(actor):
        return ((button(_("Show the papers"), "papers:meeting", meeting.id),),)
    return ((button(_("Hand in a paper"), "papers:new", meeting.id),),) if stage is Stage.AHEAD else ()


def names(meetings: Sequence[Meeting | MeetingAhead | MeetingBrief], zone: ZoneInfo, locale: str) -> list[str]:
    """The labels of meetings' buttons: the local day and as much of the title as fits; with the hour where needed."""
    moments = [meeting.starts_at.astimezone(zone) for meeting in meetings]
    days = [format_day(moment.date(), locale=locale, short=True) for moment in moments]
    titles = [f"{day} · {meeting.title}" for day, meeting in zip(days, meetings, strict=True)]
    return told_apart(titles, [format_clock(moment, locale=locale) for moment in moments])


def with_calendar(
    content: Content, meeting: Meeting, member: Membership, *, now: datetime, withdrawn: bool = False
) -> Content:
    """The content with the calendar file of its meeting. Args: `withdrawn`: the reader is not invited any more."""
    make = partial(render_calendar, meeting, member.twg, now=now, withdrawn=withdrawn)
    suffix = "-withdrawn" if withdrawn else ""
    file = Attachment(f"{member.twg.code}-meeting-{meeting.id}{suffix}.ics", make, edition=meeting.sequence)
    return replace(content, files=(file,))


def uninvited(twg: Twg, title: str, starts_at: datetime, reasons: Sequence[str]) -> Content:
    """To who is not invited to a meeting any more, with what they were told of it."""
    context = {"twg": twg, "title": title, "starts_at": starts_at, "reasons": tuple(reasons)}
    return Content("meetings/uninvited", context)


def asks_to_speak(meeting: Meeting, twg: Twg, sender: Person) -> Content:
    """To a member whom another sends as their delegate."""
    yes, no = (
        button(words, "meetings:speak_for", meeting.id, sender.id, choice)
        for words, choice in ((_("Yes, I can"), Rsvp.YES), (_("No, I cannot"), Rsvp.NO))
    )
    keyboard = ((yes, no), (button(shorten(meeting.title), "meetings:open", meeting.id),))
    return Content("meetings/speak_for", {"meeting": meeting, "twg": twg, "sender": sender}, keyboard)


def speaks_or_not(meeting: Meeting, twg: Twg, attendance: Attendance | None, delegate: str, *, agreed: bool) -> Content:
    """To the sender: whether the member can speak for them; else they are asked again."""
    context = {"meeting": meeting, "twg": twg, "delegate": delegate, "agreed": agreed}
    opener = (button(shorten(meeting.title), "meetings:open", meeting.id),)
    answers = () if agreed else answer_keyboard(meeting, twg, attendance)
    return Content("meetings/speaks_or_not", context, (*answers, opener))


def posted(meeting: Meeting, twg: Twg, *, heading: str, before: Mapping[str, object] | None = None) -> Content:
    """A meeting as it is posted in a linked group: what, when and where, and nothing of any person's answer.

    Args:
        heading: "announced", "changed" or "cancelled".
        before: for "changed", the previous `starts_at` and `place`, as far as they differ.
    """
    return Content(
        "meetings/posted", {"meeting": meeting, "twg": twg, "heading": heading, "before": dict(before or {})}
    )
