"""Handing in papers in the chat: by a file with words, a button, or a reply to what asks for one (D6)."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from handlers import general
from handlers.documents.fields import sort_files
from handlers.documents.papers import caption_of, with_caption
from handlers.forms.conversation import open_form
from handlers.papers.hand_in_form import HandInForm
from handlers.papers.meant import find_meant
from handlers.requests.in_words import ask_in_words
from handlers.routing.request import Reply, Request, say
from handlers.routing.router import Router
from handlers.routing.routes import Offer
from handlers.routing.whose_words import Whose
from messages.papers import card
from messages.rendering.keyboards import button, shorten
from messages.rendering.texts import _, counted
from storage.core.notifications import Notification
from storage.engine.database import table_name
from storage.meetings import Meeting
from storage.papers import Paper
from storage.requests import RequestKind
from twg.core.files import SentFile, of_album
from twg.core.permissions import Permission
from twg.language.captions import read_caption
from twg.language.days_named import find_days
from twg.language.document_facts import find_item_number
from twg.language.papers import PaperReply, is_for_meeting, read_paper_reply
from twg.language.until import find_until
from twg.language.wish_details import find_day
from twg.meetings.owing import Owed, list_owed, list_owed_by
from twg.meetings.preparing import OWED
from twg.papers import access, asking, handing_in, listing
from twg.papers.handing_in import LONGEST_NOTE, find_same_name

router = Router("papers")


@router.button("new", permission=Permission.PAPER_HAND_IN)
async def new(request: Request, meeting_id: int | None = None, item_id: int | None = None) -> Reply:
    """Ask for the file of a paper; for which meeting and item it is, is known where the button says it."""
    if meeting_id is None:
        return await open_form(request, HandInForm)
    request = await request.within_twg_of(Meeting, meeting_id)
    meeting = await handing_in.access_open_meeting(request.session, request.member, meeting_id, now=request.now)
    answers = {"meeting": str(meeting.id)}
    if any(item.id == item_id for item in meeting.agenda):
        answers["item"] = str(item_id)
    return await open_form(request, HandInForm, answers=answers)


async def open_with_files(
    request: Request, files: Sequence[SentFile], words: str, *, meeting: Meeting | None, item_id: int | None = None
) -> Reply:
    """Open the form with these files; what is known besides is not asked. Raises: the refusal of a file."""
    good, left_out = sort_files(tuple(files), request.settings.max_file_mb)
    if left_out and not good:
        raise left_out[0][1]
    words = caption_of(good, words)
    answers: dict[str, Any] = {}
    if (file := of_album(with_caption(good, words))) is not None:
        answers["file"] = file.model_dump(mode="json")
    names = [each.title for each in await listing.list_meetings_ahead(request.session, request.member, now=request.now)]
    if note := read_caption(words, (), names, today=request.today).note[:LONGEST_NOTE]:
        answers["note"] = note
    if meeting is not None:
        answers["meeting"] = str(meeting.id)
    if item_id is not None:
        answers["item"] = str(item_id)
    return await open_form(request, HandInForm, answers=answers)


@router.button("take", permission=Permission.PAPER_HAND_IN)
async def take(request: Request) -> Reply:
    """Hand in the files in the messages to which the buttons were offered."""
    incoming = request.incoming
    files = () if incoming.replied_file is None else incoming.replied_file.all
    meant = await find_meant(request, incoming.replied_text)
    opened = await open_with_files(meant.request, files, incoming.replied_text, meeting=meant.meeting)
    return replace(opened, edit=True)


@router.statement_of_files
async def take_stated(request: Request) -> Reply | None:
    """Take files whose words say that they are papers for a meeting, of a member who does not circulate documents."""
    incoming = request.incoming
    if not incoming.files or request.member.may(Permission.DOCUMENT_CIRCULATE) or not is_for_meeting(incoming.text):
        return None
    meant = await find_meant(request, incoming.text)
    if not await listing.list_meetings_ahead(meant.request.session, meant.request.member, now=request.now):
        return None
    return await open_with_files(meant.request, incoming.files, incoming.text, meeting=meant.meeting)


@router.edit_of(Paper, fields=("", "note"))
async def correct(request: Request, paper_id: int, _field: str, text: str) -> Reply:
    """Change what was typed with a paper, which may name its item. Raises: ForAnotherMeeting."""
    request = await request.within_twg_of(Paper, paper_id)
    paper = await access.access_paper(request.session, request.member, paper_id)
    named = (await find_meant(request, text)).meeting
    if named is not None and named.id != paper.meeting_id and find_days(text, today=request.today):
        raise access.ForAnotherMeeting(paper=paper)
    paper = await handing_in.correct_words(request.session, request.member, paper_id, text, now=request.now)
    return Reply(card(request.member, paper))


@router.offer
async def offer(request: Request) -> list[Offer]:
    """Offer to hand files in as papers, while a meeting is ahead; and as the next version of the person's own."""
    files = request.incoming.files
    ahead = await listing.list_meetings_ahead(request.session, request.member, now=request.now) if files else []
    if not ahead:
        return []
    hand_in = counted(len(files), _("Hand it in as a paper"), _("Hand them in as papers"))
    offers = [Offer(12, button(hand_in, "papers:take"))]
    if len(files) == 1 and request.incoming.whose is Whose.OWN:
        own = await handing_in.list_own(request.session, request.member, now=request.now)
        if (same := find_same_name(own, files[0])) is not None:
            label = _("This replaces “{title}”").with_(title=shorten(same.title, 36))
            offers.append(Offer(0, button(label, "papers:replaces", same.id)))
    return offers


@router.reply_to(asking.CALLED, OWED, label=_("A paper"))
async def reply(request: Request, about: list[Notification]) -> Reply:
    """Hand in the paper that a reply brings or speaks of, or send on that it comes later, or is somebody else's.

    Anything else is handled as a plain message.
    """
    told, text = about[0], request.incoming.text
    said = None if request.incoming.files else read_paper_reply(text)
    if told.subject_type != table_name(Meeting) or not (request.incoming.files or said):
        return await general.offer(request)
    request = await request.within_twg_of(Meeting, told.subject_id)
    meeting = await handing_in.access_open_meeting(request.session, request.member, told.subject_id, now=request.now)
    owed = list_owed_by(await list_owed(request.session, meeting), request.member.member)
    if said is PaperReply.LATER:
        return await _ask_for_time(request, meeting, owed)
    if said is PaperReply.NOT_THEIRS:
        return await ask_in_words(request, meeting, RequestKind.PAPER_NOT_THEIRS.value, text.strip())
    named = find_item_number(text)
    items = {each.item.id for each in owed}
    item_id = items.pop() if len(items) == 1 and named is None else None
    if said is PaperReply.HERE:  # it speaks of a file that is not there
        return await new(request, meeting.id, item_id)
    return await open_with_files(request, request.incoming.files, text, meeting=meeting, item_id=item_id)


async def _ask_for_time(request: Request, meeting: Meeting, owed: Sequence[Owed]) -> Reply:
    """Send on until when a paper is put off; a day on which it is due anyway needs nobody's leave."""
    text = request.incoming.text.strip()
    until = find_until(text, today=request.today) or find_day(text, today=request.today)
    due = min((each.asked.due_on for each in owed), default=None)
    if until is not None and due is not None and until <= due:
        shown = say("requests/still_in_time", title=meeting.title, due=due, until=until)
        return replace(shown, to_message=True)
    return await ask_in_words(request, meeting, RequestKind.PAPER_LATER.value, text)
