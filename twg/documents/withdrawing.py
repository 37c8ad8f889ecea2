"""Which messages have a document: those not sent are withheld, those that people have are changed (D1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.album_messages import AlbumMessage, list_album_messages
from storage.core.bound_messages import bind, change_bound, list_gone_out, list_posted, list_who_have_bound
from storage.core.notifications import TAKEN_BACK, Delivery, DeliveryState, void_notifications
from storage.core.withheld import (
    list_ids_about,
    list_who_got,
    list_who_only_wait,
    note_withheld,
    restore_deliveries,
)
from storage.documents import Circulation, Document, find_circulation
from storage.groups import GroupPost, restore_posts, void_posts
from twg.documents.albums import albums_of
from twg.documents.circulating import CIRCULATED, REMINDER
from twg.documents.correcting import CORRECTED
from twg.documents.replacing import REPLACED

#: Telegram lets a bot delete its messages for so long; older ones can be changed only.
DELETABLE = timedelta(hours=48)
_SET, _ONE = Circulation.__tablename__, Document.__tablename__


@dataclass(frozen=True)
class Reach:
    """Who has a document, as far as the assistant knows; copies that people saved or forwarded are known to nobody.

    Attributes:
        people: how many got a message with it, or are getting it at this moment.
        waiting: how many would still get it.
        old: messages that can be changed and not deleted any more.
        shared: messages that say something else too, and keep its title.
    """

    people: int
    waiting: int
    old: int
    shared: int


async def find_reach(session: AsyncSession, document: Document, *, now: datetime) -> Reach:
    gone = await _list_gone(session, document)
    since = now - DELETABLE
    own = [delivery for delivery in gone if delivery.number is None]
    return Reach(
        people=len({delivery.person_id for delivery in gone}),
        waiting=len(await list_who_only_wait(session, _SET, document.circulation_id)),
        old=sum(delivery.sent_at is not None and delivery.sent_at < since for delivery in own),
        shared=len(gone) - len(own),
    )


async def _list_gone(session: AsyncSession, document: Document) -> list[Delivery]:
    """The deliveries with the document that were sent or are on their way."""
    told = [
        *await list_gone_out(session, _SET, [document.circulation_id]),
        *await list_gone_out(session, _ONE, [document.id]),
    ]
    kinds = {CIRCULATED.name, REMINDER.name, REPLACED.name, CORRECTED.name, "document_stands_again"}
    return [delivery for delivery in told if delivery.notification.kind in kinds]


async def withhold(session: AsyncSession, document: Document) -> None:
    """Let what waits to be sent of a document never be sent; a set that has others goes out without it."""
    ids = await list_ids_about(session, _ONE, document.id)
    if not await _others_stand(session, document):
        ids += await list_ids_about(session, _SET, document.circulation_id)
    await void_notifications(session, ids)
    note_withheld(session, ids, withheld=True)
    await void_posts(session, ids, TAKEN_BACK)


async def _others_stand(session: AsyncSession, document: Document) -> bool:
    """Whether other documents of the same circulation were not recalled."""
    others = Document.circulation_id == document.circulation_id, Document.id != document.id
    found = select(Document.id).where(*others, Document.recalled_at.is_(None)).limit(1)
    return await session.scalar(found) is not None


async def restore(session: AsyncSession, document: Document, *, now: datetime) -> set[int]:
    """Let what was not sent because of a recall be sent after all, where it still is to be said.

    Returns: ids of the people to whom the set of the document was sent without it.
    """
    ids = await list_ids_about(session, _ONE, document.id, kinds=[REPLACED.name])
    first = await list_ids_about(session, _SET, document.circulation_id, kinds=[CIRCULATED.name])
    await restore_deliveries(session, [*ids, *first], now=now)
    await restore_posts(session, [*ids, *first], now=now)
    circulation = await find_circulation(session, document.circulation_id)
    if circulation is None or not circulation.is_set:
        return set()
    part = next(place for place, album in enumerate(albums_of(circulation)) if document in album)
    return await list_who_got(session, first, part=part) - await list_who_have_bound(session, _ONE, document.id)


async def change_messages(session: AsyncSession, document: Document, *, now: datetime) -> None:
    """Let every message with a document show what is so: that it was recalled, or the document.

    The list of its set shows what is left of that.
    """
    await change_bound(session, _ONE, [document.id], now=now)
    await change_bound(session, _SET, [document.circulation_id], now=now)


async def find_messages(session: AsyncSession, document: Document, *, now: datetime) -> None:
    """Write down which messages have a document that is recalled, and which the list of its set."""
    circulation = await find_circulation(session, document.circulation_id)
    assert circulation is not None  # noqa: S101 - a document has one
    gone = [delivery for delivery in await _list_gone(session, document) if delivery.number is None]
    albums = {(row.delivery_id, row.place): row for row in await list_album_messages(session, [row.id for row in gone])}
    found = [_bound(circulation, document, delivery, albums, now) for delivery in gone]
    await bind(session, [row for row in found if row is not None])
    shown: dict[str, Any] = {"subject_type": _ONE, "subject_id": document.id}
    of_list: dict[str, Any] = {"subject_type": _SET, "subject_id": circulation.id} if circulation.is_set else shown
    posts = [(post, of_list) for post in await list_posted(session, _SET, [circulation.id])]
    posts += [(post, shown) for post in await list_posted(session, _ONE, [document.id])]
    await bind(session, [_posted(post, now) | of for post, of in posts])


def _posted(post: GroupPost, now: datetime) -> dict[str, Any]:
    """Where a post is, as columns of `BoundMessage`."""
    return {
        "group_id": post.group_id,
        "chat_id": post.group.chat_id,
        "message_id": post.message_id,
        "sent_at": post.sent_at or now,
    }


def _bound(
    circulation: Circulation,
    document: Document,
    delivery: Delivery,
    albums: Mapping[tuple[int, int], AlbumMessage],
    now: datetime,
) -> dict[str, Any] | None:
    """The columns of `BoundMessage` for a delivery with a document, or with the list of its set.

    None for an album of others.

    Args:
        albums: the messages of albums, by delivery and place.
    """
    on_its_way = delivery.state is DeliveryState.IN_FLIGHT
    sent_at = delivery.sent_at or now
    row: dict[str, Any] = {
        "subject_type": _ONE,
        "subject_id": document.id,
        "account_id": delivery.account_id,
        "person_id": delivery.person_id,
        "delivery_id": delivery.id if on_its_way else None,
        "chat_id": delivery.chat_id,
        "message_id": None if on_its_way else delivery.message_id,
        "kind": _kind_at(document, sent_at),
        "sent_at": sent_at,
    }
    kind, of_set = delivery.notification.kind, delivery.notification.subject_type == _SET and circulation.is_set
    if kind == CORRECTED.name:
        return row | {"kind": ""}
    if not of_set:
        return row
    parts = albums_of(circulation)
    if kind == REMINDER.name or delivery.part >= len(parts):
        return row | {"subject_type": _SET, "subject_id": circulation.id, "kind": ""}
    sent = [each for each in parts[delivery.part] if not _was_recalled(each, sent_at)]
    arrived = sum(delivery_id == delivery.id for delivery_id, _place in albums) or 1
    if document not in sent or not (on_its_way or arrived == len(sent)):
        return None  # it went without the document, while that was recalled before
    if len(sent) == 1:
        return row
    place = sent.index(document)
    album = albums.get((delivery.id, place))
    return row | {"place": place, "message_id": None if album is None else album.message_id}


def _kind_at(document: Document, moment: datetime) -> str:
    """The kind of the file that was in force at a moment."""
    in_force = [version for version in document.versions if version.created_at <= moment] or document.versions[:1]
    return in_force[-1].file.kind


def _was_recalled(document: Document, moment: datetime) -> bool:
    return document.recalled_at is not None and document.recalled_at < moment
