"""Messages about the minutes of a meeting (G6)."""

from collections.abc import Sequence
from functools import partial

from messages.minutes.document import Layout, build_minutes, owners_of
from messages.minutes.states import heading_of
from messages.rendering.content import Attachment, Content
from messages.rendering.keyboards import Button, Keyboard, button, rows
from messages.rendering.labels import LANGUAGES
from messages.rendering.paging import into_pages, turn_pages
from messages.rendering.pdf import to_pdf
from messages.rendering.texts import Text, _
from storage.meetings import Meeting
from storage.minutes.files import MinutesFile
from storage.records import LineKind
from twg.core.actors import Actor
from twg.core.addressing import may_run
from twg.core.permissions import Permission
from twg.meetings.convening import may_organise
from twg.minutes.checking import Finding, Gap
from twg.minutes.composing import Minutes, Paragraph, Section

#: Characters of one paragraph in a message; the document has all.
LONGEST_SHOWN = 400
_AROUND = 60
#: Buttons below what is lacking: a phone shows about so many rows.
MOST_MENDED = 16
_LAYOUTS = {Layout.PH: _("Word, P&H form"), Layout.HEALTH: _("Word, Health form")}


def minutes_button(meeting: Meeting) -> Button:
    """That opens the minutes of a meeting for who keeps its record."""
    return button(_("Minutes"), "minutes:open", meeting.id)


def card(actor: Actor, minutes: Minutes, findings: Sequence[Finding], file: MinutesFile | None = None) -> Content:
    """The minutes in figures, and what can be done with them. Args: `file`: that was handed in as them."""
    meeting = minutes.meeting
    counts = {kind: len(minutes.of(kind)) for kind in LineKind}
    lacking = [button(_("What is lacking ({n})").with_(n=len(findings)), "minutes:check", meeting.id)]
    read = button(_("Read ({n})").with_(n=len(minutes.paragraphs)), "minutes:read", meeting.id, 1)
    words = [button(text, "minutes:word", meeting.id, layout) for layout, text in _LAYOUTS.items()]
    keyboard = (
        (read, *(lacking if findings else [])),
        *rows(words, per_row=2),
        tuple(_of_file(actor, minutes, file)),
        (_record_button(minutes), button(_("To the meeting"), "meetings:open", meeting.id)),
    )
    context = {"twg": actor.twg, "minutes": minutes, "findings": findings, "counts": counts, "LineKind": LineKind}
    return Content("minutes/card", context, keyboard)


def unnoted(actor: Actor, meeting: Meeting) -> Content:
    """What can be done for a meeting that has begun and of which nothing is noted."""
    organises = may_organise(actor, meeting.kind, meeting.audience)
    noting = [button(_("Who is here"), "attendance:open", meeting.id)] if organises else []
    others = (button(_("Keep the record"), "records:start", meeting.id), _hand_in_button(meeting))
    return Content("minutes/unnoted", {"twg": actor.twg, "meeting": meeting}, rows([*noting, *others]))


def _hand_in_button(meeting: Meeting) -> Button:
    return button(_("Hand in a file"), "minutes:hand_in", meeting.id)


def send_button(meeting: Meeting) -> Button:
    """That sends the file that was handed in to those invited."""
    return button(_("Send the file handed in"), "minutes:send", meeting.id)


def _of_file(actor: Actor, minutes: Minutes, file: MinutesFile | None) -> list[Button]:
    """To hand a file in, to see what the one that was handed in says, and to send it once the record is closed."""
    meeting, record = minutes.meeting, minutes.record
    if file is None:
        return [_hand_in_button(meeting)]
    found = [button(_("What the file says"), "minutes:look", file.id)]
    closed = record is None or record.closed_at is not None
    if closed and may_run(actor, Permission.DOCUMENT_CIRCULATE, meeting.audience):
        found.append(send_button(meeting))
    return found


def _record_button(minutes: Minutes) -> Button:
    if minutes.record is None:
        return button(_("Keep the record"), "records:start", minutes.meeting.id)
    if minutes.record.closed_at is not None:
        return button(_("Open the record again"), "minutes:reopen", minutes.meeting.id)
    return button(_("Continue the record"), "records:open", minutes.record.id)


def text(minutes: Minutes, *, page: int = 1) -> Content:
    """A page of the paragraphs; a tap on a number opens the line of the record, to correct it."""
    entries = [(section, each) for section in minutes.sections for each in section.paragraphs or (None,)]
    pages = into_pages(entries, _length, most=20)
    page = min(max(page, 1), len(pages))
    shown = pages[page - 1]
    taps = [
        button(Text("{n}").with_(n=each.number), "records:line", each.line.id)
        for _section, each in shown
        if each is not None and each.line is not None
    ]
    meeting = minutes.meeting
    keyboard = (
        *rows(taps, per_row=5),
        *turn_pages(page, pages, "minutes:read", meeting.id),
        (button(_("Back"), "minutes:open", meeting.id),),
    )
    context = {
        "meeting": meeting,
        "minutes": minutes,
        "entries": shown,
        "page": page,
        "pages": len(pages),
        "closed": minutes.record is not None and minutes.record.closed_at is not None,
        "longest": LONGEST_SHOWN,
        "owners_of": owners_of,
        "LineKind": LineKind,
    }
    return Content("minutes/text", context, keyboard)


