"""Writing the record of a meeting in the chat: lines, and the item that is open (G6)."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from handlers import general
from handlers.forms.addressables import list_nameable
from handlers.forms.effects import note_written
from handlers.forms.waiting import open_forms
from handlers.records.beginning import ask_which, offer_record
from handlers.records.under_way import list_under_way
from handlers.routing.howto import Howto
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from handlers.routing.statements import is_own_statement
from handlers.routing.whose_words import Whose
from messages import records as messages
from messages.rendering.content import Content
from messages.rendering.texts import Text, _
from storage.core.bound_messages import unbind, unbind_in
from storage.meetings import Meeting
from storage.records import MeetingRecord, RecordLine
from twg.actions import registering as actions
from twg.core.addressing import access_addressable
from twg.core.permissions import Permission
from twg.core.refusals import NotAllowed, NotFound, Refusal
from twg.language.addressees import Nameable, read_addressees
from twg.language.record_lines import Line, begins_line, read_until
from twg.language.record_sentences import may_be_record, read_record
from twg.language.taking_back import TakingBack, read_taking_back, says_only_not_done
from twg.language.tasks import Deed
from twg.meetings.convening import may_organise
from twg.records import keepers, keeping, moving
from twg.records.access import ItemClosed, LineExpected

router = Router("records")


async def show_card(
    request: Request, record_id: int, *, written: Sequence[RecordLine] = (), toast: Text | None = None
) -> Reply:
    """The item that is open. Args: `written`: the lines that the person has just written, about which may be asked."""
    record, meeting = await keeping.read_record(request.session, request.member, record_id)
    doubts = {line.id: doubt for line in written if (doubt := _doubt_of(line, request)) is not None}
    unknown = {line.id: nobody for line in written if (nobody := await _unknown_in(request, line))}
    content = messages.card(
        request.member.twg,
        record,
        meeting,
        written=written,
        doubts=doubts,
        unknown=unknown,
        organises=may_organise(request.member, meeting.kind, meeting.audience),
    )
    return Reply(content, edit=True, toast=toast)


def _doubt_of(line: RecordLine, request: Request) -> Refusal | None:
    """Why the last day of an action is not clear."""
    if not line.due or line.says_when:
        return None
    read = read_until(line.due, today=request.today, hours=request.member.hours)
    return read if isinstance(read, Refusal) else None


async def _unknown_in(request: Request, line: RecordLine) -> list[str]:
    """Who is named as an owner and is neither a member, nor an institution or a part of the TWG."""
    if not line.owners or line.named:
        return []
    return [each.text for each in read_addressees(line.owners, await list_known(request)) if not each.sure]


async def list_known(request: Request) -> list[Nameable]:
    """Whom an action may name."""
    whom = await access_addressable(request.session, request.member, Permission.SEE, now=request.now)
    return list_nameable(whom)


async def read_typed(request: Request, text: str) -> list[Line]:
    """The lines of the record in a message."""
    known = await list_known(request) if may_be_record(text) else []
    return read_record(text, known=known, today=request.today, hours=request.member.hours)


@router.button("start", subject=Meeting, permission=Permission.RECORD_KEEP)
async def start(request: Request, meeting_id: int) -> Reply:
    """The record of a meeting, which is begun where there is none; its card changes while others write."""
    record = await keeping.open_record(request.session, request.member, meeting_id, now=request.now)
    return replace(await show_card(request, record.id), live=record)


@router.button("open", subject=MeetingRecord, opens=True)
async def open_(request: Request, record_id: int) -> Reply:
    record, _meeting = await keeping.read_record(request.session, request.member, record_id)
    return replace(await show_card(request, record_id), live=record)


@router.button("next", subject=MeetingRecord)
async def go_on(request: Request, record_id: int, token: str) -> Reply:
    """Close the item that the card shows, and open the next one; told who has done it already."""
    refusal: Refusal | None = None
    try:
        async with request.session.begin_nested():
            await moving.go_on(request.session, request.member, record_id, token, now=request.now)
    except ItemClosed as error:
        refusal = error
    return replace(await open_(request, record_id), refusal=refusal)


@router.button("to", subject=MeetingRecord)
async def go_to(request: Request, record_id: int, number: int) -> Reply:
    """Open another item."""
    await moving.go_to(request.session, request.member, record_id, number, now=request.now)
    return await open_(request, record_id)


async def instead_of_card(request: Request, content: Content) -> Reply:
    """In the message of the button that was pressed, which may be a card that changes while others write."""
    chat_id, message_id = request.incoming.chat_id, request.incoming.message_id
    await unbind(request.session, MeetingRecord.__tablename__, chat_id, message_id)
    return Reply(content, edit=True)


@router.button("items", subject=MeetingRecord)
async def list_items(request: Request, record_id: int, page: int = 1) -> Reply:
    record, meeting = await keeping.read_record(request.session, request.member, record_id)
    return await instead_of_card(request, messages.items(record, meeting, page=page))


@router.button("whole", subject=MeetingRecord)
async def show_whole(request: Request, record_id: int, page: int = 1) -> Reply:
    """A page of all lines."""
    record, meeting = await keeping.read_record(request.session, request.member, record_id)
    return await instead_of_card(request, messages.whole(record, meeting, page=page))


@router.marked
async def take_line(request: Request) -> Reply | None:
    """Write the lines of a message into the record that the person keeps; of several, or none begun, ask which."""
    if not is_own_statement(request.incoming) or not begins_line(request.incoming.text):
        return None
    kept: list[tuple[Request, MeetingRecord, Meeting]] = []
    ahead: list[tuple[Request, Meeting]] = []
    for within in request.of_each_twg():
        if not within.covers("records"):
            continue
        kept += [(within, *each) for each in await keepers.list_kept(within.session, within.member)]
        beginnable = await keepers.list_beginnable(within.session, within.member, now=within.now)
        ahead += [(within, meeting) for meeting in beginnable]
    if len(kept) == 1 and not ahead:
        within, record, _meeting = kept[0]
        return await write(within, record.id, request.incoming.text)
    if not kept and not ahead:
        return await offer_record(request)
    choices = [(meeting, "records:into", record.id) for _within, record, meeting in kept]
    choices += [(meeting, "records:begin", meeting.id) for _within, meeting in ahead]
    return ask_which(request, choices)


@router.statement
async def take_sentence(request: Request) -> Reply | None:
    """Write what minutes say without a beginning into the one record that is open now.

    For example "We decided that …", "WHO to circulate the draft by 5 March".
    """
    text = request.incoming.text
    if not is_own_statement(request.incoming) or not may_be_record(text):
        return None
    kept = await list_under_way(request)
    if len(kept) != 1:
        return None
    within, record, _meeting = kept[0]
    lines = await read_typed(within, text)
    return await write_lines(within, record.id, lines) if lines else None


@router.marked
async def take_sentence_first(request: Request) -> Reply | None:
    """The same before its words are read as a question or a wish, where no form is open, which may ask for them."""
    return None if await open_forms(request) else await take_sentence(request)


async def write(request: Request, record_id: int, text: str) -> Reply:
    """Write the lines of a text into a record."""
    return await write_lines(request, record_id, await read_typed(request, text))


async def write_lines(request: Request, record_id: int, lines: Sequence[Line]) -> Reply:
    """Write lines; the message that they came with can be edited. The live card moves below it."""
    about = request.session, request.member, record_id
    written = await keeping.write(*about, lines, now=request.now)
    await note_written(request, RecordLine.__tablename__, written[0].id)
    await unbind_in(request.session, MeetingRecord.__tablename__, record_id, request.incoming.chat_id)
    record, _meeting = await keeping.read_record(*about)
    return replace(await show_card(request, record_id, written=written), edit=False, to_message=True, live=record)


@router.reply_below("whole")
async def reply_to_card(request: Request, record_id: int, _page: int) -> Reply:
    """Write the lines of a reply to a card of the record; any other reply is handled as a plain message."""
    if not is_own_statement(request.incoming) or not begins_line(request.incoming.text):
        return await general.offer(request)
    return await write(request, record_id, request.incoming.text)


@router.button("into", subject=MeetingRecord)
async def write_into(request: Request, record_id: int) -> Reply:
    """Write the earlier message into the record that was chosen."""
    return replace(await write(request, record_id, earlier_words(request)), edit=True, to_message=False)


@router.button("begin", subject=Meeting, permission=Permission.RECORD_KEEP)
async def begin(request: Request, meeting_id: int) -> Reply:
    """Begin the record of the meeting that was chosen with the earlier message."""
    text = earlier_words(request)
    record = await keeping.open_record(request.session, request.member, meeting_id, now=request.now)
    return replace(await write(request, record.id, text), edit=True, to_message=False)


@router.button("again", subject=MeetingRecord)
async def open_again(request: Request, record_id: int) -> Reply:
    """Open a closed record again and write the earlier message into it."""
    text = earlier_words(request)
    await actions.hold_back(request.session, request.member, record_id)
    await keeping.reopen(request.session, request.member, record_id, now=request.now)
    return replace(await write(request, record_id, text), edit=True, to_message=False)


def earlier_words(request: Request) -> str:
    """The person's own words to which the button was offered. Raises: NotFound."""
    if request.incoming.replied_to is None or request.incoming.replied_whose is Whose.OTHERS:
        raise NotFound
    return request.incoming.replied_text


