"""Entries that may be of one person, and merging them."""

from collections.abc import Sequence
from dataclasses import replace

from messages.rendering.content import Content
from messages.rendering.keyboards import Keyboard, button, rows, shorten
from messages.rendering.labels import short_name, with_institution
from messages.rendering.texts import _, counted
from storage.members import Membership, Twg
from twg.core.actors import Actor
from twg.core.permissions import Permission
from twg.rosters.doubles import Double

#: Pairs that are listed at most; what was merged makes room for the others.
MOST_PAIRS = 15
#: Entries of which one is said that they may be of the same person.
MOST_ALIKE = 3


def doubles(found: Sequence[Double], twg: Twg) -> Content:
    """Pairs of entries that may be of one person, each with a button to merge the newer into the older one."""
    shown = found[:MOST_PAIRS]
    buttons = [
        button(
            _("{number}. One person: {name}").with_(number=number, name=shorten(pair.older.person.name, 24)),
            "members:same_as",
            pair.newer.id,
            pair.older.person_id,
        )
        for number, pair in enumerate(shown, 1)
    ]
    return Content("members/doubles", {"pairs": shown, "more": len(found) - len(shown), "twg": twg}, rows(buttons))


def doubles_button(reader: Actor, found: Sequence[Double]) -> Keyboard:
    """To the entries that may be of one person; none where there are none, or for those who do not merge."""
    if not found or not reader.may(Permission.PERSON_MERGE):
        return ()
    label = counted(len(found), _("1 person may be entered twice"), _("{n} people may be entered twice"))
    return ((button(label, "members:doubles", reader.twg.id),),)


def told_alike(card: Content, member: Membership, alike: Sequence[Membership]) -> Content:
    """The card of a member for those who merge: who may be the same person, and a button to say who is."""
    same = button(_("Is entered twice"), "members:same", member.id)
    keyboard = (*card.keyboard, *alike_rows(member, alike), *(() if alike else ((same,),)))
    return replace(card, context={**card.context, "alike": alike[:MOST_ALIKE]}, keyboard=keyboard)


def alike_rows(newer: Membership, alike: Sequence[Membership]) -> Keyboard:
    """Buttons to merge an entry into one of those that may be of the same person."""
    return rows(
        button(
            _("The same person as {name}").with_(
                name=short_name(with_institution(other.person.name, other.person.institution), 30)
            ),
            "members:same_as",
            newer.id,
            other.person_id,
        )
        for other in alike[:MOST_ALIKE]
    )
