"""The minutes of a meeting in the chat (G6)."""

from handlers.minutes import reading, sending, wishes
from handlers.routing.router import Router

router = Router("minutes", reading.router, sending.router, wishes.router)
