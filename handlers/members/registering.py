"""Joining in the chat: /start with an invite, registration, /me."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import BaseModel

from handlers.forms.contact_field import ContactAnswer, SharedContact
from handlers.forms.conversation import open_form
from handlers.forms.details_fields import (
    InstitutionAnswer,
    LanguageAnswer,
    NameAnswer,
    PositionAnswer,
    SexAnswer,
    TitleAnswer,
    details_of,
    language_options,
    load_facts,
)
from handlers.forms.form import Form, about_kept
from handlers.forms.surroundings import Surroundings
from handlers.groups import take_up
from handlers.joining.asking import take_answers
from handlers.members.assistants import take as take_assistant
from handlers.routing.commands import Group
from handlers.routing.menus import first_commands, help_facts
from handlers.routing.request import Reply, Request, say, show
from handlers.routing.router import Router
from messages.documents import opens
from messages.joining import waits
from messages.members import switch_button
from messages.rendering.content import Content
from messages.rendering.keyboards import NO_BUTTONS, Keyboard, button, for_twg, rows, told_apart
from messages.rendering.templating import format_moment
from messages.rendering.texts import _
from storage.core.spelling import normalize
from storage.joining import JoinRequest
from storage.members import Invite, Membership, list_members
from storage.rosters import find_entry_of_invite
from twg import groups as linking
from twg.core.actors import Actor
from twg.core.permissions import ORGANISERS, Permission
from twg.documents.naming import name_of_circulation
from twg.joining import entering
from twg.members import assistants, invites, registration
from twg.members.joining import list_waiting

router = Router("members")


@router.command("start", _("Begin here"), permission=None, hidden=True)
async def start(request: Request, token: str) -> Reply:
    if not token:
        return say("general/help", **help_facts(request))
    if token.startswith(linking.PREFIX):
        return await take_up(request, token)
    token_hash = invites.hash_token(normalize(token))
    if token.startswith(assistants.PREFIX):
        return await take_assistant(request, token_hash)
    if request.account is not None and request.actor is not None:
        entered = await entering.join(
            request.session, token_hash, request.account, domains=request.domains, now=request.now
        )
        if isinstance(entered, JoinRequest):
            return Reply(waits(entered))
        current, begin = request.actor.twg, await _beginning(request, entered)
        keyboard = (*begin, (switch_button(entered.twg),))
        said = say("members/joined", keyboard=keyboard, membership=entered, current=current, empty=bool(begin))
        return await _with_waiting(request, said, entered, request.account.language)
    invite = await entering.access_link(request.session, token_hash, now=request.now)
    welcome = say("members/welcome", twg=invite.twg, role=invite.role, sender=request.incoming.sender)
    known = {**await take_answers(request), **await _known_by_list(request, invite)}
    asked = await open_form(request, RegistrationForm, context={"token_hash": token_hash}, answers=known, inherit=True)
    return replace(welcome, also=(asked,))


async def _known_by_list(request: Request, invite: Invite) -> dict[str, Any]:
    """Answers that the TWG's list has for a personal invite; nothing for another. The contact is asked for."""
    entry = await find_entry_of_invite(request.session, invite.id)
    if entry is None or entry.person_id is not None:  # strangers see no names: the link may have been passed on
        return {}
    known = {name: getattr(entry, name) for name in ("title", "position", "institution", "sex")}
    known["name"] = entry.full_name
    return {name: value for name, value in known.items() if value}


async def _beginning(request: Request, member: Membership) -> Keyboard:
    """The buttons that bring members into a TWG, for who may, where nobody is in it yet but those who organise it."""
    if not Actor(member.twg, member).may(Permission.MEMBER_INVITE):
        return NO_BUTTONS
    if await list_members(request.session, member.twg_id, Membership.role.not_in(ORGANISERS)):
        return NO_BUTTONS
    invite = button(_("Make an invitation link"), "members:new_invite")
    return for_twg(((invite, button(_("Import the list of members"), "rosters:new")),), member.twg_id)


async def _with_waiting(request: Request, reply: Reply, membership: Membership, language: str) -> Reply:
    """The reply, followed by the meetings and documents that wait for the new member's answer."""
    actor = Actor(membership.twg, membership, timekeeping=request.settings.timekeeping)
    content = await waiting_content(request, actor, language)
    if content is None:
        return reply
    return replace(reply, also=(*reply.also, Reply(content, locale=language)))


