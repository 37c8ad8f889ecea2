"""What is asked of meetings: when, where, whether it takes place as announced, who comes, the agenda (U2)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from handlers.meetings.words import MOST_OFFERED, nameable
from handlers.routing.questions import Asked, of_each
from handlers.routing.request import Request
from handlers.routing.router import Router
from handlers.routing.several_twgs import told_apart_by_twg
from messages.meetings.answer_keyboards import answer_keyboard, join_row
from messages.meetings.answers import answers
from messages.meetings.card import names
from messages.rendering.content import Content
from messages.rendering.keyboards import button, rows
from messages.rendering.texts import Text, _
from storage.meetings import Meeting, MeetingState, find_attendance
from storage.meetings.listing import MeetingAhead
from twg.core.audiences import includes
from twg.language.coming import asks_how_to_come
from twg.language.days_named import find_days
from twg.language.mentions import named_among
from twg.language.questions import OF_MEETING, Topic
from twg.meetings import access, listing, overview
from twg.meetings.convening import may_organise
from twg.meetings.former import find_former

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


#: A meeting that may be meant, with the request in its TWG.
_Near = tuple[Request, Meeting | MeetingAhead]


@router.answer
async def answer(request: Request, asked: Asked) -> list[Content]:
    """The day, hour, place and state of the meetings that are asked about, and what else was asked of them."""
    if not asked.asks(*OF_MEETING):
        return []
    ids = asked.ids_of(Meeting.__tablename__)
    if ids:
        return await _answer_each(request, asked, await _list_replied(request, asked, ids))
    near = await _list_near(request, asked)
    named = _find_named(request, asked, near)
    if asked.asks(Topic.STATE) and not asked.question.names_meeting:
        # Of what has a title, "is … confirmed?" asks whether it takes place; of anything else, perhaps who comes.
        other = Topic.WHO if named else Topic.STATE
        asked = asked if asked.question.of_it else asked.without(other)
    if not asked.asks(*OF_MEETING):
        return []
    if not named and _is_any(asked, near):
        return [_ask_which(request, near)]
    days = find_days(asked.question.text, today=request.today)
    elsewhen = not named and bool(days)
    meant = [near[place] for place in (named or _list_next(near))[:MOST_SHOWN]]
    found = [
        _Meant(within, await access.access_meeting(within.session, within.member, meeting.id), elsewhen and not place)
        for place, (within, meeting) in enumerate(meant)
    ]
    return await _answer_each(request, asked, found) or [Content("meetings/asked", {"meeting": None})]


async def _answer_each(request: Request, asked: Asked, meant: list[_Meant]) -> list[Content]:
    labels = names([each.meeting for each in meant], request.zone, request.locale)
    return [await _answer_of(each, asked, label) for each, label in zip(meant, labels, strict=True)]


async def _list_replied(request: Request, asked: Asked, ids: Sequence[int]) -> list[_Meant]:
    """Those of the meetings replied to that are ahead; with those cancelled, where it is asked whether they are."""
    found = []
    for row_id in ids[:MOST_SHOWN]:
        within = await request.within_twg_of(Meeting, row_id)
        meeting = await access.access_meeting(within.session, within.member, row_id)
        told = asked.asks(Topic.STATE) or meeting.state is not MeetingState.CANCELLED
        if told and meeting.starts_at > request.now:
            found.append(_Meant(within, meeting))
    return found


async def _list_near(request: Request, asked: Asked) -> list[_Near]:
    """The meetings ahead, the soonest first; where it is asked whether one takes place, with those cancelled."""
    near: list[_Near] = []
    for within in request.of_each_twg():
        ahead = await listing.list_ahead(within.session, within.member, now=within.now)
        near += [(within, meeting) for meeting in ahead]
        if asked.asks(Topic.STATE):
            gone = await listing.list_cancelled_ahead(within.session, within.member, now=within.now)
            near += [(within, meeting) for meeting in gone]
    return sorted(near, key=lambda one: (one[1].starts_at, one[1].id))


def _find_named(request: Request, asked: Asked, near: Sequence[_Near]) -> list[int]:
    """The places of the meetings that the question names."""
    whats = [nameable(meeting, meeting.starts_at.astimezone(within.zone).date()) for within, meeting in near]
    return named_among(asked.question.text, whats, today=request.today, by_kind=False)


def _is_any(asked: Asked, near: Sequence[_Near]) -> bool:
    """Whether "it" may be any of several meetings of a TWG."""
    question = asked.question
    if question.names_meeting or question.asks(Topic.WHO, Topic.AGENDA):
        return False
    return len(near) > len({within.twg_id for within, _meeting in near})


def _ask_which(request: Request, near: Sequence[_Near]) -> Content:
    offered = near[:MOST_OFFERED]
    labels = names([meeting for _within, meeting in offered], request.zone, request.locale)
    buttons = [
        button(told_apart_by_twg(request, within.member.twg.id, label), "meetings:open", meeting.id)
        for label, (within, meeting) in zip(labels, offered, strict=True)
    ]
    return Content("meetings/which", {}, rows(buttons))


def _list_next(near: Sequence[_Near]) -> list[int]:
    """The places of the next meeting of each TWG, and of what was cancelled before it."""
    found: list[int] = []
    settled: set[int | None] = set()
    for place, (within, meeting) in enumerate(near):
        if within.twg_id in settled:
            continue
        found.append(place)
        if meeting.state is not MeetingState.CANCELLED:
            settled.add(within.twg_id)
    return found


async def _answer_of(meant: _Meant, asked: Asked, label: Text | str) -> Content:
    request, meeting = meant.request, meant.meeting
    sees_answers = may_organise(request.member, meeting.kind, meeting.audience)
    keyboard = rows([button(label, "meetings:open", meeting.id)])
    if asked.asks(Topic.WHO) and not asked.asks(Topic.STATE) and sees_answers:
        listed = await overview.list_answers(request.session, request.member, meeting.id)
        names_of = (button(_("Who is coming"), "meetings:answers", meeting.id),)
        shown = answers(listed, request.member.twg, live=False)
        return of_each(request, replace(shown, keyboard=(names_of, *keyboard)))
    given = await find_attendance(request.session, meeting.id, request.member.person.id)
    invited = meeting.state is MeetingState.ANNOUNCED and includes(meeting.audience, request.member.member)
    is_open = meeting.starts_at > request.now and (given is None or given.rsvp is None)
    if invited and is_open and asks_how_to_come(asked.question.text):
        keyboard = (*join_row(meeting), *answer_keyboard(meeting, request.member.twg, given), *keyboard)
    context = {
        "meeting": meeting,
        "attendance": given,
        "invited": invited,
        "elsewhen": meant.elsewhen,
        "agenda": asked.asks(Topic.AGENDA),
        "unseen": asked.asks(Topic.WHO) and not asked.asks(Topic.STATE),
        "former": await find_former(request.session, meeting) if asked.asks(Topic.STATE) else None,
    }
    return of_each(request, Content("meetings/asked", context, keyboard))
