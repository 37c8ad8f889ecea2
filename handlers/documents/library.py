"""The library in the chat: /documents, narrowing the list, and a document's card (D2)."""

from handlers.routing.request import Reply, Request
from handlers.routing.router import Router
from messages.documents import circulated
from messages.documents.library import card_keyboard, choices, decode, listing
from messages.history import history_keyboard
from messages.rendering.keyboards import Keyboard, button
from messages.rendering.texts import _
from storage.documents import Document
from twg.core.refusals import NotFound
from twg.documents import access, library
from twg.documents.library import Browsed, Side

router = Router("documents")


def receipts_keyboard(document: Document) -> Keyboard:
    return ((button(_("Who has not acknowledged"), "documents:receipts", document.id),),)


@router.command("documents", _("Documents circulated to you"), lists=True)
async def list_(request: Request, _rest: str) -> Reply:
    page = await library.browse(request.session, request.member, Browsed())
    return Reply(listing(request.member, page, request.locale))


@router.button("browse")
async def browse(request: Request, page: int, code: str = "-") -> Reply:
    found = await library.browse(request.session, request.member, _read(code), page)
    return Reply(listing(request.member, found, request.locale), edit=True)


@router.button("sides")
async def sides(request: Request, side: Side, code: str = "-") -> Reply:
    """The values of one side to choose from."""
    browsed = _read(code)
    found = await library.list_choices(request.session, request.member, browsed, side, now=request.now)
    page = await library.browse(request.session, request.member, browsed)
    return Reply(choices(request.member.twg, page, found), edit=True)


def _read(code: str) -> Browsed:
    """Raises: NotFound for data that the program did not write."""
    browsed = decode(code)
    if browsed is None:
        raise NotFound
    return browsed


@router.button("open", subject=Document, opens=True)
async def open_(request: Request, document_id: int, number: int | None = None) -> Reply:
    """Show a document.

    Args:
        number: of the version that the message told of whose button it is; None where it told of none.
    """
    document = await access.access_document(request.session, request.member, document_id)
    return await show_card(request, document_id, newer=number is not None and number < document.versions[-1].number)


async def show_card(request: Request, document_id: int, *, newer: bool = False) -> Reply:
    """The card of a document with its file, and the buttons that this person may use.

    Args:
        newer: whether it is shown instead of an earlier version.
    """
    card = await library.read_card(request.session, request.member, document_id)
    document, receipt = card.document, card.receipt
    waiting = receipt is not None and receipt.acknowledged_at is None and document.recalled_at is None
    content = circulated(
        document,
        request.member.twg,
        heading="circulated" if waiting else "",
        acknowledged=receipt is not None and receipt.acknowledged_at is not None,
        keyboard=(*card_keyboard(card), *history_keyboard(request.member, document)),
        card=card,
        newer=newer,
    )
    return Reply(content, shows=document)
