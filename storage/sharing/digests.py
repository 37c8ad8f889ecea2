"""Deliveries of posts that wait for a digest, and what a digest that was sent is made of."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.notifications import Delivery, DeliveryState, Notification, note_due
from storage.members import Pace, Person
from storage.sharing import Post


class Waiting(NamedTuple):
    """A delivery of a post that waits for a digest, with the pace that its reader has chosen."""

    delivery_id: int
    post: Post
    pace: Pace


async def list_waiting(session: AsyncSession, kind: str, *criteria: ColumnElement[bool]) -> list[Waiting]:
    """What waits for digests, oldest first; locked, so that none is claimed before the transaction ends.

    Args:
        kind: name of the notice.
    """
    query = (
        select(Delivery, Post, Person.post_pace)
        .join(Delivery.notification)
        .join(Delivery.person)
        .join(Post, Post.id == Notification.subject_id)
        .where(Notification.kind == kind, Delivery.state == DeliveryState.PENDING, *criteria)
        .order_by(Delivery.id)
        .with_for_update(of=Delivery, key_share=True)
    )
    return [Waiting(each.id, post, pace) for each, post, pace in await session.execute(query)]


async def send_at(session: AsyncSession, delivery_ids: Iterable[int], moment: datetime) -> None:
    """Let pending deliveries go out at another moment, UTC."""
    pending = Delivery.id.in_(list(delivery_ids)), Delivery.state == DeliveryState.PENDING
    changed = update(Delivery).where(*pending).values(not_before=moment, error="")
    await session.execute(changed.execution_options(synchronize_session=False))
    note_due(session)


async def list_posts_in(session: AsyncSession, kind: str, chat_id: int, message_id: int) -> list[int]:
    """Ids of the posts that a digest brought, in its order; empty for any other message.

    Args:
        kind: name of the notice.
    """
    query = (
        select(Notification.subject_id)
        .join(Delivery, Delivery.notification_id == Notification.id)
        .where(Delivery.chat_id == chat_id, Delivery.message_id == message_id, Notification.kind == kind)
    )
    return list(await session.scalars(query.order_by(Delivery.number, Notification.id)))
