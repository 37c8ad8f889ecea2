"""Information sharing in the chat (S1, S2)."""

from handlers.routing.router import Router
from handlers.sharing import posting, withdrawing
from handlers.sharing.posting import ShareForm

router = Router("sharing", posting.router, withdrawing.router)

__all__ = ["ShareForm", "router"]
