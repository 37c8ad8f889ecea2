"""Correcting the details of a document in the chat: by one line below its card, or after its button (D2)."""

from dataclasses import replace
from typing import Annotated

from handlers import general
from handlers.documents.details import NoDetail, describe
from handlers.documents.library import show_card
from handlers.documents.subjects import DOCUMENT
from handlers.forms.fields import Field
from handlers.forms.form import Form
from handlers.forms.surroundings import Surroundings
from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages.rendering.texts import _
from storage.documents import Document
from twg.core.addressing import check_runs
from twg.core.permissions import Permission
from twg.core.refusals import Refusal
from twg.documents import access, describing
from twg.language.document_facts import Detail, read_details

router = Router("documents")


def _check(request: Request, document: Document) -> None:
    check_runs(request.member, Permission.DOCUMENT_CIRCULATE, document.audience)


def _read_text(text: str, _around: Surroundings) -> str:
    """Raises: NoDetail."""
    _details_of(text)
    return text


def _details_of(text: str) -> dict[Detail, str]:
    """Raises: NoDetail."""
    details = read_details(text)
    if details is None:
        raise NoDetail
    return details


@router.form(
    "describe_document",
    _("Correct the details"),
    saves=describing.describe,
    about=DOCUMENT,
    opened_by="describe",
    check=_check,
    confirm=False,
)
class DescribeForm(Form):
    details: Annotated[
        str,
        Field(
            question=_("Which detail should be corrected?"),
            hint=_("For example: source: ADB; theme: health financing; language: Khmer; item: 3; date: 3 November"),
            label=_("Details"),
            limit=500,
            read_text=_read_text,
        ),
    ]

    async def save(self, request: Request, document: Document) -> Reply:
        try:
            await describe(request, document, _details_of(self.details))
        except Refusal as refusal:
            refusal.field = refusal.field or "details"
            raise
        return await show_card(request, document.id)


@router.reply_below("describe")
async def correct(request: Request, document_id: int) -> Reply:
    """Correct the details that a reply to the card gives; what else it says is handled as a plain message."""
    details = read_details(request.incoming.text)
    if details is None:
        return await general.offer(request)
    request = await request.within_twg_of(Document, document_id)
    document = await access.access_document(request.session, request.member, document_id)
    await describe(request, document, details)
    return replace(await show_card(request, document_id), to_message=True)
