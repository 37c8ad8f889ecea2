"""The card of an indicator, and what can be done with it (J1)."""

from handlers.routing.request import Request
from messages.history import history_keyboard
from messages.indicators import overview, report_keyboard
from messages.rendering.content import Content
from messages.rendering.keyboards import Keyboard, button
from messages.rendering.texts import _
from storage.indicators import ENDED, Indicator
from twg.core.permissions import Permission
from twg.indicators import charts, defining, ratings


async def show_overview(request: Request, indicator: Indicator) -> Content:
    """An indicator with its standing and its parts."""
    standing = await defining.find_standing(request.session, request.member, indicator)
    rated = await ratings.read_rating(request.session, request.member, indicator, standing, now=request.now)
    parts = await defining.list_parts(request.session, request.member, indicator)
    drawn = await charts.can_draw(request.session, request.member, indicator, standing)
    return overview(indicator, standing, rated, parts, keyboard=_keyboard(request, indicator, rated, drawn=drawn))


def _keyboard(request: Request, indicator: Indicator, rated: ratings.Rated, *, drawn: bool) -> Keyboard:
    """Args: `drawn`: there is something that a chart could show."""
    keyboard: Keyboard = ()
    if request.member.may(Permission.INDICATOR_REPORT) and indicator.state not in ENDED:
        keyboard = report_keyboard(indicator.id)
    if drawn:
        keyboard = (*keyboard, (button(_("Chart"), "indicators:chart", indicator.id),))
    if request.member.may(Permission.INDICATOR_DEFINE):
        correct = button(_("Correct"), "indicators:correct", indicator.id)
        keyboard = (*keyboard, (correct, button(_("Change the state"), "indicators:state", indicator.id)))
    if request.member.may(Permission.INDICATOR_RATE) and indicator.state not in ENDED:
        rate = button(_("Rate it"), "indicators:rate", indicator.id)
        again = button(_("Rate it by its values"), "indicators:rate_by_values", indicator.id)
        keyboard = (*keyboard, (rate, again) if rated.by_hand else (rate,))
    return (*keyboard, *history_keyboard(request.member, indicator))
