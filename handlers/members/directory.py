"""Who is in a TWG, in the chat: /members, and the card of each member (M9)."""

from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages import members as messages
from messages.institutions import list_button
from messages.joining import waiting_rows
from messages.rendering.texts import _
from storage.members import Membership
from twg.core.permissions import Permission
from twg.facilitators.choosing import find_incoming
from twg.joining.screening import list_waiting as list_asking
from twg.members import changing, directory

router = Router("members")


@router.command("members", _("Who is in the TWG"))
async def list_members_of(request: Request, rest: str) -> Reply:
    """`/members` lists all, `/members UNFPA` those whose name or institution has the word."""
    return await _list(request, rest, page=1)


@router.button("page")
async def turn(request: Request, twg_id: int, page: int) -> Reply:
    return await _list(request.within(twg_id), "", page=page)


async def _list(request: Request, words: str, *, page: int) -> Reply:
    actor = request.member
    listed = directory.matching(await directory.list_directory(request.session, actor), words)
    vacancies = await directory.list_vacancies(request.session, actor)
    contacts = actor.may(Permission.MEMBER_INVITE)
    incoming = await find_incoming(request.session, actor.twg.id, today=request.today)
    content = messages.listing(
        listed, vacancies, actor.twg, page=page, words=words, contacts=contacts, incoming=incoming
    )
    asking = await list_asking(request.session, actor) if actor.may(Permission.JOINING_DECIDE) else []
    buttons = (*list_button(actor), *waiting_rows(asking))
    return Reply(messages.with_buttons(content, buttons), edit=page > 1 or bool(request.incoming.button))


@router.button("open", subject=Membership, opens=True)
async def open_(request: Request, membership_id: int) -> Reply:
    return await show_member(request, membership_id)


async def show_member(request: Request, membership_id: int) -> Reply:
    """The card of the person whom a period is of: as a member, else how they left."""
    history = await changing.list_history(request.session, request.member, membership_id)
    newest = await changing.access_newest(request.session, request.member, membership_id)
    return Reply(messages.card(request.member, newest, history), edit=True)
