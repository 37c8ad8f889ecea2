"""What people ask to have done with the record of a meeting (G6, U2)."""

from handlers.routing.request import Request
from handlers.routing.router import Router
from messages.meetings.card import names
from messages.rendering.keyboards import Button, button, shorten
from messages.rendering.texts import _
from twg.core.permissions import Permission
from twg.records import keepers

router = Router("records")

#: Longest name of a meeting behind what is done with it.
_LONGEST_NAME = 36


@router.wish("keep_record", permission=Permission.RECORD_KEEP)
async def keep(request: Request, _text: str) -> list[Button]:
    """The records that are open, and the meetings whose record can be begun now; without any, those ahead."""
    kept = await keepers.list_kept(request.session, request.member)
    beginnable = await keepers.list_beginnable(request.session, request.member, now=request.now)
    choices = [(meeting, "records:open", record.id) for record, meeting in kept]
    choices += [(meeting, "records:start", meeting.id) for meeting in beginnable]
    called = names([meeting for meeting, _verb, _id in choices], request.zone, request.locale)
    label = _("The record: {meeting}")
    buttons = [
        button(label.with_(meeting=shorten(name, _LONGEST_NAME)), verb, row_id)
        for name, (_meeting, verb, row_id) in zip(called, choices, strict=True)
    ]
    return buttons or [button(_("Meetings ahead"), "meetings:ahead", 1)]
