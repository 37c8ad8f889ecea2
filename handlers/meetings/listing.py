"""/meetings: the meetings under way, ahead and past."""

from collections.abc import Sequence
from typing import Any

from handlers.routing.commands import Group
from handlers.routing.request import Reply, Request, say, show
from handlers.routing.router import Router
from messages.meetings.card import names
from messages.rendering.keyboards import Button, button, rows, shorten
from messages.rendering.texts import _
from storage.meetings import Meeting
from storage.meetings.listing import MeetingAhead, MeetingBrief
from twg.core.permissions import Permission
from twg.meetings import items, listing

router = Router("meetings")


@router.command("meetings", _("Meetings ahead and your answers"), lists=True, group=Group.MEETINGS, among=Meeting)
async def list_(request: Request) -> Reply:
    return say("meetings/list", **await _current(request, 1))


@router.button("ahead")
async def ahead(request: Request, page: int = 1) -> Reply:
    """A page of the meetings ahead, instead of another page."""
    return show("meetings/list", **await _current(request, page))


async def _current(request: Request, page: int) -> dict[str, Any]:
    current = await listing.list_current(request.session, request.member, now=request.now, page=page)
    turns = [button(_("Sooner"), "meetings:ahead", current.page - 1)] if current.page > 1 else []
    turns += [button(_("Later"), "meetings:ahead", current.page + 1)] if current.more else []
    last = [button(_("Past meetings"), "meetings:past", 1)]
    if request.member.may(Permission.MEETING_ORGANISE):
        last.append(button(_("New meeting"), "meetings:new"))
    of_items = await items.list_own_items(request.session, request.member, now=request.now) if page == 1 else []
    one_item = [button(shorten(each.item.title if each.item else ""), "meetings:item", each.id) for each in of_items]
    opens = (*rows(open_buttons(request, [*current.under_way, *current.ahead])), *rows(one_item))
    keyboard = (*opens, *rows(turns, per_row=2), *rows(last, per_row=2))
    return {
        "under_way": current.under_way,
        "ahead": current.ahead,
        "of_items": [(each, items.begins_of(each)) for each in of_items],
        "page": current.page,
        "keyboard": keyboard,
    }


@router.button("past")
async def past(request: Request, page: int = 1) -> Reply:
    """A page of past meetings, instead of the list."""
    found = await listing.list_past(request.session, request.member, now=request.now, page=page)
    turns = [button(_("Newer"), "meetings:past", found.page - 1)] if found.page > 1 else []
    turns += [button(_("Older"), "meetings:past", found.page + 1)] if found.more else []
    keyboard = (
        *rows(open_buttons(request, found.meetings)),
        *rows(turns, per_row=2),
        (button(_("Meetings ahead"), "meetings:ahead", 1),),
    )
    return show("meetings/past", meetings=found.meetings, page=found.page, keyboard=keyboard)


def open_buttons(request: Request, meetings: Sequence[MeetingAhead | MeetingBrief]) -> list[Button]:
    labels = names(meetings, request.zone, request.locale)
    return [button(label, "meetings:open", meeting.id) for label, meeting in zip(labels, meetings, strict=True)]
