"""What people ask to have done with the minutes of a meeting (G6, U2)."""

from collections.abc import Sequence
from contextlib import suppress

from handlers.routing.request import Request
from handlers.routing.router import Router
from messages.meetings.card import names
from messages.rendering.keyboards import Button, button, shorten
from messages.rendering.texts import _
from storage.meetings import Meeting
from twg.core.permissions import Permission
from twg.core.refusals import Refusal
from twg.meetings import listing
from twg.minutes import listing as minutes
from twg.minutes.access import access_minuted

router = Router("minutes")

#: Meetings that are offered.
_MOST_OFFERED = 3
#: Longest name of a meeting behind what is done with it.
_LONGEST_NAME = 36


@router.wish("prepare_minutes", permission=Permission.RECORD_KEEP)
async def prepare(request: Request, _text: str) -> list[Button]:
    """The minutes of the last meetings that were held and whose record the person keeps; without any, those held."""
    return await _compose(request) or [button(_("Past meetings"), "meetings:past", 1)]


async def _compose(request: Request) -> list[Button]:
    about = request.session, request.member
    on = await listing.list_under_way(*about, now=request.now)
    past = (await listing.list_past(*about, now=request.now)).meetings
    found: list[Meeting] = []
    for meeting_id in (*(each.id for each in on), *(each.id for each in past)):
        with suppress(Refusal):
            found.append(await access_minuted(*about, meeting_id, now=request.now))
        if len(found) == _MOST_OFFERED:
            break
    return _of(request, [(meeting, "minutes:open", meeting.id) for meeting in found])


def _of(request: Request, found: Sequence[tuple[Meeting, str, int]]) -> list[Button]:
    """A button for each meeting: what it does, and the id that it takes."""
    called = names([meeting for meeting, _verb, _id in found], request.zone, request.locale)
    label = _("Minutes: {meeting}")
    return [
        button(label.with_(meeting=shorten(name, _LONGEST_NAME)), verb, row_id)
        for name, (_meeting, verb, row_id) in zip(called, found, strict=True)
    ]


@router.wish("send_minutes", permission=Permission.DOCUMENT_CIRCULATE)
async def send(request: Request, _text: str) -> list[Button]:
    """The minutes that can be sent; a file that was handed in as minutes goes out by one tap more."""
    return await _compose(request) or [button(_("Circulate a document"), "documents:new")]


@router.wish("adopt_minutes")
async def adopt(request: Request, _text: str) -> list[Button]:
    """The minutes that are not adopted yet, whose card has the button; without any, the list."""
    about = request.session, request.member
    drafts = [
        each for each in (await minutes.list_minutes(*about, now=request.now)).versions if each.adopted_at is None
    ]
    found = [(each.meeting, "minutes:show", each.id) for each in drafts[:_MOST_OFFERED]]
    return _of(request, found) or [button(_("Minutes"), "minutes:page", 1)]
