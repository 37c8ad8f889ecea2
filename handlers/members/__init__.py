"""Members in the chat."""

from handlers.members import changing, directory, registering
from handlers.routing.router import Router

router = Router("members", registering.router, directory.router, changing.router)
