"""Documents in the chat."""

from handlers.documents import circulating, library
from handlers.documents.circulating import CirculateForm
from handlers.routing.router import Router

router = Router("documents", library.router, circulating.router)

__all__ = ["CirculateForm", "router"]
