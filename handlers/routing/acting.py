"""For whom an update acts: the sender, or somebody in whose place they act (M11).

A button says for whom it acts by what it carries; a reply acts for the person to whom its message was sent, and an
answer for the person for whom its form was opened. Anything else of an assistant acts for themselves, or for their only
principal; where both may be meant, they are asked.
"""

from dataclasses import dataclass, replace

from sqlalchemy.orm.attributes import set_committed_value

from handlers.forms.opened import FOR
from handlers.forms.waiting import open_forms
from handlers.routing.request import Reply, Request, find_actor, handle_earlier, show
from handlers.routing.router import Router
from handlers.routing.whose_words import Whose
from messages.rendering.acting import for_principal
from messages.rendering.keyboards import button, for_person, shorten, split_person
from messages.rendering.texts import _
from storage.core.told import find_addressee
from storage.members import MembershipState, Person, Role, find_person_without_account, list_principals
from twg.core.acting import Acting, OnBehalf, Place
from twg.core.refusals import NotFound

router = Router("general")


@dataclass(frozen=True)
class _Said:
    """What an update says of for whom it is: the id of that person, if it says so."""

    request: Request
    person_id: int | None


async def find_acting(request: Request) -> tuple[Request, Reply | None]:
    """The request in the place of the person for whom it acts, or a reply that asks for whom.

    Raises: NotFound where the sender may not act for that person.
    """
    said = await _read(request)
    request, account = said.request, request.account
    if account is None or not request.incoming.private or request.incoming.reachable is not None:
        return request, None
    if said.person_id is not None:
        own = said.person_id == account.person_id
        return (request if own else await _in_place_of(request, said.person_id)), None
    if not account.assists or _is_own_matter(request):
        return request, None
    among = await _principals(request)
    if request.actor is not None and (request.incoming.button or request.incoming.command is not None):
        return request, None
    if request.actor is None and len(among) == 1:
        return _acting(request, among[0]), None
    if not among or request.incoming.button:
        return request, None
    return request, _ask(request, among)


async def _read(request: Request) -> _Said:
    """Take out of the update for whom it is; buttons are read without it from now on."""
    incoming = request.incoming
    data, person_id = split_person(incoming.button)
    below = [split_person(other) for other in incoming.replied_buttons]
    if data or below:
        incoming = replace(incoming, button=data, replied_buttons=tuple(other for other, _person_id in below))
        request = replace(request, incoming=incoming)
    if person_id is None and not incoming.button:
        person_id = next((found for _other, found in below if found is not None), None)
    may_be_for_others = request.account is not None and (
        request.account.assists or (request.actor is not None and request.actor.role is Role.SECRETARIAT)
    )
    if person_id is not None or incoming.command is not None or not may_be_for_others:
        return _Said(request, person_id)
    if incoming.button:
        return _Said(request, await _read_form_button(request))
    if incoming.replied_to is not None:
        person_id = await find_addressee(request.session, incoming.chat_id, incoming.replied_to)
    if person_id is None and (waiting := await open_forms(request)):
        assert request.account is not None  # noqa: S101 - checked above
        person_id = waiting[0].context.get(FOR, request.account.person_id)
    return _Said(request, person_id)


async def _read_form_button(request: Request) -> int | None:
    """For whom the form was opened whose button was pressed, if that is not who pressed it."""
    head, *rest = request.incoming.button.split(":")
    rows = await open_forms(request) if head == "f" else []
    return next((row.context.get(FOR) for row in rows if rest[:1] == [str(row.id)]), None)


def _is_own_matter(request: Request) -> bool:
    """Whether it is about the account, or about the store, and not about what anybody is to answer."""
    if request.routes.is_of_account(request.incoming.button):
        return True
    command = request.incoming.command
    named = None if command is None else request.routes.commands.get(command[0])
    return request.incoming.edited or (named is not None and named.permission is None)


async def _principals(request: Request) -> list[Acting]:
    """For whom the sender may act as an assistant, as far as those are members of a TWG."""
    assert request.account is not None  # noqa: S101 - only asked for an account
    found = [
        Acting(acts.person, OnBehalf(request.account.person, Place.ASSISTANT, acts.covers))
        for acts in await list_principals(request.session, request.account.id)
    ]
    return [acting for acting in found if _acting(request, acting).actor is not None]


async def _in_place_of(request: Request, person_id: int) -> Request:
    """Raises: NotFound."""
    assert request.account is not None  # noqa: S101 - only asked for an account
    if request.account.assists:
        for acting in await _principals(request):
            if acting.person.id == person_id:
                return _acting(request, acting)
    return await _entering_for(request, person_id)


async def _entering_for(request: Request, person_id: int) -> Request:
    """The secretariat entering what a member without Telegram has said, in the TWGs of that secretariat."""
    assert request.account is not None  # noqa: S101 - only asked for an account
    sender = request.account.person
    keeps = {
        membership.twg_id
        for membership in sender.memberships
        if membership.state is MembershipState.ACTIVE and membership.role is Role.SECRETARIAT
    }
    person = await find_person_without_account(request.session, person_id) if keeps else None
    if person is None:
        raise NotFound
    set_committed_value(person, "memberships", [each for each in person.memberships if each.twg_id in keeps])
    request = _acting(request, Acting(person, OnBehalf(sender, Place.ENTERING)))
    if request.actor is None:
        raise NotFound
    return request


def _acting(request: Request, acting: Acting) -> Request:
    actor = find_actor(request.account, request.settings.timekeeping, acting=acting)
    return replace(request, actor=actor, acting=acting)


def in_name_of(request: Request, reply: Reply) -> Reply:
    """The reply of a request that acts for another person: it says for whom, and so do its buttons."""
    if request.acting is None:
        return reply
    acting, routes = request.acting, request.routes

    def may_use(data: str) -> bool:
        return routes.is_of_account(data) or acting.on_behalf.may_use(data.partition(":")[0])

    content = None if reply.content is None else for_principal(reply.content, acting.person, may_use)
    return replace(reply, content=content, also=tuple(in_name_of(request, also) for also in reply.also))


def _ask(request: Request, among: list[Acting]) -> Reply:
    people: list[tuple[Person, str]] = [(acting.person, shorten(acting.person.name)) for acting in among]
    choices = [((button(_("For {name}").with_(name=name), "general:for_whom"),), person) for person, name in people]
    if request.actor is not None and request.account is not None:
        choices.append(((button(_("For myself"), "general:for_whom"),), request.account.person))
    keyboard = tuple(row for line, person in choices for row in for_person((line,), person.id))
    return replace(show("general/for_whom", keyboard=keyboard), edit=False, to_message=True)


@router.button("for_whom")
async def choose(request: Request) -> Reply:
    """Handle the earlier message as said for the person who was chosen."""
    incoming = request.incoming
    if incoming.replied_to is None or incoming.replied_whose is Whose.OTHERS:
        raise NotFound
    return await handle_earlier(request)
