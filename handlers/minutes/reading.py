"""The minutes of a meeting in the chat: read, checked, and as a Word document (G6)."""

from dataclasses import replace

from handlers.minutes.versions import show_version
from handlers.routing.howto import Howto
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages import minutes as messages
from messages.minutes.document import Layout
from messages.rendering.pdf import find_office
from messages.rendering.texts import LOCALES, _
from storage.meetings import Meeting
from storage.minutes.files import find_newest_file
from twg.attendance.access import Holding
from twg.core.permissions import Permission
from twg.core.refusals import NotFound, Refusal
from twg.language.tasks import Deed
from twg.minutes.access import NotHeld
from twg.minutes.checking import find_gaps
from twg.minutes.composing import Minutes, read_minutes
from twg.records import keeping

router = Router("minutes")


class NoOffice(Refusal):
    """LibreOffice, which makes a PDF, is not installed where the assistant runs."""

    key = "minutes#no_office"


async def _read(request: Request, meeting_id: int) -> Minutes:
    return await read_minutes(request.session, request.member, meeting_id, now=request.now)


@router.button("open", subject=Meeting, permission=Permission.RECORD_KEEP)
async def open_(request: Request, meeting_id: int) -> Reply:
    """What is composed so far; once the minutes circulate, how they stand.

    Of a meeting of which nothing says that it was held: what can be done, and why there are none.
    """
    try:
        minutes = await _read(request, meeting_id)
    except NotHeld as refusal:
        if refusal.data["holding"] != Holding.UNNOTED.value:
            raise
        return Reply(messages.unnoted(request.member, refusal.data["meeting"]), edit=True, refusal=refusal)
    if minutes.version is not None:
        return await show_version(request, minutes.version.id)
    file = await find_newest_file(request.session, meeting_id)
    return Reply(messages.card(request.member, minutes, find_gaps(minutes), file), edit=True)


@router.button("read", subject=Meeting, permission=Permission.RECORD_KEEP)
async def read(request: Request, meeting_id: int, page: int = 1) -> Reply:
    """A page of the paragraphs."""
    return Reply(messages.text(await _read(request, meeting_id), page=page), edit=True)


@router.button("check", subject=Meeting, permission=Permission.RECORD_KEEP)
async def check(request: Request, meeting_id: int) -> Reply:
    """What is lacking."""
    minutes = await _read(request, meeting_id)
    return Reply(messages.lacking(request.member, minutes, find_gaps(minutes)), edit=True)


@router.button("reopen", subject=Meeting, permission=Permission.RECORD_KEEP)
async def reopen(request: Request, meeting_id: int) -> Reply:
    """Open the record again, so that the minutes can be corrected, and show what is lacking."""
    minutes = await _read(request, meeting_id)
    if minutes.record is None:
        raise NotFound
    await keeping.reopen(request.session, request.member, minutes.record.id, now=request.now)
    return replace(await check(request, meeting_id), toast=_("The record is open again."))


@router.button("word", subject=Meeting, permission=Permission.RECORD_KEEP)
async def make_document(request: Request, meeting_id: int, layout: Layout, locale: str = "") -> Reply:
    """Send the Word document. Args: `locale`: its language; empty for that of the reader."""
    if locale not in ("", *LOCALES):
        raise NotFound
    minutes = await _read(request, meeting_id)
    findings = find_gaps(minutes)
    return Reply(messages.document(request.member, minutes, layout, locale or request.locale, findings))


@router.button("pdf", subject=Meeting, permission=Permission.RECORD_KEEP)
async def make_pdf(request: Request, meeting_id: int, layout: Layout, locale: str = "") -> Reply:
    """Send the same document as PDF. Raises: NoOffice where LibreOffice is not installed."""
    if locale not in ("", *LOCALES):
        raise NotFound
    minutes = await _read(request, meeting_id)
    if find_office() is None:
        raise NoOffice
    about = request.member, minutes, layout, locale or request.locale, find_gaps(minutes)
    return Reply(messages.document(*about, as_pdf=True))


router.explain(
    Howto(
        _("Make the minutes of a meeting"),
        _(
            "Open the meeting and press Minutes: they are composed from the record, who was there, decisions and"
            " actions, and come as a Word document."
        ),
        Deed(("create", "export"), ("minutes",)),
        "meetings",
        Permission.MEETING_ORGANISE,
    ),
)
