"""What is asked of meetings: when, where, who comes, the agenda (U2)."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.meetings.words import nameable
from handlers.routing.questions import Asked, of_each
from handlers.routing.request import Request
from handlers.routing.router import Router
from messages.meetings.card import names
from messages.rendering.content import Content
from messages.rendering.keyboards import button, rows
from messages.rendering.texts import Text, _
from storage.meetings import Meeting, MeetingState, Rsvp, find_attendance
from twg.core.addressing import may_run
from twg.core.audiences import includes
from twg.core.permissions import Permission
from twg.language.days_named import find_days
from twg.language.mentions import named_among
from twg.language.questions import OF_MEETING, Topic
from twg.meetings import access, listing, rsvp

router = Router("meetings")

#: Meetings that an answer shows; of more, the soonest.
MOST_SHOWN = 3


@dataclass(frozen=True)
class _Meant:
    """A meeting that a question is about.

    Attributes:
        request: in its TWG.
        elsewhen: the question names a day on which none is, so that this is the next one.
    """

    request: Request
    meeting: Meeting
    elsewhen: bool = False


@router.answer
async def answer(request: Request, asked: Asked) -> list[Content]:
    """The day, hour and place of the meetings that are asked about, and what else was asked of them."""
    if not asked.asks(*OF_MEETING):
        return []
    ids = asked.ids_of(Meeting.__tablename__)
    meant = await _list_replied(request, ids) if ids else await _find(request, asked.question.text)
    if not meant and not ids:
        return [Content("meetings/asked", {"meeting": None})]
    labels = names([each.meeting for each in meant], request.zone, request.locale)
    return [await _answer_of(each, asked, label) for each, label in zip(meant, labels, strict=True)]


async def _list_replied(request: Request, ids: Sequence[int]) -> list[_Meant]:
    """Those of the meetings replied to that are ahead; of the others no answer would help."""
    found = []
    for row_id in ids[:MOST_SHOWN]:
        within = await request.within_twg_of(Meeting, row_id)
        meeting = await access.access_meeting(within.session, within.member, row_id)
        if meeting.state is not MeetingState.CANCELLED and meeting.starts_at > request.now:
            found.append(_Meant(within, meeting))
    return found


async def _find(request: Request, text: str) -> list[_Meant]:
    """The meetings ahead that a text names, else the next one of each TWG."""
    ahead = [
        (within, meeting)
        for within in request.of_each_twg()
        for meeting in await listing.list_ahead(within.session, within.member, now=within.now)
    ]
    ahead.sort(key=lambda one: (one[1].starts_at, one[1].id))
    whats = [nameable(meeting, meeting.starts_at.astimezone(within.zone).date()) for within, meeting in ahead]
    named = named_among(text, whats, today=request.today, by_kind=False)
    elsewhen = not named and bool(find_days(text, today=request.today))
    if not named:
        named = list({ahead[place][0].twg_id: place for place in reversed(range(len(ahead)))}.values())[::-1]
    found: list[_Meant] = []
    for within, meeting in [ahead[place] for place in named[:MOST_SHOWN]]:
        whole = await access.access_meeting(within.session, within.member, meeting.id)
        found.append(_Meant(within, whole, elsewhen and not found))
    return found


async def _answer_of(meant: _Meant, asked: Asked, label: Text | str) -> Content:
    request, meeting = meant.request, meant.meeting
    sees_answers = may_run(request.member, Permission.MEETING_ORGANISE, meeting.audience)
    keyboard = rows([button(label, "meetings:open", meeting.id)])
    if asked.asks(Topic.WHO) and sees_answers:
        answers = await rsvp.list_answers(request.session, request.member, meeting.id)
        names_of = (button(_("Who is coming"), "meetings:answers", meeting.id),)
        shown = {"answers": answers, "Rsvp": Rsvp}
        return of_each(request, Content("meetings/answers", shown, (names_of, *keyboard)))
    context = {
        "meeting": meeting,
        "attendance": await find_attendance(request.session, meeting.id, request.member.person.id),
        "invited": meeting.state is MeetingState.ANNOUNCED and includes(meeting.audience, request.member.member),
        "elsewhen": meant.elsewhen,
        "agenda": asked.asks(Topic.AGENDA),
        "unseen": asked.asks(Topic.WHO),
    }
    return of_each(request, Content("meetings/asked", context, keyboard))
