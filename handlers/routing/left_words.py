"""Words behind a command that takes none: their writer is told that they were not used, with the next step (U2)."""

from dataclasses import replace

from handlers.routing.request import Reply, Request, say
from handlers.routing.wishes import wish_buttons
from messages.rendering.keyboards import button, rows, shorten
from messages.rendering.texts import _
from twg.language.said import Words

#: Characters of the words that are repeated.
_REPEATED = 60


async def tell_left(request: Request, reply: Reply, command: str, words: str) -> Reply:
    """The reply of a command, followed by what became of the words behind it.

    Polite words alone, "/menu please", are no words that could be missed.

    Args:
        command: its name.
        words: as typed.
    """
    if Words(words).only() or reply.refusal is not None:
        return reply
    steps = await wish_buttons(request)
    if not steps and request.actor is not None:
        steps = [button(_("Search for it"), "search:words")]
    told = say("general/words_left", keyboard=rows(steps), command=command, words=shorten(words, _REPEATED))
    return replace(reply, also=(*reply.also, replace(told, to_message=True)))
