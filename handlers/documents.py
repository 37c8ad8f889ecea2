"""Documents in the chat: a file sent to the assistant, /documents and the buttons below a document."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

from handlers.deliveries import followed
from handlers.forms.audience_field import AudienceField, load_audiences, only_audience
from handlers.forms.conversation import open_form
from handlers.forms.fields import ChoiceField, Field
from handlers.forms.file_field import FileField, accept_file
from handlers.forms.form import Form
from handlers.forms.moment_fields import DayField
from handlers.forms.surroundings import Option, Surroundings
from handlers.routing.entering import entering_keyboard
from handlers.routing.request import Reply, Request, say, show
from handlers.routing.router import Router
from handlers.routing.routes import Offer
from messages.documents import circulated
from messages.history import history_keyboard
from messages.rendering.keyboards import Keyboard, button, rows, shorten, told_apart
from messages.rendering.templating import format_moment
from messages.rendering.texts import Text, _, counted
from storage.core.file_texts import find_unfound
from storage.documents import Document, DocumentKind, find_receipt
from storage.members import Membership, list_members
from storage.reminders import find_next_of
from twg.core.addressing import may_run
from twg.core.audiences import excluding, includes, list_audience, to_column
from twg.core.files import SentFile
from twg.core.permissions import Permission
from twg.core.rules import Rule
from twg.documents import access, circulating, correcting

router = Router("documents")

#: Documents in the list; others are found by searching.
MOST_LISTED = 10


@router.command("documents", _("Documents circulated to you"), lists=True)
async def list_(request: Request, _rest: str) -> Reply:
    library = await circulating.list_library(request.session, request.member, limit=MOST_LISTED + 1)
    library, more = library[:MOST_LISTED], len(library) > MOST_LISTED
    moments = [
        format_moment(item.circulated_at.astimezone(request.zone), locale=request.locale, short=True)
        for item in library
    ]
    labels = told_apart([document.title for document in library], moments)
    buttons = [button(label, "documents:open", item.id) for label, item in zip(labels, library, strict=True)]
    if request.member.may(Permission.DOCUMENT_CIRCULATE):
        buttons.append(button(_("Circulate a document"), "documents:new"))
    return say("documents/list", documents=library, more=more, keyboard=rows(buttons))


@router.button("open", subject=Document, opens=True)
async def open_(request: Request, document_id: int) -> Reply:
    document = await access.access_document(request.session, request.member, document_id)
    receipt = await find_receipt(request.session, document.id, request.member.person.id)
    waiting = receipt is not None and receipt.acknowledged_at is None
    runs = may_run(request.member, Permission.DOCUMENT_CIRCULATE, document.audience)
    keyboard = (*(_receipts_keyboard(document) if runs else ()), *history_keyboard(request.member, document))
    content = circulated(
        document,
        request.member.twg,
        heading="circulated" if waiting else "",
        acknowledged=receipt is not None and not waiting,
        text=await find_unfound(request.session, document.versions[-1].file.sha256),
        keyboard=keyboard,
    )
    return Reply(content)


def _receipts_keyboard(document: Document) -> Keyboard:
    return ((button(_("Who has not acknowledged"), "documents:receipts", document.id),),)


@router.form("circulate_document", _("Circulate a document"), saves=circulating.circulate, opened_by="new")
class CirculateForm(Form):
    file: Annotated[SentFile, FileField(question=_("Please send the document as a file."), label=_("File"))]
    title: Annotated[
        str,
        Field(
            question=_("What is its title?"),
            label=_("Title"),
            is_name=True,
            suggest=lambda around: [around.facts["title"]] if around.facts.get("title") else [],
        ),
    ]
    kind: Annotated[
        DocumentKind,
        ChoiceField(question=_("What kind of document is it?"), label=_("Kind"), members=tuple(DocumentKind)),
    ]
    audience: Annotated[str, AudienceField(question=_("Who should receive it?"), label=_("For"))]
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
    async def initial(cls, request: Request, _about: Any) -> Mapping[str, Any]:
        """Who leads one sub-group, and may address nobody else, is not asked for whom it is."""
        return await only_audience(request, Permission.DOCUMENT_CIRCULATE)

    @classmethod
    async def load(cls, request: Request, _about: Any) -> "_Circulating":
        members = excluding(await list_members(request.session, request.member.twg.id), request.member.person.id)
        rules = await circulating.list_rules_in_force(request.session, request.member)
        audiences = await load_audiences(request, Permission.DOCUMENT_CIRCULATE)
        return _Circulating(request, members, rules, audiences)

    @classmethod
    def surround(cls, loaded: "_Circulating", answers: Mapping[str, Any], base: Surroundings) -> Surroundings:
        base = replace(base, facts=_suggested_title(answers), options={"audience": loaded.audiences})
        if "audience" not in answers:
            return base
        count = loaded.count(answers["audience"])
        base = replace(base, save=counted(count, _("Circulate to 1 person"), _("Circulate to {n} people")))
        if "acknowledge_by" not in answers:
            return base
        chosen = answers["acknowledge_by"]
        acknowledge_by = date.fromisoformat(chosen) if chosen else None
        return replace(base, note=loaded.reminding(acknowledge_by))

    async def save(self, request: Request, _about: Any) -> Reply:
        args = circulating.NewDocument(**self.model_dump())
        document, notification = await circulating.circulate(request.session, request.member, args, now=request.now)
        recipients = await list_audience(request.session, document.twg_id, document.audience)
        count = len(excluding(recipients, request.member.person.id))
        reminded_at = await find_next_of(request.session, Document.__tablename__, document.id)
        reply = show(
            "documents/circulated_to",
            keyboard=_receipts_keyboard(document),
            document=document,
            count=count,
            reminded_at=reminded_at,
        )
        return await followed(request, reply, notification)


def _suggested_title(answers: Mapping[str, Any]) -> dict[str, Any]:
    """The file's name without its extension; nothing for a photo, whose name is generated."""
    file = answers.get("file")
    if not file or file["kind"] == "photo":
        return {}
    return {"title": shorten(file["name"].rpartition(".")[0] or file["name"], 200)}


