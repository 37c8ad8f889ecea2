"""Offering what a plain message asks to have done, by buttons that fill in what was understood (U2).

Nothing is done because of a reading: a button opens a form, or shows a list.
"""

from dataclasses import replace

from handlers.routing.request import Reply, Request, say
from handlers.routing.several_twgs import find_places
from handlers.routing.statements import is_own_statement, words_of
from messages.rendering.content import Content
from messages.rendering.keyboards import Button, Keyboard, button, for_twg, rows
from messages.rendering.several_twgs import labelled_with
from messages.rendering.texts import _
from storage.members import Role
from twg.core.permissions import GRANTS, Permission
from twg.language.wishes import read_wish

#: Buttons of a wish that are offered at most.
MOST_BEGUN = 4


def wished(request: Request) -> str:
    """For a pressed button: the words of the message to which it was offered."""
    return words_of(request.incoming.as_replied_to())


async def offer_wish(request: Request) -> Reply | None:
    """The buttons of what the message asks to have done, or who does it where that is clear and others may not.

    None where it asks nothing that this person may do.
    """
    begun = await wish_buttons(request)
    others = [button(_("Something else"), "general:otherwise"), button(_("Nothing, thank you"), "general:dismiss")]
    if begun:
        return replace(say("general/wished", keyboard=rows([*begun, *others])), to_message=True)
    permission = _refused(request)
    if permission is None:
        return None
    return replace(Reply(done_by(permission, rows(others))), to_message=True)


def done_by(permission: Permission, keyboard: Keyboard = ()) -> Content:
    """That the person's role does not allow something, and whose role does."""
    roles = [role for role in Role if role in GRANTS[permission]]
    return Content("general/done_by", {"roles": roles}, keyboard)


def _refused(request: Request) -> Permission | None:
    """The permission that a person lacks for what the message clearly asks for; None where it asks for nothing such."""
    if request.actor is None or not is_own_statement(request.incoming):
        return None
    capability, wish = request.routes.wishes.get(read_wish(words_of(request.incoming)), ("", None))
    if wish is None or not wish.firm or wish.permission is None or not request.covers(capability):
        return None
    permission: Permission = wish.permission
    return None if find_places(request, permission) else permission


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
