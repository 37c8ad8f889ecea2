"""Writing into the record what was typed without the word that begins a line (G6)."""

from dataclasses import replace

from handlers.records.keeping import earlier_words, list_known, write_lines
from handlers.records.under_way import list_under_way
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from handlers.routing.routes import Offer
from handlers.routing.several_twgs import told_apart_by_twg
from handlers.routing.whose_words import Whose
from messages.rendering.keyboards import button
from messages.rendering.texts import _
from storage.records import LineKind, MeetingRecord
from twg.language.record_acts import may_be_said
from twg.language.record_lines import read_body

router = Router("records")


@router.offer
async def offer(request: Request) -> list[Offer]:
    """Offer to note an own text in the records that are open and that the person keeps.

    The offer stays below an answer to words that are not certainly a question or a command: what is said at a meeting
    has their words.
    """
    incoming = request.incoming
    if incoming.whose is not Whose.OWN or incoming.file is not None or not incoming.text.strip():
        return []
    kept = [record for _within, record, _meeting in await list_under_way(request)]
    label, stays = _("Note it in the record"), may_be_said(incoming.text)
    offers = [
        Offer(2, button(told_apart_by_twg(request, record.twg_id, label), "records:note", record.id), stays=stays)
        for record in kept[:2]
    ]
    if len(kept) == 1:
        offers.append(Offer(2, button(_("It was decided"), "records:note_as", kept[0].id, LineKind.DECISION.value)))
        offers.append(Offer(2, button(_("It is an action"), "records:note_as", kept[0].id, LineKind.ACTION.value)))
    return offers


@router.button("note", subject=MeetingRecord)
async def note(request: Request, record_id: int) -> Reply:
    """Write the earlier message as a note under the item that is open."""
    return await note_as(request, record_id, LineKind.NOTE)


@router.button("note_as", subject=MeetingRecord)
async def note_as(request: Request, record_id: int, kind: LineKind) -> Reply:
    """Write the earlier message as a line of another kind; who does an action and by when is read, or asked."""
    known = await list_known(request) if kind is LineKind.ACTION else []
    line = read_body(kind, earlier_words(request), known=known, today=request.today, hours=request.member.hours)
    return replace(await write_lines(request, record_id, [line]), edit=True, to_message=False)
