"""One item of an agenda, for the members who are invited to it alone: shown, and answered (G13)."""

from dataclasses import replace

from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages.meetings.items import item_card
from messages.rendering.content import Content
from messages.rendering.texts import _
from storage.attendance import find_presence
from storage.core.notifications import Notification
from storage.meetings import Rsvp
from storage.meetings.items import ItemInvitation
from twg.attendance.access import takes_check_ins
from twg.core.refusals import NotFound
from twg.language.rsvp import parse_answer
from twg.meetings import item_notices, items, rsvp
from twg.meetings.access import MeetingRefusal
from twg.meetings.items import stands

router = Router("meetings")

#: Who comes late comes.
_TAKEN = {Rsvp.YES: Rsvp.YES, Rsvp.LATE: Rsvp.YES, Rsvp.NO: Rsvp.NO, Rsvp.MAYBE: Rsvp.MAYBE}


async def show_item(request: Request, invitation_id: int) -> Content:
    """The item to which the person is invited, as they see it. Raises: NotFound."""
    found = await items.access_item_invitation(request.session, request.member, invitation_id)
    if found.person_id != request.member.person.id:
        raise NotFound
    presence = await find_presence(request.session, found.meeting_id, found.person_id)
    window = request.member.timekeeping.check_in_opens
    is_on = stands(found) and takes_check_ins(found.meeting, window, now=request.now)
    return item_card(found, request.member.twg, now=request.now, presence=presence, is_on=is_on)


@router.button("item", subject=ItemInvitation, opens=True)
async def open_(request: Request, invitation_id: int) -> Reply:
    return Reply(await show_item(request, invitation_id))


@router.button("item_answer", subject=ItemInvitation)
async def answer(request: Request, invitation_id: int, choice: Rsvp) -> Reply:
    """Say whether one comes to the item."""
    return await _answer(request, invitation_id, choice)


async def _answer(request: Request, invitation_id: int, choice: Rsvp, words: str = "") -> Reply:
    refusal: MeetingRefusal | None = None
    try:
        async with request.session.begin_nested():
            await items.answer_item(request.session, request.member, invitation_id, choice, words, now=request.now)
    except MeetingRefusal as refused:
        refusal = refused
    toast = None if refusal else _("Your answer is recorded.")
    return Reply(await show_item(request, invitation_id), edit=True, refusal=refusal, toast=toast)


@router.reply_to(item_notices.INVITED, item_notices.CHANGED, item_notices.REMINDER, label=_("One item of an agenda"))
async def reply(request: Request, about: list[Notification]) -> Reply:
    """Record the answer in a reply to what was said of the item."""
    return await _take(request, about[-1].subject_id)


@router.reply_below("item_answer")
async def reply_toshow_item(request: Request, invitation_id: int, _first: Rsvp) -> Reply:
    return await _take(request, invitation_id)


async def _take(request: Request, invitation_id: int) -> Reply:
    request = await request.within_twg_of(ItemInvitation, invitation_id)
    text = request.incoming.text.strip()
    given = parse_answer(text)
    if given is None or given.rsvp not in _TAKEN:
        return Reply(await show_item(request, invitation_id), to_message=True, refusal=rsvp.AnswerUnclear())
    taken = await _answer(request, invitation_id, _TAKEN[given.rsvp], text)
    return replace(taken, edit=False, to_message=True)
