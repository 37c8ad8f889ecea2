"""Contents of the notices and reminders about documents (D1)."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from messages.documents import circulated as circulated_content
from messages.documents import circulated_set as set_content
from messages.documents import corrected as corrected_content
from messages.documents import posted
from messages.documents.library import in_album, posted_version, told_recalled
from messages.documents.library import recalled as recalled_content
from messages.rendering.acting import for_principal
from messages.rendering.content import Content
from scheduler.delivery.wording import GroupOccasion, Occasion, Wording
from storage.core.bound_messages import BoundMessage
from storage.documents import Circulation, Document, find_circulation, find_document, list_unacknowledged
from storage.documents.library import list_who_has_not
from storage.members import Membership, Twg, list_acting, list_members
from storage.minutes import MinutesVersion, find_newest
from storage.reminders import find_next_of
from twg.core.acting import may_use
from twg.core.audiences import includes
from twg.documents import circulating, correcting, recalling, replacing

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
    minutes = await _minutes(occasion, document)
    return circulated_content(document, twg, heading=heading, reminded_at=reminded_at, minutes=minutes)


async def _minutes(occasion: Occasion, document: Document) -> MinutesVersion | None:
    """How the minutes stand that a document is; None for any other document."""
    return None if document.minutes_of_id is None else await occasion.once(find_newest, document.minutes_of_id)


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
    minutes = await _minutes(occasion, document)
    return circulated_content(document, occasion.member.twg, heading="reminder", minutes=minutes)


@WORDING.of(
    correcting.CORRECTED, "documents/told_corrected", holds="it was not recalled, and the recipient is in its audience"
)
async def corrected(occasion: Occasion) -> Content | None:
    document = await occasion.once(find_document, occasion.notification.subject_id)
    if document is None or document.recalled_at is not None or not includes(document.audience, occasion.member):
        return None
    was = occasion.notification.data["was"]
    return occasion.alike(lambda: corrected_content(document, occasion.member.twg, was=was))


@WORDING.posts(circulating.CIRCULATED, "documents/posted", holds="it went to everybody in the group")
async def circulated_in_group(occasion: GroupOccasion) -> Content | None:
    """The titles alone: the files are sent to each member."""
    circulation = await find_circulation(occasion.session, occasion.notification.subject_id)
    if circulation is None or not occasion.reaches(circulation.audience):
        return None
    stands = any(document.recalled_at is None for document in circulation.documents)
    return posted(circulation, occasion.group.twg) if stands else None


def _newest(document: Document, occasion: Occasion) -> bool:
    """Whether the version that a notification is about is in force."""
    return document.versions[-1].number == int(occasion.notification.data["number"])


@WORDING.of(
    replacing.REPLACED,
    "documents/card",
    holds="it is the newest version, it was not recalled, and the recipient is in its audience",
)
async def replaced(occasion: Occasion) -> Content | None:
    document = await occasion.once(find_document, occasion.notification.subject_id)
    if document is None or document.recalled_at is not None or not _newest(document, occasion):
        return None
    return await _to_member(occasion, document, heading="replaced")


async def _to_member(occasion: Occasion, document: Document, *, heading: str) -> Content | None:
    """The card for a recipient who is in the audience, with the button for one who has not acknowledged it."""
    if not includes(document.audience, occasion.member):
        return None
    waiting = await occasion.once(list_who_has_not, document.id)
    acknowledged = occasion.member.person_id not in waiting
    about = document, occasion.member.twg
    minutes = await _minutes(occasion, document)
    return circulated_content(*about, heading=heading, acknowledged=acknowledged, minutes=minutes)


@WORDING.posts(replacing.REPLACED, "documents/posted_version", holds="it went to everybody in the group")
async def replaced_in_group(occasion: GroupOccasion) -> Content | None:
    document = await find_document(occasion.session, occasion.notification.subject_id)
    if document is None or document.recalled_at is not None or not occasion.reaches(document.audience):
        return None
    return posted_version(document, occasion.group.twg)


@WORDING.of(recalling.RECALLED, "documents/told_recalled", holds="it is recalled")
async def recalled(occasion: Occasion) -> Content | None:
    document = await occasion.once(find_document, occasion.notification.subject_id)
    if document is None or document.recalled_at is None:
        return None
    return occasion.alike(lambda: told_recalled(document, occasion.member.twg))


@WORDING.of(
    recalling.STANDS_AGAIN, "documents/card", holds="it was not recalled again, and the recipient is in its audience"
)
async def stands_again(occasion: Occasion) -> Content | None:
    document = await occasion.once(find_document, occasion.notification.subject_id)
    if document is None or document.recalled_at is not None:
        return None
    return await _to_member(occasion, document, heading="stands")


@WORDING.binds(Document)
async def bound(session: AsyncSession, message: BoundMessage) -> Content | None:
    """What a message shows that had a document: that it was recalled, or the document, for who may still see it."""
    document = await find_document(session, message.subject_id)
    if document is None:
        return None
    twg = await session.get_one(Twg, document.twg_id)
    if document.recalled_at is not None:
        return recalled_content(document, twg)
    if message.group is not None:
        circulation = await find_circulation(session, document.circulation_id)
        assert circulation is not None  # noqa: S101 - a document has one
        return posted(circulation, twg) if len(document.versions) == 1 else posted_version(document, twg)
    account = message.account
    person_id = message.person_id or (None if account is None else account.person_id)
    members = await list_members(session, twg.id, Membership.person_id == person_id)
    if not members or not includes(document.audience, members[0]):
        return None
    if message.place is not None:  # an album has no buttons
        return in_album(document, twg)
    acknowledged = person_id not in await list_who_has_not(session, document.id)
    minutes = None if document.minutes_of_id is None else await find_newest(session, document.minutes_of_id)
    content = circulated_content(document, twg, heading="circulated", acknowledged=acknowledged, minutes=minutes)
    if account is None or account.person_id == person_id:
        return content
    acts = (await list_acting(session, [account.id])).get((account.id, members[0].person_id))
    matters = frozenset[str]() if acts is None else acts.covers
    return for_principal(content, members[0].person, lambda data: may_use(matters, data.partition(":")[0]))


@WORDING.binds(Circulation)
async def bound_set(session: AsyncSession, message: BoundMessage) -> Content | None:
    """What the list of a set shows of which a document was recalled, or stands again."""
    circulation = await find_circulation(session, message.subject_id)
    if circulation is None:
        return None
    twg = await session.get_one(Twg, circulation.twg_id)
    withdrawn = [document for document in circulation.documents if document.recalled_at is not None]
    if message.group is not None or len(withdrawn) == len(circulation.documents):
        stands = len(withdrawn) < len(circulation.documents)
        return posted(circulation, twg) if stands else set_content(circulation, twg, withdrawn=withdrawn)
    waiting = message.person_id in await list_unacknowledged(session, circulation.id)
    heading = "circulated" if waiting else ""
    return set_content(circulation, twg, heading=heading, acknowledged=not waiting, openers=False, withdrawn=withdrawn)
