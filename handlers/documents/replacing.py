"""New versions of documents in the chat: a file that replaces one, older versions, who is asked again (D2)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any

from handlers.deliveries import followed
from handlers.documents.library import show_card
from handlers.documents.subjects import DOCUMENT
from handlers.forms.choice_fields import ChoiceField
from handlers.forms.conversation import open_form
from handlers.forms.fields import Field
from handlers.forms.file_field import FileField, accept_file
from handlers.forms.form import Form
from handlers.forms.surroundings import Surroundings
from handlers.routing.request import Reply, Request, say, show
from handlers.routing.router import Router
from handlers.routing.routes import Offer
from messages.documents import attach
from messages.meetings.papers import word_late
from messages.rendering.content import Content
from messages.rendering.keyboards import button, rows, shorten
from messages.rendering.templating import format_moment
from messages.rendering.texts import _, counted
from storage.core.spelling import is_visible
from storage.documents import Circulation, Document, DocumentVersion
from storage.engine.labels import N_, Labelled
from storage.reminders import find_next_of
from twg.core.addressing import check_runs
from twg.core.audiences import excluding, list_audience
from twg.core.files import SentFile
from twg.core.permissions import Permission
from twg.documents import access, library, replacing
from twg.documents.replacing import LONGEST_NOTE
from twg.documents.standing import check_standing
from twg.language.captions import read_caption
from twg.meetings.lead_time import is_short, lead_days

router = Router("documents")


class AskAgain(Labelled):
    """Whether those who had acknowledged the version before are asked again."""

    NO = "no", N_("No, their receipt counts")
    YES = "yes", N_("Yes, ask them again")


def check_runnable(request: Request, document: Document) -> None:
    """Raises: NotAllowed, AlreadyRecalled."""
    check_runs(request.member, Permission.DOCUMENT_CIRCULATE, document.audience)
    check_standing(document)


@router.form(
    "replace_document",
    _("Send a new version"),
    saves=replacing.replace,
    about=DOCUMENT,
    opened_by="replace",
    check=check_runnable,
)
class ReplaceForm(Form):
    file: Annotated[SentFile, FileField(question=_("Please send the new version as a file."), label=_("File"))]
    #: Not `note`: an edit of the words that answered it is none of the note with which the document was circulated.
    changed: Annotated[str, Field(question=_("What has changed?"), label=_("What has changed"), limit=LONGEST_NOTE)] = (
        ""
    )
    again: Annotated[
        AskAgain | None,
        ChoiceField(
            question=_("Should those who have acknowledged it be asked again?"),
            label=_("Ask again"),
            members=tuple(AskAgain),
            when=lambda _values, around: around.facts["acknowledged"] > 0,
        ),
    ]

    @classmethod
    async def load(cls, request: Request, document: Document) -> "_Replacing":
        audience = await list_audience(request.session, document.twg_id, document.audience)
        card = await library.read_card(request.session, request.member, document.id)
        starts_at = None if card.meeting is None else card.meeting.starts_at
        lead = None if starts_at is None else lead_days(request.now, starts_at, request.zone)
        return _Replacing(card.acknowledged, len(excluding(audience, request.member.person.id)), lead)

    @classmethod
    def surround(cls, loaded: "_Replacing", _answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        save = counted(loaded.people, _("Send it to 1 person"), _("Send it to {n} people"))
        late = word_late(loaded.lead) if loaded.lead is not None and is_short(loaded.lead) else None
        return replace(base, facts={"acknowledged": loaded.acknowledged}, save=save, warning=late)

    async def save(self, request: Request, document: Document) -> Reply:
        args = replacing.NewVersion(file=self.file, note=self.changed, ask_again=self.again is AskAgain.YES)
        replaced = await replacing.replace(request.session, request.member, document.id, args, now=request.now)
        audience = await list_audience(request.session, document.twg_id, document.audience)
        reminded_at = await find_next_of(request.session, Circulation.__tablename__, document.circulation_id)
        reply = show(
            "documents/replaced",
            keyboard=((button(_("Show the document"), "documents:open", document.id),),),
            document=replaced.document,
            count=len(excluding(audience, request.member.person.id)),
            asked_again=replaced.asked_again,
            reminded_at=reminded_at,
        )
        return await followed(request, reply, replaced.notification)


@dataclass(frozen=True)
class _Replacing:
    """How many have acknowledged the document, and how many get the new version.

    Attributes:
        lead: days until the meeting whose paper it is; None for no meeting, and for one that has begun.
    """

    acknowledged: int
    people: int
    lead: int | None = None


@router.button("replaces", subject=Document, permission=Permission.DOCUMENT_CIRCULATE)
async def replaces(request: Request, document_id: int) -> Reply:
    """Take the file to whose message the buttons were offered as a new version; its caption says what has changed."""
    file, words = request.incoming.replied_file, request.incoming.replied_text
    note = read_caption(words, today=request.today).note
    return replace(await open_replacing(request, document_id, file, note if file is not None else ""), edit=True)


async def open_replacing(request: Request, document_id: int, file: SentFile | None, changed: str) -> Reply:
    """The form with the file of the new version. Args: `changed`: what was typed with it of what has changed."""
    answers: dict[str, Any] = {} if file is None else {"file": accept_file(file, request.settings.max_file_mb)}
    typed = {"changed": changed} if is_visible(changed) and len(changed) <= LONGEST_NOTE else None
    context = DOCUMENT.context_of(document_id)
    return await open_form(request, ReplaceForm, context=context, typed=typed, answers=answers)


@router.offer
async def offer(request: Request) -> list[Offer]:
    """Offer a file as a new version of a document whose name is near."""
    files = request.incoming.files
    if len(files) != 1 or not request.member.may(Permission.DOCUMENT_CIRCULATE):
        return []
    words = request.incoming.text
    found = await replacing.list_replaceable(request.session, request.member, files[0], words, now=request.now)
    if not found and read_caption(words, today=request.today).replaces:
        found = await replacing.list_newest_run(request.session, request.member)
    label = _("This replaces “{title}”")
    return [
        Offer(place, button(label.with_(title=shorten(each.title, 36)), "documents:replaces", each.document_id))
        for place, each in enumerate(found, start=1)
    ]


@router.button("versions", subject=Document)
async def versions(request: Request, document_id: int) -> Reply:
    """All versions of a document, with a button for each."""
    document = await access.access_document(request.session, request.member, document_id)
    label = _("Version {n} · {moment}")
    buttons = []
    for version in reversed(document.versions):
        moment = format_moment(version.created_at.astimezone(request.zone), locale=request.locale, short=True)
        buttons.append(button(label.with_(n=version.number, moment=moment), "documents:version", version.id))
    return say("documents/versions", document=document, keyboard=rows(buttons))


@router.button("version", permission=Permission.SEE)
async def version_(request: Request, version_id: int) -> Reply:
    """The file of a version; of one that is superseded with by what and when."""
    row = await request.session.get(DocumentVersion, version_id)
    if row is not None:
        request = await request.within_twg_of(Document, row.document_id)
    document, version = await library.access_version(request.session, request.member, version_id)
    if version.number == document.versions[-1].number:
        return await show_card(request, document.id)
    by = next(each for each in document.versions if each.number == version.number + 1)
    context = {"document": document, "twg": request.member.twg, "version": version, "by": by}
    newest = button(_("Show the newest version"), "documents:open", document.id)
    return Reply(
        Content("documents/old_version", context, ((newest,),), (attach(version.file, captioned=True),)),
        shows=document,
    )
