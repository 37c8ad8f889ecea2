"""Who is at a meeting, in the chat (G5)."""

from handlers.attendance import checking_in, correcting, listing, wishes
from handlers.routing.router import Router

router = Router("attendance", checking_in.router, listing.router, correcting.router, wishes.router)
