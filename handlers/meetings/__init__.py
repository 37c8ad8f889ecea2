"""Meetings in the chat."""

from handlers.meetings import (
    agenda,
    amending,
    changing,
    correcting,
    delegating,
    guests,
    howtos,
    items,
    listing,
    overview,
    planning,
    questions,
    rsvp,
    wishes,
    words,
)
from handlers.routing.router import Router

router = Router(
    "meetings",
    listing.router,
    planning.router,
    agenda.router,
    changing.router,
    amending.router,
    rsvp.router,
    overview.router,
    delegating.router,
    words.router,
    questions.router,
    howtos.router,
    correcting.router,
    guests.router,
    wishes.router,
    items.router,
)