@router.button("undo", subject=RecordLine)
async def undo(request: Request, line_id: int) -> Reply:
    """Take back what a message wrote."""
    record = await keeping.take_back(request.session, request.member, line_id, now=request.now)
    line, _record, _meeting = await keeping.read_line(request.session, request.member, line_id)
    return await instead_of_card(request, messages.taken_back(line, record))


@router.statement
async def take_back(request: Request) -> Reply | None:
    """Take back what the person has just written into a record, where the message says nothing else: "undo"."""
    text = request.incoming.text
    takes_back = is_own_statement(request.incoming) and read_taking_back(text) is TakingBack.WHOLLY
    if not takes_back or says_only_not_done(text):
        return None
    for within in request.of_each_twg():
        with suppress(NotFound, NotAllowed):
            line = await keeping.find_just_written(within.session, within.member, now=within.now)
            if line is not None:
                return replace(await undo(within, line.id), edit=False, to_message=True)
    return None


@router.button("restore", subject=RecordLine)
async def restore(request: Request, line_id: int) -> Reply:
    record = await keeping.restore(request.session, request.member, line_id, now=request.now)
    return await open_(request, record.id)


@router.edit_of(RecordLine)
async def rewrite(request: Request, line_id: int, _field: str, text: str) -> Reply:
    """Give the edited message its lines as they are now. Raises: LineExpected where it has none any more."""
    request = await request.within_twg_of(RecordLine, line_id)
    lines = await read_typed(request, text)
    if not lines:
        raise LineExpected
    rows_ = await keeping.rewrite(request.session, request.member, line_id, lines, now=request.now)
    return await show_card(request, rows_[0].record_id, written=rows_)


router.explain(
    Howto(
        _("Keep the record of a meeting"),
        _(
            "Open the meeting with /meetings and press “Keep the record”; then write a line each: decision: … · action:"
            " who; what; by when · note: … · discussion: … · conclusion: …"
        ),
        Deed((), ("record",)),
        "meetings",
        Permission.MEETING_ORGANISE,
    ),
)
