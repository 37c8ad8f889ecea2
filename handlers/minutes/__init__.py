"""The minutes of a meeting in the chat (G6)."""

from handlers.minutes import correcting, handing_in, proposing, reading, reporting, sending, versions, wishes
from handlers.routing.router import Router

router = Router(
    "minutes",
    reading.router,
    versions.router,
    proposing.router,
    correcting.router,
    reporting.router,
    sending.router,
    handing_in.router,
    wishes.router,
)
