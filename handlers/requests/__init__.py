"""Requests to those who decide, in the chat."""

from handlers.requests import asking, correcting, deciding, in_words, questions, sending, unnamed
from handlers.requests.in_words import ask_in_words
from handlers.routing.router import Router

router = Router(
    "requests",
    deciding.router,
    asking.router,
    in_words.router,
    sending.router,
    questions.router,
    correcting.router,
    unnamed.router,
)

__all__ = ["ask_in_words", "router"]
