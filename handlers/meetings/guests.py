"""Guests of a meeting in the chat: named one a line, listed, taken back (G13)."""

from dataclasses import dataclass, replace
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from handlers.forms.conversation import open_form
from handlers.forms.form import About, Form
from handlers.forms.lines_field import LinesField
from handlers.meetings.changing import MEETING
from handlers.meetings.overview import shows_no_answers
from handlers.routing.request import Reply, Request, show
from handlers.routing.router import Router
from messages.meetings.agenda import TimedItem, lines_of, list_timed
from messages.rendering.keyboards import button, rows, shorten
from messages.rendering.paging import into_pages, turn_pages
from messages.rendering.texts import _
from storage.meetings import AgendaItem, Meeting, Rsvp
from storage.meetings.guests import LONGEST_PART, MeetingGuest
from storage.meetings.items import ItemInvitation
from storage.members import institution_name
from twg.core.refusals import NotFound
from twg.language.guests import Guest, is_list_of_guests, parse_guest
from twg.meetings import access, guests, items
from twg.meetings.convening import check_organises

router = Router("meetings")

#: Most guests on a page.
_ON_PAGE = 20


def _check(request: Request, meeting: Meeting) -> None:
    check_organises(request.member, meeting)
    access.check_ahead(meeting, now=request.now)


#: The question for guests, of the whole meeting and of one item.
GUESTS = LinesField(
    question=_("Which guests are invited? One a line: name, institution, contact."),
    hint=_("For example: Dr Chan Sophea, WHO, 012 345 678"),
    label=_("Guests"),
    limit=3 * LONGEST_PART,
    like=is_list_of_guests,
    read_text=lambda line, _around: parse_guest(line),
)


_INVITED_TO_ITEM = replace(
    GUESTS,
    question=_("Who is invited to this item? One a line: a member’s name, or a guest’s name, institution, contact."),
    label=_("Invited"),
)


@router.button("guests", subject=Meeting)
async def list_(request: Request, meeting_id: int, page: int = 1) -> Reply:
    """A page of the guests with their contacts, each with a button that takes the invitation back."""
    meeting, listed, members = await guests.read_guests(request.session, request.member, meeting_id)
    await shows_no_answers(request)
    pages = into_pages([*map(_of_member, members), *map(_of_guest, listed)], _length, most=_ON_PAGE)
    page = min(max(page, 1), len(pages))
    shown, remove = pages[page - 1], _("Remove {name}")
    removing = [button(remove.with_(name=shorten(each.name)), *each.removes) for each in shown]
    last = [button(_("Add guests"), "meetings:invite_guests", meeting.id)]
    last.append(button(_("Back"), "meetings:open", meeting.id))
    turns = turn_pages(page, pages, "meetings:guests", meeting.id)
    keyboard = (*rows(removing), *turns, *rows(last))
    return show(
        "meetings/guests",
        keyboard=keyboard,
        meeting=meeting,
        guests=shown,
        items=_items_of(meeting, request.zone),
        page=page,
        pages=len(pages),
    )


def _items_of(meeting: Meeting, zone: ZoneInfo) -> dict[str, TimedItem]:
    """The items of the agenda by their tokens, with when they begin as it is now."""
    timed = list_timed(meeting, lines_of(meeting), zone)
    return {item.token: each for item, each in zip(meeting.agenda, timed, strict=True)}


@dataclass(frozen=True)
class Listed:
    """Somebody who is no member, or a member who is invited to one item only, as a line of the list.

    Attributes:
        removes: the name of the button that takes the invitation back, with its arguments.
        member: whether they get the invitation here, and answer.
    """

    name: str
    institution: str
    contact: str
    item_token: str
    removes: tuple[str, *tuple[int, ...]]
    member: bool = False
    answer: Rsvp | None = None


def _of_guest(guest: MeetingGuest) -> Listed:
    removes = "meetings:uninvite", guest.meeting_id, guest.id
    return Listed(guest.name, guest.institution, guest.contact, guest.item_token, removes)


def _of_member(invitation: ItemInvitation) -> Listed:
    person, removes = invitation.person, ("meetings:item_uninvite", invitation.id)
    return Listed(
        person.name, institution_name(person), "", invitation.item_token, removes, member=True, answer=invitation.rsvp
    )


def _length(guest: Listed) -> int:
    """About how many characters a guest takes."""
    return 10 + len(guest.name) + len(guest.institution) + len(guest.contact)


@router.button("uninvite", subject=Meeting)
async def uninvite(request: Request, meeting_id: int, guest_id: int) -> Reply:
    """Take back the invitation of a guest, and show those who are left."""
    await guests.remove_guest(request.session, request.member, meeting_id, guest_id, now=request.now)
    return await list_(request, meeting_id)


@router.button("item_uninvite", subject=ItemInvitation)
async def uninvite_from_item(request: Request, invitation_id: int) -> Reply:
    """Take back the invitation of a member to an item, and show those who are left."""
    meeting = await items.uninvite_from_item(request.session, request.member, invitation_id, now=request.now)
    return await list_(request, meeting.id)


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
    guests: Annotated[list[Guest], GUESTS]

    async def save(self, request: Request, meeting: Meeting) -> Reply:
        await guests.invite_guests(request.session, request.member, meeting.id, self.guests, now=request.now)
        return await list_(request, meeting.id)


class ItemContext(BaseModel):
    """A meeting and the token of an item of its agenda."""

    meeting_id: int
    token: str


@dataclass(frozen=True)
class ItemOf:
    """An item of the agenda of a meeting."""

    meeting: Meeting
    item: AgendaItem


async def _access_item(request: Request, context: ItemContext) -> ItemOf:
    meeting = await access.access_meeting(request.session, request.member, context.meeting_id)
    _check(request, meeting)
    item = guests.find_item(meeting, context.token)
    if item is None:
        raise NotFound
    return ItemOf(meeting, item)


@router.button("invite_to_item", subject=Meeting)
async def invite_to_item(request: Request, meeting_id: int, token: str) -> Reply:
    """Open the form for those who are invited to one item only."""
    context = ItemContext(meeting_id=meeting_id, token=token)
    await _access_item(request, context)
    return await open_form(request, ItemGuestsForm, context=context.model_dump())


@router.form(
    "invite_to_item",
    _("Invite to one item"),
    saves=guests.invite_guests,
    about=About(ItemContext, _access_item, lambda about: f"{about.meeting.title}\n{about.item.title}"),
    adds=True,
)
class ItemGuestsForm(Form):
    """Members and guests who are invited to one item of the agenda, such as a mission."""

    guests: Annotated[list[Guest], _INVITED_TO_ITEM]

    async def save(self, request: Request, about: ItemOf) -> Reply:
        at = request.session, request.member, about.meeting.id
        found = await items.access_named(request.session, request.member, self.guests)
        members = [member for _guest, member in found if member is not None]
        others = [guest for guest, member in found if member is None]
        if members:
            await items.invite_to_item(*at, about.item.token, members, now=request.now)
        if others:
            await guests.invite_guests(*at, others, item_token=about.item.token, now=request.now)
        return await list_(request, about.meeting.id)
