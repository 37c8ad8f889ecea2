"""What words may say of an indicator that they name, or that a message about several things asked for (J3, U2)."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.indicators.asking import ask_instead, asks_instead, list_owed
from handlers.indicators.reporting import report_among
from handlers.routing.request import Reply, Request, show
from handlers.routing.router import Router
from handlers.routing.routes import Named
from handlers.routing.several_twgs import told_apart_by_twg
from messages.indicators import title_of
from messages.rendering.keyboards import button, rows, shorten
from storage.core.notifications import Notification
from storage.indicators import ENDED, Indicator, ReportRequest, Round, find_open_round, list_indicators
from twg.core.permissions import Permission
from twg.indicators import reporting
from twg.language.mentions import Kind, Nameable
from twg.language.reportable import may_report
from twg.requests.notices import TIME_ENDS

router = Router("indicators")


@router.nameable
async def named(request: Request, about: Sequence[Notification]) -> list[Named]:
    """The indicators that a message asked to report on; for a plain message all of the person's TWGs."""
    if not about:
        return [thing for each in request.of_each_twg() for thing in await _list_reportable(each)]
    found = []
    for notification in about:
        if notification.subject_type == Round.__tablename__ or notification.kind == TIME_ENDS.name:
            within = request.within(notification.twg_id)
            if within.member.may(Permission.INDICATOR_REPORT):
                waiting = [item for item in await list_owed(within, notification) if item.reported_at is None]
                found += [_named(request, item.indicator, item, notification.id) for item in waiting]
    return found


async def _list_reportable(request: Request) -> list[Named]:
    """The indicators of the TWG of the request, where the person may report on them."""
    if not request.member.may(Permission.INDICATOR_REPORT):
        return []
    round_ = await find_open_round(request.session, request.member.twg.id)
    asked = [] if round_ is None else await reporting.list_asked(request.session, request.member, round_.id)
    owed = {item.indicator_id: item for item in asked}
    listed = await list_indicators(request.session, request.member.twg.id, Indicator.state.not_in(ENDED))
    return [_named(request, indicator, owed.get(indicator.id)) for indicator in listed]


def _named(
    request: Request, indicator: Indicator, owed: ReportRequest | None, notification_id: int | None = None
) -> Named:
    """Args: `owed`: the report that the person was asked for; `None` where none was."""
    label = told_apart_by_twg(request, indicator.twg_id, shorten(title_of(indicator, request.locale)))
    choose = button(label, "indicators:this", indicator.id)

    async def take_of(request: Request, text: str) -> Reply:
        request = request.within(indicator.twg_id)
        request.member.check(Permission.INDICATOR_REPORT)
        asked = None if owed is None else await ask_instead(request, [owed], text)
        if asked is not None:
            return asked
        if not reports(text):
            return replace(show("indicators/which", keyboard=rows([choose])), to_message=True)
        known = await list_indicators(request.session, indicator.twg_id)
        reported = await report_among(request, [indicator], text, request.incoming.file, known=known)
        return replace(reported, edit=False)

    def reports(text: str) -> bool:
        return may_report(_without_number(text, indicator), milestone=indicator.milestone)

    def says(text: str) -> bool:
        return (owed is not None and asks_instead(text)) or reports(text)

    def joins(text: str) -> bool:
        return reports(text) and not asks_instead(text)

    what = Nameable(Kind.REPORT, indicator.statement, indicator.number)
    return Named(what, label, take_of, says, choose, notification_id, joins)


def _without_number(text: str, indicator: Indicator) -> str:
    """The text without the indicator's number at its beginning, which is no figure to report."""
    head, found, rest = text.partition(indicator.number)
    return rest.strip(" :៖,;–—-\n") if found and len(head.strip()) <= len("for indicator") else text.strip()
