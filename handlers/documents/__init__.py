"""Documents in the chat."""

from handlers.documents import (
    browsing,
    captioned,
    circulating,
    commenting,
    describing,
    library,
    packs,
    questions,
    recalling,
    replacing,
    wishes,
    words,
)
from handlers.documents.circulating import CirculateForm
from handlers.routing.router import Router

router = Router(
    "documents",
    browsing.router,
    library.router,
    circulating.router,
    captioned.router,
    packs.router,
    describing.router,
    replacing.router,
    recalling.router,
    words.router,
    commenting.router,
    questions.router,
    wishes.router,
)

__all__ = ["CirculateForm", "router"]
