"""Who is in a TWG, in the chat: /members, and the card of each member (M9)."""

from handlers.routing.commands import Group
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from handlers.routing.several_twgs import in_each_twg
from messages import members as messages
from messages.history import history_keyboard
from messages.institutions import list_button
from messages.joining import waiting_rows
from messages.rendering.texts import _
from storage.members import (
    Membership,
    MembershipState,
    find_agreed_number,
    list_seated,
    list_without_account,
)
from storage.subgroups import list_groups_in
from twg.core.permissions import Permission
from twg.facilitators.choosing import find_incoming
from twg.joining.screening import list_waiting as list_asking
from twg.members import changing, directory
from twg.rosters import doubles

router = Router("members")


@router.command("members", _("Who is in the TWG"), lists=True, group=Group.MEMBERS)
async def list_members_of(request: Request, rest: str) -> Reply:
    """`/members` lists all, `/members UNFPA` those whose name or institution has the word."""
    return await in_each_twg(request, "members", lambda within: list_in(within, rest, page=1))


@router.button("page")
async def turn(request: Request, twg_id: int, page: int) -> Reply:
    return await list_in(request.within(twg_id), "", page=page)


async def list_in(request: Request, words: str = "", *, page: int = 1) -> Reply:
    """A page of the members of the request's TWG; with words, those whose name or institution has them."""
    actor = request.member
    listed = directory.matching(await directory.list_directory(request.session, actor), words)
    vacancies = await directory.list_vacancies(request.session, actor)
    contacts = actor.may(Permission.MEMBER_INVITE)
    agreed = await find_agreed_number(request.session, actor.twg.id)
    incoming = await find_incoming(request.session, actor.twg.id, today=request.today)
    content = messages.listing(
        listed,
        vacancies,
        actor.twg,
        page=page,
        words=words,
        contacts=contacts,
        agreed=agreed,
        incoming=incoming,
    )
    twice = await doubles.list_doubles(request.session, actor) if actor.may(Permission.PERSON_MERGE) else []
    asking = await list_asking(request.session, actor) if actor.may(Permission.JOINING_DECIDE) else []
    managing = (
        *messages.groups_row(actor),
        *list_button(actor),
        *messages.directory_buttons(actor),
        *messages.doubles_button(actor, twice),
    )
    below = (*managing, *waiting_rows(asking))
    return Reply(messages.with_buttons(content, below), edit=page > 1 or bool(request.incoming.button))


@router.button("open", subject=Membership, opens=True)
async def open_(request: Request, membership_id: int) -> Reply:
    return await show_member(request, membership_id)


async def show_member(request: Request, membership_id: int) -> Reply:
    """The card of the person whom a period is of: as a member, else how they left."""
    history = await changing.list_history(request.session, request.member, membership_id)
    newest = await changing.access_newest(request.session, request.member, membership_id)
    groups = [
        group
        for group in await list_groups_in(request.session, newest.groups)
        if newest.state is MembershipState.ACTIVE and group.is_active(request.today)
    ]
    seated = await list_seated(request.session, newest.twg_id)
    holder = next((each for each in seated if each.seat_id and each.seat_id == newest.stands_in_id), None)
    alternates = [each for each in seated if each.stands_in_id and each.stands_in_id == newest.seat_id]
    without = await list_without_account(request.session, [newest.person_id])
    card = messages.card(
        request.member,
        newest,
        history,
        groups,
        holder=holder,
        alternates=alternates,
        has_account=not without,
    )
    below = history_keyboard(request.member, newest)
    if request.member.may(Permission.PERSON_MERGE):
        about = newest.person
        alike = await doubles.find_alike(
            request.session, newest.twg_id, about.name, about.contact, person_id=newest.person_id
        )
        card = messages.told_alike(card, newest, alike)
    return Reply(messages.with_buttons(card, below), edit=True)
