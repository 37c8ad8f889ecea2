"""Who shall be what, in plain words: "make Dara the secretariat", "replace Sokha by Vuthy" (M10, M11, U2)."""

from handlers.forms.conversation import open_form
from handlers.members.changing import MEMBER, RoleForm, SucceedForm
from handlers.members.naming import list_named
from handlers.members.seats import HOLDER, AlternateForm
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from handlers.routing.wishes import wished
from messages.rendering.keyboards import Button, button, shorten
from messages.rendering.labels import label
from messages.rendering.texts import _
from storage.members import Membership, Role, list_members
from twg.core.permissions import Permission
from twg.language.role_changes import RoleChange, read_role_change

router = Router("members")

#: Longest part of a name on a button that has two.
_HALF = 18


@router.wish("change_role", permission=Permission.MEMBER_CHANGE)
async def change_role(request: Request, text: str) -> list[Button]:
    """Buttons that open the form for each member who is named, filled in with what is said; else the list."""
    change = read_role_change(text)
    buttons = [] if change is None else await _begin(request, change)
    if not buttons and (change is None or change.role is not None):
        named = await list_named(request, text)
        asked = _("Change the role: {name}")
        buttons = [button(asked.with_(name=shorten(each.person.name, 30)), "members:role", each.id) for each in named]
    return buttons or [button(_("Who is in the TWG"), "general:only", "members")]


async def _begin(request: Request, change: RoleChange) -> list[Button]:
    if change.alternate:
        name = shorten(await _name_of(request, change.who), _HALF)
        stands_in = _("{name} as alternate of {holder}")
        return [
            button(stands_in.with_(name=name, holder=shorten(each.person.name, _HALF)), "members:alternate_as", each.id)
            for each in await _list_holders(request, change)
        ]
    if change.old:
        name = shorten(await _name_of(request, change.who), _HALF)
        follows = _("{name} in place of {old}")
        return [
            button(follows.with_(name=name, old=shorten(each.person.name, _HALF)), "members:succeed_as", each.id)
            for each in await list_named(request, change.old)
        ]
    if change.role is None:
        return []
    becomes = _("{name}: {role}")
    return [
        button(becomes.with_(name=shorten(each.person.name, 30), role=label(change.role)), "members:role_as", each.id)
        for each in await list_named(request, change.who)
    ]


async def _list_holders(request: Request, change: RoleChange) -> list[Membership]:
    """For whom the alternate stands in: who is named so, or for whom the one stands in who is replaced."""
    if change.holder:
        return await list_named(request, change.holder)
    replaced = {each.stands_in_id for each in await list_named(request, change.old)} - {None} if change.old else set()
    members = await list_members(request.session, request.member.twg.id)
    return [each for each in members if each.seat_id is not None and each.seat_id in replaced]


async def _name_of(request: Request, said: str) -> str:
    """The name of the one member who is meant; else as it was said."""
    named = await list_named(request, said)
    return named[0].person.name if len(named) == 1 else said


def _said(request: Request) -> RoleChange:
    """What the message asks for to which the pressed button was offered; nothing of it where it cannot be read."""
    change = read_role_change(wished(request))
    return RoleChange("") if change is None else change


@router.button("role_as", subject=Membership, permission=Permission.MEMBER_CHANGE)
async def open_role(request: Request, membership_id: int) -> Reply:
    """The form of a role, with the one that the message names."""
    change = _said(request)
    answers = {} if change.role is None else {"role": change.role.value}
    typed = {"themes": "; ".join(change.themes)} if change.role is Role.FOCAL_POINT and change.themes else {}
    return await open_form(request, RoleForm, context=MEMBER.context_of(membership_id), answers=answers, typed=typed)


@router.button("succeed_as", subject=Membership, permission=Permission.MEMBER_CHANGE)
async def open_succession(request: Request, membership_id: int) -> Reply:
    """The form that names a successor, with the one whom the message names."""
    answers, typed = await _person(request, "successor", _said(request).who)
    return await open_form(request, SucceedForm, context=MEMBER.context_of(membership_id), answers=answers, typed=typed)


@router.button("alternate_as", subject=Membership, permission=Permission.MEMBER_CHANGE)
async def open_alternate(request: Request, membership_id: int) -> Reply:
    """The form that names an alternate, with the one whom the message names."""
    answers, typed = await _person(request, "alternate", _said(request).who)
    return await open_form(
        request, AlternateForm, context=HOLDER.context_of(membership_id), answers=answers, typed=typed
    )


async def _person(request: Request, field: str, said: str) -> tuple[dict[str, str], dict[str, str]]:
    """The answer to the question for a person where one member is named, and what is typed into it otherwise."""
    named = await list_named(request, said)
    if len(named) == 1:
        return {field: str(named[0].person_id)}, {}
    return {}, {field: said} if said else {}
