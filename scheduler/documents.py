"""Notices and reminders of documents (D1)."""

from messages.content import Content
from messages.documents import circulated as circulated_content
from scheduler.notices import Occasion, notice
from scheduler.reminders import Due, reminding
from storage.documents import Document, find_document, find_receipt, list_receipts
from storage.members import Membership
from storage.reminders import find_next_of
from twg.audiences import includes, list_audience
from twg.permissions import Permission


async def _unread(occasion: Occasion) -> Document | None:
    """The document, as long as this member may see it and has not acknowledged it."""
    document = await occasion.once(find_document, occasion.notification.subject_id)
    if document is None or not includes(document.audience, occasion.member):
        return None
    receipt = await find_receipt(occasion.session, document.id, occasion.member.person_id)
    return document if receipt is not None and receipt.acknowledged_at is None else None


@notice("documents/circulated", Permission.SEE)
async def circulated(occasion: Occasion) -> Content | None:
    document = await _unread(occasion)
    if document is None:
        return None
    reminded_at = await find_next_of(occasion.session, "document", document.id)
    return circulated_content(document, occasion.member.twg, heading="circulated", reminded_at=reminded_at)


@notice("documents/reminder", Permission.SEE, grouped=True)
async def reminder(occasion: Occasion) -> Content | None:
    document = await _unread(occasion)
    return None if document is None else circulated_content(document, occasion.member.twg, heading="reminder")


@reminding("documents/reminder")
async def who_has_not(due: Due) -> list[Membership] | None:
    """Those in the audience now who have not acknowledged."""
    document = await find_document(due.session, due.reminder.subject_id)
    if document is None:
        return None
    due.subject = document
    waiting = {
        receipt.person_id
        for receipt in await list_receipts(due.session, document.id)
        if receipt.acknowledged_at is None
    }
    audience = await list_audience(due.session, document.twg_id, document.audience)
    return [member for member in audience if member.person_id in waiting]
