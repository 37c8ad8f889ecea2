"""The core group, the seats of a TWG and the number of its members."""

from collections.abc import Sequence
from dataclasses import replace

from messages.rendering.content import Content
from messages.rendering.keyboards import NO_BUTTONS, Keyboard, button, rows, shorten
from messages.rendering.texts import _
from storage.members import (
    Membership,
    MembershipCap,
    Twg,
)
from twg.core.actors import Actor
from twg.core.permissions import Permission
from twg.members.seating import Seated


def core_group(reader: Actor, members: Sequence[Membership], changed: Membership | None = None) -> Content:
    """Who is in the core group, by their office or chosen; who may change members gets the buttons for that.

    Args:
        changed: the member who was just taken in or out.
    """
    context = {"members": members, "twg": reader.twg, "changed": changed}
    if not reader.may(Permission.MEMBER_CHANGE):
        return Content("members/core_group", context)
    out = _("Take out: {name}")
    buttons = [
        button(out.with_(name=shorten(each.person.name, 30)), "members:out_of_core", each.id)
        for each in members
        if each.core
    ]
    return Content("members/core_group", context, (*rows(buttons), (button(_("Add a member"), "members:into_core"),)))


def groups_row(reader: Actor) -> Keyboard:
    """To the core group, the sub-groups and the seats of a TWG; for those who agree on it, to the number of members."""
    twg = reader.twg
    core = button(_("Core group"), "members:list_core", twg.id)
    subgroups = button(_("Sub-groups"), "subgroups:list", twg.id, 0)
    keyboard: Keyboard = ((core, subgroups, button(_("Seats"), "members:seats", twg.id)),)
    if reader.may(Permission.CAP_AGREE):
        keyboard = (*keyboard, (button(_("Number of members"), "members:propose_cap"),))
    return keyboard


def cap(found: MembershipCap, twg: Twg) -> Content:
    """A proposed or decided number of members, as everybody reads it."""
    return Content("members/cap", {"cap": found, "twg": twg})


def cap_to_confirm(found: MembershipCap, twg: Twg) -> Content:
    """A proposed number of members, for who confirms it."""
    buttons = (
        button(_("Agree"), "members:agree_cap", found.id),
        button(_("Do not agree"), "members:decline_cap", found.id),
    )
    return replace(cap(found, twg), keyboard=(buttons,))


def seats(reader: Actor, found: Sequence[Seated]) -> Content:
    """The seats of a TWG, each with a button to its card; those to be named come first."""
    keyboard = rows(
        (button(str(place), "members:seat", each.seat.id) for place, each in enumerate(found, 1)), per_row=5
    )
    if reader.may(Permission.MEMBER_CHANGE):
        keyboard = (*keyboard, (button(_("Add a seat to be named"), "members:add_seat"),))
    return Content("members/seats", {"seats": found, "twg": reader.twg}, keyboard)


def seat(reader: Actor, seated: Seated, periods: Sequence[Membership]) -> Content:
    """A seat with its holder, its alternates and who held it before.

    Args:
        periods: in which somebody held it, the newest first.
    """
    number, keyboard = seated.seat.id, NO_BUTTONS
    if reader.may(Permission.MEMBER_CHANGE):
        fill = button(_("Name the holder"), "members:fill_seat", number)
        if seated.holder is None:
            keyboard = ((fill, button(_("Give the seat up"), "members:give_up_seat", number)),)
        else:
            keyboard = ((fill, button(_("Name an alternate"), "members:alternate", seated.holder.id)),)
    keyboard = (*keyboard, (button(_("All seats"), "members:seats", reader.twg.id),))
    past = [period for period in periods if period.until is not None]
    return Content("members/seat", {"seated": seated, "past": past, "twg": reader.twg}, keyboard)
