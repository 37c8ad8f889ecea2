"""For which meeting a paper is: by the words below the file, by what the person owes, or as the only one ahead (D6)."""

from dataclasses import dataclass
from datetime import timedelta

from handlers.meetings.words import nameable
from handlers.routing.request import Request
from storage.meetings import Meeting, MeetingState, list_meetings
from twg.core.audiences import Reader
from twg.language.days_named import find_days
from twg.language.mentions import named_among
from twg.meetings.access import check_ahead, visible_meetings
from twg.meetings.owing import list_owed, list_owed_by

#: Words may name a meeting that was held within this time, whose papers are refused.
_HELD_WITHIN = timedelta(days=60)
_MOST = 50


@dataclass(frozen=True)
class Meant:
    """For which meeting a paper is, in the request within its TWG; None where the person is to be asked."""

    request: Request
    meeting: Meeting | None


async def find_meant(request: Request, words: str) -> Meant:
    """The meeting that words mean; else the only one ahead, or for which the person owes a paper.

    Raises: MeetingAlreadyHeld, MeetingCancelled where they name one for which papers are not taken any more.
    """
    found = [(within, each) for within in request.of_each_twg() for each in await _list_near(within)]
    whats = [nameable(meeting, meeting.starts_at.astimezone(within.zone).date()) for within, meeting in found]
    named = [found[place] for place in named_among(words, whats, today=request.today, by_kind=False)] if words else []
    ahead = [one for one in named if _is_ahead(one[1], request)]
    if len(ahead) == 1:
        return Meant(*ahead[0])
    if len(named) == 1:
        check_ahead(named[0][1], now=request.now)
    if named or (words and find_days(words, today=request.today)):
        return Meant(request, None)
    open_ = [one for one in found if _is_ahead(one[1], request)]
    owing = [one for one in open_ if list_owed_by(await list_owed(one[0].session, one[1]), one[0].member.member)]
    for meant in (open_, owing):
        if len(meant) == 1:
            return Meant(*meant[0])
    return Meant(request, None)


def _is_ahead(meeting: Meeting, request: Request) -> bool:
    return meeting.state is MeetingState.ANNOUNCED and meeting.starts_at > request.now


async def _list_near(request: Request) -> list[Meeting]:
    """The meetings that the person may see, held lately or ahead, also those that were cancelled."""
    seen = visible_meetings(Reader.of(request.member)), Meeting.state != MeetingState.DRAFT
    near = Meeting.starts_at > request.now - _HELD_WITHIN
    return await list_meetings(request.session, request.member.twg.id, *seen, near, limit=_MOST)
