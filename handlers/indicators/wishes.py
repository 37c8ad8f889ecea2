"""What people ask for in plain words: a reporting round, a chart, the sheet to fill in (J2, J5, J7, U2)."""

import re
from contextlib import suppress

from handlers.forms.conversation import open_form
from handlers.indicators.charts import chart_buttons
from handlers.indicators.reviewing import open_submission
from handlers.indicators.rounds import MoveRoundForm, begin_with
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from handlers.routing.wishes import wished
from messages.indicators import SHEET_BUTTON
from messages.rendering.keyboards import Button, button, shorten
from messages.rendering.templating import format_day
from messages.rendering.texts import _
from storage.core.spelling import fold
from storage.indicators import REPORTED_ON, Indicator, Submission, list_indicators
from twg.core.permissions import Permission
from twg.indicators import reviewing, rounds
from twg.language.wish_details import RoundLine, asks_to_extend, find_day

router = Router("indicators")

#: Reports that a text may mean which have a button each.
_MOST_REPORTS = 3


@router.wish("open_round", permission=Permission.ROUND_RUN)
async def open_round(request: Request, text: str) -> list[Button]:
    """The form; while a round is open, that one."""
    return await follow_round(request, text) or [button(_("Open a reporting round"), "indicators:begin_as")]


@router.button("begin_as", permission=Permission.ROUND_RUN)
async def begin(request: Request) -> Reply:
    """The form that opens a round, with the last day that the message names."""
    return await begin_with(request, RoundLine(due_on=find_day(wished(request), today=request.today)))


@router.wish("follow_round", permission=Permission.ROUND_RUN)
async def follow_round(request: Request, text: str) -> list[Button]:
    """The round that is open, below which it can be closed or extended; before it the last day that is said for it."""
    with suppress(rounds.NoOpenRound):
        progress = await rounds.follow_round(request.session, request.member)
        round_ = button(_("The round: {title}").with_(title=progress.round.title), "indicators:round")
        return [*_moves(request, text), round_]
    return []


def _moves(request: Request, text: str) -> list[Button]:
    day = find_day(text, today=request.today) if asks_to_extend(text) else None
    if day is None:
        return []
    written = format_day(day, locale=request.locale)
    return [button(_("Until {day}").with_(day=written), "indicators:move_round_as")]


@router.button("move_round_as", permission=Permission.ROUND_RUN)
async def move(request: Request) -> Reply:
    """The form that gives the round another last day, with that which the message names."""
    day = find_day(wished(request), today=request.today)
    return await open_form(request, MoveRoundForm, typed={} if day is None else {"due_on": f"{day:%d/%m/%Y}"})


@router.wish_at_once("review_report", permission=Permission.SUBMISSION_REVIEW)
async def review(request: Request, text: str) -> list[Button] | Reply:
    """The one report that waits of whom, or of what, the text names, with its buttons; of several a button each."""
    waiting = (await reviewing.list_to_review(request.session, request.member)).submissions
    written = fold(text)
    named = [each for each in waiting if _names(written, each)]
    if len(named) == 1:
        return await open_submission(request, named[0].id)
    listed = button(_("Reports that await review"), "general:only", "review")
    each_ = [
        button(shorten(f"{one.indicator.number} · {one.submitted_by.name}"), "indicators:submission", one.id)
        for one in named
    ]
    return [*each_[:_MOST_REPORTS], listed]


def _names(written: str, report: Submission) -> bool:
    """Whether a text in one spelling names who sent a report, for which institution, or of which indicator it is."""
    person = report.submitted_by
    institution = "" if person.institution is None else person.institution.name
    words = [*fold(person.name).split(), fold(institution), fold(report.indicator.number)]
    return any(len(word) > 2 and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", written) for word in words)


@router.wish("see_chart", permission=Permission.SEE)
async def see_chart(request: Request, text: str) -> list[Button]:
    """The charts of the indicators that the text names, and that of all."""
    return await chart_buttons(request, text)


@router.wish("report_sheet", permission=Permission.INDICATOR_REPORT)
async def report_sheet(request: Request, _text: str) -> list[Button]:
    """The sheet to fill in; none where there are no indicators."""
    listed = await list_indicators(request.session, request.member.twg.id, Indicator.state.in_(REPORTED_ON))
    return [SHEET_BUTTON] if listed else []
