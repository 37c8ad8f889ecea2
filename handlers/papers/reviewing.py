"""Accepting, returning and replacing papers in the chat; withdrawing one's own, and handing it in again (D6)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any

from handlers import general
from handlers.forms.conversation import open_form
from handlers.forms.fields import Field
from handlers.forms.file_field import FileField, accept_file
from handlers.forms.form import Form
from handlers.forms.surroundings import Entry, Sent, Surroundings
from handlers.papers.listing import show_meeting
from handlers.papers.subjects import PAPER
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from handlers.routing.undoing import undo_keyboard
from messages.papers import card, received
from messages.rendering.texts import _
from storage.core.file_texts import find_unfound
from storage.core.notifications import Notification
from storage.meetings import Meeting
from storage.papers import Paper
from twg.core.files import SentFile
from twg.core.permissions import Permission
from twg.core.refusals import NotFound, Refusal
from twg.language.captions import read_caption
from twg.language.explaining import hardly_asks_for_change
from twg.papers import access, handing_in, notices, reviewing
from twg.papers.access import PaperSettled, check_returnable
from twg.papers.handing_in import LONGEST_NOTE, HandingIn, NewPaper
from twg.papers.reviewing import LONGEST_COMMENT

router = Router("papers")


@router.button("open", subject=Paper, opens=True)
async def open_(request: Request, paper_id: int) -> Reply:
    """The card of a paper with its file."""
    paper = await access.access_paper(request.session, request.member, paper_id)
    unfound = await find_unfound(request.session, paper.file.sha256)
    return Reply(card(request.member, paper, file=True, unfound=unfound))


def _shown(request: Request, paper: Paper, *, heading: str = "", refusal: Refusal | None = None) -> Reply:
    return Reply(card(request.member, paper, heading=heading), edit=True, refusal=refusal)


@router.button("accept", subject=Paper, permission=Permission.PAPER_ACCEPT)
async def accept(request: Request, paper_id: int) -> Reply:
    """Accept a paper, or show what became of it where a colleague was faster."""
    try:
        paper = await reviewing.accept(request.session, request.member, paper_id, now=request.now)
    except PaperSettled as refusal:
        return _shown(request, refusal.data["paper"], refusal=refusal)
    return _shown(request, paper, heading="settled")


@router.button("accept_all", subject=Meeting, permission=Permission.PAPER_ACCEPT)
async def accept_all(request: Request, meeting_id: int, newest_id: int) -> Reply:
    """Accept all papers that the message showed; what is there then is shown with the next step."""
    try:
        await reviewing.accept_all(request.session, request.member, meeting_id, newest_id, now=request.now)
    except PaperSettled as refusal:
        return replace(await show_meeting(request, meeting_id), edit=True, refusal=refusal)
    shown = await show_meeting(request, meeting_id)
    return replace(shown, edit=True, toast=_("Accepted; those who handed them in are told."))


def _check_returnable(_request: Request, paper: Paper) -> None:
    check_returnable(paper)


@router.form(
    "return_paper",
    _("Return the paper"),
    saves=reviewing.return_paper,
    about=PAPER,
    opened_by="give_back",
    check=_check_returnable,
    save=_("Return it"),
    confirm=False,
)
class ReturnForm(Form):
    comment: Annotated[
        str,
        Field(
            question=_("What should be changed? The person who handed it in reads it."),
            label=_("Comment"),
            limit=LONGEST_COMMENT,
            unlike=hardly_asks_for_change,
        ),
    ]

    async def save(self, request: Request, paper: Paper) -> Reply:
        try:
            done = await reviewing.return_paper(
                request.session, request.member, paper.id, self.comment, now=request.now
            )
        except PaperSettled as refusal:
            return _shown(request, refusal.data["paper"], refusal=refusal)
        shown = card(request.member, done, heading="settled")
        return Reply(replace(shown, keyboard=(*await undo_keyboard(request, done), *shown.keyboard)), edit=True)


@dataclass(frozen=True, kw_only=True)
class NotedFileField(FileField):
    """One file; what is typed below it is the note."""

    def add(self, _raw: Any, entry: Entry, surroundings: Surroundings) -> tuple[Any, Refusal | None]:
        answer = self.accept(entry, surroundings)
        return answer, self.refuse_others(answer)

    def said_with(self, entry: Sent) -> Mapping[str, Any]:
        return {"note": entry.caption[:LONGEST_NOTE]} if entry.caption.strip() else {}

    def besides(self, entry: Entry, _surroundings: Surroundings) -> Mapping[str, Any]:
        return self.said_with(entry) if isinstance(entry, Sent) else {}


class _VersionForm(Form):
    """A file that becomes the next version of a paper."""

    file: Annotated[SentFile, NotedFileField(question=_("Please send the new version as a file."), label=_("File"))]
    note: Annotated[str, Field(question=_("What has changed?"), label=_("What has changed"), limit=LONGEST_NOTE)] = ""

    @classmethod
    async def initial(cls, _request: Request, _paper: Paper) -> Mapping[str, Any]:
        """What has changed is not asked for."""
        return {"note": None}


@router.form(
    "replace_paper",
    _("Replace the file of a paper"),
    saves=reviewing.replace_file,
    about=PAPER,
    opened_by="replace",
    save=_("Replace it"),
)
class ReplaceForm(_VersionForm):
    async def save(self, request: Request, paper: Paper) -> Reply:
        done = await reviewing.replace_file(
            request.session, request.member, paper.id, self.file, self.note or "", now=request.now
        )
        return _shown(request, done, heading="settled")


def _check_own(request: Request, paper: Paper) -> None:
    if paper.handed_in_by_id != request.member.person.id:
        raise NotFound


@router.form(
    "hand_in_again",
    _("Hand in a new version"),
    saves=handing_in.hand_in,
    about=PAPER,
    opened_by="again",
    check=_check_own,
    save=_("Hand in"),
)
class AgainForm(_VersionForm):
    async def save(self, request: Request, paper: Paper) -> Reply:
        new = NewPaper(file=self.file, title=paper.title, replaces_id=paper.id)
        args = HandingIn(meeting_id=paper.meeting_id, papers=[new], note=self.note or "")
        done = await handing_in.hand_in(request.session, request.member, args, now=request.now)
        return Reply(received(paper.meeting, done.papers, accepted=done.notification is None), edit=True)


@router.button("replaces", subject=Paper, permission=Permission.PAPER_HAND_IN)
async def replaces(request: Request, paper_id: int) -> Reply:
    """Take the file to whose message the buttons were offered as the next version of the person's paper."""
    incoming = request.incoming
    return replace(await _again(request, paper_id, incoming.replied_file, incoming.replied_text), edit=True)


