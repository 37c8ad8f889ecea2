"""Documents in the chat."""

from handlers.documents import browsing, circulating, library, questions, recalling, replacing, words
from handlers.documents.circulating import CirculateForm
from handlers.routing.router import Router

router = Router(
    "documents",
    browsing.router,
    library.router,
    circulating.router,
    replacing.router,
    recalling.router,
    words.router,
    questions.router,
)

__all__ = ["CirculateForm", "router"]
