"""Offering what a plain message asks to have done, by buttons that fill in what was understood (U2).

Nothing is done because of a reading: a button opens a form, or shows a list.
"""

from dataclasses import replace

from handlers.routing.request import Reply, Request, say
from handlers.routing.several_twgs import find_places
from handlers.routing.statements import is_own_statement, words_of
from messages.rendering.keyboards import Button, button, for_twg, rows
from messages.rendering.several_twgs import labelled_with
from messages.rendering.texts import _
from twg.language.wishes import read_wish

#: Buttons of a wish that are offered at most.
MOST_BEGUN = 4


def wished(request: Request) -> str:
    """For a pressed button: the words of the message to which it was offered."""
    return words_of(request.incoming.as_replied_to())


async def offer_wish(request: Request) -> Reply | None:
    """The buttons of what the message asks to have done; None where it asks nothing that this person may do."""
    begun = await wish_buttons(request)
    if not begun:
        return None
    others = [button(_("Something else"), "general:otherwise"), button(_("Nothing, thank you"), "general:dismiss")]
    return replace(say("general/wished", keyboard=rows([*begun, *others])), to_message=True)


async def wish_buttons(request: Request) -> list[Button]:
    """The buttons that begin what the message asks for, in the TWGs in which the person may do it."""
    if request.actor is None or not is_own_statement(request.incoming):
        return []
    text = words_of(request.incoming)
    capability, wish = request.routes.wishes.get(read_wish(text), ("", None))
    if wish is None or not request.covers(capability):
        return []
    places = [request] if wish.permission is None else find_places(request, wish.permission)
    found = [(place, await wish.begin(place, text)) for place in places]
    if len(found) == 1:
        return found[0][1][:MOST_BEGUN]
    bound = [labelled_with(for_twg(rows(begun), place.member.twg.id), place.member.twg) for place, begun in found]
    return [each for keyboard in bound for row in keyboard for each in row][:MOST_BEGUN]
