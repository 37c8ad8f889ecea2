"""The record of a meeting in the chat (G6)."""

from handlers.records import closing, correcting, keepers, keeping, offering, wishes
from handlers.routing.router import Router

router = Router(
    "records", keeping.router, closing.router, correcting.router, keepers.router, offering.router, wishes.router
)
