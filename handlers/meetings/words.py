"""What people say of a meeting in words: replies to messages about it, and plain messages (G2, U2)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from handlers.meetings.rsvp import answer_in_words, record_words, take_words
from handlers.routing.otherwise import NOTHING
from handlers.routing.request import Reply, Request, show
from handlers.routing.router import Router
from handlers.routing.routes import Named, Offer, split_data
from handlers.routing.several_twgs import told_apart_by_twg
from handlers.routing.whose_words import Whose
from messages.meetings.card import names
from messages.rendering.keyboards import Button, button, rows
from messages.rendering.labels import label
from messages.rendering.texts import LOCALES, Text, _
from storage.core.notifications import Notification
from storage.meetings import Meeting, MeetingState, Rsvp
from storage.meetings.listing import MeetingAhead
from twg.core.audiences import includes
from twg.language.about_meetings import Told, read_told
from twg.language.arrivals import says_here
from twg.language.days_named import find_days
from twg.language.figures_alone import is_figures_alone
from twg.language.intents import ANSWERS, Intent, read_intent
from twg.language.mentions import Kind, Nameable, named_among
from twg.language.rsvp import (
    BELOW_INVITATION,
    is_about_coming,
    is_for_each,
    may_ask_of_meeting,
    names_a_meeting,
    parse_answer,
)
from twg.language.several_answers import names_each, split_answers
from twg.meetings import access, listing, notices, rsvp

router = Router("meetings")

#: Meetings offered below a plain message that may be about any of them.
MOST_OFFERED = 5


@router.reply_to(notices.ANNOUNCED, notices.CHANGED, notices.REMINDER, label=_("A meeting"))
async def reply(request: Request, about: list[Notification]) -> Reply:
    """Record the answer in a reply to a message about a meeting, for the day that the message showed."""
    if (taken := await _take_each(request)) is not None:
        return taken
    for data in request.incoming.replied_buttons:
        verb, arguments = split_data(data)
        if verb == "meetings:answer" and len(about) == 1:
            within = await request.within_twg_of(Meeting, about[0].subject_id)
            return await answer_in_words(within, about[0].subject_id, Rsvp.YES, date.fromisoformat(arguments[2]))
    things = await named(request, about)
    if len(things) == 1:
        answered: Reply = await things[0].take(request, request.incoming.text)
        return answered
    return _ask_which([button(thing.label, "general:about", thing.notification_id) for thing in things])


def _ask_which(buttons: list[Button]) -> Reply:
    return replace(show("meetings/which", keyboard=rows(buttons)), to_message=True)


@router.reply_below("answer")
async def reply_to_card(request: Request, meeting_id: int, first: Rsvp, day: date) -> Reply:
    """Record the answer in a reply to the card of a meeting; one to several meetings is taken for each of them."""
    return await _take_each(request) or await answer_in_words(request, meeting_id, first, day)


async def _take_each(request: Request, *, first_only: int | None = None) -> Reply | None:
    """Record what a message answers to each of several meetings; where a part is unclear, ask below that one's card.

    None where it does not name several meetings ahead to which the person is invited.

    Args:
        first_only: id of a meeting: for any but the first that the message names nothing is done, so that parts of the
            message that are handed over one by one are recorded once.
    """
    text = request.incoming.text
    ahead = await _list_ahead(request, invited=True)
    parts = split_answers(text, [thing.what for thing in ahead], today=request.today)
    if parts and first_only is not None and _choice_of(ahead[parts[0].place])[0] != first_only:
        return Reply()
    taken: list[Reply] = []
    for part in parts:
        meeting_id, day = _choice_of(ahead[part.place])
        within = await request.within_twg_of(Meeting, meeting_id)
        taken.append(await record_words(within, meeting_id, day, text, part.answer))
    return replace(taken[0], also=(*taken[0].also, *taken[1:])) if taken else None


def _choice_of(thing: Named) -> tuple[int, date]:
    """The id and the day of a meeting that may be named, as its button carries them."""
    _verb, arguments = split_data(thing.button.data)
    return int(arguments[0]), date.fromisoformat(arguments[1])


@router.nameable
async def named(request: Request, about: Sequence[Notification]) -> list[Named]:
    """The meetings that a message told of; for a plain message those ahead."""
    if not about:
        return await _list_ahead(request)
    told = {item.subject_id: item for item in about if item.subject_type == Meeting.__tablename__}
    found = []
    for meeting_id, notification in told.items():
        within = await request.within_twg_of(Meeting, meeting_id)
        found.append((within, await access.access_meeting(within.session, within.member, meeting_id), notification))
    labels = names([meeting for _within, meeting, _told in found], request.zone, request.locale)
    return [
        _named(*one, told_apart_by_twg(one[0], one[0].member.twg.id, name))
        for one, name in zip(found, labels, strict=True)
    ]


async def _list_ahead(request: Request, *, invited: bool = False, begun: bool = False) -> list[Named]:
    """The announced meetings ahead that the person may see, in all of their TWGs, the soonest first.

    Args:
        invited: only those to which the person is invited; who organises meetings sees others too.
        begun: those under way instead.
    """
    found: list[tuple[Request, MeetingAhead]] = []
    for within in request.of_each_twg():
        listed = listing.list_under_way if begun else listing.list_ahead
        ahead = await listed(within.session, within.member, now=within.now)
        announced = [meeting for meeting in ahead if meeting.state is MeetingState.ANNOUNCED]
        member = within.member.member
        found += [(within, meeting) for meeting in announced if not invited or includes(meeting.audience, member)]
    found.sort(key=lambda one: (one[1].starts_at, one[1].id))
    labels = names([meeting for _within, meeting in found], request.zone, request.locale)
    named = zip(found, labels, strict=True)
    return [
        _named(within, meeting, None, told_apart_by_twg(within, within.member.twg.id, name))
        for (within, meeting), name in named
    ]


def _named(
    request: Request, meeting: Meeting | MeetingAhead, notification: Notification | None, name: Text | str
) -> Named:
    """Args: `notification`: the one that told of it; None for a plain message, of which an answer can be taken back."""
    day = meeting.starts_at.astimezone(request.zone).date()

    async def take_of(request: Request, text: str) -> Reply:
        if (each := await _take_each(request, first_only=meeting.id)) is not None:
            return each
        request = await request.within_twg_of(Meeting, meeting.id)
        if notification is None:
            return await take_words(request, meeting.id, day, text, undoable=True)
        shown = await rsvp.access_day_shown(request.session, request.member, notification) or day
        return await take_words(request, meeting.id, shown, text)

    choose = button(name, "meetings:take", meeting.id, day)
    told_by = None if notification is None else notification.id
    return Named(nameable(meeting, day), name, take_of, _says_of_meeting, choose, told_by)


def nameable(meeting: Meeting | MeetingAhead, day: date) -> Nameable:
    """By what a text names a meeting. Args: `day`: on which it is, in its TWG."""
    kinds = tuple(label(meeting.kind).render(locale) for locale in LOCALES)
    return Nameable(Kind.MEETING, meeting.title, day=day, kinds=kinds)


def _says_of_meeting(text: str) -> bool:
    return parse_answer(text) is not None or read_told(text) is not None or _asks_of_meeting(text)


def _asks_of_meeting(text: str) -> bool:
    return read_intent(text, among=BELOW_INVITATION).is_clearly(Intent.QUESTION)


@router.button("take", subject=Meeting)
async def take(request: Request, meeting_id: int, day: date) -> Reply:
    """Answer with the earlier message, for the day that the button was made for."""
    taken = await take_words(request, meeting_id, day, request.incoming.replied_text)
    return replace(taken, edit=True, to_message=False)


@router.statement
async def take_statement(request: Request) -> Reply | None:
    """Record an answer that names no meeting: "Sorry, I cannot come" is for the only one ahead; of several it asks."""
    text = request.incoming.text
    if says_here(text):  # «មកដល់ហើយ» has a word for coming, and is said at the meeting that is held now
        return None
    if is_about_coming(text) and (taken_each := await _take_each(request)) is not None:
        return taken_each
    given = parse_answer(text)
    if given is None and (told := read_told(text)) is not None:
        return await _take_told(request, told)
    if given is None or not is_about_coming(text):
        return None
    begun = await _list_ahead(request, invited=True, begun=True) if given.rsvp is Rsvp.LATE else []
    meant = begun or _meant(request, await _list_ahead(request, invited=True))
    whats = [thing.what for thing in meant]
    at_once = given.rsvp is not Rsvp.DELEGATE and (is_for_each(text) or names_each(text, whats, today=request.today))
    if len(meant) == 1 or (at_once and len(meant) <= MOST_OFFERED):
        taken: list[Reply] = [await thing.take(request, text) for thing in meant]
        return replace(taken[0], also=(*taken[0].also, *taken[1:])) if taken else None
    return _ask_which([*(thing.button for thing in meant[:MOST_OFFERED]), NOTHING]) if meant else None


async def _take_told(request: Request, told: Told) -> Reply | None:
    """Take what is told of a meeting for the one that is meant; of several, ask. The day to move to names none.

    Who has to leave means the meeting under way, where there is one.
    """
    begun = await _list_ahead(request, invited=True, begun=True) if told is Told.LEAVES_EARLY else []
    ahead = _meant(request, begun) or await _list_ahead(request)
    if told is Told.OTHER_TIME:
        whats = [replace(thing.what, day=None) for thing in ahead]
        named = named_among(request.incoming.text, whats, today=request.today)
        meant = [ahead[place] for place in named] or ahead
    else:
        meant = _meant(request, ahead) or ahead
    if len(meant) == 1:
        taken: Reply = await meant[0].take(request, request.incoming.text)
        return taken
    return _ask_which([*(thing.button for thing in meant[:MOST_OFFERED]), NOTHING]) if meant else None


def _meant(request: Request, ahead: list[Named]) -> list[Named]:
    """Those of the meetings that the message may be about: those that it names, else all, where it names no other."""
    whats = [thing.what for thing in ahead]
    places = named_among(request.incoming.text, whats, today=request.today)
    if places:
        return [ahead[place] for place in places]
    return [] if find_days(request.incoming.text, today=request.today) else ahead


@router.offer
async def offer(request: Request) -> list[Offer]:
    """Offer the meetings ahead for what may be an answer to an invitation, or speaks of one without saying which."""
    text = request.incoming.text
    if request.incoming.whose is not Whose.OWN or not text or is_figures_alone(text):
        return []
    asks = _asks_of_meeting(text) and may_ask_of_meeting(text)
    answers = parse_answer(text) is not None or read_intent(text, among=BELOW_INVITATION).may_be(*ANSWERS)
    if not (asks or names_a_meeting(text) or answers):
        return []
    ahead = await _list_ahead(request)
    chosen = _meant(request, ahead) or ahead
    return [Offer(1, thing.button) for thing in chosen[:MOST_OFFERED]]
