"""What people ask to have done with documents, as buttons for those that they may mean (D1, U2)."""

from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages.documents.library import listing
from messages.rendering.keyboards import Button, button, shorten
from messages.rendering.texts import Text, _
from storage.documents import Document
from twg.core.permissions import Permission
from twg.documents import library
from twg.documents.library import Browsed
from twg.language.document_facts import find_language
from twg.language.mentions import Kind, Nameable, named_among
from twg.language.wish_details import find_year

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


@router.wish_at_once("see_documents")
async def see_documents(request: Request, text: str) -> Reply:
    """The library, of the year and in the language that the words name."""
    year = find_year(text)
    browsed = Browsed(year=year, language=find_language(text))
    page = await library.browse(request.session, request.member, browsed)
    return Reply(listing(request.member, page, request.locale))


@router.wish("describe_document", permission=Permission.DOCUMENT_CIRCULATE)
async def describe(request: Request, text: str) -> list[Button]:
    return await _of_each(request, text, _("Details: {title}"), "documents:describe")


@router.wish("circulate_document")
async def circulate(request: Request, _text: str) -> list[Button]:
    """The form; for who circulates nothing, the ways in which they bring something before the others."""
    if request.member.may(Permission.DOCUMENT_CIRCULATE):
        return [button(_("Circulate a document"), "documents:new")]
    share, hand_in = button(_("Share information"), "sharing:share_as"), button(_("Hand in a paper"), "papers:new")
    return [share, hand_in]


@router.wish("replace_document", permission=Permission.DOCUMENT_CIRCULATE)
async def replace_by(request: Request, text: str) -> list[Button]:
    return await _of_each(request, text, _("New version: {title}"), "documents:replace")
