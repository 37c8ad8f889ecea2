"""What is asked of indicators: what is due, a value, who has reported; and how reports are made and reviewed (U2)."""

from collections.abc import Sequence

from handlers.indicators.choosing import named_in
from handlers.indicators.overview import show_overview
from handlers.routing.howto import Howto
from handlers.routing.questions import Asked, of_each
from handlers.routing.request import Request
from handlers.routing.router import Router
from handlers.routing.wishes import done_by
from messages.indicators import reminder, standing_of
from messages.rendering.content import Content
from messages.rendering.keyboards import button, rows
from messages.rendering.texts import _
from storage.indicators import Indicator, ReportRequest, find_open_round, list_indicators
from twg.core.permissions import Permission
from twg.indicators import reporting, rounds
from twg.language.questions import Topic
from twg.language.tasks import Deed

router = Router("indicators")


@router.answer
async def answer(request: Request, asked: Asked) -> list[Content]:
    """The indicator that is named, the reports that are due, or who has reported."""
    if not asked.asks(Topic.MINE, Topic.DUE, Topic.VALUE, Topic.REPORTS):
        return []
    contents = []
    for within in request.of_each_twg():
        if asked.asks(Topic.REPORTS):
            contents += await _follow(within)
            continue
        named = await _named(within, asked)
        if named and not asked.asks(Topic.DUE):
            contents += [of_each(within, await show_overview(within, indicator)) for indicator in named]
        elif asked.asks(Topic.MINE, Topic.DUE):
            owed = await _owed(within, named)
            contents += owed or [of_each(within, await show_overview(within, indicator)) for indicator in named]
    return contents


async def _named(request: Request, asked: Asked) -> Sequence[Indicator]:
    """The one indicator that a question names, or to which it replies."""
    known = await list_indicators(request.session, request.member.twg.id)
    shown = asked.ids_of(Indicator.__tablename__)
    for row_id in asked.ids_of(ReportRequest.__tablename__):
        row = await request.session.get(ReportRequest, row_id)
        shown += [] if row is None else [row.indicator_id]
    named = named_in(asked.question.text, known, request.today) or [each for each in known if each.id in shown]
    return named if len(named) == 1 else []


async def _owed(request: Request, named: Sequence[Indicator]) -> list[Content]:
    """The reports that the person owes in the open round, of the indicator that is named alone."""
    if not request.member.may(Permission.INDICATOR_REPORT):
        return []
    current = await find_open_round(request.session, request.member.twg.id)
    if current is None:
        return []
    asked = await reporting.list_asked(request.session, request.member, current.id)
    ids = {indicator.id for indicator in named}
    owed = [each for each in asked if each.reported_at is None and (not ids or each.indicator_id in ids)]
    return [of_each(request, reminder(owed, current, request.member.twg, now=request.now))] if owed else []


async def _follow(request: Request) -> list[Content]:
    """Who has reported and who has not, to those who run the round or may see how it stands."""
    if not request.member.may(Permission.ROUND_SEE):
        return [of_each(request, done_by(Permission.ROUND_SEE))]
    try:
        progress = await rounds.follow_round(request.session, request.member)
    except rounds.NoOpenRound:
        runs = request.member.may(Permission.ROUND_RUN)
        begin = button(_("Open a reporting round"), "indicators:begin_round")
        return [of_each(request, Content("indicators/no_round", {}, rows([begin] if runs else [])))]
    return [of_each(request, standing_of(progress, request.member, now=request.now))]


router.explain(
    Howto(
        _("Report on an indicator"),
        _("Reply to the request with the value, write “/jmi 2008-4 58% note”, or choose the indicator here."),
        Deed(("report", "send"), ("indicator", "report")),
        "jmi",
        Permission.INDICATOR_REPORT,
    ),
    Howto(
        _("Add an indicator"),
        _("/jmi lists the indicators; press “Add an indicator” below them."),
        Deed(("create", "add"), ("indicator",)),
        "jmi",
        Permission.INDICATOR_DEFINE,
    ),
    Howto(
        _("Correct an indicator, or revise its target"),
        _("/jmi lists the indicators; open one, and press “Correct” below it."),
        Deed(("change",), ("indicator",)),
        "jmi",
        Permission.INDICATOR_DEFINE,
    ),
    Howto(
        _("Ask for reports, and follow or close the round"),
        _("/round asks for the name of the round and the last day, and everybody responsible is asked and reminded."),
        Deed(("create", "close", "see"), ("round",)),
        "round",
        Permission.ROUND_RUN,
    ),
    Howto(
        _("Accept or return a report"),
        _("/review shows each report that waits, with “Accept” and “Return with a comment”."),
        Deed(("review",), ("report",)),
        "review",
        Permission.SUBMISSION_REVIEW,
    ),
)
