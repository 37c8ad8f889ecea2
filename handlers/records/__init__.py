"""The record of a meeting in the chat (G6)."""

from handlers.records import acting, correcting, keepers, keeping
from handlers.routing.router import Router

router = Router("records", keeping.router, correcting.router, keepers.router, acting.router)
