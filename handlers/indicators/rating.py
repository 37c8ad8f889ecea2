"""Rating an indicator by hand in the chat, in place of what follows from its values (J5)."""

from typing import Annotated

from handlers.forms.choice_fields import ChoiceField
from handlers.forms.fields import Field
from handlers.forms.form import Form
from handlers.indicators.defining import INDICATOR
from handlers.indicators.overview import show_overview
from handlers.routing.howto import Howto
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages.rendering.texts import _
from storage.indicators import Indicator, Rating
from twg.core.permissions import Permission
from twg.indicators import ratings
from twg.indicators.facts import LONGEST_REASON
from twg.language.tasks import Deed

router = Router("indicators")


@router.form(
    "rate_indicator",
    _("Rate the indicator"),
    saves=ratings.set_rating,
    about=INDICATOR,
    opened_by="rate",
)
class RateForm(Form):
    rating: Annotated[
        Rating,
        ChoiceField(
            question=_("How does it stand? This counts until a later report is accepted."),
            label=_("Rating"),
            members=tuple(Rating),
        ),
    ]
    reason: Annotated[
        str,
        Field(
            question=_("Why? The reason is kept with it, and is shown below the rating."),
            label=_("Reason"),
            limit=LONGEST_REASON,
        ),
    ]

    async def save(self, request: Request, indicator: Indicator) -> Reply:
        args = ratings.NewRating(rating=self.rating, reason=self.reason)
        return await _set(request, indicator.id, args)


@router.button("rate_by_values", subject=Indicator)
async def rate_by_values(request: Request, indicator_id: int) -> Reply:
    """Let the rating follow from the values again."""
    return await _set(request, indicator_id, ratings.NewRating(rating=None))


async def _set(request: Request, indicator_id: int, args: ratings.NewRating) -> Reply:
    indicator = await ratings.set_rating(request.session, request.member, indicator_id, args, now=request.now)
    return Reply(await show_overview(request, indicator), edit=True, toast=_("The indicator is rated."))


router.explain(
    Howto(
        _("Rate an indicator"),
        _("/jmi lists the indicators with their ratings; open one, and press “Rate it” below it."),
        Deed(("change",), ("rating",)),
        "jmi",
        Permission.INDICATOR_RATE,
    ),
)
