"""Guests of a meeting in the chat: named one a line, listed, taken back (G13)."""

from typing import Annotated

from handlers.forms.form import Form
from handlers.forms.lines_field import LinesField
from handlers.meetings.changing import MEETING
from handlers.routing.request import Reply, Request, show
from handlers.routing.router import Router
from messages.rendering.keyboards import button, rows
from messages.rendering.texts import _
from storage.meetings import Meeting
from storage.meetings.guests import LONGEST_PART
from twg.language.guests import Guest, parse_guest
from twg.meetings import access, guests
from twg.meetings.convening import check_organises

router = Router("meetings")


def _check(request: Request, meeting: Meeting) -> None:
    check_organises(request.member, meeting)
    access.check_ahead(meeting, now=request.now)


@router.button("guests", subject=Meeting)
async def list_(request: Request, meeting_id: int) -> Reply:
    """The guests with their contacts, each with a button that takes the invitation back."""
    meeting, listed = await guests.read_guests(request.session, request.member, meeting_id)
    remove = _("Remove {name}")
    buttons = [button(remove.with_(name=guest.name), "meetings:uninvite", meeting.id, guest.id) for guest in listed]
    buttons.append(button(_("Add guests"), "meetings:invite_guests", meeting.id))
    buttons.append(button(_("Back"), "meetings:open", meeting.id))
    return show("meetings/guests", keyboard=rows(buttons), meeting=meeting, guests=listed)


@router.button("uninvite", subject=Meeting)
async def uninvite(request: Request, meeting_id: int, guest_id: int) -> Reply:
    """Take back the invitation of a guest, and show those who are left."""
    await guests.remove_guest(request.session, request.member, meeting_id, guest_id, now=request.now)
    return await list_(request, meeting_id)


@router.form(
    "invite_guests",
    _("Invite guests"),
    saves=guests.invite_guests,
    about=MEETING,
    opened_by="invite_guests",
    check=_check,
    adds=True,
)
class GuestsForm(Form):
    guests: Annotated[
        list[Guest],
        LinesField(
            question=_("Which guests are invited? One a line: name, institution, contact."),
            hint=_("For example: Dr Chan Sophea, WHO, 012 345 678"),
            label=_("Guests"),
            limit=3 * LONGEST_PART,
            read_text=lambda line, _around: parse_guest(line),
        ),
    ]

    async def save(self, request: Request, meeting: Meeting) -> Reply:
        await guests.invite_guests(request.session, request.member, meeting.id, self.guests, now=request.now)
        return await list_(request, meeting.id)
