"""What people ask to have done with the minutes of a meeting (G6, U2)."""

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
from twg.minutes.access import access_minuted

router = Router("minutes")

#: Meetings that are offered.
_MOST_OFFERED = 3
#: Longest name of a meeting behind what is done with it.
_LONGEST_NAME = 36


@router.wish("prepare_minutes", permission=Permission.RECORD_KEEP)
async def prepare(request: Request, _text: str) -> list[Button]:
    """The minutes of the last meetings that were held and whose record the person keeps; without any, those held."""
    about = request.session, request.member
    on = await listing.list_under_way(*about, now=request.now)
    past = (await listing.list_past(*about, now=request.now)).meetings
    found: list[Meeting] = []
    for meeting_id in (*(each.id for each in on), *(each.id for each in past)):
        with suppress(Refusal):
            found.append(await access_minuted(*about, meeting_id, now=request.now))
        if len(found) == _MOST_OFFERED:
            break
    called = names(found, request.zone, request.locale)
    label = _("Minutes: {meeting}")
    buttons = [
        button(label.with_(meeting=shorten(name, _LONGEST_NAME)), "minutes:open", each.id)
        for name, each in zip(called, found, strict=True)
    ]
    return buttons or [button(_("Past meetings"), "meetings:past", 1)]
