"""Members in the chat."""

from handlers.members import (
    assistants,
    caps,
    changing,
    core_group,
    directory,
    entering,
    inviting,
    merging,
    own_data,
    questions,
    registering,
    role_wishes,
    seats,
    wishes,
)
from handlers.routing.router import Router

router = Router(
    "members",
    registering.router,
    inviting.router,
    assistants.router,
    directory.router,
    changing.router,
    merging.router,
    entering.router,
    core_group.router,
    caps.router,
    seats.router,
    own_data.router,
    questions.router,
    role_wishes.router,
    wishes.router,
)
