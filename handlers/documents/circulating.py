"""Circulating documents in the chat: a file sent to the assistant, and acknowledging what was circulated."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Any

from handlers.deliveries import followed
from handlers.documents.library import receipts_keyboard, show_card
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
from messages.documents import circulated, circulated_set, edition_of
from messages.history import history_keyboard
from messages.rendering.content import Content
from messages.rendering.keyboards import button, shorten
from messages.rendering.templating import format_moment
from messages.rendering.texts import Text, _, counted
from storage.documents import Circulation, Document, DocumentKind, list_own_receipts
from storage.members import Membership, list_members
from storage.reminders import find_next_of
from twg.core.addressing import may_run
from twg.core.audiences import excluding, includes, list_audience, to_column
from twg.core.files import SentFile
from twg.core.permissions import Permission
from twg.core.rules import Rule
from twg.documents import access, acknowledging, circulating, correcting

router = Router("documents")


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
        document = circulating.NewDocument(file=self.file, title=self.title, kind=self.kind)
        args = circulating.NewCirculation(
            documents=[document], audience=self.audience, acknowledge_by=self.acknowledge_by, note=self.note
        )
        circulation, notification = await circulating.circulate(request.session, request.member, args, now=request.now)
        recipients = await list_audience(request.session, circulation.twg_id, circulation.audience)
        count = len(excluding(recipients, request.member.person.id))
        reminded_at = await find_next_of(request.session, Circulation.__tablename__, circulation.id)
        reply = show(
            "documents/circulated_to",
            keyboard=receipts_keyboard(circulation.documents[0]),
            circulation=circulation,
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
async def acknowledge(request: Request, document_id: int, number: int = 1) -> Reply:
    """Acknowledge the version in force; below a message with an earlier one, show that instead.

    Args:
        number: of the version that the message shows.
    """
    document = await access.access_document(request.session, request.member, document_id)
    if number < document.versions[-1].number:
        return await show_card(request, document_id, newer=True)
    await acknowledging.acknowledge(request.session, request.member, document_id, now=request.now)
    content = circulated(document, request.member.twg, heading="circulated", acknowledged=True)
    return Reply(content, edit=True, toast=_("Thank you, it is recorded."))


@router.button("open_set", subject=Circulation, opens=True)
async def open_set(request: Request, circulation_id: int) -> Reply:
    """Show the list of documents that were circulated together."""
    circulation = await access.access_circulation(request.session, request.member, circulation_id)
    if not circulation.is_set:
        return await show_card(request, circulation.documents[0].id)
    return Reply(await _set_card(request, circulation))


async def _set_card(request: Request, circulation: Circulation, *, newer: bool = False) -> Content:
    receipts = await list_own_receipts(request.session, circulation.id, request.member.person.id)
    waiting = any(receipt.acknowledged_at is None for receipt in receipts)
    runs = may_run(request.member, Permission.DOCUMENT_CIRCULATE, circulation.audience)
    first = circulation.documents[0]
    return circulated_set(
        circulation,
        request.member.twg,
        heading="circulated" if waiting else "",
        acknowledged=bool(receipts) and not waiting,
        keyboard=(*(receipts_keyboard(first) if runs else ()), *history_keyboard(request.member, circulation)),
        newer=newer,
    )


@router.button("acknowledge_set", subject=Circulation)
async def acknowledge_set(request: Request, circulation_id: int, edition: int | None = None) -> Reply:
    """Acknowledge the documents of a set; below a message that came before a new version, show the list instead.

    Args:
        edition: of the set as the message shows it, `edition_of`; None below a message of an earlier release.
    """
    circulation = await access.access_circulation(request.session, request.member, circulation_id)
    if edition is not None and edition < edition_of(circulation):
        return Reply(await _set_card(request, circulation, newer=True))
    circulation = await acknowledging.acknowledge_set(request.session, request.member, circulation_id, now=request.now)
    content = circulated_set(circulation, request.member.twg, heading="circulated", acknowledged=True)
    return Reply(content, edit=True, toast=_("Thank you, it is recorded."))


@router.button("receipts", subject=Document)
async def receipts(request: Request, document_id: int) -> Reply:
    listed = await acknowledging.list_who_has_not(request.session, request.member, document_id)
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
