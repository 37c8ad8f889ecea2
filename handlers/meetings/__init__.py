"""Meetings in the chat."""

from handlers.meetings import changing, correcting, howtos, planning, questions, rsvp, words
from handlers.routing.router import Router

router = Router(
    "meetings",
    planning.router,
    changing.router,
    rsvp.router,
    words.router,
    questions.router,
    howtos.router,
    correcting.router,
)
