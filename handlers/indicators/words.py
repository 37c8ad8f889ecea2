"""What words may say of an indicator that they name, or that a message about several things asked for (J3, U2)."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.indicators.reporting import report_line
from handlers.routing.request import Reply, Request, show
from handlers.routing.router import Router
from handlers.routing.routes import Named
from messages.rendering.keyboards import button, rows, shorten
from storage.core.notifications import Notification
from storage.indicators import Indicator, Round, list_indicators
from twg.core.permissions import Permission
from twg.indicators import reporting
from twg.language.figures import may_report
from twg.language.mentions import Kind, Nameable

router = Router("indicators")


@router.nameable
async def named(request: Request, about: Sequence[Notification]) -> list[Named]:
    """The indicators that a message asked to report on; for a plain message all of the TWG."""
    if not request.member.may(Permission.INDICATOR_REPORT):
        return []
    if not about:
        return [_named(indicator) for indicator in await list_indicators(request.session, request.member.twg.id)]
    found = []
    for notification in about:
        if notification.subject_type != Round.__tablename__:
            continue
        within = request.within(notification.twg_id)
        asked = await reporting.list_asked(within.session, within.member, notification.subject_id)
        found += [_named(item.indicator, notification.id) for item in asked if item.reported_at is None]
    return found


def _named(indicator: Indicator, notification_id: int | None = None) -> Named:
    label = shorten(f"{indicator.number} {indicator.statement}")
    choose = button(label, "indicators:this", indicator.id)

    async def take_of(request: Request, text: str) -> Reply:
        request = request.within(indicator.twg_id)
        request.member.check(Permission.INDICATOR_REPORT)
        if not says(text):
            return replace(show("indicators/which", keyboard=rows([choose])), to_message=True)
        line = _without_number(text, indicator)
        return replace(await report_line(request, indicator, line, request.incoming.file), edit=False)

    def says(text: str) -> bool:
        return may_report(_without_number(text, indicator), milestone=indicator.milestone)

    what = Nameable(Kind.REPORT, indicator.statement, indicator.number)
    return Named(what, label, take_of, says, choose, notification_id)


def _without_number(text: str, indicator: Indicator) -> str:
    """The text without the indicator's number at its beginning, which is no figure to report."""
    head, found, rest = text.partition(indicator.number)
    return rest.strip(" :៖,;–—-\n") if found and len(head.strip()) <= len("for indicator") else text.strip()
