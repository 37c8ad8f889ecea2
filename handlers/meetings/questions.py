"""What is asked of meetings: when, where, who comes, the agenda (U2)."""

from handlers.meetings.words import nameable
from handlers.routing.questions import Asked, of_each
from handlers.routing.request import Request
from handlers.routing.router import Router
from messages.meetings.card import names
from messages.rendering.content import Content
from messages.rendering.keyboards import button, rows
from storage.meetings import Meeting, MeetingState, Rsvp, find_attendance
from twg.core.addressing import may_run
from twg.core.audiences import includes
from twg.core.permissions import Permission
from twg.language.days_named import find_days
from twg.language.mentions import named_among
from twg.language.questions import OF_MEETING, Topic
from twg.meetings import access, planning, rsvp

router = Router("meetings")

#: Meetings that an answer shows; of more, the soonest.
MOST_SHOWN = 3


@router.answer
async def answer(request: Request, asked: Asked) -> list[Content]:
    """The day, hour and place of the meetings that are asked about, and what else was asked of them."""
    if not asked.asks(*OF_MEETING):
        return []
    if ids := asked.ids_of(Meeting.__tablename__):
        meant = [(await request.within_twg_of(Meeting, row_id), row_id) for row_id in ids]
        elsewhen = False
    else:
        meant, elsewhen = await _find(request, asked.question.text)
    contents = [
        await _answer_of(within, meeting_id, asked, elsewhen=elsewhen and not place)
        for place, (within, meeting_id) in enumerate(meant[:MOST_SHOWN])
    ]
    return contents or [Content("meetings/asked", {"meeting": None})]


async def _find(request: Request, text: str) -> tuple[list[tuple[Request, int]], bool]:
    """The meetings ahead that a text names, else the next one of each TWG, each with the request in its TWG.

    Returns: them, and whether the text names a day on which there is none.
    """
    ahead = [
        (within, meeting)
        for within in request.of_each_twg()
        for meeting in await planning.list_ahead(within.session, within.member, now=within.now)
    ]
    ahead.sort(key=lambda one: (one[1].starts_at, one[1].id))
    whats = [nameable(meeting, meeting.starts_at.astimezone(within.zone).date()) for within, meeting in ahead]
    named = named_among(text, whats, today=request.today)
    elsewhen = not named and bool(find_days(text, today=request.today))
    if not named or len(named) == len(ahead):
        places = range(len(ahead))
        named = list({ahead[place][0].twg_id: place for place in reversed(places)}.values())[::-1]
    return [(ahead[place][0], ahead[place][1].id) for place in named], elsewhen


async def _answer_of(request: Request, meeting_id: int, asked: Asked, *, elsewhen: bool) -> Content:
    meeting = await access.access_meeting(request.session, request.member, meeting_id)
    attendance = await find_attendance(request.session, meeting.id, request.member.person.id)
    sees_answers = may_run(request.member, Permission.MEETING_ORGANISE, meeting.audience)
    [label] = names([meeting], request.zone, request.locale)
    opens = button(label, "meetings:open", meeting.id)
    if asked.asks(Topic.WHO) and sees_answers:
        answers = await rsvp.list_answers(request.session, request.member, meeting.id)
        content = Content("meetings/answers", {"answers": answers, "Rsvp": Rsvp}, rows([opens]))
        return of_each(request, content)
    context = {
        "meeting": meeting,
        "attendance": attendance,
        "invited": meeting.state is MeetingState.ANNOUNCED and includes(meeting.audience, request.member.member),
        "elsewhen": elsewhen,
        "agenda": asked.asks(Topic.AGENDA),
        "unseen": asked.asks(Topic.WHO),
    }
    return of_each(request, Content("meetings/asked", context, rows([opens])))
