"""Documents in the chat."""

from handlers.documents import browsing, circulating, library, recalling, replacing
from handlers.documents.circulating import CirculateForm
from handlers.routing.router import Router

router = Router("documents", browsing.router, library.router, circulating.router, replacing.router, recalling.router)

__all__ = ["CirculateForm", "router"]
