"""What words may be for besides what they were taken for: a line of the record that is open (U2)."""

from dataclasses import replace

from handlers.forms.waiting import open_forms
from handlers.routing.request import Reply, Request
from messages.rendering.keyboards import rows


async def with_other_uses(request: Request, reply: Reply | None) -> Reply | None:
    """The answer with what else the words may be for, below it; none at a form, which is answered by words."""
    content = None if reply is None else reply.content
    if reply is None or content is None or reply.edit or request.incoming.button or await open_forms(request):
        return reply
    keyboard = (*content.keyboard, *rows(await request.routes.offers(request, beside=True)))
    return replace(reply, content=replace(content, keyboard=keyboard), to_message=True)