@router.statement_of_files
async def take_replacing(request: Request) -> Reply | None:
    """Take a file of which the words say that it replaces another as the next version of the person's only paper."""
    incoming = request.incoming
    if len(incoming.files) != 1 or request.member.may(Permission.DOCUMENT_CIRCULATE):
        return None
    if not read_caption(incoming.text, today=request.today).replaces:
        return None
    own = await handing_in.list_own(request.session, request.member, now=request.now)
    same = handing_in.find_same_name(own, incoming.files[0]) or (own[0] if len(own) == 1 else None)
    return None if same is None else await _again(request, same.id, incoming.files[0], incoming.text)


async def _again(request: Request, paper_id: int, file: SentFile | None, words: str) -> Reply:
    answers: dict[str, Any] = {} if file is None else {"file": accept_file(file, request.settings.max_file_mb)}
    if note := read_caption(words, today=request.today).note[:LONGEST_NOTE]:
        answers["note"] = note
    return await open_form(request, AgainForm, context=PAPER.context_of(paper_id), answers=answers)


@router.reply_to(notices.RETURNED, notices.ACCEPTED, notices.REPLACED, label=_("A paper"))
async def reply(request: Request, about: list[Notification]) -> Reply:
    """Hand in the file of a reply as the next version; anything else is handled as a plain message."""
    files = request.incoming.files
    if len(files) != 1 or len(about) != 1:
        return await general.offer(request)
    request = await request.within_twg_of(Paper, about[0].subject_id)
    return await _again(request, about[0].subject_id, files[0], request.incoming.text)


@router.button("withdraw", subject=Paper, permission=Permission.PAPER_HAND_IN)
async def withdraw(request: Request, paper_id: int) -> Reply:
    """Withdraw one's own paper, or show what became of it where it was accepted meanwhile."""
    try:
        paper = await handing_in.withdraw(request.session, request.member, paper_id, now=request.now)
    except PaperSettled as refusal:
        return _shown(request, refusal.data["paper"], refusal=refusal)
    return replace(_shown(request, paper), toast=_("Withdrawn."))
