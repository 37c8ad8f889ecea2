"""What people ask to have done with members: a link, a new member, one who goes (M1, M10, M11, U2)."""

import re
from dataclasses import replace

from handlers.forms.conversation import open_form
from handlers.general import show_settings
from handlers.members.entering import EnterForm
from handlers.members.inviting import open_invitation
from handlers.members.naming import list_named
from handlers.members.registering import CorrectForm
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from handlers.routing.wishes import wished
from messages.rendering.keyboards import Button, button, shorten
from messages.rendering.texts import _
from twg.core.permissions import Permission
from twg.language.phones import find_phones
from twg.language.wish_details import NewMember, read_invitation, read_language, read_new_member
from twg.members import registration

router = Router("members")

_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)


@router.wish("invite", permission=Permission.MEMBER_INVITE)
async def invite(_request: Request, _text: str) -> list[Button]:
    return [button(_("Make an invitation link"), "members:invite_as")]


@router.button("invite_as", permission=Permission.MEMBER_INVITE)
async def open_invite(request: Request) -> Reply:
    """The form of a link, with the role and the number of people that the message names."""
    return await open_invitation(request, read_invitation(wished(request)))


@router.wish("add_member", permission=Permission.MEMBER_INVITE)
async def add(request: Request, _text: str) -> list[Button]:
    """A link, by which people register themselves; for the secretariat also to enter somebody without Telegram."""
    enter = button(_("Enter a person without Telegram"), "members:enter_as")
    enters = [enter] if request.member.may(Permission.PERSON_ENTER) else []
    return [button(_("Make an invitation link"), "members:invite_as"), *enters]


@router.button("enter_as", permission=Permission.PERSON_ENTER)
async def open_enter(request: Request) -> Reply:
    """The form that enters a person, with what the message says of them."""
    return await open_form(request, EnterForm, typed=_typed(read_new_member(wished(request))))


@router.wish("correct_details")
async def correct(_request: Request, _text: str) -> list[Button]:
    return [button(_("Correct my details"), "members:correct_as")]


@router.button("correct_as")
async def open_correction(request: Request) -> Reply:
    """The form of one's own details, with the telephone number or e-mail address that the message gives."""
    words = wished(request)
    told = [*find_phones(words), *_EMAIL.findall(words)]
    return await open_form(request, CorrectForm, typed={"contact": ", ".join(told)} if told else {})


@router.wish("leave")
async def leave(_request: Request, _text: str) -> list[Button]:
    return [button(_("Leave the TWG"), "general:only", "leave")]


@router.wish_at_once("language")
async def speak(request: Request, text: str) -> Reply:
    """Speak the language that is wished; the answer has a button for the other one."""
    language = read_language(text)
    if language is not None:
        await registration.choose_language(request.session, request.member, language, now=request.now)
    return replace(show_settings(request), edit=False)


def _typed(new: NewMember) -> dict[str, str]:
    typed = {"title": new.title, "name": new.name, "institution": new.institution, "contact": new.contact}
    return {field: text for field, text in typed.items() if text}


@router.wish("remove_member", permission=Permission.MEMBER_CHANGE)
async def remove(request: Request, text: str) -> list[Button]:
    """The cards of the members whom the message names; else the list."""
    named = await list_named(request, text)
    cards = [button(shorten(each.person.name), "members:open", each.id) for each in named]
    return cards or [button(_("Who is in the TWG"), "general:only", "members")]
