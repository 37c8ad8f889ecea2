"""Messages to members who are invited to one item of an agenda (G13)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from messages.attendance import here_button
from messages.meetings.answer_keyboards import calendar_keyboard, join_row
from messages.meetings.calendar_file import Entry, render_entry
from messages.rendering.content import Attachment, Content
from messages.rendering.keyboards import Button, Keyboard, button
from messages.rendering.texts import Text, _
from storage.attendance import MeetingPresence, Presence
from storage.meetings import Rsvp
from storage.meetings.items import ItemInvitation
from storage.members import Twg
from twg.meetings.items import begins_of, stands

#: A SEQUENCE counts the seconds from here: it always grows, and fits into 31 bits until 2088.
_SEQUENCE_BEGINS = datetime(2020, 1, 1, tzinfo=UTC)
_ANSWERS: dict[Rsvp, Text] = {
    Rsvp.YES: _("I will come"),
    Rsvp.NO: _("I cannot come"),
    Rsvp.MAYBE: _("Maybe"),
}


def item_card(
    invitation: ItemInvitation,
    twg: Twg,
    *,
    now: datetime,
    heading: str = "",
    before: Mapping[str, Any] | None = None,
    cleared: bool = False,
    presence: MeetingPresence | None = None,
    is_on: bool = False,
) -> Content:
    """The item with its time, and of the meeting what its invitees may know: title, day, place and link.

    Args:
        heading: "", "invited", "changed", "withdrawn" or "reminder".
        before: for "changed" and "withdrawn", what they were told before, as `ItemInvitation.told` has it.
        cleared: for "changed", whether it voided their answer.
        presence: what is noted of their attendance; None for nothing.
        is_on: whether they can say now that they are at the meeting.
    """
    meeting, begins = invitation.meeting, begins_of(invitation)
    answerable = stands(invitation) and meeting.starts_at > now and heading != "withdrawn"
    is_here = presence is not None and presence.presence is Presence.PRESENT
    was = None if before is None else {**before, "begins_at": datetime.fromisoformat(before["begins_at"])}
    context = {
        "invitation": invitation,
        "meeting": meeting,
        "item": invitation.item,
        "begins": begins,
        "twg": twg,
        "heading": heading,
        "now": now,
        "before": was,
        "cleared": cleared,
        "standing": stands(invitation),
        "presence": presence if is_here else None,
        "asks": answerable and not is_here and invitation.rsvp in {None, Rsvp.MAYBE},
    }
    keyboard = (*join_row(meeting), *_answer_keyboard(invitation, twg, now)) if answerable else ()
    if is_on and not is_here:
        keyboard = ((here_button(meeting),), *keyboard)
    return Content("meetings/item", context, keyboard)


def with_item_calendar(
    content: Content, invitation: ItemInvitation, twg: Twg, *, now: datetime, before: Mapping[str, Any] | None = None
) -> Content:
    """The content with the calendar file of the item too.

    Args:
        before: what they were told, where the entry is to be removed: the invitation is taken back, or one to the whole
            meeting, which is another entry, takes its place.
    """
    entry, removed = _entry_of(invitation, twg, now, before=before), before is not None
    make = partial(render_entry, entry, twg, now=now, removed=removed)
    suffix = "-withdrawn" if removed else ""
    name = f"{twg.code}-meeting-{invitation.meeting_id}-item-{invitation.id}{suffix}.ics"
    return replace(content, files=(*content.files, Attachment(name, make, edition=entry.sequence)))


def _entry_of(invitation: ItemInvitation, twg: Twg, now: datetime, *, before: Mapping[str, Any] | None = None) -> Entry:
    """What a calendar shows of the item, or showed by what they were told before."""
    meeting = invitation.meeting
    begins = begins_of(invitation) if before is None else datetime.fromisoformat(before["begins_at"])
    title = before["title"] if before is not None else "" if invitation.item is None else invitation.item.title
    return Entry(
        uid=f"item-{invitation.id}-{meeting.uid}",
        # The meeting's own is not raised by a change of the agenda.
        sequence=int((now - _SEQUENCE_BEGINS).total_seconds()),
        starts_at=begins,
        minutes=_minutes(invitation, begins),
        summary=f"{twg.code} TWG: {title} ({meeting.title})",
        place=meeting.place if before is None else before["place"],
        link=meeting.link,
    )


def _minutes(invitation: ItemInvitation, begins: datetime) -> int:
    """How long the item takes; where it has no length, until the meeting ends, and at least a quarter of an hour."""
    meeting, item = invitation.meeting, invitation.item
    if item is not None and item.minutes:
        return item.minutes
    left = meeting.starts_at + timedelta(minutes=meeting.duration_min) - begins
    return max(int(left.total_seconds()) // 60, 15)


def _answer_keyboard(invitation: ItemInvitation, twg: Twg, now: datetime) -> Keyboard:
    def answer(rsvp: Rsvp) -> Button:
        label = _("✓ {answer}").with_(answer=_ANSWERS[rsvp]) if rsvp is invitation.rsvp else _ANSWERS[rsvp]
        return button(label, "meetings:item_answer", invitation.id, rsvp)

    links = calendar_keyboard(_entry_of(invitation, twg, now), twg) if invitation.rsvp is Rsvp.YES else ()
    return ((answer(Rsvp.YES), answer(Rsvp.NO)), (answer(Rsvp.MAYBE),), *links)
