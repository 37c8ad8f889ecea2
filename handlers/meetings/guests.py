"""Guests of a meeting in the chat: named one a line, listed, taken back (G13)."""

from typing import Annotated

from handlers.forms.form import Form
from handlers.forms.lines_field import LinesField
from handlers.meetings.changing import MEETING
from handlers.routing.request import Reply, Request, show
from handlers.routing.router import Router
from messages.rendering.keyboards import button, rows, shorten
from messages.rendering.paging import into_pages, turn_pages
from messages.rendering.texts import _
from storage.meetings import Meeting
from storage.meetings.guests import LONGEST_PART, MeetingGuest
from twg.language.guests import Guest, parse_guest
from twg.meetings import access, guests
from twg.meetings.convening import check_organises

router = Router("meetings")

#: Most guests on a page.
_ON_PAGE = 20


def _check(request: Request, meeting: Meeting) -> None:
    check_organises(request.member, meeting)
    access.check_ahead(meeting, now=request.now)


@router.button("guests", subject=Meeting)
async def list_(request: Request, meeting_id: int, page: int = 1) -> Reply:
    """A page of the guests with their contacts, each with a button that takes the invitation back."""
    meeting, listed = await guests.read_guests(request.session, request.member, meeting_id)
    pages = into_pages(listed, _length, most=_ON_PAGE)
    page = min(max(page, 1), len(pages))
    shown, remove = pages[page - 1], _("Remove {name}")
    removing = [
        button(remove.with_(name=shorten(guest.name)), "meetings:uninvite", meeting.id, guest.id) for guest in shown
    ]
    last = [button(_("Add guests"), "meetings:invite_guests", meeting.id)]
    last.append(button(_("Back"), "meetings:open", meeting.id))
    turns = turn_pages(page, pages, "meetings:guests", meeting.id)
    keyboard = (*rows(removing), *turns, *rows(last))
    return show("meetings/guests", keyboard=keyboard, meeting=meeting, guests=shown, page=page, pages=len(pages))


def _length(guest: MeetingGuest) -> int:
    """About how many characters a guest takes."""
    return 10 + len(guest.name) + len(guest.institution) + len(guest.contact)


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
