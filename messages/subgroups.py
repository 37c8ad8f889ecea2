"""Messages about sub-groups."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from messages.rendering.content import Content
from messages.rendering.keyboards import NO_BUTTONS, Keyboard, button, rows, shorten
from messages.rendering.labels import local_name
from messages.rendering.texts import _
from storage.meetings import MeetingKind
from storage.members import Membership, Twg
from storage.subgroups import Office, SubGroup
from twg.core.actors import Actor
from twg.core.addressing import may_run
from twg.core.audiences import to_column
from twg.core.permissions import Permission
from twg.meetings.convening import may_organise
from twg.subgroups.access import Composition

#: Members listed on a card at most, and offered to be taken out on one page.
MOST_LISTED = 60


def listing(reader: Actor, found: Sequence[Composition], *, past: bool, today: date) -> Content:
    """The sub-groups of a TWG, each with a button to its card.

    Args:
        past: these have ended; the others are a button away.
        today: local date.
    """
    keyboard = rows(
        [button(shorten(each.group.name, 40), "subgroups:open", each.group.id) for each in found], per_row=1
    )
    if not past and reader.may(Permission.SUBGROUP_RUN):
        keyboard = (*keyboard, (button(_("New sub-group"), "subgroups:new"),))
    other = _("Current sub-groups") if past else _("Ended sub-groups")
    keyboard = (*keyboard, (button(other, "subgroups:list", reader.twg.id, int(not past)),))
    listed = [(local_name(each.group), each) for each in found]
    return Content("subgroups/list", {"listed": listed, "past": past, "today": today, "twg": reader.twg}, keyboard)


def card(reader: Actor, found: Composition, *, today: date) -> Content:
    """A sub-group with who leads it and who is in it, and the buttons for what its reader may do."""
    others = max(0, len(found.members) - MOST_LISTED)
    context = {
        **_named(found.group, reader.twg, today),
        "chair": found.chair,
        "secretary": found.secretary,
        "members": found.members[:MOST_LISTED],
        "others": others,
    }
    return Content("subgroups/card", context, _keyboard(reader, found, today))


def _named(group: SubGroup, twg: Twg, today: date) -> dict[str, Any]:
    return {"group": group, "name": local_name(group), "twg": twg, "active": group.is_active(today), "today": today}


def _keyboard(reader: Actor, found: Composition, today: date) -> Keyboard:
    group, keyboard = found.group, NO_BUTTONS
    number, audience = group.id, to_column(group.token)
    offered = []
    if group.is_active(today) and may_organise(reader, MeetingKind.SUB_GROUP, audience):
        offered.append(button(_("Plan a meeting"), "subgroups:meeting", number))
    if group.is_active(today) and may_run(reader, Permission.DOCUMENT_CIRCULATE, audience):
        offered.append(button(_("Circulate a document"), "subgroups:document", number))
    if offered:
        keyboard = (tuple(offered),)
    if group.closed_at is None and reader.may(Permission.SUBGROUP_RUN):
        changes = [
            button(_("Add members"), "subgroups:add", number),
            button(_("Take somebody out"), "subgroups:members", number),
            button(_("Who leads it"), "subgroups:lead", number),
            button(_("Correct it"), "subgroups:change", number),
            button(_("Close it"), "subgroups:close", number),
        ]
        keyboard = (*keyboard, *rows(changes, per_row=2))
    return (*keyboard, (button(_("All sub-groups"), "subgroups:list", reader.twg.id, 0),))


def taking_out(found: Composition, twg: Twg, taken: Membership | None) -> Content:
    """A button to take each member out. `taken`: who was just taken out."""
    number = found.group.id
    keyboard = rows(
        [
            button(shorten(member.person.name, 24), "subgroups:take_out", number, member.person_id)
            for member in found.members[:MOST_LISTED]
        ],
        per_row=2,
    )
    keyboard = (*keyboard, (button(_("Show the sub-group"), "subgroups:open", number),))
    context = {"group": found.group, "name": local_name(found.group), "twg": twg, "taken": taken}
    return Content("subgroups/members", context, keyboard)


def place(group: SubGroup, member: Membership, *, restored: bool = False) -> Content:
    """To a person: what they are in a sub-group now. `restored`: because a change was taken back that they know of."""
    held = member.places
    offices = [office for office in Office if group.office_token(office) in held]
    context = {
        "name": local_name(group),
        "twg": member.twg,
        "offices": offices,
        "belongs": group.token in held,
        "restored": restored,
    }
    opener = button(_("Show the sub-group"), "subgroups:open", group.id)
    return Content("subgroups/place", context, ((opener,),))


def told(group: SubGroup, twg: Twg, *, what: str, reason: str = "") -> Content:
    """To the members of a sub-group: it is closed, or goes on. `what`: "closed" or "reopened"."""
    return Content("subgroups/told", {"name": local_name(group), "twg": twg, "what": what, "reason": reason})


def ending(reader: Actor, group: SubGroup, *, today: date) -> Content:
    """That the last day of a sub-group is near, or past; who may continue it gets a button for that."""
    runs = reader.may(Permission.SUBGROUP_RUN)
    context = {**_named(group, reader.twg, today), "runs": runs}
    opener = button(shorten(group.name), "subgroups:open", group.id)
    keyboard: Keyboard = ((opener,),)
    if runs:
        keyboard = ((button(_("Let it continue"), "subgroups:change", group.id), opener),)
    return Content("subgroups/ending", context, keyboard, grouped=((opener,),))
