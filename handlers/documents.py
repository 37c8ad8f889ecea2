"""Documents in the chat: a file sent to the assistant, /documents and the buttons under a document."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any

from handlers.deliveries import progress_reply
from handlers.forms.conversation import open_form
from handlers.forms.definition import Form, form
from handlers.forms.fields import Around, ChoiceField, DayField, Field, FileField
from handlers.routing.request import Reply, Request, say, show
from handlers.routing.router import action, command
from messages.documents import circulated
from messages.rendering.keyboards import Keyboard, button, rows, shorten
from messages.rendering.templating import format_clock, format_day
from messages.rendering.texts import Text, _, counted
from storage.documents import Document, DocumentKind, find_receipt
from storage.reminders import find_next_of
from twg import documents
from twg.core.audiences import Audience, excluding, list_audience, to_column
from twg.core.files import SentFile
from twg.core.permissions import Permission


@command("documents", _("Documents circulated to you"))
async def list_(request: Request, _rest: str) -> Reply:
    library = await documents.list_library(request.session, request.member)
    buttons = [button(shorten(document.title), "documents/open", document.id) for document in library]
    if request.member.may(Permission.DOCUMENT_CIRCULATE):
        buttons.append(button(_("Circulate a document"), "documents/new"))
    return say("documents/list", documents=library, keyboard=rows(buttons))


@action("documents/open", subject=Document)
async def open_(request: Request, document_id: int) -> Reply:
    document = await documents.access_document(request.session, request.member, document_id)
    receipt = await find_receipt(request.session, document.id, request.member.person.id)
    waiting = receipt is not None and receipt.acknowledged_at is None
    keyboard: Keyboard = ()
    if request.member.may(Permission.DOCUMENT_CIRCULATE):
        keyboard = ((button(_("Who has not acknowledged"), "documents/receipts", document.id),),)
    content = circulated(
        document,
        request.member.twg,
        heading="circulated" if waiting else "",
        acknowledged=receipt is not None and not waiting,
        keyboard=keyboard,
    )
    return Reply(content)


@form("documents/circulate", _("Circulate a document"), permission=Permission.DOCUMENT_CIRCULATE)
class CirculateForm(Form):
    file: Annotated[SentFile, FileField(question=_("Please send the document as a file."), label=_("File"))]
    title: Annotated[
        str,
        Field(
            question=_("What is its title?"),
            label=_("Title"),
            suggest=lambda around: [around.facts["title"]] if around.facts.get("title") else [],
        ),
    ]
    kind: Annotated[
        DocumentKind,
        ChoiceField(question=_("What kind of document is it?"), label=_("Kind"), members=tuple(DocumentKind)),
    ]
    audience: Annotated[
        Audience, ChoiceField(question=_("Who should receive it?"), label=_("For"), members=tuple(Audience))
    ]
    acknowledge_by: Annotated[
        date | None,
        DayField(
            question=_("By which day should it be acknowledged?"),
            hint=_("Whoever has not acknowledged it is reminded. Please skip to set no day."),
            label=_("Acknowledge by"),
        ),
    ] = None
    note: Annotated[
        str,
        Field(question=_("Would you like to add a note?"), label=_("Note"), limit=500),
    ] = ""

    @classmethod
    async def around(
        cls, request: Request, _context: Mapping[str, Any], answers: Mapping[str, Any], around: Around
    ) -> Around:
        facts: dict[str, Any] = {}
        if answers.get("file") and answers["file"]["kind"] != "photo":  # a photo has no name of its own
            facts["title"] = answers["file"]["name"].rpartition(".")[0][:200] or answers["file"]["name"][:200]
        if "audience" not in answers:
            return replace(around, facts=facts)
        count = await _count(request, Audience(answers["audience"]))
        save = counted(count, _("Circulate to 1 person"), _("Circulate to {n} people"))
        if "acknowledge_by" not in answers:
            return replace(around, facts=facts, save=save)
        chosen = answers["acknowledge_by"]
        acknowledge_by = date.fromisoformat(chosen) if chosen else None
        reminding = await _reminding(request, acknowledge_by)
        late = _too_soon(request, acknowledge_by)
        note = reminding if late is None else Text("{late}\n{reminding}").with_(late=late, reminding=reminding)
        return replace(around, facts=facts, save=save, note=note)

    async def save(self, request: Request, _context: Mapping[str, Any]) -> Reply:
        args = documents.NewDocument(**self.model_dump())
        document, notification = await documents.circulate(request.session, request.member, args, now=request.now)
        keyboard = ((button(_("Who has not acknowledged"), "documents/receipts", document.id),),)
        count = await _count(request, self.audience)
        reminded_at = await find_next_of(request.session, "document", document.id)
        reply = show(
            "documents/circulated_to", keyboard=keyboard, document=document, count=count, reminded_at=reminded_at
        )
        return replace(reply, also=(await progress_reply(request, notification),))


def _too_soon(request: Request, acknowledge_by: date | None) -> Text | None:
    """That the paper goes out after the day it is to be acknowledged by: the night or days off come between."""
    goes_at = request.settings.practice.hours.next_open(request.now, request.zone).astimezone(request.zone)
    if acknowledge_by is None or acknowledge_by >= goes_at.date():
        return None
    late = _("Note: it goes out on {moment}, after the day by which it should be acknowledged.")
    return late.with_(moment=_moment(request, goes_at))


async def _reminding(request: Request, acknowledge_by: date | None) -> Text:
    """Whether and when members would be reminded, before it is sent."""
    found = await documents.find_first_reminder(request.session, request.member, acknowledge_by, now=request.now)
    if found is None:
        return _("Nobody will be reminded of it; you can see who has not acknowledged it.")
    moment = _moment(request, found.astimezone(request.zone))
    return _("Whoever has not acknowledged it by {moment} is reminded then.").with_(moment=moment)


def _moment(request: Request, local: datetime) -> str:
    return f"{format_day(local.date(), locale=request.locale)}, {format_clock(local, locale=request.locale)}"


async def _count(request: Request, audience: Audience) -> int:
    """To how many it goes; whoever circulates it has it already."""
    members = await list_audience(request.session, request.member.twg.id, to_column(audience))
    return len(excluding(members, request.member.person.id))


@action("documents/new")
async def new(request: Request) -> Reply:
    return replace(await open_form(request, CirculateForm), edit=False)


@action("documents/take")
async def take(request: Request) -> Reply:
    """Circulate the file that was sent before the button appeared."""
    file = request.incoming.replied_file
    answers = {} if file is None else {"file": file.model_dump()}
    return await open_form(request, CirculateForm, answers=answers)


@action("documents/acknowledge", subject=Document)
async def acknowledge(request: Request, document_id: int) -> Reply:
    await documents.acknowledge(request.session, request.member, document_id, now=request.now)
    document = await documents.access_document(request.session, request.member, document_id)
    content = circulated(document, request.member.twg, heading="circulated", acknowledged=True)
    return Reply(content, edit=True, toast=_("Thank you, it is recorded."))


@action("documents/receipts", subject=Document)
async def receipts(request: Request, document_id: int) -> Reply:
    listed = await documents.list_who_has_not(request.session, request.member, document_id)
    return say("documents/receipts", receipts=listed)
