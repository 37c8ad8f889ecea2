"""Meetings in the chat."""

from handlers.meetings import agenda, calling, changing, correcting, guests, howtos, planning, questions, rsvp, words
from handlers.routing.router import Router

router = Router(
    "meetings",
    planning.router,
    agenda.router,
    changing.router,
    calling.router,
    rsvp.router,
    words.router,
    questions.router,
    howtos.router,
    correcting.router,
    guests.router,
)
