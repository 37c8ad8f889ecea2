"""The record of a meeting in the chat (G6)."""

from handlers.records import by_words, closing, correcting, keepers, keeping, offering, wishes
from handlers.routing.router import Router

router = Router(
    "records",
    by_words.router,
    keeping.router,
    closing.router,
    correcting.router,
    keepers.router,
    offering.router,
    wishes.router,
)
