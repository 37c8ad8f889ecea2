"""What words may say of an indicator that they name, or that a message about several things asked for (J3, U2)."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.indicators.reporting import report_line
from handlers.requests.in_words import ask_in_words
from handlers.routing.request import Reply, Request, show
from handlers.routing.router import Router
from handlers.routing.routes import Named
from messages.rendering.keyboards import button, rows, shorten
from storage.core.notifications import Notification
from storage.indicators import Indicator, ReportRequest, Round, find_open_round, list_indicators
from twg.core.permissions import Permission
from twg.indicators import reporting
from twg.language.figures import may_report
from twg.language.intents import REQUESTS, Intent, read_intent
from twg.language.mentions import Kind, Nameable

router = Router("indicators")


#: What words can mean below a request to report, besides the report itself.
_ASKED = (*REQUESTS, Intent.NO_DATA, Intent.QUESTION, Intent.LEFT)


@router.nameable
async def named(request: Request, about: Sequence[Notification]) -> list[Named]:
    """The indicators that a message asked to report on; for a plain message all of the TWG."""
    if not request.member.may(Permission.INDICATOR_REPORT):
        return []
    if not about:
        round_ = await find_open_round(request.session, request.member.twg.id)
        asked = [] if round_ is None else await reporting.list_asked(request.session, request.member, round_.id)
        owed = {item.indicator_id: item for item in asked}
        listed = await list_indicators(request.session, request.member.twg.id)
        return [_named(indicator, owed.get(indicator.id)) for indicator in listed]
    found = []
    for notification in about:
        if notification.subject_type == Round.__tablename__:
            within = request.within(notification.twg_id)
            asked = await reporting.list_asked(within.session, within.member, notification.subject_id)
            waiting = [item for item in asked if item.reported_at is None]
            found += [_named(item.indicator, item, notification.id) for item in waiting]
    return found


def _named(indicator: Indicator, owed: ReportRequest | None, notification_id: int | None = None) -> Named:
    """Args: `owed`: the report that the person was asked for; `None` where none was."""
    label = shorten(f"{indicator.number} {indicator.statement}")
    choose = button(label, "indicators:this", indicator.id)

    async def take_of(request: Request, text: str) -> Reply:
        request = request.within(indicator.twg_id)
        request.member.check(Permission.INDICATOR_REPORT)
        if (asked := await ask_about(request, owed, text)) is not None:
            return asked
        if not says(text):
            return replace(show("indicators/which", keyboard=rows([choose])), to_message=True)
        line = _without_number(text, indicator)
        return replace(await report_line(request, indicator, line, request.incoming.file), edit=False)

    def says(text: str) -> bool:
        asked = owed is not None and read_intent(text, among=_ASKED).clear
        return asked or may_report(_without_number(text, indicator), milestone=indicator.milestone)

    what = Nameable(Kind.REPORT, indicator.statement, indicator.number)
    return Named(what, label, take_of, says, choose, notification_id)


async def ask_about(request: Request, owed: ReportRequest | None, text: str) -> Reply | None:
    """Send what the text clearly asks about a report that is awaited; `None` where it asks nothing."""
    reading = read_intent(text, among=_ASKED)
    if owed is None or not reading.clear:
        return None
    subject = None if reading.intent is Intent.LEFT else owed
    return await ask_in_words(request, subject, reading.intent.value, text.strip())


def _without_number(text: str, indicator: Indicator) -> str:
    """The text without the indicator's number at its beginning, which is no figure to report."""
    head, found, rest = text.partition(indicator.number)
    return rest.strip(" :៖,;–—-\n") if found and len(head.strip()) <= len("for indicator") else text.strip()