async def waiting_content(request: Request, actor: Actor, language: str) -> Content | None:
    """The meetings and documents that wait for a member's answer, with a button each; None where none do."""
    waiting = await list_waiting(request.session, actor, now=request.now)
    if not waiting:
        return None
    found = [("meetings:open", item.id, item.title, item.starts_at) for item in waiting.meetings]
    found += [(*opens(item), name_of_circulation(item), item.circulated_at) for item in waiting.circulations]
    moments = [format_moment(at.astimezone(actor.zone), locale=language, short=True) for *_about, at in found]
    labels = told_apart([title for _opens, _id, title, _at in found], moments)
    buttons = [button(label, opens, row_id) for label, (opens, row_id, *_rest) in zip(labels, found, strict=True)]
    names = {item.id: name_of_circulation(item) for item in waiting.circulations}
    return Content("members/waiting", {"waiting": waiting, "names": names}, rows(buttons))


class RegistrationContext(BaseModel):
    """The invite used to register, by the hash of its token."""

    token_hash: str


@router.form("register", _("Registration"), saves=entering.register, about=about_kept(RegistrationContext))
class RegistrationForm(Form):
    language: LanguageAnswer
    title: TitleAnswer = ""
    name: NameAnswer
    position: PositionAnswer
    institution: InstitutionAnswer
    contact: ContactAnswer = ""
    sex: SexAnswer = None

    @classmethod
    async def load(cls, request: Request, _context: RegistrationContext) -> dict[str, Any]:
        return await load_facts(request)

    @classmethod
    def surround(cls, loaded: dict[str, Any], answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        """Ask in the chosen language from the second question on."""
        locale = answers.get("language") or base.locale
        return replace(base, locale=locale, options={"language": language_options()}, facts=loaded)

    async def save(self, request: Request, context: RegistrationContext) -> Reply:
        shared = self.contact.number if isinstance(self.contact, SharedContact) else ""
        entered = await entering.register(
            request.session,
            context.token_hash,
            request.incoming.sender.user_id,
            registration.Registration(**details_of(self), language=self.language, shared_phone=shared),
            domains=request.domains,
            now=request.now,
        )
        if isinstance(entered, JoinRequest):
            return Reply(waits(entered), edit=True, locale=self.language)
        commands = first_commands(request.routes, entered.role)
        begin = await _beginning(request, entered)
        said = show("members/registered", keyboard=begin, membership=entered, commands=commands, empty=bool(begin))
        return await _with_waiting(request, said, entered, self.language)


@router.command("me", _("How you are registered"), group=Group.YOU)
async def me(request: Request) -> Reply:
    keyboard = (
        (button(_("Correct my details"), "members:correct"),),
        (button(_("My assistants"), "members:assistants"),),
        (button(_("What is stored about me"), "members:my_data"),),
    )
    return say("members/me", membership=request.member.member, others=request.other_memberships, keyboard=keyboard)


@router.form("correct_details", _("Correct my details"), saves=registration.correct, opened_by="correct")
class CorrectForm(Form):
    title: TitleAnswer = ""
    name: NameAnswer
    position: PositionAnswer
    institution: InstitutionAnswer
    contact: ContactAnswer = ""
    sex: SexAnswer = None

    @classmethod
    async def initial(cls, request: Request, _about: Any) -> Mapping[str, Any]:
        """The stored details; the person chooses which to change."""
        person = request.member.person
        return {
            "title": person.title or None,
            "name": person.full_name,
            "sex": person.sex,
            "position": person.position,
            "institution": None if person.institution is None else person.institution.name,
            "contact": person.contact or None,
        }

    @classmethod
    async def load(cls, request: Request, _about: Any) -> dict[str, Any]:
        return await load_facts(request)

    @classmethod
    def surround(cls, loaded: dict[str, Any], _answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        return replace(base, facts=loaded)

    async def save(self, request: Request, _about: Any) -> Reply:
        args = registration.Details(**details_of(self))
        await registration.correct(request.session, request.member, args, now=request.now)
        return show("members/me", membership=request.member.member, others=request.other_memberships)
