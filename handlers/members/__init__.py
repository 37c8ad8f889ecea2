"""Members in the chat."""

from handlers.members import assistants, changing, directory, inviting, own_data, registering
from handlers.routing.router import Router

router = Router(
    "members",
    registering.router,
    inviting.router,
    assistants.router,
    directory.router,
    changing.router,
    own_data.router,
)
