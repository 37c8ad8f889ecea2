"""Joining in the chat: /start with an invite, registration, /me."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, Any

from pydantic import BaseModel

from handlers.forms.contact_field import TITLES, ContactAnswer, SharedContact, contact_text
from handlers.forms.conversation import open_form
from handlers.forms.fields import ChoiceField, Field, OptionField
from handlers.forms.form import Form, about_kept
from handlers.forms.institution_field import KNOWN, InstitutionField
from handlers.forms.surroundings import Option, Surroundings
from handlers.members.assistants import take as take_assistant
from handlers.routing.menus import commands_of
from handlers.routing.request import Reply, Request, say, show
from handlers.routing.router import Router
from messages.rendering.keyboards import button, rows, shorten, told_apart
from messages.rendering.labels import LANGUAGES
from messages.rendering.templating import format_moment
from messages.rendering.texts import _
from storage.core.spelling import is_visible, normalize
from storage.members import Invite, Membership, Sex
from storage.rosters import find_entry_of_invite
from twg.core.actors import Actor
from twg.institutions.correcting import load_institutions
from twg.members import assistants, invites, registration
from twg.members.joining import list_waiting
from twg.rosters.names import is_title

router = Router("members")


@router.command("start", _("Begin here"), permission=None, hidden=True)
async def start(request: Request, token: str) -> Reply:
    if not token:
        return say("general/help", actor=request.member, commands=commands_of(request.routes, request.role))
    token_hash = invites.hash_token(normalize(token))
    if token.startswith(assistants.PREFIX):
        return await take_assistant(request, token_hash)
    if request.account is not None and request.actor is not None:
        membership = await registration.join(
            request.session, token_hash, request.account, domains=request.domains, now=request.now
        )
        said = say("members/joined", membership=membership)
        return await _with_waiting(request, said, membership, request.account.language)
    invite = await invites.access_invite(request.session, token_hash, now=request.now)
    welcome = say("members/welcome", twg=invite.twg, role=invite.role, sender=request.incoming.sender)
    known = await _known_by_list(request, invite)
    asked = await open_form(request, RegistrationForm, context={"token_hash": token_hash}, answers=known, inherit=True)
    return replace(welcome, also=(asked,))


async def _known_by_list(request: Request, invite: Invite) -> dict[str, Any]:
    """Answers that the TWG's list has for a personal invite; nothing for another. The contact is asked for."""
    entry = await find_entry_of_invite(request.session, invite.id)
    if entry is None:
        return {}
    known = {name: getattr(entry, name) for name in ("title", "name", "position", "institution", "sex")}
    return {name: value for name, value in known.items() if value}


async def _with_waiting(request: Request, reply: Reply, membership: Membership, language: str) -> Reply:
    """The reply, followed by the meetings and documents that wait for the new member's answer."""
    actor = Actor(membership.twg, membership, timekeeping=request.settings.timekeeping)
    waiting = await list_waiting(request.session, actor, now=request.now)
    if not waiting:
        return reply
    found = [("meetings:open", item.id, item.title, item.starts_at) for item in waiting.meetings]
    found += [("documents:open", item.id, item.title, item.circulated_at) for item in waiting.documents]
    moments = [format_moment(at.astimezone(actor.zone), locale=language, short=True) for *_about, at in found]
    labels = told_apart([title for _opens, _id, title, _at in found], moments)
    buttons = [button(label, opens, row_id) for label, (opens, row_id, *_rest) in zip(labels, found, strict=True)]
    listed = say("members/waiting", keyboard=rows(buttons), waiting=waiting)
    return replace(reply, also=(*reply.also, replace(listed, locale=language)))


