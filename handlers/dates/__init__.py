"""Finding a date in the chat (G14)."""

from handlers.dates import answering, proposing, running
from handlers.routing.router import Router

router = Router("dates", proposing.router, answering.router, running.router)
