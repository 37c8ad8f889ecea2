"""Contents of the notices and reminders about documents (D1)."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from messages.documents import circulated as circulated_content
from messages.documents import corrected as corrected_content
from messages.rendering.content import Content
from scheduler.delivery.wording import GroupOccasion, Occasion, Wording
from storage.documents import Document, find_document, list_unacknowledged
from storage.reminders import find_next_of
from twg.core.audiences import includes
from twg.documents import circulating, correcting

WORDING = Wording()


async def _unread(occasion: Occasion) -> Document | None:
    """The document; None unless the recipient may see it and has not acknowledged it yet."""
    document = await occasion.once(find_document, occasion.notification.subject_id)
    if document is None or not includes(document.audience, occasion.member):
        return None
    waiting = await occasion.once(list_unacknowledged, document.id)
    return document if occasion.member.person_id in waiting else None


_UNREAD = "the recipient is in its audience and has not acknowledged it"


@WORDING.of(circulating.CIRCULATED, "documents/card", holds=_UNREAD)
async def circulated(occasion: Occasion) -> Content | None:
    document = await _unread(occasion)
    if document is None:
        return None
    reminded_at = await occasion.once(_next_reminder, document.id)
    return circulated_content(document, occasion.member.twg, heading="circulated", reminded_at=reminded_at)


async def _next_reminder(session: AsyncSession, document_id: int) -> datetime | None:
    return await find_next_of(session, Document.__tablename__, document_id)


@WORDING.of(circulating.REMINDER, "documents/card", holds=_UNREAD)
async def reminder(occasion: Occasion) -> Content | None:
    document = await _unread(occasion)
    return None if document is None else circulated_content(document, occasion.member.twg, heading="reminder")


@WORDING.of(correcting.CORRECTED, "documents/told_corrected", holds="the recipient is in its audience")
async def corrected(occasion: Occasion) -> Content | None:
    document = await occasion.once(find_document, occasion.notification.subject_id)
    if document is None or not includes(document.audience, occasion.member):
        return None
    was = occasion.notification.data["was"]
    return occasion.alike(lambda: corrected_content(document, occasion.member.twg, was=was))


@WORDING.posts(circulating.CIRCULATED, "documents/posted", holds="it went to everybody in the group")
async def circulated_in_group(occasion: GroupOccasion) -> Content | None:
    """The title alone: the file is sent to each member."""
    document = await find_document(occasion.session, occasion.notification.subject_id)
    if document is None or not occasion.reaches(document.audience):
        return None
    return Content("documents/posted", {"document": document, "twg": occasion.group.twg})