_Title = Annotated[
    str,
    Field(
        question=_("What title stands before your name?"),
        hint=_("For example: H.E., Lok Chumteav, Dr."),
        label=_("Form of address"),
        limit=60,
        is_name=True,
        suggest=lambda around: TITLES[around.locale],
        unlike=lambda text: not is_title(text),  # most who overlook the question type their name
    ),
]
_Sex = Annotated[
    Sex | None,
    ChoiceField(
        question=_("Are you a woman or a man? Reports give only how many women and men took part."),
        label=_("Sex"),
        members=tuple(Sex),
    ),
]
_Name = Annotated[
    str,
    Field(
        question=_("What is your full name?"),
        label=_("Name"),
        limit=120,
        is_name=True,
        suggest=lambda around: list(filter(is_visible, [around.facts["name"]])),
    ),
]
_Position = Annotated[str, Field(question=_("What is your position?"), label=_("Position"), limit=120, is_name=True)]
_Institution = Annotated[
    str,
    InstitutionField(
        question=_("Which institution are you from?"),
        hint=_("Its usual short name, for example: MoH, UNFPA"),
        label=_("Institution"),
        is_name=True,
    ),
]


class _DetailsForm(Form):
    """Asks for details of a person: suggests the name in their Telegram account, and knows the institutions."""

    @classmethod
    async def load(cls, request: Request, _about: Any) -> dict[str, Any]:
        return {
            "name": shorten(request.incoming.sender.name, 120),
            KNOWN: await load_institutions(request.session),
        }

    @classmethod
    def surround(cls, loaded: dict[str, Any], _answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        return replace(base, facts=loaded)


class RegistrationContext(BaseModel):
    """The invite used to register, by the hash of its token."""

    token_hash: str


@router.form("register", _("Registration"), saves=registration.register, about=about_kept(RegistrationContext))
class RegistrationForm(_DetailsForm):
    language: Annotated[
        str,
        OptionField(question=_("Which language do you prefer?"), label=_("Language")),
    ]
    title: _Title = ""
    sex: _Sex = None
    name: _Name
    position: _Position
    institution: _Institution
    contact: ContactAnswer = ""

    @classmethod
    def surround(cls, loaded: dict[str, Any], answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        """Ask in the chosen language from the second question on."""
        languages = [Option(code, name) for code, name in LANGUAGES.items()]
        locale = answers.get("language") or base.locale
        base = replace(base, locale=locale, options={"language": languages})
        return super().surround(loaded, answers, base)

    async def save(self, request: Request, context: RegistrationContext) -> Reply:
        shared = self.contact.number if isinstance(self.contact, SharedContact) else ""
        membership = await registration.register(
            request.session,
            context.token_hash,
            request.incoming.sender.user_id,
            registration.Registration(**_details(self), language=self.language, shared_phone=shared),
            domains=request.domains,
            now=request.now,
        )
        commands = commands_of(request.routes, membership.role)
        said = show("members/registered", membership=membership, commands=commands)
        return await _with_waiting(request, said, membership, self.language)


def _details(form: "RegistrationForm | CorrectForm") -> dict[str, Any]:
    """The answers that are details of a person."""
    details = {name: getattr(form, name) for name in ("title", "sex", "name", "position", "institution")}
    return {**details, "contact": contact_text(form.contact)}


@router.command("me", _("How you are registered"))
async def me(request: Request, _rest: str) -> Reply:
    keyboard = (
        (button(_("Correct my details"), "members:correct"),),
        (button(_("My assistants"), "members:assistants"),),
        (button(_("What is stored about me"), "members:my_data"),),
    )
    return say("members/me", membership=request.member.member, keyboard=keyboard)


@router.form("correct_details", _("Correct my details"), saves=registration.correct, opened_by="correct")
class CorrectForm(_DetailsForm):
    title: _Title = ""
    sex: _Sex = None
    name: _Name
    position: _Position
    institution: _Institution
    contact: ContactAnswer = ""

    @classmethod
    async def initial(cls, request: Request, _about: Any) -> Mapping[str, Any]:
        """The stored details; the person chooses which to change."""
        person = request.member.person
        return {
            "title": person.title or None,
            "name": person.name,
            "sex": person.sex,
            "position": person.position,
            "institution": None if person.institution is None else person.institution.name,
            "contact": person.contact or None,
        }

    async def save(self, request: Request, _about: Any) -> Reply:
        args = registration.Details(**_details(self))
        await registration.correct(request.session, request.member, args, now=request.now)
        return show("members/me", membership=request.member.member)
