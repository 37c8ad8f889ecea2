"""Members in the chat."""

from handlers.members import assistants, registering
from handlers.routing.router import Router

router = Router("members", registering.router, assistants.router)
