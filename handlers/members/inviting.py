"""Invitation links in the chat: /invite, and the links that still work."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Annotated, Any

from handlers.forms.choice_fields import ChoiceField
from handlers.forms.conversation import open_form
from handlers.forms.count_field import CountField
from handlers.forms.fields import Field
from handlers.forms.form import Form
from handlers.forms.moment_fields import DayField
from handlers.forms.surroundings import Surroundings
from handlers.members.changing import split_themes
from handlers.routing.commands import Group
from handlers.routing.left_words import tell_left
from handlers.routing.request import Reply, Request, say, show
from handlers.routing.router import Router
from handlers.routing.several_twgs import joined
from messages import members as messages
from messages.rendering.keyboards import button, rows
from messages.rendering.texts import _, localize_digits
from storage.core.spelling import key_of
from storage.members import Invite, Role, list_invites
from twg.core.permissions import Permission
from twg.language.wish_details import Invitation, read_invitation
from twg.members import invites

router = Router("members")


@router.form(
    "invite_members", _("Invite members"), saves=invites.invite, save=_("Make the link"), opened_by="new_invite"
)
class InviteForm(Form):
    role: Annotated[
        Role, ChoiceField(question=_("In which role should they be registered?"), label=_("Role"), members=tuple(Role))
    ]
    theme: Annotated[
        str,
        Field(
            question=_("For which theme is the focal point?"),
            hint=_("For example: gender"),
            label=_("Theme"),
            is_name=True,
            limit=60,
            when=lambda values, _around: values.get("role") is Role.FOCAL_POINT,
        ),
    ] = ""
    uses: Annotated[
        int,
        CountField(
            question=_("How many people may use the link?"),
            label=_("People"),
            lowest=1,
            highest=invites.MOST_USES,
            suggest=lambda around: [localize_digits(count, locale=around.locale) for count in (1, 5, 20)],
        ),
    ]

    last_day: Annotated[
        date | None,
        DayField(question=_("Until which day should the link work?"), label=_("Works until"), on_request=True),
    ] = None

    @classmethod
    def surround(cls, _loaded: Any, _answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        days = _("The link works for {days} days; “Change…” sets another last day.")
        return replace(base, note=days.with_(days=invites.DAYS))

    async def save(self, request: Request, _about: Any) -> Reply:
        themes = split_themes(self.theme)
        args = invites.NewInvite(role=self.role, themes=themes, max_uses=self.uses, last_day=self.last_day)
        made, token = await invites.invite(request.session, request.member, args, now=request.now)
        more = ((button(_("Links that still work"), "members:invites"),),)
        link = invites.link_to(request.settings.bot_username, token)
        return Reply(messages.invited(made, link, more=more), edit=True)


@router.command("invite", _("Invite members by a link"), permission=Permission.MEMBER_INVITE, group=Group.MEMBERS)
async def invite(request: Request, rest: str) -> Reply:
    if key_of(rest) == "list":
        places = [each for each in request.of_each_twg() if each.member.may(Permission.MEMBER_INVITE)]
        return joined("invite list", [(each.member.twg, await list_open(each)) for each in places])
    said = read_invitation(rest)
    opened = await open_invitation(request, said)
    return opened if said or not rest else await tell_left(request, opened, "invite", rest)


async def open_invitation(request: Request, said: Invitation) -> Reply:
    """The form of a link, with what is said of it."""
    answers = {} if said.role is None else {"role": said.role.value}
    typed = {} if said.uses is None else {"uses": str(said.uses)}
    return await open_form(request, InviteForm, answers=answers, typed=typed)


@router.button("invites", permission=Permission.MEMBER_INVITE)
async def list_open(request: Request) -> Reply:
    """List the links of a TWG that still work, each with a button to revoke it."""
    listed = await list_invites(request.session, request.member.twg.id, now=request.now)
    buttons = [
        button(_("Revoke link {n}").with_(n=place), "members:revoke", made.id) for place, made in enumerate(listed, 1)
    ]
    fresh = ((button(_("Make an invitation link"), "members:new_invite"),),)
    return say("members/invites", invites=listed, keyboard=(*rows(buttons, per_row=3), *fresh))


@router.button("revoke", subject=Invite)
async def revoke(request: Request, invite_id: int) -> Reply:
    revoked = await invites.revoke_invite(request.session, request.member, invite_id, now=request.now)
    return show("members/revoked", invite=revoked)
