"""What people ask to have done with meetings, as buttons for the meetings that they may mean (U2)."""

import re
from collections.abc import Sequence
from dataclasses import replace

from handlers.forms.conversation import open_form
from handlers.meetings.changing import RelocateForm
from handlers.meetings.planning import plan
from handlers.meetings.telling import move_as
from handlers.meetings.words import nameable
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from handlers.routing.routes import Offer
from handlers.routing.whose_words import Whose
from handlers.routing.wishes import wished
from messages.meetings.card import names
from messages.rendering.keyboards import Button, button, shorten
from messages.rendering.texts import Text, _
from storage.meetings import Meeting, MeetingState
from storage.meetings.listing import MeetingAhead
from twg.core.permissions import Permission
from twg.language.about_meetings import Told, names_another, read_told
from twg.language.days_named import find_days
from twg.language.intents import ANSWERS, read_intent
from twg.language.mentions import named_among
from twg.language.rsvp import BELOW_INVITATION, is_about_coming
from twg.language.wish_details import find_new_place, meeting_of_wish
from twg.meetings import access, listing
from twg.meetings.convening import may_organise

router = Router("meetings")

#: Meetings that are offered for a wish that names none.
_MOST_OFFERED = 3
#: Longest name of a meeting behind what is done with it.
_LONGEST_NAME = 36
_POSSESSIVE = re.compile(r"['’]s\b")


async def list_meant(request: Request, text: str, *, moves: bool = False) -> list[MeetingAhead]:
    """The meetings ahead that the person organises and a text may mean: those that it names, else the soonest.

    Args:
        moves: a day in the text may be that to which the meeting is moved.
    """
    text = _POSSESSIVE.sub("", text)  # "tomorrow's meeting"
    ahead = await listing.list_ahead(request.session, request.member, now=request.now)
    own = [each for each in ahead if may_organise(request.member, each.kind, each.audience)]
    whats = [nameable(each, each.starts_at.astimezone(request.zone).date()) for each in own]
    if moves:
        days = find_days(text, today=request.today).days
        of_a_day = [place for place, what in enumerate(whats) if what.day in days]
        if len(days) > 1 and of_a_day:  # "tomorrow's meeting to Monday"
            return [own[place] for place in of_a_day][:_MOST_OFFERED]
        whats = [replace(what, day=None) for what in whats]
    places = named_among(text, whats, today=request.today)
    if not places and whats and find_days(text, today=request.today) and not moves:
        return []
    return ([own[place] for place in places] or own)[:_MOST_OFFERED]


async def of_each(request: Request, text: str, label: Text, action: str, *, moves: bool = False) -> list[Button]:
    """A button for each of the meetings that are meant.

    Args:
        label: with `{meeting}`.
        action: of the button, which carries the id of the meeting.
        moves: as for `list_meant`.
    """
    return _buttons(request, await list_meant(request, text, moves=moves), label, action)


def _buttons(request: Request, meetings: Sequence[MeetingAhead], label: Text, action: str) -> list[Button]:
    called = [shorten(name, _LONGEST_NAME) for name in names(meetings, request.zone, request.locale)]
    return [button(label.with_(meeting=name), action, each.id) for name, each in zip(called, meetings, strict=True)]


@router.wish("cancel_meeting", permission=Permission.MEETING_ORGANISE)
async def cancel(request: Request, text: str) -> list[Button]:
    return await of_each(request, text, _("Cancel: {meeting}"), "meetings:cancel")


@router.wish("move_meeting", permission=Permission.MEETING_ORGANISE)
async def move(request: Request, text: str) -> list[Button]:
    """None where the only meeting is meant: its form is opened at once, with what the text says (`telling`)."""
    if read_told(text) is Told.OTHER_TIME and len(await list_meant(request, "")) == 1:
        return []
    return await of_each(request, text, _("Move: {meeting}"), "meetings:move_as", moves=True)


@router.button("move_as", subject=Meeting)
async def open_move(request: Request, meeting_id: int) -> Reply:
    """The form that moves a meeting, with the day and the time that the message names."""
    meeting = await access.access_meeting(request.session, request.member, meeting_id)
    return await move_as(request, meeting, wished(request))


@router.wish("relocate_meeting", permission=Permission.MEETING_ORGANISE)
async def relocate(request: Request, text: str) -> list[Button]:
    return await of_each(request, text, _("Other place: {meeting}"), "meetings:relocate_as")


@router.button("relocate_as", subject=Meeting)
async def open_relocation(request: Request, meeting_id: int) -> Reply:
    """The form that changes the place of a meeting, with the one that the message names."""
    place = find_new_place(wished(request))
    return await open_form(
        request, RelocateForm, context={"meeting_id": meeting_id}, typed={"place": place} if place else {}
    )


@router.wish("plan_meeting", permission=Permission.MEETING_ORGANISE)
async def plan_one(_request: Request, _text: str) -> list[Button]:
    return [button(_("Plan this meeting"), "meetings:plan_as")]


@router.button("plan_as", permission=Permission.MEETING_ORGANISE)
async def open_plan(request: Request) -> Reply:
    """The form of a new meeting, with what the message says of it."""
    return await plan(request, meeting_of_wish(wished(request)))


@router.wish("change_agenda", permission=Permission.MEETING_ORGANISE)
async def change_agenda(request: Request, text: str) -> list[Button]:
    return await of_each(request, text, _("Agenda: {meeting}"), "meetings:agenda")


@router.wish("send_agenda", permission=Permission.MEETING_ORGANISE)
async def send_agenda(request: Request, text: str) -> list[Button]:
    """Of a meeting that is not announced, its announcement, which carries the agenda; else its agenda, or a paper."""
    meant = await list_meant(request, text, moves=True)  # a day in the text is that on which to send it
    drafts = [each for each in meant if each.state is MeetingState.DRAFT]
    announced = [each for each in meant if each.state is MeetingState.ANNOUNCED]
    return [
        *_buttons(request, drafts, _("Announce: {meeting}"), "meetings:preview"),
        *_buttons(request, announced, _("Agenda: {meeting}"), "meetings:agenda"),
        button(_("Circulate a document"), "documents:new"),
    ]


@router.wish("remind_unanswered", permission=Permission.MEETING_ORGANISE)
async def remind(request: Request, text: str) -> list[Button]:
    """Who has not answered is reminded by itself: the answers show who, and the reminders when."""
    found = await of_each(request, text, _("Who is coming: {meeting}"), "meetings:answers")
    return [*found, button(_("When reminders go out"), "general:only", "reminders")]


@router.wish("invite_guest", permission=Permission.MEETING_ORGANISE)
async def invite_guest(request: Request, text: str) -> list[Button]:
    return await of_each(request, text, _("Invite guests: {meeting}"), "meetings:invite_guests")


@router.offer
async def offer_answers(request: Request) -> list[Offer]:
    """Who is coming, for an organiser who tells that somebody else comes, or does not."""
    text = request.incoming.text
    if request.incoming.whose is not Whose.OWN or not request.member.may(Permission.MEETING_ORGANISE):
        return []
    answers = is_about_coming(text) or read_intent(text, among=BELOW_INVITATION).may_be(*ANSWERS)
    if not (answers and names_another(text)):
        return []
    found = await of_each(request, text, _("Who is coming: {meeting}"), "meetings:answers")
    return [Offer(1, each) for each in found]
