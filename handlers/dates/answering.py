"""Answers to proposed dates in the chat: the buttons below them, and words (G14)."""

import re
from dataclasses import replace

from handlers.requests.sending import send_buttons
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from handlers.routing.routes import Offer
from handlers.routing.whose_words import Whose
from messages import dates as messages
from messages.rendering.content import Content
from messages.rendering.keyboards import button, rows, shorten
from messages.rendering.texts import _
from storage.core.notifications import Notification
from storage.core.spelling import to_digits
from storage.dates import Choice, DatePoll
from twg.core.acting import Place
from twg.core.refusals import Refusal
from twg.dates import access, answering, notices
from twg.dates.access import AnswerUnclear, DatesRefusal
from twg.dates.clashes import access_against
from twg.language.date_answers import names_a_date, read_date_answers

router = Router("dates")


async def show_poll(request: Request, poll_id: int, *, own: bool = False) -> Reply:
    """The search as this person sees it: who can when, for who runs it; else the dates with their own answers.

    Args:
        own: their own answers, also for who runs it.
    """
    poll = await access.access_poll(request.session, request.member, poll_id)
    if own or not access.may_run_poll(request.member, poll):
        return Reply(await _card(request, poll))
    found = await answering.list_standing(request.session, request.member, poll.id, now=request.now)
    more = messages.own_row(poll, request.member.member)
    return Reply(messages.standing(request.member.twg, found, now=request.now, more=more), live=poll)


async def _card(request: Request, poll: DatePoll) -> Content:
    """The dates with the person's own answers; who enters them for somebody does not see that person's meetings."""
    actor = request.member
    entering = actor.on_behalf is not None and actor.on_behalf.place is Place.ENTERING
    asked = access.is_asked(poll, actor.member)
    against = await access_against(request.session, actor, poll, own=asked and not entering)
    own = await answering.access_own(request.session, actor, poll)
    return messages.card(actor.twg, poll, own if asked else {}, against, asked=asked, now=request.now)


@router.button("open", subject=DatePoll, opens=True)
async def open_(request: Request, poll_id: int) -> Reply:
    return await show_poll(request, poll_id)


@router.button("mine", subject=DatePoll)
async def mine(request: Request, poll_id: int) -> Reply:
    """The own answers of somebody who runs the search."""
    return await show_poll(request, poll_id, own=True)


@router.button("answer", subject=DatePoll)
async def answer(request: Request, poll_id: int, option_id: int, choice: Choice) -> Reply:
    """Say of one date whether one can."""
    return await _answer(request, poll_id, {option_id: choice})


async def _answer(request: Request, poll_id: int, choices: dict[int, Choice], words: str = "") -> Reply:
    refusal: Refusal | None = None
    try:
        async with request.session.begin_nested():
            await answering.answer(request.session, request.member, poll_id, choices, words, now=request.now)
    except DatesRefusal as error:
        refusal = error
    shown = await show_poll(request, poll_id, own=True)
    return replace(shown, edit=True, refusal=refusal, toast=None if refusal else _("Your answer is recorded."))


async def take_words(request: Request, poll_id: int, text: str) -> Reply:
    """Record what a text says of the dates; where it is not read whole, ask with the buttons."""
    poll = await access.access_poll(request.session, request.member, poll_id)
    dates = [option.starts_at.astimezone(request.zone) for option in poll.options]
    said = read_date_answers(text, dates)
    if said is not None:
        choices = {poll.options[place].id: choice for place, choice in said.items()}
        taken = await _answer(request, poll_id, choices, text.strip())
        return replace(taken, edit=False, to_message=True)
    content = await _card(request, poll)
    content = replace(content, keyboard=(*content.keyboard, *rows(await send_buttons(request, request.member.twg))))
    return Reply(content, to_message=True, refusal=AnswerUnclear())


@router.reply_to(notices.ASKED, notices.REMINDER, label=_("A search for a date"))
async def reply(request: Request, about: list[Notification]) -> Reply:
    """Record the answer in a reply to a message about dates; of several, that which its words fit."""
    ids = list(dict.fromkeys(each.subject_id for each in about))
    fitting = [poll_id for poll_id in ids if await _fits(request, poll_id)] if len(ids) > 1 else ids
    if len(fitting) == 1:
        return await take_words(await request.within_twg_of(DatePoll, fitting[0]), fitting[0], request.incoming.text)
    polls = []
    for poll_id in fitting or ids:
        within = await request.within_twg_of(DatePoll, poll_id)
        polls.append(await access.access_poll(within.session, within.member, poll_id))
    listed = messages.listing(polls, request.member.twg, proposes=False)
    return Reply(listed, to_message=True, refusal=AnswerUnclear())


async def _fits(request: Request, poll_id: int) -> bool:
    within = await request.within_twg_of(DatePoll, poll_id)
    poll = await access.access_poll(within.session, within.member, poll_id)
    dates = [option.starts_at.astimezone(within.zone) for option in poll.options]
    return read_date_answers(request.incoming.text, dates) is not None


@router.reply_below("answer")
async def reply_to_card(request: Request, poll_id: int, _option_id: int, _choice: Choice) -> Reply:
    return await take_words(request, poll_id, request.incoming.text)


@router.statement
async def take_statement(request: Request) -> Reply | None:
    """Record "17 and 19 are fine" of somebody who is asked for these very dates, in one search."""
    if not re.search(r"\d", to_digits(request.incoming.text)):
        return None
    fitting: list[tuple[Request, int]] = []
    for within in request.of_each_twg():
        if not within.covers("dates"):
            continue
        for poll in await access.list_open(within.session, within.member):
            if access.is_asked(poll, within.member.member) and await _fits(within, poll.id):
                fitting.append((within, poll.id))
    if len(fitting) != 1:
        return None
    return await take_words(*fitting[0], request.incoming.text)


@router.button("take", subject=DatePoll)
async def take(request: Request, poll_id: int) -> Reply:
    """Answer with the earlier message."""
    return await take_words(request, poll_id, request.incoming.replied_text)


@router.offer
async def offer(request: Request) -> list[Offer]:
    """Offer what the person is asked for dates: first of all for a text that names one of them."""
    text = request.incoming.text
    if request.incoming.whose is not Whose.OWN or not text or request.incoming.file is not None:
        return []
    offers = []
    for within in request.of_each_twg():
        if not within.covers("dates"):
            continue
        for poll in await access.list_open(within.session, within.member):
            if not _is_answerable(within, poll):
                continue
            named = names_a_date(text, [option.starts_at.astimezone(within.zone) for option in poll.options])
            if named or not await answering.access_own(within.session, within.member, poll):
                label = _("When I can come: {title}").with_(title=shorten(poll.title, 36))
                offers.append(Offer(1 if named else 15, button(label, "dates:take", poll.id)))
    return offers


def _is_answerable(request: Request, poll: DatePoll) -> bool:
    asked = access.is_asked(poll, request.member.member)
    return asked and access.takes_answers(poll, today=request.today, now=request.now)
