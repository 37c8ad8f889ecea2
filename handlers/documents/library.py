"""What people do with documents in the chat: the buttons below one, and below the list of a set."""

from handlers.documents.details import describe
from handlers.documents.fields import NoSuchDocument
from handlers.documents.papers import read_line
from handlers.routing.entering import entering_keyboard
from handlers.routing.request import Reply, Request, say, show
from handlers.routing.router import Router
from messages.documents import circulated, circulated_set, edition_of
from messages.documents.library import card_keyboard
from messages.history import history_keyboard
from messages.rendering.content import Content
from messages.rendering.keyboards import Keyboard, button
from messages.rendering.texts import _
from storage.core.spelling import is_visible
from storage.documents import Circulation, Document, list_own_receipts
from storage.minutes import MinutesVersion, find_newest
from twg.core.addressing import may_run
from twg.core.permissions import Permission
from twg.documents import access, acknowledging, correcting, library
from twg.documents.naming import name_of_circulation

router = Router("documents")


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
        minutes=await _minutes(request, document),
    )
    return Reply(content, shows=document)


async def _minutes(request: Request, document: Document) -> MinutesVersion | None:
    """How the minutes stand that a document is; None for any other document."""
    return None if document.minutes_of_id is None else await find_newest(request.session, document.minutes_of_id)


def receipts_keyboard(document: Document) -> Keyboard:
    return ((button(_("Who has not acknowledged"), "documents:receipts", document.id),),)


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
    minutes = await _minutes(request, document)
    content = circulated(document, request.member.twg, heading="circulated", acknowledged=True, minutes=minutes)
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
    """Change the titles and details that lines give by the numbers of the documents in their list.

    Raises: NoSuchDocument; refusals of details.
    """
    document = await access.access_document(request.session, request.member, document_id)
    circulation = await access.access_circulation(request.session, request.member, document.circulation_id)
    by_number = {each.position: each for each in circulation.documents}
    for line in filter(is_visible, text.splitlines()):
        read = read_line(line)
        if read is None or (read.number is not None and read.number not in by_number):
            raise NoSuchDocument(most=len(by_number))
        for each in circulation.documents if read.number is None else [by_number[read.number]]:
            if read.title is not None:
                args = correcting.Correction(title=read.title)
                await correcting.correct(request.session, request.member, each.id, args, now=request.now)
            if read.details:
                await describe(request, each, read.details)
    circulation = await access.access_circulation(request.session, request.member, circulation.id)
    return Reply(await _set_card(request, circulation), edit=True)
