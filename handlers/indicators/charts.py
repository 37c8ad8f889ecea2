"""Charts of indicators in the chat: one against its targets, all of a TWG at a glance (J5)."""

from handlers.routing.howto import Howto
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages.indicators.charts import chart_content, glance_content
from messages.rendering.charts import Theme
from messages.rendering.content import Content
from messages.rendering.texts import _
from storage.indicators import Indicator
from twg.core.permissions import Permission
from twg.indicators import charts
from twg.language.tasks import Deed

router = Router("indicators")

_BEING_MADE = Content("indicators/chart_being_made")


@router.button("chart", subject=Indicator)
async def chart(request: Request, indicator_id: int, theme: str = Theme.LIGHT) -> Reply:
    """An indicator against the way to its targets."""
    history = await charts.read_history(request.session, request.member, indicator_id, now=request.now)
    return Reply(chart_content(history, request.locale, _theme(theme)), while_made=_BEING_MADE)


@router.button("glance", permission=Permission.SEE)
async def glance(request: Request, theme: str = Theme.LIGHT) -> Reply:
    """How all indicators of the TWG stand."""
    listed = await charts.read_glance(request.session, request.member, now=request.now)
    content = glance_content(listed, request.member.twg, request.today, request.locale, _theme(theme))
    return Reply(content, while_made=_BEING_MADE)


def _theme(word: str) -> Theme:
    return Theme.DARK if word == Theme.DARK else Theme.LIGHT


router.explain(
    Howto(
        _("See a chart of the indicators"),
        _("/jmi lists the indicators; “Chart” draws all at a glance, and below each indicator that one."),
        Deed(("see",), ("chart",)),
        "jmi",
        Permission.SEE,
    ),
)
