"""Papers for meetings in the chat: asking, handing in, accepting, circulating (D6)."""

from handlers.papers import asking, circulating, hand_in_form, handing_in, listing, reviewing, wishes
from handlers.routing.router import Router

router = Router(
    "papers",
    listing.router,
    hand_in_form.router,
    reviewing.router,  # before: words that say that a file replaces one may name the meeting too
    handing_in.router,
    asking.router,
    circulating.router,
    wishes.router,
)
