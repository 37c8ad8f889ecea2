"""What people ask about who is at a meeting: "who is here?", "mark Dara as present" (G5, U2)."""

from handlers.attendance.listing import read
from handlers.routing.request import Request
from handlers.routing.router import Router
from messages.meetings.card import names
from messages.rendering.keyboards import Button, button, shorten
from messages.rendering.texts import _
from storage.core.spelling import fold
from storage.meetings import MeetingState
from storage.meetings.listing import MeetingAhead, MeetingBrief
from twg.attendance.standing import Attendee
from twg.core.permissions import Permission
from twg.meetings import listing
from twg.meetings.access import access_meeting
from twg.meetings.convening import may_organise

router = Router("attendance")

#: People whom a text names that have a button each.
_MOST_NAMED = 3
#: Longest name of a meeting behind what is done with it.
_LONGEST_NAME = 36
#: Letters of a part of a name that a text may have by chance.
_SHORT = 2


@router.wish("attendance", permission=Permission.MEETING_ORGANISE)
async def attend(request: Request, text: str) -> list[Button]:
    """The lists of the meetings that are on, else of the last one, below the people whom the text names there."""
    meetings = await _list_notable(request)
    called = names(meetings, request.zone, request.locale)
    label = _("Who is here: {meeting}")
    lists = [
        button(label.with_(meeting=shorten(name, _LONGEST_NAME)), "attendance:open", each.id)
        for name, each in zip(called, meetings, strict=True)
    ]
    people = []
    for meeting in meetings[:1]:
        named = _named((await read(request, meeting.id)).people, text)
        people = [button(shorten(each.person.name), "attendance:person", meeting.id, each.person.id) for each in named]
    return [*people, *lists] or [button(_("Meetings ahead"), "meetings:ahead", 1)]


async def _list_notable(request: Request) -> list[MeetingAhead | MeetingBrief]:
    """The meetings of the person at which people can be now; where there is none, the last one that was held."""
    about = request.session, request.member
    current = await listing.list_current(*about, now=request.now)
    window = request.member.timekeeping.check_in_opens
    soon = [each for each in current.ahead if each.starts_at - window <= request.now]
    on = [each for each in (*current.under_way, *soon) if each.state is MeetingState.ANNOUNCED]
    own: list[MeetingAhead | MeetingBrief] = [
        each for each in on if may_organise(request.member, each.kind, each.audience)
    ]
    if own:
        return own
    for brief in (await listing.list_past(*about, now=request.now)).meetings:
        meeting = await access_meeting(*about, brief.id)
        if may_organise(request.member, meeting.kind, meeting.audience):
            return [brief]
    return []


def _named(people: tuple[Attendee, ...], text: str) -> list[Attendee]:
    """Those of the people whom a text names by a part of the name."""
    written = fold(text)
    parts = ((each, fold(each.person.name).split()) for each in people)
    return [each for each, words in parts if any(len(word) > _SHORT and word in written for word in words)][
        :_MOST_NAMED
    ]
