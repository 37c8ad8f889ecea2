"""The minutes of a meeting in the chat (G6)."""

from handlers.minutes import correcting, reading, reporting, sending, versions, wishes
from handlers.routing.router import Router

router = Router(
    "minutes", reading.router, versions.router, correcting.router, reporting.router, sending.router, wishes.router
)
