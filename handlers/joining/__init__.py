"""Asking to join in the chat, and deciding about it."""

from handlers.joining import asking, screening
from handlers.routing.router import Router

router = Router("joining", asking.router, screening.router)
