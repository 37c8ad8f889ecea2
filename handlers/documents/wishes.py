"""What people ask to have done with documents, as buttons for those that they may mean (D1, U2)."""

from handlers.routing.request import Request
from handlers.routing.router import Router
from messages.rendering.keyboards import Button, button, shorten
from messages.rendering.texts import Text, _
from storage.documents import Document
from twg.core.permissions import Permission
from twg.documents import library
from twg.documents.library import Browsed
from twg.language.mentions import Kind, Nameable, named_among

router = Router("documents")

#: Documents that are offered for a wish that names none.
_MOST_OFFERED = 3
#: Longest title behind what is done with it.
_LONGEST_TITLE = 36


async def _list_meant(request: Request, text: str) -> list[Document]:
    """The documents that a text may mean, among the newest: those that it names, else the newest."""
    page = await library.browse(request.session, request.member, Browsed())
    standing = [each for each in page.documents if each.recalled_at is None]
    whats = [Nameable(Kind.DOCUMENT, each.title) for each in standing]
    places = named_among(text, whats, today=request.today, by_kind=False)
    return ([standing[place] for place in places] or standing)[:_MOST_OFFERED]


async def _of_each(request: Request, text: str, label: Text, action: str) -> list[Button]:
    """A button for each of the documents that are meant. Args: `label`: with `{title}`; `action`: of the button."""
    return [
        button(label.with_(title=shorten(each.title, _LONGEST_TITLE)), action, each.id)
        for each in await _list_meant(request, text)
    ]


@router.wish("unread", permission=Permission.DOCUMENT_CIRCULATE)
async def unread(request: Request, text: str) -> list[Button]:
    return await _of_each(request, text, _("Who has not acknowledged: {title}"), "documents:receipts")


@router.wish("recall_document", permission=Permission.DOCUMENT_CIRCULATE)
async def recall(request: Request, text: str) -> list[Button]:
    return await _of_each(request, text, _("Recall: {title}"), "documents:recall")


@router.wish("replace_document", permission=Permission.DOCUMENT_CIRCULATE)
async def replace_by(request: Request, text: str) -> list[Button]:
    return await _of_each(request, text, _("New version: {title}"), "documents:replace")
