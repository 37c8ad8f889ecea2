"""Reporting rounds in the chat: /round."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from handlers.forms.conversation import open_form
from handlers.forms.fields import Field
from handlers.forms.form import Form
from handlers.forms.moment_fields import DayField
from handlers.forms.surroundings import Surroundings
from handlers.routing.commands import Group
from handlers.routing.left_words import tell_left
from handlers.routing.request import Reply, Request, say, show
from handlers.routing.router import Router
from messages.indicators import ROUND_KEYBOARD
from messages.rendering.keyboards import button
from messages.rendering.texts import Text, _
from storage.indicators import list_indicators
from twg.core.permissions import GRANTS, Permission
from twg.indicators import rounds
from twg.language.wish_details import RoundLine, read_round_line

router = Router("indicators")


@router.form("open_round", _("Open a reporting round"), saves=rounds.open_round)
class OpenRoundForm(Form):
    title: Annotated[
        str,
        Field(
            question=_("What is the round called?"),
            hint=_("For example: JMI report for the GDCC 2026"),
            label=_("Round"),
            is_name=True,
        ),
    ]
    due_on: Annotated[
        date,
        DayField(question=_("By which day are the reports due?"), label=_("Due")),
    ]

    @classmethod
    async def load(cls, request: Request, _about: Any) -> Text:
        """A note: how many people are asked about how many indicators, and for which nobody is registered."""
        asked, unassigned = await rounds.preview_round(request.session, request.member)
        note = _("People asked: {people}. Indicators: {indicators}.")
        if unassigned:
            note = _("People asked: {people}. Indicators: {indicators}. Nobody is registered to report on: {numbers}.")
        return note.with_(
            people=len({member.person_id for _indicator, member in asked}),
            indicators=len({indicator.id for indicator, _member in asked}),
            numbers=", ".join(indicator.number for indicator in unassigned),
        )

    @classmethod
    def surround(cls, loaded: Text, _answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        return replace(base, note=loaded, save=_("Open the round"))

    async def save(self, request: Request, _about: Any) -> Reply:
        args = rounds.NewRound(title=self.title, due_on=self.due_on)
        progress = await rounds.open_round(request.session, request.member, args, now=request.now)
        return show("indicators/round", progress=progress, now=request.now, keyboard=ROUND_KEYBOARD)


@router.command(
    "round", _("Open or follow a reporting round"), permission=Permission.ROUND_RUN, lists=True, group=Group.WORK
)
async def round_(request: Request, words: str) -> Reply:
    """The round that is open; without one the form, or for who runs rounds in several TWGs a button to the form.

    `/round 2nd half 2026, 15 Dec` fills the form in; while a round is open, the words are not used.
    """
    try:
        shown = await follow(request)
        return await tell_left(request, shown, "round", words) if words else shown
    except rounds.NoOpenRound:
        if words:
            return await begin_with(request, read_round_line(words, today=request.today))
        if not any(other.role in GRANTS[Permission.ROUND_RUN] for other in request.other_memberships):
            return await begin(request)
        keyboard = ((button(_("Open a reporting round"), "indicators:begin_round"),),)
        return say("indicators/no_round", twg=request.member.twg, keyboard=keyboard)


@router.button("begin_round", permission=Permission.ROUND_RUN)
async def begin(request: Request) -> Reply:
    return await begin_with(request, RoundLine())


async def begin_with(request: Request, line: RoundLine) -> Reply:
    """The form that opens a round, with what a line says of it. Raises: NoIndicators."""
    if not await list_indicators(request.session, request.member.twg.id):
        raise rounds.NoIndicators
    typed = {"title": line.title} if line.title else {}
    if line.due_on is not None:
        typed["due_on"] = f"{line.due_on:%d/%m/%Y}"
    return await open_form(request, OpenRoundForm, typed=typed)


@router.button("round")
async def follow(request: Request) -> Reply:
    progress = await rounds.follow_round(request.session, request.member)
    return say("indicators/round", progress=progress, now=request.now, keyboard=ROUND_KEYBOARD[1:])


@router.button("ask_close")
async def ask_close(request: Request) -> Reply:
    progress = await rounds.follow_round(request.session, request.member)
    keyboard = ((button(_("Yes, close it"), "indicators:close"), button(_("No"), "indicators:keep_open")),)
    return say("indicators/ask_close", progress=progress, keyboard=keyboard)


@router.button("keep_open")
async def keep_open(request: Request) -> Reply:
    """Replace the question by the progress of the round, so that the button to close it is gone."""
    return replace(await follow(request), edit=True)


@router.button("close")
async def close(request: Request) -> Reply:
    progress = await rounds.close_round(request.session, request.member, request.domains, now=request.now)
    return show("indicators/closed", progress=progress)
