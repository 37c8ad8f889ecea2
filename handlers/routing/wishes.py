"""Offering what a plain message asks to have done, by buttons that fill in what was understood (U2).

Each button opens a form or shows a list. A wish declared by `Router.wish_at_once` is done without a button: it only
shows something, or one tap takes it back.
"""

from dataclasses import replace

from handlers.routing.otherwise import OTHERS
from handlers.routing.request import Reply, Request, say
from handlers.routing.several_twgs import find_places
from handlers.routing.statements import is_own_statement, words_of
from handlers.routing.wish import Wish
from messages.rendering.content import Content
from messages.rendering.keyboards import Button, Keyboard, for_twg, rows
from messages.rendering.several_twgs import labelled_with
from storage.members import Role
from twg.core.permissions import GRANTS, Permission
from twg.language.wishes import read_wish

#: Buttons of a wish that are offered at most.
MOST_BEGUN = 4


def wished(request: Request) -> str:
    """For a pressed button: the words of the message to which it was offered."""
    return words_of(request.incoming.as_replied_to())


async def offer_wish(request: Request) -> Reply | None:
    """What grants the wish, or the buttons that begin it, or who does it where that is clear and this person may not.

    None where it asks nothing that this person may do.
    """
    granted = await _grant(request)
    if isinstance(granted, Reply):
        return granted
    begun = granted or await wish_buttons(request)
    if begun:
        return replace(say("general/wished", keyboard=rows([*begun, *OTHERS])), to_message=True)
    wish = _wish_of(request)
    if wish is not None and wish.nothing is not None and _lacking(request, wish) is None:
        nothing = replace(wish.nothing, keyboard=(*wish.nothing.keyboard, *rows(OTHERS)))
        return replace(Reply(nothing), to_message=True)
    permission = _refused(request)
    if permission is None:
        return None
    return replace(Reply(done_by(permission, rows(OTHERS))), to_message=True)


def done_by(permission: Permission, keyboard: Keyboard = ()) -> Content:
    """That the person's role does not allow something, and whose role does."""
    return Content("general/done_by", {"roles": _roles_with(permission)}, keyboard)


def _refused(request: Request) -> Permission | None:
    """The permission that a person lacks for what the message clearly asks for; None where it asks for nothing such."""
    wish = _wish_of(request)
    return None if wish is None or not wish.firm else _lacking(request, wish)


def _lacking(request: Request, wish: Wish) -> Permission | None:
    """The permission for a wish where the person has it in no TWG."""
    return None if wish.permission is None or find_places(request, wish.permission) else wish.permission


def _roles_with(permission: Permission) -> list[Role]:
    return [role for role in Role if role in GRANTS[permission]]


async def _grant(request: Request) -> list[Button] | Reply:
    """The reply that grants the wish at once, or the buttons between which the person chooses first; empty without."""
    wish = _wish_of(request)
    if wish is None or wish.grant is None or (wish.permission is not None and not request.member.may(wish.permission)):
        return []
    granted: Reply | list[Button] = await wish.grant(request, words_of(request.incoming))
    return replace(granted, to_message=True) if isinstance(granted, Reply) else granted[:MOST_BEGUN]


def roles_for_wish(request: Request) -> list[Role]:
    """The roles that may do what the message asks for, where the person may not in any TWG; else empty."""
    wish = _wish_of(request)
    permission = None if wish is None else _lacking(request, wish)
    return [] if permission is None else _roles_with(permission)


def _wish_of(request: Request) -> Wish | None:
    """What the message asks to have done."""
    if request.actor is None or not is_own_statement(request.incoming):
        return None
    capability, wish = request.routes.wishes.get(read_wish(words_of(request.incoming)), ("", None))
    return wish if wish is not None and request.covers(capability) else None


async def wish_buttons(request: Request) -> list[Button]:
    """The buttons that begin what the message asks for, in the TWGs in which the person may do it."""
    wish, text = _wish_of(request), words_of(request.incoming)
    if wish is None:
        return []
    places = [request] if wish.permission is None else find_places(request, wish.permission)
    found = [(place, await wish.begin(place, text)) for place in places]
    if len(found) == 1:
        return found[0][1][:MOST_BEGUN]
    bound = [labelled_with(for_twg(rows(begun), place.member.twg.id), place.member.twg) for place, begun in found]
    return [each for keyboard in bound for row in keyboard for each in row][:MOST_BEGUN]