def _length(entry: tuple[Section, Paragraph | None]) -> int:
    _section, each = entry
    return 2 * _AROUND + (0 if each is None else min(len(each.text), LONGEST_SHOWN))


def lacking(actor: Actor, minutes: Minutes, findings: Sequence[Finding]) -> Content:
    """All that is lacking in one message, with buttons that mend it, or open the record while it is closed."""
    meeting, record = minutes.meeting, minutes.record
    organises = may_organise(actor, meeting.kind, meeting.audience)
    mended: list[Button] = []
    for finding in findings:
        mended += _mend(finding, minutes, organises=organises)
    closed: Keyboard = ()
    if record is not None and record.closed_at is not None:
        closed = ((button(_("Open the record again"), "minutes:reopen", meeting.id),),)
    back = button(_("Back"), "minutes:open", meeting.id)
    context = {"meeting": meeting, "minutes": minutes, "findings": findings, "closed": bool(closed), "Gap": Gap}
    return Content("minutes/lacking", context, (*rows(mended[:MOST_MENDED], per_row=2), *closed, (back,)))


def _mend(finding: Finding, minutes: Minutes, *, organises: bool) -> list[Button]:
    """The button by which it is put right; none for what the reader may not change, or while the record is closed."""
    record, meeting = minutes.record, minutes.meeting
    if finding.gap in (Gap.NOBODY_PRESENT, Gap.NO_CRDB):
        return [button(_("Who is here"), "attendance:open", meeting.id)] if organises else []
    if record is None or record.closed_at is not None:
        return []
    if finding.paragraph is None and finding.section is not None:
        return [button(_("Item {n}").with_(n=finding.section.number), "records:to", record.id, finding.section.number)]
    line = None if finding.paragraph is None else finding.paragraph.line
    if line is None or finding.paragraph is None:
        return []
    n = finding.paragraph.number
    if finding.gap is Gap.NO_OWNER:
        return [button(_("{n}: who does it?").with_(n=n), "records:who", line.id)]
    return [button(_("{n}: by when?").with_(n=n), "records:when", line.id)]


def document(
    actor: Actor, minutes: Minutes, layout: Layout, locale: str, findings: Sequence[Finding], *, as_pdf: bool = False
) -> Content:
    """The Word document, with the other form and the other language a tap away, and sending it for who may.

    Args:
        as_pdf: as PDF, and as Word where that cannot be made.
    """
    meeting, twg, zone = minutes.meeting, actor.twg, actor.zone
    sends = may_run(actor, Permission.DOCUMENT_CIRCULATE, meeting.audience)
    sending: Keyboard = ((button(_("Send to those invited"), "minutes:send", meeting.id),),) if sends else ()
    adopted = minutes.version is not None and minutes.version.adopted_at is not None
    if adopted and meeting.groups and may_organise(actor, meeting.kind, meeting.audience):
        sending = (*sending, (button(_("Report to the plenary"), "minutes:report", meeting.id),))
    day = meeting.starts_at.astimezone(zone).date()
    name = f"{twg.code}-TWG-minutes-{day.isoformat()}-{layout}-{locale}"
    build = partial(build_minutes, twg, minutes, layout, locale, zone)
    file = Attachment(f"{name}.docx", build, captioned=True)
    if as_pdf:
        file = Attachment(f"{name}.pdf", lambda: to_pdf(build()), captioned=True, otherwise=file)
    languages = [
        button(words, "minutes:word", meeting.id, layout, other)
        for other, words in LANGUAGES.items()
        if other != locale
    ]
    layouts = [
        button(words, "minutes:word", meeting.id, other, locale) for other, words in _LAYOUTS.items() if other != layout
    ]
    lacks = [button(_("What is lacking ({n})").with_(n=len(findings)), "minutes:check", meeting.id)] if findings else []
    pdf = [] if as_pdf else [button(_("PDF"), "minutes:pdf", meeting.id, layout, locale)]
    context = {
        "meeting": meeting,
        "findings": findings,
        "sends": sends,
        "heading": heading_of(minutes.version),
        "as_pdf": as_pdf,
    }
    keyboard = (*sending, *rows([*languages, *layouts, *pdf], per_row=2), *rows(lacks))
    return Content("minutes/document", context, keyboard, (file,))
