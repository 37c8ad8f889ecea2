"""Institutions of a TWG: their list and their cards."""

from collections.abc import Sequence

from messages.rendering.content import Content
from messages.rendering.keyboards import Keyboard, button, rows
from messages.rendering.labels import local_name, short_name
from messages.rendering.texts import _
from storage.members import Twg
from twg.core.actors import Actor
from twg.core.permissions import Permission
from twg.institutions.correcting import InTwg


def list_button(actor: Actor) -> Keyboard:
    """The button to the institutions of the TWG, for those who may correct them."""
    if not actor.may(Permission.INSTITUTION_CORRECT):
        return ()
    return ((button(_("Institutions"), "institutions:list", actor.twg.id),),)


def listing(listed: Sequence[InTwg], twg: Twg) -> Content:
    """All institutions of a TWG, each with a button to its card."""
    buttons = [
        button(short_name(local_name(each.institution), 30), "institutions:show", twg.id, each.institution.id)
        for each in listed
    ]
    return Content("institutions/list", {"listed": listed, "twg": twg}, rows(buttons, per_row=2))


def card(found: InTwg, aliases: Sequence[str], twg: Twg) -> Content:
    """An institution with all its names."""
    ids = twg.id, found.institution.id
    keyboard = (
        (
            button(_("Correct it"), "institutions:correct", *ids),
            button(_("Is another one"), "institutions:merge", *ids),
        ),
        (button(_("All institutions"), "institutions:list", twg.id),),
    )
    context = {"institution": found.institution, "aliases": aliases, "members": found.members, "twg": twg}
    return Content("institutions/card", context, keyboard)
