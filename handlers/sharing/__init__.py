"""Information sharing in the chat (S1, S2, S3)."""

from handlers.routing.router import Router
from handlers.sharing import browsing, commenting, correcting, digests, noticing, posting, replying, wishes, withdrawing
from handlers.sharing.posting import open_share

router = Router(
    "sharing",
    posting.router,
    browsing.router,
    correcting.router,
    withdrawing.router,
    replying.router,
    commenting.router,
    digests.router,
    noticing.router,
    wishes.router,
)

__all__ = ["open_share", "router"]
