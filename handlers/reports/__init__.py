"""Reports of results in the chat (J6)."""

from handlers.reports import asking, consolidating, making, signing
from handlers.routing.router import Router

router = Router("reports", making.router, signing.router, consolidating.router, asking.router)
