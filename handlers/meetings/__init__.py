"""Meetings in the chat."""

from handlers.meetings import changing, correcting, planning, rsvp
from handlers.routing.router import Router

router = Router("meetings", planning.router, changing.router, rsvp.router, correcting.router)
