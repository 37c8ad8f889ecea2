"""Closing the record of a meeting: its decisions and actions are registered then; and opening it again (G6)."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.records.keeping import instead_of_card, open_, show_card
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages import records as messages
from messages.actions import agreed
from messages.decisions import registered
from messages.rendering.texts import _
from storage.actions import Action
from storage.records import MeetingRecord
from twg.actions import registering as actions
from twg.decisions import registering as decisions
from twg.records import keeping
from twg.records.access import Unfinished

router = Router("records")


@router.button("close", subject=MeetingRecord)
async def close(request: Request, record_id: int) -> Reply:
    """Close the record; where nobody is noted as having been there, or items are left, that is asked about first."""
    try:
        async with request.session.begin_nested():
            await keeping.close(request.session, request.member, record_id, now=request.now)
    except Unfinished as left:
        record, meeting = await keeping.read_record(request.session, request.member, record_id)
        shown = messages.closing(record, meeting, nobody=left.data["nobody"], untouched=left.data["untouched"])
        return await instead_of_card(request, shown)
    return await _closed(request, record_id)


@router.button("close_anyway", subject=MeetingRecord)
async def close_anyway(request: Request, record_id: int) -> Reply:
    await keeping.close(request.session, request.member, record_id, anyway=True, now=request.now)
    return await _closed(request, record_id)


async def _closed(request: Request, record_id: int) -> Reply:
    """The card of a record that was just closed, and the decisions and actions that are in the registers by that."""
    about = request.session, request.member, record_id
    decided = await decisions.register_lines(*about, now=request.now)
    new = await actions.register_lines(*about, request.domains, now=request.now)
    shown = await show_card(request, record_id, toast=_("The record is closed."))
    told = [Reply(registered(request.member.twg, decided))] if decided else []
    left = await show_agreed(request, record_id, new)
    return replace(shown, also=(*told, *([] if left is None else [left])))


async def show_agreed(request: Request, record_id: int, new: Sequence[Action]) -> Reply | None:
    """The actions that are new, and the lines that lack somebody or a last day; None where there is neither."""
    left = await actions.list_incomplete(request.session, request.member, record_id, now=request.now)
    return Reply(agreed(request.member, record_id, new, left)) if new or left else None


@router.button("reopen", subject=MeetingRecord)
async def reopen(request: Request, record_id: int) -> Reply:
    await actions.hold_back(request.session, request.member, record_id)
    await keeping.reopen(request.session, request.member, record_id, now=request.now)
    return await open_(request, record_id)
