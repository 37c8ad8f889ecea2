"""Documents in the chat: a file sent to the assistant, /documents and the buttons below a document."""

from handlers.documents.fields import NoSuchDocument
from handlers.documents.papers import read_line
from handlers.routing.entering import entering_keyboard
from handlers.routing.request import Reply, Request, say, show
from handlers.routing.router import Router
from messages.documents import circulated, circulated_set
from messages.history import history_keyboard
from messages.rendering.content import Content
from messages.rendering.keyboards import Keyboard, button, rows, told_apart
from messages.rendering.templating import format_moment
from messages.rendering.texts import _
from storage.core.spelling import is_visible
from storage.documents import Circulation, Document, find_receipt, list_own_receipts
from twg.core.addressing import may_run
from twg.core.permissions import Permission
from twg.documents import access, acknowledging, circulating, correcting
from twg.documents.naming import name_of_circulation

router = Router("documents")

#: Documents in the list; others are found by searching.
MOST_LISTED = 10


@router.command("documents", _("Documents circulated to you"), lists=True)
async def list_(request: Request, _rest: str) -> Reply:
    library = await circulating.list_library(request.session, request.member, limit=MOST_LISTED + 1)
    library, more = library[:MOST_LISTED], len(library) > MOST_LISTED
    moments = [
        format_moment(item.circulation.circulated_at.astimezone(request.zone), locale=request.locale, short=True)
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
    keyboard = (*(receipts_keyboard(document) if runs else ()), *history_keyboard(request.member, document))
    content = circulated(
        document,
        request.member.twg,
        heading="circulated" if waiting else "",
        acknowledged=receipt is not None and not waiting,
        keyboard=keyboard,
    )
    return Reply(content)


def receipts_keyboard(document: Document) -> Keyboard:
    return ((button(_("Who has not acknowledged"), "documents:receipts", document.id),),)


@router.button("acknowledge", subject=Document)
async def acknowledge(request: Request, document_id: int) -> Reply:
    await acknowledging.acknowledge(request.session, request.member, document_id, now=request.now)
    document = await access.access_document(request.session, request.member, document_id)
    content = circulated(document, request.member.twg, heading="circulated", acknowledged=True)
    return Reply(content, edit=True, toast=_("Thank you, it is recorded."))


@router.button("open_set", subject=Circulation, opens=True)
async def open_set(request: Request, circulation_id: int) -> Reply:
    """Show the list of documents that were circulated together."""
    circulation = await access.access_circulation(request.session, request.member, circulation_id)
    if not circulation.is_set:
        return await open_(request, circulation.documents[0].id)
    return Reply(await _set_card(request, circulation))


async def _set_card(request: Request, circulation: Circulation) -> Content:
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
    )


@router.button("acknowledge_set", subject=Circulation)
async def acknowledge_set(request: Request, circulation_id: int) -> Reply:
    circulation = await acknowledging.acknowledge_set(request.session, request.member, circulation_id, now=request.now)
    content = circulated_set(circulation, request.member.twg, heading="circulated", acknowledged=True, openers=False)
    return Reply(content, edit=True, toast=_("Thank you, it is recorded."))


@router.button("receipts", subject=Document)
async def receipts(request: Request, document_id: int) -> Reply:
    listed = await acknowledging.list_who_has_not(request.session, request.member, document_id)
    waiting = [receipt.person for receipt in listed.waiting]
    keyboard = await entering_keyboard(request, waiting, "documents:open", document_id)
    name = name_of_circulation(listed.circulation)
    return say("documents/receipts", keyboard=keyboard, receipts=listed, name=name)


@router.edit_of(Document, fields=("title", "titles", "note"))
async def correct(request: Request, document_id: int, field: str, text: str) -> Reply:
    """Change the title or the note of a document that one has circulated, or the titles of those beside it."""
    request = await request.within_twg_of(Document, document_id)
    if field == "titles":
        return await _correct_titles(request, document_id, text)
    args = correcting.Correction(**{field: text})
    document, notice = await correcting.correct(request.session, request.member, document_id, args, now=request.now)
    opener = button(_("Show the document"), "documents:open", document.id)
    return show("documents/corrected", document=document, told=notice is not None, keyboard=((opener,),))


async def _correct_titles(request: Request, document_id: int, text: str) -> Reply:
    """Change the titles that lines give by the numbers of the documents in their list. Raises: NoSuchDocument."""
    document = await access.access_document(request.session, request.member, document_id)
    circulation = await access.access_circulation(request.session, request.member, document.circulation_id)
    by_number = {each.position: each for each in circulation.documents}
    for line in filter(is_visible, text.splitlines()):
        read = read_line(line)
        if read is None or read.number not in by_number:
            raise NoSuchDocument(most=len(by_number))
        if read.title is not None:
            args = correcting.Correction(title=read.title)
            named = by_number[read.number].id, args
            await correcting.correct(request.session, request.member, *named, now=request.now)
    circulation = await access.access_circulation(request.session, request.member, circulation.id)
    return Reply(await _set_card(request, circulation), edit=True)
