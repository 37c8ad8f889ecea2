"""Agreed actions in the chat."""

from handlers.actions import changing, correcting, progress, questions, recording, reopening, wishes, words
from handlers.routing.router import Router

router = Router(
    "actions",
    recording.router,
    progress.router,
    changing.router,
    words.router,
    questions.router,
    correcting.router,
    wishes.router,
    reopening.router,
)
