"""Charts of indicators in the chat: one against its targets, all of a TWG at a glance (J5)."""

from handlers.indicators.choosing import named_in
from handlers.routing.howto import Howto
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages.indicators import title_of
from messages.indicators.charts import chart_content, glance_content
from messages.rendering.charts import Theme
from messages.rendering.content import Content
from messages.rendering.keyboards import Button, button, shorten
from messages.rendering.texts import _
from storage.indicators import ENDED, Indicator, list_indicators
from twg.core.permissions import Permission
from twg.indicators import charts
from twg.language.tasks import Deed

router = Router("indicators")

#: Charts offered where words name several indicators, and the longest name of one on its button.
_MOST_OFFERED, _LONGEST_TITLE = 3, 40
_BEING_MADE = Content("indicators/chart_being_made")


@router.button("chart", subject=Indicator)
async def chart(request: Request, indicator_id: int, theme: str = Theme.LIGHT) -> Reply:
    """An indicator against the way to its targets, or a milestone by its steps."""
    history = await charts.read_history(request.session, request.member, indicator_id, now=request.now)
    return Reply(chart_content(history, request.locale, _theme(theme)), while_made=_BEING_MADE)


@router.button("glance", permission=Permission.SEE)
async def glance(request: Request, theme: str = Theme.LIGHT) -> Reply:
    """How all indicators of the TWG stand."""
    listed = await charts.read_glance(request.session, request.member, now=request.now)
    content = glance_content(listed, request.member.twg, request.today, request.locale, _theme(theme))
    return Reply(content, while_made=_BEING_MADE)


async def chart_buttons(request: Request, text: str) -> list[Button]:
    """The charts of the indicators that a text names, and that of all; none where there are no indicators."""
    known = await list_indicators(request.session, request.member.twg.id, Indicator.state.not_in(ENDED))
    named = named_in(text, known, request.today)
    label = _("Chart: {title}")
    drawn = [
        button(label.with_(title=shorten(title_of(one, request.locale), _LONGEST_TITLE)), "indicators:chart", one.id)
        for one in named[:_MOST_OFFERED]
    ]
    return [*drawn, button(_("Chart of all indicators"), "indicators:glance")] if known else []


async def _begin(request: Request) -> list[Button]:
    return await chart_buttons(request, request.incoming.text)


def _theme(word: str) -> Theme:
    return Theme.DARK if word == Theme.DARK else Theme.LIGHT


router.explain(
    Howto(
        _("See a chart of the indicators"),
        _("/jmi lists the indicators; “Chart” draws all at a glance, and below each indicator that one."),
        Deed(("see", "create"), ("chart",)),
        "jmi",
        Permission.SEE,
        _begin,
    ),
)