@dataclass(frozen=True)
class _Circulating:
    """What a person is told before they circulate a document: recipients and reminders.

    Attributes:
        members: of the TWG, without the person who circulates it.
        rules: the reminder rules in force.
        audiences: to which the person may circulate it.
    """

    request: Request
    members: list[Membership]
    rules: list[Rule]
    audiences: list[Option]

    def count(self, audience: str) -> int:
        """Number of recipients."""
        return sum(includes(to_column(audience), member) for member in self.members)

    def reminding(self, acknowledge_by: date | None) -> Text:
        """When recipients would be reminded, or that none will be."""
        now = self.request.now
        found = circulating.first_reminder(self.request.member, self.rules, acknowledge_by, now=now)
        if found is None:
            return _("Nobody will be reminded of it; you can see who has not acknowledged it.")
        moment = format_moment(found.astimezone(self.request.zone), locale=self.request.locale)
        return _("Whoever has not acknowledged it by {moment} is reminded then.").with_(moment=moment)


@router.button("take")
async def take(request: Request) -> Reply:
    """Circulate the file in the message to which the buttons were offered."""
    file = request.incoming.replied_file
    answers = {} if file is None else {"file": accept_file(file, request.settings.max_file_mb)}
    return replace(await open_form(request, CirculateForm, answers=answers), edit=True)


@router.button("acknowledge", subject=Document)
async def acknowledge(request: Request, document_id: int) -> Reply:
    await circulating.acknowledge(request.session, request.member, document_id, now=request.now)
    document = await access.access_document(request.session, request.member, document_id)
    content = circulated(document, request.member.twg, heading="circulated", acknowledged=True)
    return Reply(content, edit=True, toast=_("Thank you, it is recorded."))


@router.button("receipts", subject=Document)
async def receipts(request: Request, document_id: int) -> Reply:
    listed = await circulating.list_who_has_not(request.session, request.member, document_id)
    waiting = [receipt.person for receipt in listed.waiting]
    keyboard = await entering_keyboard(request, waiting, "documents:open", document_id)
    return say("documents/receipts", keyboard=keyboard, receipts=listed)


@router.edit_of(Document, fields=("title", "note"))
async def correct(request: Request, document_id: int, field: str, text: str) -> Reply:
    """Change the title or the note of a document that one has circulated."""
    request = await request.within_twg_of(Document, document_id)
    args = correcting.Correction(**{field: text})
    document, notice = await correcting.correct(request.session, request.member, document_id, args, now=request.now)
    opener = button(_("Show the document"), "documents:open", document.id)
    return show("documents/corrected", document=document, told=notice is not None, keyboard=((opener,),))


@router.offer
async def offer(request: Request) -> list[Offer]:
    """Offer to circulate a file as a document."""
    if request.incoming.file is None or not request.member.may(Permission.DOCUMENT_CIRCULATE):
        return []
    return [Offer(10, button(_("Circulate it as a document"), "documents:take"))]
