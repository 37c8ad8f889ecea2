"""Closing the record that is open, and going to an item of it, by words: "ok meeting over, close it", "item 2" (G6)."""

from dataclasses import replace

from handlers.forms.waiting import open_forms
from handlers.records import keeping
from handlers.records.under_way import list_under_way
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from handlers.routing.statements import is_own_statement
from messages import records as messages
from storage.core.bound_messages import unbind_in
from storage.records import MeetingRecord
from twg.language.record_acts import read_record_act
from twg.records.access import find_unfinished
from twg.records.keeping import read_record

router = Router("records")


@router.marked
async def act(request: Request) -> Reply | None:
    """Do it with the one record that is open now; closing it is asked about first."""
    said = read_record_act(request.incoming.text) if is_own_statement(request.incoming) else None
    if said is None or await open_forms(request):
        return None
    kept = await list_under_way(request)
    if len(kept) != 1:
        return None
    within, kept_record, _meeting = kept[0]
    record, meeting = await read_record(within.session, within.member, kept_record.id)
    if said.closes:
        nobody, untouched = await find_unfinished(within.session, record, meeting)
        return Reply(messages.closing(record, meeting, nobody=nobody, untouched=untouched), to_message=True)
    if not meeting.agenda:
        return None
    await unbind_in(within.session, MeetingRecord.__tablename__, record.id, within.incoming.chat_id)
    if said.item:
        shown = await keeping.go_to(within, record.id, said.item)
    else:
        shown = await keeping.go_on(within, record.id, record.item_token)
    return replace(shown, edit=False, to_message=True)
