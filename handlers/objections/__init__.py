"""No-objection between meetings in the chat (G16)."""

from handlers.objections import answering, asking, ending
from handlers.routing.router import Router

router = Router("objections", asking.router, answering.router, ending.router)
