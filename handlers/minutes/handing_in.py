"""Minutes that were written elsewhere, in the chat: handed in as a file, its action points taken by a tap (G6)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from handlers.forms.addressables import list_nameable
from handlers.forms.file_field import FileField, check_file
from handlers.forms.form import Form
from handlers.meetings.subjects import about_meeting
from handlers.routing.howto import Howto
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from handlers.routing.routes import Offer
from handlers.routing.several_twgs import told_apart_by_twg
from messages.meetings.card import names
from messages.minutes import handed_in as messages
from messages.rendering.keyboards import button, shorten
from messages.rendering.texts import _
from storage.core.spelling import fold
from storage.documents import Document, DocumentKind
from storage.meetings import Meeting
from storage.minutes.files import MinutesFile
from storage.records import MeetingRecord, RecordLine, find_record
from twg.actions import registering
from twg.core.addressing import access_addressable
from twg.core.files import SentFile
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.documents import access
from twg.documents.guessing import guess_kind
from twg.language.addressees import Nameable
from twg.language.days_named import find_days
from twg.language.file_names import extension_of
from twg.language.tasks import Deed
from twg.minutes import handed_in, handing_in
from twg.records import keeping
from twg.records.access import RecordClosed, access_kept

router = Router("minutes")

#: Files in which minutes are written.
_WRITTEN = frozenset({"doc", "docx", "docm", "odt", "pdf", "rtf"})
#: A file that is called so comes first among what can be done with it.
_CALLED_SO, _OTHERWISE = 4, 28
_LONGEST_NAME = 36


async def _list_known(request: Request) -> list[Nameable]:
    whom = await access_addressable(request.session, request.member, Permission.SEE, now=request.now)
    return list_nameable(whom)


def _says_minutes(text: str, name: str) -> bool:
    """Whether a file is called minutes, by its name or the text below it."""
    return guess_kind(name) is DocumentKind.MINUTES or guess_kind(f"{text}.x") is DocumentKind.MINUTES


def _meant(request: Request, text: str, meetings: Sequence[Meeting]) -> list[Meeting]:
    """Of several meetings those that a text names, by day or by title; none where it names none of them."""
    days = {(day.month, day.day) for day in find_days(text, today=request.today).days}
    starts = {each.id: each.starts_at.astimezone(request.zone) for each in meetings}
    on_day = [each for each in meetings if (starts[each.id].month, starts[each.id].day) in days]
    titled = [each for each in meetings if fold(each.title) in fold(text)]
    return on_day or titled


@router.form(
    "hand_in_minutes",
    _("Hand in a file with the minutes"),
    saves=handing_in.hand_in,
    about=about_meeting(access_kept),
    opened_by="hand_in",
    confirm=False,
)
class HandInForm(Form):
    file: Annotated[
        SentFile,
        FileField(question=_("Please send the minutes as a Word or PDF file."), label=_("File")),
    ]

    @classmethod
    async def initial(cls, request: Request, meeting: Meeting) -> dict[str, str]:
        """Raises: NotHeld, AlreadyAdopted."""
        await handing_in.access_handing(request.session, request.member, meeting.id, now=request.now)
        return {}

    async def save(self, request: Request, meeting: Meeting) -> Reply:
        return replace(await _hand_in(request, meeting.id, self.file), edit=False)


async def _hand_in(request: Request, meeting_id: int, sent: SentFile) -> Reply:
    check_file(sent, request.settings.max_file_mb)
    kept = await handing_in.hand_in(request.session, request.member, meeting_id, sent.alone, now=request.now)
    return await _kept(request, kept, sent.name)


async def _kept(request: Request, kept: MinutesFile, name: str) -> Reply:
    meeting = await access_kept(request.session, request.member, kept.meeting_id)
    return Reply(messages.kept(kept, name, meeting), edit=True)


@router.button("take_file", subject=Meeting, permission=Permission.RECORD_KEEP)
async def take_file(request: Request, meeting_id: int) -> Reply:
    """Hand in the file in the message to which the buttons were offered."""
    file = request.incoming.replied_file
    if file is None:
        raise NotFound
    return await _hand_in(request, meeting_id, file)


@router.button("which_file", permission=Permission.RECORD_KEEP)
async def ask_which(request: Request) -> Reply:
    """Ask of which meeting the file has the minutes."""
    meetings = await handing_in.list_handable(request.session, request.member, now=request.now)
    about = request.member, meetings, "minutes:take_file"
    return Reply(messages.which_meeting(*about, locale=request.locale), edit=True)


@router.button("of_document", subject=Document, permission=Permission.RECORD_KEEP)
async def ask_of_document(request: Request, document_id: int) -> Reply:
    """Ask of which meeting a document that was circulated has the minutes."""
    await access.access_document(request.session, request.member, document_id)
    meetings = await handing_in.list_handable(request.session, request.member, now=request.now)
    about = request.member, meetings, "minutes:take_document", document_id
    return Reply(messages.which_meeting(*about, locale=request.locale))


@router.button("take_document", subject=Document, permission=Permission.RECORD_KEEP)
async def take_document(request: Request, document_id: int, meeting_id: int) -> Reply:
    about = request.session, request.member, document_id, meeting_id
    kept = await handing_in.hand_in_document(*about, now=request.now)
    kept, _meeting = await handing_in.access_file(request.session, request.member, kept.id)
    return await _kept(request, kept, kept.file.name)


@router.offer
async def offer(request: Request) -> list[Offer]:
    """Offer to take a file as the minutes of a meeting: first of all where it is called so, of the meeting it names."""
    file, text = request.incoming.file, request.incoming.text
    if file is None or len(request.incoming.files) > 1:
        return []
    called = _says_minutes(text, file.name)
    if not called and extension_of(file.name) not in _WRITTEN:
        return []
    found: list[Offer] = []
    for within in request.of_each_twg():
        if not within.covers("minutes") or not within.member.may(Permission.RECORD_KEEP):
            continue
        meetings = await handing_in.list_handable(within.session, within.member, now=within.now)
        meant = _meant(within, f"{text} {file.name}", meetings) if called else []
        rank = _CALLED_SO if called else _OTHERWISE
        if len(meant) == 1:
            [name] = names(meant, within.zone, within.locale)
            label = _("Minutes of {meeting}").with_(meeting=shorten(name, _LONGEST_NAME))
            told_apart = told_apart_by_twg(request, within.member.twg.id, label)
            found.append(Offer(rank - 4, button(told_apart, "minutes:take_file", meant[0].id)))
        elif meetings:
            other = told_apart_by_twg(request, within.member.twg.id, _("Take it as minutes of a meeting"))
            found.append(Offer(rank, button(other, "minutes:which_file")))
    return found


@router.button("look", subject=MinutesFile, permission=Permission.RECORD_KEEP)
async def look(request: Request, file_id: int, page: int = 1) -> Reply:
    """The action points of a file, as the record would say them."""
    found = await _read(request, file_id)
    return Reply(messages.proposed(request.member, found, page=page), edit=True)


async def _read(request: Request, file_id: int) -> handed_in.HandedIn:
    about = request.session, request.member, file_id, await _list_known(request)
    return await handed_in.read_handed_in(*about, now=request.now)


@router.button("point", subject=MinutesFile, permission=Permission.RECORD_KEEP)
async def show_point(request: Request, file_id: int, number: int) -> Reply:
    found = await _read(request, file_id)
    point = next((each for each in found.proposed if each.number == number), None)
    if point is None:
        raise NotFound
    return Reply(messages.one_point(found, point), edit=True)


@router.button("take_point", subject=MinutesFile, permission=Permission.RECORD_KEEP)
async def take_point(request: Request, file_id: int, number: int) -> Reply:
    """Write one action point into the record; what it lacks is asked for below it."""
    about = request.session, request.member, file_id, await _list_known(request)
    await handed_in.take(*about, numbers={number}, now=request.now)
    return replace(await show_point(request, file_id, number), toast=_("It is in the record."))


@router.button("leave_point", subject=MinutesFile, permission=Permission.RECORD_KEEP)
async def leave_point(request: Request, file_id: int, number: int) -> Reply:
    """Leave one action point out, and go on to the next that nobody has decided."""
    await handed_in.leave_out(request.session, request.member, file_id, number, now=request.now)
    found = await _read(request, file_id)
    after = [each.number for each in found.open_points if each.number > number]
    shown = await (show_point(request, file_id, after[0]) if after else look(request, file_id))
    return replace(shown, toast=_("It is left out."))


@router.button("take_all", subject=MinutesFile, permission=Permission.RECORD_KEEP)
async def take_all(request: Request, file_id: int) -> Reply:
    """Write the action points that nobody has decided, and the paragraphs, into the record.

    Of a record that was closed meanwhile it is asked whether to open it again.
    """
    about = request.session, request.member, file_id, await _list_known(request)
    try:
        async with request.session.begin_nested():
            lines = await handed_in.take(*about, now=request.now)
    except RecordClosed as closed:
        found = await handed_in.read_handed_in(*about, now=request.now)
        return Reply(messages.record_closed(found, closed), edit=True)
    return await _taken(request, file_id, lines)


@router.button("reopen_and_take", subject=MinutesFile, permission=Permission.RECORD_KEEP)
async def reopen_and_take(request: Request, file_id: int) -> Reply:
    """Open the closed record again, and write what is left of the file into it."""
    _file, meeting = await handing_in.access_file(request.session, request.member, file_id)
    record = await find_record(request.session, MeetingRecord.meeting_id == meeting.id)
    if record is None:
        raise NotFound
    await registering.hold_back(request.session, request.member, record.id)
    await keeping.reopen(request.session, request.member, record.id, now=request.now)
    about = request.session, request.member, file_id, await _list_known(request)
    return await _taken(request, file_id, await handed_in.take(*about, now=request.now))


async def _taken(request: Request, file_id: int, lines: Sequence[RecordLine]) -> Reply:
    _kept_file, meeting = await handing_in.access_file(request.session, request.member, file_id)
    record = await find_record(request.session, MeetingRecord.meeting_id == meeting.id)
    if record is None:
        return await look(request, file_id)
    incomplete = await registering.list_incomplete(request.session, request.member, record.id, now=request.now)
    left = [each for each in incomplete if each.lacks_owner or each.lacks_day]
    more = len((await _read(request, file_id)).open_points)
    return Reply(messages.taken(meeting, record, file_id, lines, left, more=more), edit=True)


router.explain(
    Howto(
        _("Hand in minutes that were written elsewhere"),
        _(
            "Send me the Word or PDF file with “minutes of the meeting of 17 December” below it; I show the action"
            " points in it, and nothing is recorded before you take it."
        ),
        Deed(("send", "import"), ("minutes",)),
        "minutes",
        Permission.MEETING_ORGANISE,
    ),
)
