"""What people ask for in plain words: a reporting round, a chart, the sheet to fill in (J2, J5, J7, U2)."""

from contextlib import suppress

from handlers.indicators.charts import chart_buttons
from handlers.indicators.rounds import begin_with
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from handlers.routing.wishes import wished
from messages.indicators import SHEET_BUTTON
from messages.rendering.keyboards import Button, button
from messages.rendering.texts import _
from storage.indicators import REPORTED_ON, Indicator, list_indicators
from twg.core.permissions import Permission
from twg.indicators import rounds
from twg.language.wish_details import RoundLine, find_day

router = Router("indicators")


@router.wish("open_round", permission=Permission.ROUND_RUN)
async def open_round(request: Request, text: str) -> list[Button]:
    """The form; while a round is open, that one."""
    return await follow_round(request, text) or [button(_("Open a reporting round"), "indicators:begin_as")]


@router.button("begin_as", permission=Permission.ROUND_RUN)
async def begin(request: Request) -> Reply:
    """The form that opens a round, with the last day that the message names."""
    return await begin_with(request, RoundLine(due_on=find_day(wished(request), today=request.today)))


@router.wish("follow_round", permission=Permission.ROUND_RUN)
async def follow_round(request: Request, _text: str) -> list[Button]:
    """The round that is open, below which it can be closed or extended; none where none is."""
    with suppress(rounds.NoOpenRound):
        progress = await rounds.follow_round(request.session, request.member)
        return [button(_("The round: {title}").with_(title=progress.round.title), "indicators:round")]
    return []


@router.wish("see_chart", permission=Permission.SEE)
async def see_chart(request: Request, text: str) -> list[Button]:
    """The charts of the indicators that the text names, and that of all."""
    return await chart_buttons(request, text)


@router.wish("report_sheet", permission=Permission.INDICATOR_REPORT)
async def report_sheet(request: Request, _text: str) -> list[Button]:
    """The sheet to fill in; none where there are no indicators."""
    listed = await list_indicators(request.session, request.member.twg.id, Indicator.state.in_(REPORTED_ON))
    return [SHEET_BUTTON] if listed else []
