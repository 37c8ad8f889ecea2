"""Messages to members who are invited to one item of an agenda (G13)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from messages.attendance import here_button
from messages.meetings.answer_keyboards import join_row
from messages.rendering.content import Content
from messages.rendering.keyboards import Button, Keyboard, button
from messages.rendering.texts import Text, _
from storage.attendance import MeetingPresence, Presence
from storage.meetings import Rsvp
from storage.meetings.items import ItemInvitation
from storage.members import Twg
from twg.meetings.items import begins_of, stands

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
    keyboard = (*join_row(meeting), *_answer_keyboard(invitation)) if answerable else ()
    if is_on and not is_here:
        keyboard = ((here_button(meeting),), *keyboard)
    return Content("meetings/item", context, keyboard)


def _answer_keyboard(invitation: ItemInvitation) -> Keyboard:
    def answer(rsvp: Rsvp) -> Button:
        label = _("✓ {answer}").with_(answer=_ANSWERS[rsvp]) if rsvp is invitation.rsvp else _ANSWERS[rsvp]
        return button(label, "meetings:item_answer", invitation.id, rsvp)

    return ((answer(Rsvp.YES), answer(Rsvp.NO)), (answer(Rsvp.MAYBE),))
