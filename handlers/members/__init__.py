"""Members in the chat."""

from handlers.members import assistants, changing, directory, registering
from handlers.routing.router import Router

router = Router("members", registering.router, assistants.router, directory.router, changing.router)
