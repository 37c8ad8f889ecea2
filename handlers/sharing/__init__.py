"""Information sharing in the chat (S1, S2)."""

from handlers.routing.router import Router
from handlers.sharing import commenting, posting, replying, withdrawing
from handlers.sharing.posting import ShareForm

router = Router("sharing", posting.router, withdrawing.router, replying.router, commenting.router)

__all__ = ["ShareForm", "router"]
