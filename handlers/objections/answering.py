"""Answers to what is asked between meetings: by buttons, with a reason, and in words (G16)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any

from handlers.forms.conversation import open_form
from handlers.forms.fields import Field
from handlers.forms.form import Form, about_row
from handlers.routing.request import Reply, Request, say
from handlers.routing.router import Router
from handlers.routing.several_twgs import told_apart_by_twg
from handlers.routing.statements import is_own_statement
from handlers.routing.whose_words import Whose
from messages import objections as messages
from messages.rendering.keyboards import button, rows, shorten
from messages.rendering.texts import _
from storage.core.notifications import Notification
from storage.core.shortening import first_line
from storage.objections import LONGEST_REASON, NoObjection
from twg.core.refusals import NotFound, Refusal
from twg.language.objections import read_objecting
from twg.objections import access, answering, notices
from twg.objections.access import AnswerUnclear, ObjectionsRefusal
from twg.objections.papers import access_papers

router = Router("objections")


async def show_objection(request: Request, objection_id: int) -> Reply:
    """How it stands, for who organises it; else the text with the own answer."""
    actor = request.member
    objection = await access.access_objection(request.session, actor, objection_id)
    papers = await access_papers(request.session, actor, objection)
    if access.organises(actor, objection):
        found = await answering.read_standing(request.session, actor, objection_id)
        return Reply(messages.standing(actor, found, papers, now=request.now), live=objection)
    own = await answering.access_own(request.session, actor, objection)
    return Reply(messages.card(actor, objection, own, papers, now=request.now))


@router.button("open", subject=NoObjection, opens=True)
async def open_(request: Request, objection_id: int) -> Reply:
    return await show_objection(request, objection_id)


@router.button("agree", subject=NoObjection)
async def agree(request: Request, objection_id: int) -> Reply:
    return await _answer(request, objection_id, agrees=True)


async def _answer(request: Request, objection_id: int, *, agrees: bool, reason: str = "", words: str = "") -> Reply:
    refusal: Refusal | None = None
    said: dict[str, Any] = {"agrees": agrees, "reason": reason, "words": words}
    try:
        async with request.session.begin_nested():
            await answering.answer(request.session, request.member, objection_id, **said, now=request.now)
    except ObjectionsRefusal as error:
        refusal = error
    shown = await _show_own(request, objection_id)
    return replace(shown, edit=True, refusal=refusal, toast=None if refusal else _("Your answer is recorded."))


async def _show_own(request: Request, objection_id: int) -> Reply:
    actor = request.member
    objection = await access.access_objection(request.session, actor, objection_id)
    own = await answering.access_own(request.session, actor, objection)
    papers = await access_papers(request.session, actor, objection)
    return Reply(messages.card(actor, objection, own, papers, now=request.now))


_OBJECTION = about_row(NoObjection, access.access_objection, lambda objection: first_line(objection.text))


def _check_answerable(request: Request, objection: NoObjection) -> None:
    access.check_answerable(request.member, objection, now=request.now)


@router.form(
    "object",
    _("Object to the text"),
    saves=answering.answer,
    about=_OBJECTION,
    opened_by="object",
    check=_check_answerable,
    confirm=False,
    adds=True,
)
class ObjectForm(Form):
    reason: Annotated[str, Field(question=_("Why do you object?"), label=_("Reason"), limit=LONGEST_REASON)]

    async def save(self, request: Request, objection: NoObjection) -> Reply:
        return replace(await _answer(request, objection.id, agrees=False, reason=self.reason), edit=False)


async def take_words(request: Request, objection_id: int, text: str) -> Reply:
    """Record what a text says; an objection without a reason is asked for it, other words are asked again."""
    said = read_objecting(text)
    objection = await access.access_objection(request.session, request.member, objection_id)
    over = objection.ended_at is not None or not access.takes_answers(objection, today=request.today)
    if said is not None and not said.agrees and not said.reason and not over:
        context = ObjectForm.definition.about.context_of(objection_id)
        return replace(await open_form(request, ObjectForm, context=context), to_message=True)
    if said is not None and (said.agrees or said.reason or over):
        given = await _answer(request, objection_id, agrees=said.agrees, reason=said.reason, words=text.strip())
        return replace(given, edit=False, to_message=True)
    return replace(await _show_own(request, objection_id), to_message=True, refusal=AnswerUnclear())


@router.reply_to(notices.ASKED, notices.REMINDER, label=_("What is asked between meetings"))
async def reply(request: Request, about: list[Notification]) -> Reply:
    subject_id = about[-1].subject_id
    return await take_words(await request.within_twg_of(NoObjection, subject_id), subject_id, request.incoming.text)


@router.reply_below("agree")
async def reply_to_card(request: Request, objection_id: int) -> Reply:
    return await take_words(request, objection_id, request.incoming.text)


@router.statement
async def take_statement(request: Request) -> Reply | None:
    """Record "no objection", or an objection, of somebody who is asked one thing; of several, ask which is meant.

    "Agreed" may be about something else. An objection after the last day is answered with what became of the text.
    """
    said = read_objecting(request.incoming.text)
    if not is_own_statement(request.incoming) or said is None or not said.outright:
        return None
    asked: list[tuple[Request, NoObjection]] = []
    over: list[tuple[Request, NoObjection]] = []
    for within in request.of_each_twg():
        if not within.covers("objections"):
            continue
        for each in await access.list_open(within.session, within.member):
            if access.is_asked(each, within.member.member) and access.takes_answers(each, today=within.today):
                asked.append((within, each))
        past = await access.list_over(within.session, within.member, today=within.today)
        over += [(within, each) for each in past]
    if len(asked) > 1:
        return _ask_which(request, [each for _within, each in asked])
    if not asked and (said.agrees or not over):
        return None
    within, objection = asked[0] if asked else over[0]
    return await take_words(within, objection.id, request.incoming.text)


def _ask_which(request: Request, asked: Sequence[NoObjection]) -> Reply:
    """Ask about which text the words are; they are kept in the message above."""
    buttons = [
        button(told_apart_by_twg(request, each.twg_id, shorten(first_line(each.text))), "objections:words", each.id)
        for each in asked
    ]
    keyboard = rows([*buttons, button(_("None of these"), "general:dismiss")])
    return replace(say("objections/which", keyboard=keyboard), to_message=True)


@router.button("words", subject=NoObjection)
async def take_earlier_words(request: Request, objection_id: int) -> Reply:
    """Record what the person's own words above say about the text that was chosen."""
    incoming = request.incoming
    if incoming.replied_to is None or incoming.replied_whose is Whose.OTHERS:
        raise NotFound
    return replace(await take_words(request, objection_id, incoming.replied_text), edit=True, to_message=False)
