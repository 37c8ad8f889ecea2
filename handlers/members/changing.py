"""Changing membership in the chat: role, themes, core group, a successor, removal, /leave (M10)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from handlers.forms.choice_fields import ChoiceField
from handlers.forms.conversation import open_form
from handlers.forms.fields import Field
from handlers.forms.form import Form, about_row
from handlers.forms.person_field import ITSELF, PersonField, options_of
from handlers.forms.surroundings import Option, Surroundings
from handlers.members.directory import show_member
from handlers.routing.commands import Group
from handlers.routing.request import Reply, Request, show
from handlers.routing.router import Router
from handlers.routing.undoing import undo_keyboard
from messages import members as messages
from messages.rendering.content import Content
from messages.rendering.texts import _
from storage.core.spelling import each_once
from storage.members import Membership, MembershipProposal, ProposedChange, Role, list_members
from twg.core.audiences import excluding
from twg.core.permissions import Permission
from twg.members import changing, invites, leaving, proposing

router = Router("members")

MEMBER = about_row(Membership, changing.access_going_on, lambda member: member.person.name, in_summary=True)

_REASON = Field(
    question=_("If there is a reason to be told, please type it now."),
    label=_("Reason"),
    limit=changing.LONGEST_REASON,
    at_summary=True,
)


def split_themes(text: str) -> list[str]:
    """Themes as typed, each once, separated by semicolons or on lines of their own."""
    return each_once(theme.strip() for line in text.splitlines() for theme in line.split(";"))


def _theme_field(role_known: bool) -> Field:
    return Field(
        question=_("For which themes is the focal point?"),
        hint=_("Separated by semicolons, for example: gender; climate change"),
        label=_("Themes"),
        is_name=True,
        when=(lambda _values, _around: True)
        if role_known
        else lambda values, _around: values.get("role") is Role.FOCAL_POINT,
    )


async def changed_card(request: Request, changed: Membership) -> Reply:
    """The card after a change, with a button to undo it."""
    shown = await show_member(request, changed.id)
    assert shown.content is not None  # noqa: S101 - a card
    return replace(shown, content=messages.with_buttons(shown.content, await undo_keyboard(request, changed)))


async def _propose(
    request: Request, member: Membership, change: ProposedChange, args: dict[str, Any], reason: str
) -> Reply:
    """Ask a second person, and say so."""
    proposal = await proposing.propose(
        request.session, request.member, member.id, change, args, reason, now=request.now
    )
    content = await _proposal(request, proposal)
    return Reply(replace(content, keyboard=()), edit=True, toast=_("Somebody else has to agree; they are told."))


@router.button("agree", subject=MembershipProposal, permission=Permission.MEMBER_CHANGE)
async def agree(request: Request, proposal_id: int) -> Reply:
    changed = await proposing.agree(request.session, request.member, proposal_id, request.domains, now=request.now)
    return await changed_card(request, changed)


@router.button("decline", subject=MembershipProposal, permission=Permission.MEMBER_CHANGE)
async def decline(request: Request, proposal_id: int) -> Reply:
    declined = await proposing.decline(request.session, request.member, proposal_id, now=request.now)
    return Reply(await _proposal(request, declined), edit=True)


async def _proposal(request: Request, proposal: MembershipProposal) -> Content:
    return messages.proposal_content(proposal, await proposing.find_successor_name(request.session, proposal))


@router.form("change_role", _("Change the role"), saves=changing.change, about=MEMBER, opened_by="role")
class RoleForm(Form):
    role: Annotated[Role, ChoiceField(question=_("Which role from now on?"), label=_("Role"), members=tuple(Role))]
    themes: Annotated[str, _theme_field(role_known=False)] = ""
    reason: Annotated[str, _REASON] = ""

    async def save(self, request: Request, member: Membership) -> Reply:
        args = changing.MemberChange(role=self.role, themes=split_themes(self.themes), reason=self.reason)
        if await proposing.takes_two(request.session, request.member, member, self.role):
            new = args.model_dump(mode="json", include={"role", "themes"})
            return await _propose(request, member, ProposedChange.ROLE, new, self.reason)
        return await changed_card(
            request, await changing.change(request.session, request.member, member.id, args, now=request.now)
        )


@router.form("change_themes", _("Change the themes"), saves=changing.change, about=MEMBER, opened_by="themes")
class ThemesForm(Form):
    themes: Annotated[str, _theme_field(role_known=True)]

    async def save(self, request: Request, member: Membership) -> Reply:
        args = changing.MemberChange(themes=split_themes(self.themes))
        if await proposing.takes_two(request.session, request.member, member, member.role):
            new = {"role": member.role.value, "themes": args.themes}
            return await _propose(request, member, ProposedChange.ROLE, new, "")
        return await changed_card(
            request, await changing.change(request.session, request.member, member.id, args, now=request.now)
        )


@router.button("core", subject=Membership, permission=Permission.MEMBER_CHANGE)
async def change_core(request: Request, membership_id: int) -> Reply:
    """Take a member into the core group, or out of it."""
    member = await changing.access_going_on(request.session, request.member, membership_id)
    args = changing.MemberChange(core=not member.core)
    return await changed_card(
        request, await changing.change(request.session, request.member, member.id, args, now=request.now)
    )


class _SuccessorForm(Form):
    @classmethod
    async def load(cls, request: Request, member: Membership) -> tuple[list[Option], list[Option]]:
        members = await list_members(request.session, request.member.twg.id)
        return options_of(excluding(members, member.person_id)), options_of([member])

    @classmethod
    def surround(
        cls, loaded: tuple[list[Option], list[Option]], _answers: Mapping[str, Any], base: Surroundings
    ) -> Surroundings:
        others, itself = loaded
        return replace(base, options={"successor": others}, facts={ITSELF: itself})


@router.form("succeed_member", _("Name a successor"), saves=leaving.succeed, about=MEMBER, opened_by="succeed")
class SucceedForm(_SuccessorForm):
    successor: Annotated[str, PersonField(question=_("Which member takes the place?"), label=_("Successor"))]
    reason: Annotated[str, _REASON] = ""

    async def save(self, request: Request, member: Membership) -> Reply:
        if await proposing.takes_two(request.session, request.member, member, member.role):
            new = {"successor_id": int(self.successor), "role": member.role.value}
            return await _propose(request, member, ProposedChange.SUCCEED, new, self.reason)
        ended = await leaving.succeed(
            request.session,
            request.member,
            member.id,
            int(self.successor),
            self.reason,
            domains=request.domains,
            now=request.now,
        )
        return await changed_card(request, ended.membership)


@router.form(
    "remove_member",
    _("Remove a member"),
    saves=leaving.remove,
    about=MEMBER,
    opened_by="remove",
    save=_("Remove the member"),
)
class RemoveForm(_SuccessorForm):
    successor: Annotated[
        str, PersonField(question=_("Who takes over what is open in their name?"), label=_("Takes over"))
    ] = ""
    reason: Annotated[str, _REASON] = ""

    async def save(self, request: Request, member: Membership) -> Reply:
        successor_id = int(self.successor) if self.successor else None
        if await proposing.takes_two(request.session, request.member, member):
            new = {"successor_id": successor_id}
            return await _propose(request, member, ProposedChange.REMOVE, new, self.reason)
        ended = await leaving.remove(
            request.session,
            request.member,
            member.id,
            self.reason,
            successor_id,
            domains=request.domains,
            now=request.now,
        )
        return await changed_card(request, ended.membership)


@router.button("invite_successor", subject=Membership, permission=Permission.MEMBER_INVITE)
async def invite_successor(request: Request, membership_id: int) -> Reply:
    """Make a personal link for somebody who is no member yet and takes a member's place."""
    made, token = await leaving.invite_successor(request.session, request.member, membership_id, now=request.now)
    return Reply(messages.invited(made, invites.link_to(request.settings.bot_username, token)))


@router.command("leave", _("Leave the TWG"), group=Group.YOU)
async def leave(request: Request) -> Reply:
    return await open_form(request, LeaveForm)


@router.form("leave_twg", _("Leave the TWG"), saves=leaving.leave, save=_("Leave the TWG"))
class LeaveForm(Form):
    reason: Annotated[str, replace(_REASON, at_summary=False)] = ""

    @classmethod
    async def load(cls, request: Request, _about: Any) -> Any:
        stays = await leaving.look_what_stays(request.session, request.member, request.domains, now=request.now)
        return stays, request.member.twg

    @classmethod
    def surround(cls, loaded: Any, _answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        left_open, twg = loaded
        return replace(base, about=twg.code, note=messages.what_stays(left_open))

    async def save(self, request: Request, _about: Any) -> Reply:
        ended = await leaving.leave(
            request.session, request.member, self.reason, domains=request.domains, now=request.now
        )
        return show(
            "members/left",
            membership=ended.membership,
            open=ended.left_open.counts,
            listed=messages.list_counts(ended.left_open.counts),
        )
