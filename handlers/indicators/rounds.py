"""Reporting rounds in the chat: /round."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import BaseModel

from handlers.forms.conversation import open_form
from handlers.forms.fields import Field
from handlers.forms.form import About, Form
from handlers.forms.moment_fields import DayField
from handlers.forms.surroundings import Option, Surroundings
from handlers.routing.commands import Group
from handlers.routing.left_words import tell_left
from handlers.routing.request import Reply, Request, say, show
from handlers.routing.router import Router
from messages.indicators import ROUND_KEYBOARD, standing_of, title_of
from messages.rendering.keyboards import button, rows, shorten
from messages.rendering.templating import format_day
from messages.rendering.texts import Text, _
from storage.dates import list_gdcc_days
from storage.indicators import Indicator, Round, find_open_round, list_indicators
from twg.core.permissions import GRANTS, Permission
from twg.indicators import changing_rounds, punctuality, rounds
from twg.indicators.facts import LONGEST_REASON
from twg.language.explaining import hardly_tells_why
from twg.language.periods import read_period
from twg.language.wish_details import RoundLine, read_round_line

router = Router("indicators")

#: In `Surroundings.facts`: the days that are proposed, each with the day of the GDCC before which it is.
_PROPOSED = "proposed"


@dataclass(frozen=True, kw_only=True)
class DueField(DayField):
    """The last day of a round; a day before the next meetings of the GDCC is offered."""

    def choices(self, surroundings: Surroundings) -> list[Option]:
        proposed: Sequence[tuple[date, date]] = surroundings.facts.get(_PROPOSED, ())
        label = _("{day}: before the GDCC of {gdcc}")
        return [
            Option(
                day.isoformat(),
                label.with_(
                    day=format_day(day, locale=surroundings.locale, short=True),
                    gdcc=format_day(gdcc, locale=surroundings.locale, short=True),
                ),
            )
            for day, gdcc in proposed
        ]


async def propose_days(request: Request) -> list[tuple[date, date]]:
    """The last days before the next two meetings of the GDCC, by the setting of the installation, with those days."""
    before = timedelta(days=request.settings.reports_before_gdcc_days)
    days = [(day - before, day) for day in await list_gdcc_days(request.session, request.today)]
    return [pair for pair in days if pair[0] > request.today][:2]


DUE = DueField(question=_("By which day are the reports due?"), label=_("Due"))


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
    due_on: Annotated[date, DUE]
    period: Annotated[
        str,
        Field(
            question=_("Of which period are the values?"),
            hint=_("For example: Q3 2026, or SY 2025/26"),
            label=_("Period"),
            limit=40,
            on_request=True,
            like=lambda text: read_period(text) is not None,
        ),
    ] = ""

    @classmethod
    async def load(cls, request: Request, _about: Any) -> tuple[Text, list[tuple[date, date]]]:
        """A note: how many people are asked about how many indicators, and for which nobody is registered."""
        asked, unassigned = await rounds.preview_round(request.session, request.member)
        note = _("People asked: {people}. Indicators: {indicators}.")
        if unassigned:
            note = _("People asked: {people}. Indicators: {indicators}. Nobody is registered to report on: {numbers}.")
        counted = note.with_(
            people=len({member.person_id for _indicator, member in asked}),
            indicators=len({indicator.id for indicator, _member in asked}),
            numbers=", ".join(indicator.number for indicator in unassigned),
        )
        return counted, await propose_days(request)

    @classmethod
    def surround(
        cls, loaded: tuple[Text, list[tuple[date, date]]], _answers: Mapping[str, Any], base: Surroundings
    ) -> Surroundings:
        note, proposed = loaded
        return replace(base, note=note, save=_("Open the round"), facts={_PROPOSED: proposed})

    async def save(self, request: Request, _about: Any) -> Reply:
        args = rounds.NewRound(title=self.title, due_on=self.due_on, period=self.period)
        progress = await rounds.open_round(request.session, request.member, args, now=request.now)
        return show("indicators/round", progress=progress, now=request.now, keyboard=ROUND_KEYBOARD)


@router.command(
    "round", _("Open or follow a reporting round"), permission=Permission.ROUND_SEE, lists=True, group=Group.WORK
)
async def round_(request: Request, words: str) -> Reply:
    """The round that is open; without one the form, or for who runs rounds in several TWGs a button to the form.

    `/round 2nd half 2026, 15 Dec` fills the form in; while a round is open, it is said that no other can be opened.
    """
    try:
        shown = await follow(request)
        if words and isinstance(shown.live, Round) and request.member.may(Permission.ROUND_RUN):
            return replace(shown, refusal=rounds.RoundAlreadyOpen(round=shown.live))
        return await tell_left(request, shown, "round", words) if words else shown
    except rounds.NoOpenRound:
        runs = request.member.may(Permission.ROUND_RUN)
        if words and runs:
            return await begin_with(request, read_round_line(words, today=request.today))
        if runs and not any(other.role in GRANTS[Permission.ROUND_RUN] for other in request.other_memberships):
            return await begin(request)
        keyboard = ((button(_("Open a reporting round"), "indicators:begin_round"),),) if runs else ()
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
    """How the round stands, in a message that changes as reports come."""
    progress = await rounds.follow_round(request.session, request.member)
    return Reply(standing_of(progress, request.member, now=request.now), live=progress.round)


class _OpenRound(BaseModel):
    """The round that is changed: the one that is open."""


async def _access_open(request: Request, _context: _OpenRound) -> Round:
    found = await find_open_round(request.session, request.member.twg.id)
    if found is None:
        raise rounds.NoOpenRound
    return found


@router.button("move_round", permission=Permission.ROUND_RUN)
async def begin_move(request: Request) -> Reply:
    return await open_form(request, MoveRoundForm)


@router.form(
    "move_round",
    _("Another last day for the round"),
    saves=changing_rounds.move_round,
    about=About(_OpenRound, _access_open, lambda round_: round_.title),
)
class MoveRoundForm(Form):
    due_on: Annotated[date, DUE]
    reason: Annotated[
        str,
        Field(
            question=_("If there is a reason to be told, please type it now."),
            label=_("Reason"),
            limit=LONGEST_REASON,
            at_summary=True,
            unlike=hardly_tells_why,
        ),
    ] = ""

    @classmethod
    async def load(cls, request: Request, _about: Any) -> list[tuple[date, date]]:
        return await propose_days(request)

    @classmethod
    def surround(cls, loaded: list[tuple[date, date]], _answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        return replace(base, facts={_PROPOSED: loaded}, note=_("Those who have not reported are told."))

    async def save(self, request: Request, _round: Round) -> Reply:
        args = changing_rounds.RoundMove(due_on=self.due_on, reason=self.reason)
        progress = await changing_rounds.move_round(request.session, request.member, args, now=request.now)
        content = standing_of(progress, request.member, now=request.now)
        return Reply(content, edit=True, live=progress.round, toast=_("The round is moved."))


@router.button("addable", permission=Permission.ROUND_RUN)
async def list_addable(request: Request) -> Reply:
    """The indicators that can be added to the round."""
    listed = await changing_rounds.list_addable(request.session, request.member)
    buttons = [button(shorten(title_of(one, request.locale)), "indicators:add_to_round", one.id) for one in listed]
    return say("indicators/addable", indicators=listed, keyboard=rows(buttons))


@router.button("add_to_round", subject=Indicator, permission=Permission.ROUND_RUN)
async def add_to_round(request: Request, indicator_id: int) -> Reply:
    progress = await changing_rounds.add_to_round(request.session, request.member, indicator_id, now=request.now)
    content = standing_of(progress, request.member, now=request.now)
    return Reply(content, edit=True, live=progress.round, toast=_("Added; those responsible are asked."))


@router.button("on_time", permission=Permission.ROUND_SEE)
async def on_time(request: Request) -> Reply:
    """How often each institution reports on time."""
    bodies = await punctuality.list_punctuality(request.session, request.member, now=request.now)
    return say("indicators/on_time", bodies=bodies, twg=request.member.twg, rounds=punctuality.ROUNDS)


@router.button("ask_close")
async def ask_close(request: Request) -> Reply:
    request.member.check(Permission.ROUND_RUN)
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
