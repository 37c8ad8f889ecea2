"""Members say that they are at a meeting: by the button of its card, /here, or in words (G5)."""

from dataclasses import replace

from handlers.meetings.items import show_item
from handlers.meetings.planning import show_card
from handlers.routing.commands import Group
from handlers.routing.howto import Howto
from handlers.routing.request import Reply, Request, say
from handlers.routing.router import Router
from handlers.routing.several_twgs import told_apart_by_twg
from handlers.routing.statements import is_own_statement
from handlers.routing.undoing import UNDO
from messages.attendance import NOTED_AS_HERE
from messages.meetings.card import names
from messages.rendering.content import Content
from messages.rendering.keyboards import button, rows
from messages.rendering.texts import _
from storage.meetings import Meeting
from twg.attendance import noting
from twg.attendance.access import access_own_item
from twg.core.audiences import includes
from twg.core.permissions import Permission
from twg.language.arrivals import says_here
from twg.language.tasks import Deed

router = Router("attendance")

_AHEAD = ((button(_("Meetings ahead"), "meetings:ahead", 1),),)


@router.button("here", subject=Meeting)
async def here(request: Request, meeting_id: int) -> Reply:
    """Note that the person is there, and show the card of the meeting, or of the item to which they are invited."""
    row = await noting.check_in(request.session, request.member, meeting_id, now=request.now)
    shown = await _show(request, meeting_id)
    if row.noted_at == request.now:
        shown = replace(shown, keyboard=(*shown.keyboard, (button(UNDO, "attendance:not_here", meeting_id),)))
    return Reply(shown, edit=True, toast=NOTED_AS_HERE)


@router.button("not_here", subject=Meeting)
async def not_here(request: Request, meeting_id: int) -> Reply:
    """Take back that the person is there, for some minutes."""
    await noting.take_back(request.session, request.member, meeting_id, now=request.now)
    return Reply(await _show(request, meeting_id), edit=True, toast=_("You are not noted as here any more."))


async def _show(request: Request, meeting_id: int) -> Content:
    """The card of the meeting, or the item of it to which alone the person is invited."""
    own = await access_own_item(request.session, request.member, meeting_id)
    if own is not None and not includes(own.meeting.audience, request.member.member):
        return await show_item(request, own.id)
    return await show_card(request, meeting_id)


@router.command("here", _("Say that you are at the meeting"), group=Group.MEETINGS)
async def say_here(request: Request) -> Reply:
    return await _check_in(request) or say("attendance/none", keyboard=_AHEAD)


async def _check_in(request: Request) -> Reply | None:
    """Note the person at the meeting that is on, in any of their TWGs; of several, ask at which; None without any."""
    on: list[tuple[Request, Meeting]] = []
    for within in request.of_each_twg():
        if within.covers("attendance"):
            found = await noting.list_on(within.session, within.member, now=request.now)
            on += [(within, meeting) for meeting in found]
    if not on:
        return None
    if len(on) == 1:
        within, meeting = on[0]
        return replace(await here(within, meeting.id), edit=False, to_message=True)
    labels = names([meeting for _within, meeting in on], request.zone, request.locale)
    buttons = [
        button(told_apart_by_twg(request, meeting.twg_id, label), "attendance:here", meeting.id)
        for (_within, meeting), label in zip(on, labels, strict=True)
    ]
    return replace(say("attendance/which", keyboard=rows(buttons)), to_message=True)


@router.statement
async def take_arrival(request: Request) -> Reply | None:
    """Note that a person is at their meeting when they write that they have come, while attendance is taken."""
    if not is_own_statement(request.incoming) or not says_here(request.incoming.text):
        return None
    return await _check_in(request)


router.explain(
    Howto(
        _("Say that you are at a meeting"),
        _("Press “I am here” below the meeting, or write /here, from half an hour before it begins until it ends."),
        Deed((), ("check_in",)),
        "here",
    ),
    Howto(
        _("Note who is at a meeting"),
        _(
            "Open the meeting with /meetings and press “Who is here”: take over the answers, then press the"
            " names of the others. It can be corrected afterwards."
        ),
        Deed((), ("attendance_list",)),
        "meetings",
        Permission.MEETING_ORGANISE,
    ),
)
