"""What people ask to have done with members: a link, a new member, one who goes (M1, M10, M11, U2)."""

from handlers.forms.conversation import open_form
from handlers.members.entering import EnterForm
from handlers.members.inviting import open_invitation
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from handlers.routing.wishes import wished
from messages.rendering.keyboards import Button, button, shorten
from messages.rendering.texts import _
from storage.core.spelling import fold
from storage.members import list_members
from twg.core.permissions import Permission
from twg.language.wish_details import NewMember, read_invitation, read_new_member

router = Router("members")

#: Members whom a text names that have a button each.
_MOST_NAMED = 3


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


def _typed(new: NewMember) -> dict[str, str]:
    typed = {"title": new.title, "name": new.name, "institution": new.institution, "contact": new.contact}
    return {field: text for field, text in typed.items() if text}


@router.wish("remove_member", permission=Permission.MEMBER_CHANGE)
async def remove(request: Request, text: str) -> list[Button]:
    """The cards of the members whom the message names; else the list."""
    written = fold(text)
    members = await list_members(request.session, request.member.twg.id)
    parts = ((each, fold(each.person.name).split()) for each in members)
    named = [each for each, words in parts if any(len(word) > 2 and word in written for word in words)]
    cards = [button(shorten(each.person.name), "members:open", each.id) for each in named[:_MOST_NAMED]]
    return cards or [button(_("Who is in the TWG"), "general:only", "members")]
