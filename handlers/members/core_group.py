"""The core group in the chat: /core lists it; the secretariat and the Chair take members in and out (M4)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from handlers.forms.form import Form
from handlers.forms.person_field import PersonField, options_of
from handlers.forms.surroundings import Option, Surroundings
from handlers.routing.commands import Group
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from handlers.routing.undoing import undo_keyboard
from messages import members as messages
from messages.rendering.texts import _
from storage.members import Membership, list_members
from twg.core.permissions import Permission
from twg.members import changing, directory

router = Router("members")


@router.command("core", _("The core group of the TWG"), lists=True, group=Group.MEMBERS)
async def list_core(request: Request) -> Reply:
    return replace(await _list(request), edit=False)


@router.button("list_core")
async def list_(request: Request, twg_id: int) -> Reply:
    return await _list(request.within(twg_id))


async def _list(request: Request, changed: Membership | None = None) -> Reply:
    """The core group; after a change with who was taken in or out, and a button to undo that."""
    members = directory.in_core(await directory.list_directory(request.session, request.member))
    content = messages.core_group(request.member, members, changed)
    undo = () if changed is None else await undo_keyboard(request, changed)
    return Reply(messages.with_buttons(content, undo), edit=True)


async def _change(request: Request, membership_id: int, *, core: bool) -> Reply:
    args = changing.MemberChange(core=core)
    changed = await changing.change(request.session, request.member, membership_id, args, now=request.now)
    return await _list(request, changed)


@router.button("out_of_core", subject=Membership, permission=Permission.MEMBER_CHANGE)
async def take_out(request: Request, membership_id: int) -> Reply:
    member = await changing.access_going_on(request.session, request.member, membership_id)
    return await _change(request, member.id, core=False)


@router.form("into_core_group", _("Take into the core group"), saves=changing.change, opened_by="into_core")
class IntoCoreForm(Form):
    member: Annotated[str, PersonField(question=_("Who is taken into the core group?"), label=_("Name"))]

    @classmethod
    async def load(cls, request: Request, _about: Any) -> list[Option]:
        members = await list_members(request.session, request.member.twg.id)
        inside = {member.id for member in directory.in_core(members)}
        return options_of([member for member in members if member.id not in inside])

    @classmethod
    def surround(cls, loaded: list[Option], _answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        return replace(base, options={"member": loaded})

    async def save(self, request: Request, _about: Any) -> Reply:
        member = await changing.access_member(request.session, request.member, int(self.member))
        return await _change(request, member.id, core=True)
