"""Assistants in the chat: what they are chosen for, the link, confirming and ending (M11)."""

from handlers.routing.request import Reply, Request, locale_of, say, show
from handlers.routing.router import Router
from messages.members import ALL_MATTERS, asked_keyboard, end_row, matters_of
from messages.rendering.keyboards import Keyboard, button, shorten
from messages.rendering.labels import label
from messages.rendering.texts import _
from storage.members import ActsFor, Matter
from twg.members import assistants, changing, invites

router = Router("members")

#: The matters that can be chosen, each a bit of the number that buttons carry; all of them stand for everything.
_BITS = {matter: 1 << place for place, matter in enumerate(Matter)}


async def take(request: Request, token_hash: str) -> Reply:
    """Open the link of a principal, as the account that is to act for them."""
    sender = request.incoming.sender
    language = locale_of(request.incoming, request.account)
    acts = await assistants.take_assistant(
        request.session, token_hash, sender.user_id, shorten(sender.name, 120), language, now=request.now
    )
    return say("members/assistant_taken", acts=acts)


@router.button("assistants")
async def list_(request: Request) -> Reply:
    """Who acts for the member, and how to add somebody."""
    found = await assistants.list_own_assistants(request.session, request.member)
    rows: Keyboard = ()
    for acts in found:
        rows = (*rows, *(asked_keyboard(acts) if acts.confirmed_at is None else (end_row(acts),)))
    rows = (*rows, (button(_("Add an assistant"), "members:choose_matters", ALL_MATTERS),))
    listed = [(acts, matters_of(acts)) for acts in found]
    return say("members/assistants", assistants=listed, keyboard=rows)


@router.button("choose_matters")
async def choose(request: Request, chosen: int, member_id: int | None = None) -> Reply:
    """Ask for what the assistant is chosen; each press adds a matter or takes it away.

    Args:
        member_id: of the member for whom the secretariat arranges it.
    """
    member = None if member_id is None else await changing.access_going_on(request.session, request.member, member_id)
    whose = () if member is None else (member.id,)
    keyboard: Keyboard = tuple(
        (
            button(
                _("✓ {matter}").with_(matter=label(matter)) if chosen & bit else label(matter),
                "members:choose_matters",
                (chosen ^ bit) or ALL_MATTERS,
                *whose,
            ),
        )
        for matter, bit in _BITS.items()
    )
    keyboard = (
        *keyboard,
        (button(_("Make the link"), "members:offer_assistant", chosen & ALL_MATTERS or ALL_MATTERS, *whose),),
    )
    principal = None if member is None else member.person
    return show("members/assistant_matters", principal=principal, keyboard=keyboard)


@router.button("offer_assistant")
async def offer(request: Request, chosen: int, member_id: int | None = None) -> Reply:
    matters = [] if chosen & ALL_MATTERS == ALL_MATTERS else [matter for matter, bit in _BITS.items() if chosen & bit]
    if member_id is None:
        acts, token = await assistants.offer_assistant(request.session, request.member, matters, now=request.now)
    else:
        acts, token = await assistants.offer_assistant_for(
            request.session, request.member, member_id, matters, now=request.now
        )
    acts = await assistants.access_acting(request.session, request.member, acts.id)
    link = invites.link_to(request.settings.bot_username, token)
    return show("members/assistant_link", acts=acts, matters=matters_of(acts), link=link)


@router.button("confirm_assistant", subject=ActsFor)
async def confirm(request: Request, acts_id: int) -> Reply:
    acts = await assistants.confirm_assistant(request.session, request.member, acts_id, now=request.now)
    context = {"acts": acts, "matters": matters_of(acts), "to_assistant": False}
    return show("members/assistant_confirmed", keyboard=(end_row(acts),), toast=_("Confirmed."), **context)


@router.button("end_assistant", subject=ActsFor)
async def end(request: Request, acts_id: int) -> Reply:
    acts = await assistants.end_assistant(request.session, request.member, acts_id, now=request.now)
    return show("members/assistant_ended", acts=acts)
