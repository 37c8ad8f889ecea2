"""Contents of the notices and reminders about documents (D1)."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from messages.documents import circulated as circulated_content
from messages.documents import circulated_set as set_content
from messages.documents import corrected as corrected_content
from messages.documents import posted
from messages.rendering.content import Content
from scheduler.delivery.wording import GroupOccasion, Occasion, Wording
from storage.documents import Circulation, find_circulation, find_document, list_unacknowledged
from storage.reminders import find_next_of
from twg.core.audiences import includes
from twg.documents import circulating, correcting

WORDING = Wording()


async def _unread(occasion: Occasion) -> Circulation | None:
    """The circulation; None unless the recipient may see it and has not acknowledged all of it yet."""
    circulation = await occasion.once(find_circulation, occasion.notification.subject_id)
    if circulation is None or not includes(circulation.audience, occasion.member):
        return None
    waiting = await occasion.once(list_unacknowledged, circulation.id)
    return circulation if occasion.member.person_id in waiting else None


_UNREAD = "the recipient is in its audience and has not acknowledged it"


@WORDING.of(circulating.CIRCULATED, "documents/card", "documents/set", holds=_UNREAD)
async def circulated(occasion: Occasion) -> Content | None:
    circulation = await _unread(occasion)
    if circulation is None:
        return None
    reminded_at = await occasion.once(_next_reminder, circulation.id)
    heading, twg = "circulated", occasion.member.twg
    if circulation.is_set:
        return occasion.alike(
            lambda: set_content(circulation, twg, heading=heading, reminded_at=reminded_at, with_files=True)
        )
    [document] = circulation.documents
    return circulated_content(document, twg, heading=heading, reminded_at=reminded_at)


async def _next_reminder(session: AsyncSession, circulation_id: int) -> datetime | None:
    return await find_next_of(session, Circulation.__tablename__, circulation_id)


@WORDING.of(circulating.REMINDER, "documents/card", "documents/set", holds=_UNREAD)
async def reminder(occasion: Occasion) -> Content | None:
    circulation = await _unread(occasion)
    if circulation is None:
        return None
    if circulation.is_set:
        return set_content(circulation, occasion.member.twg, heading="reminder")
    [document] = circulation.documents
    return circulated_content(document, occasion.member.twg, heading="reminder")


@WORDING.of(correcting.CORRECTED, "documents/told_corrected", holds="the recipient is in its audience")
async def corrected(occasion: Occasion) -> Content | None:
    document = await occasion.once(find_document, occasion.notification.subject_id)
    if document is None or not includes(document.audience, occasion.member):
        return None
    was = occasion.notification.data["was"]
    return occasion.alike(lambda: corrected_content(document, occasion.member.twg, was=was))


@WORDING.posts(circulating.CIRCULATED, "documents/posted", holds="it went to everybody in the group")
async def circulated_in_group(occasion: GroupOccasion) -> Content | None:
    """The titles alone: the files are sent to each member."""
    circulation = await find_circulation(occasion.session, occasion.notification.subject_id)
    if circulation is None or not occasion.reaches(circulation.audience):
        return None
    return posted(circulation, occasion.group.twg)
