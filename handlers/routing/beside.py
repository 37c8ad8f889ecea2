"""What a reply about one thing says of another beside it: "Done. By the way, I cannot come on the 17th" (U2)."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from handlers.routing.request import Reply, Request, show
from handlers.routing.routes import Named, split_data
from handlers.routing.statements import is_own_statement
from messages.rendering.keyboards import rows
from storage.core.notifications import Notification
from twg.language.mentions import Kind
from twg.language.parts import split_beside

#: Hands the reply, with the words that are about its own thing, to the capability of its message.
Take = Callable[[Request], Awaitable[Reply]]


async def take_beside(request: Request, about: Sequence[Notification], data: str, take: Take) -> Reply | None:
    """Act on both where the words clearly say something of the thing replied to, and of another that they name.

    Returns None where they are about the thing replied to alone, or it is not certain what is said of each.

    Args:
        about: the notifications that the message replied to delivered.
        data: of a button of that message, where it delivered none.
    """
    if not is_own_statement(request.incoming):
        return None
    things = await request.routes.named(request)
    own = await _own_of(request, things, about, data)
    if own is None:
        return None
    others = [thing for thing in things if thing.what != own.what]
    rest, parts = split_beside(
        request.incoming.text,
        own.what,
        [thing.what for thing in others],
        says=lambda place, text: others[place].says(text),
        today=request.today,
    )
    if parts and not rest:
        return await _take_others(request, own, [others[part.place] for part in parts])
    if not parts or not own.says(rest):
        return None
    first = await take(replace(request, incoming=replace(request.incoming, text=rest)))
    taken = [(own, first)]
    for part in parts:
        taken.append((others[part.place], await others[part.place].take(request, part.text)))
    taken.sort(key=lambda one: one[0].what.kind is Kind.REPORT)  # its form asks on, so its question is the last message
    lead, *more = [reply for _thing, reply in taken]
    return replace(lead, also=(*lead.also, *more))


async def _take_others(request: Request, own: Named, named: Sequence[Named]) -> Reply | None:
    """Act on the one thing that the whole reply is about; ask, where it is of the same kind as the one replied to."""
    by_number = own.what.kind is Kind.REPORT and len(named) == 1  # "2008-4 60%" says of which indicator it is
    if any(thing.what.kind is own.what.kind for thing in named) and not by_number:
        buttons = [thing.button for thing in (*named, own)]
        return replace(show("general/which", keyboard=rows(buttons)), to_message=True)
    if len(named) > 1:
        return None
    taken: Reply = await named[0].take(request, request.incoming.text)
    return taken


async def _own_of(request: Request, things: Sequence[Named], about: Sequence[Notification], data: str) -> Named | None:
    """The one thing that the reply is about, among those that a plain message may name."""
    if about:
        told = {thing.what for thing in await request.routes.named(request, about)}
        found = [thing for thing in things if thing.what in told] if len(told) == 1 else []
    else:
        offered = {_identity(each) for each in (data, *request.incoming.replied_buttons)}
        found = [thing for thing in things if _identity(thing.button.data) in offered]
    return found[0] if len(found) == 1 else None


def _identity(data: str) -> tuple[str, str]:
    """The capability of a button and the id of what it is about."""
    verb, arguments = split_data(data)
    return verb.partition(":")[0], arguments[0] if arguments else ""
