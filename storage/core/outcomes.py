"""What became of notifications: whether a person got one, who may have got it twice, and telling those who sent it."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload

from storage.core.notifications import Delivery, DeliveryState, Notification
from storage.core.told import HAVE
from storage.members import Account, Person


async def was_sent(session: AsyncSession, kind: str, subject_id: int, person_id: int) -> bool | None:
    """Whether a notification of this kind about a subject was or is being sent to a person; None if none was meant."""
    query = (
        select(Delivery.state)
        .join(Notification, Delivery.notification_id == Notification.id)
        .where(Notification.kind == kind, Notification.subject_id == subject_id, Delivery.person_id == person_id)
    )
    states = set(await session.scalars(query))
    return not states.isdisjoint(HAVE) if states else None


async def list_repeated(session: AsyncSession, notification_id: int) -> list[Delivery]:
    """For each person who may have got a part twice the first such delivery, with the person, by name."""
    twice = Delivery.notification_id == notification_id, Delivery.repeated, Delivery.state == DeliveryState.SENT
    first = select(func.min(Delivery.id)).where(*twice).group_by(Delivery.person_id)
    query = select(Delivery).join(Delivery.person).where(Delivery.id.in_(first)).options(joinedload(Delivery.person))
    return list(await session.scalars(query.order_by(Person.name, Delivery.id)))


async def list_missed_by(session: AsyncSession, notification_ids: Iterable[int]) -> dict[int, list[str]]:
    """The names of the people for whom a notification expired, by the notification's id."""
    query = (
        select(Delivery.notification_id, Person.name)
        .join(Delivery.person)
        .where(Delivery.notification_id.in_(list(notification_ids)), Delivery.state == DeliveryState.MISSED)
        .order_by(Person.name)
        .distinct()
    )
    names: dict[int, list[str]] = {}
    for notification_id, name in await session.execute(query):
        names.setdefault(notification_id, []).append(name)
    return names


async def tell_senders(session: AsyncSession, ids: Iterable[int]) -> None:
    """Show the outcome of these notifications to the people who caused them, in their private chats.

    Those whose progress they follow already are left as they are.
    """
    own = Account.person_id == Notification.actor_id, Account.ended_at.is_(None)
    chat = select(Account.telegram_id).where(*own).scalar_subquery()
    unseen = Notification.actor_id.is_not(None), Notification.progress_chat_id.is_(None)
    await session.execute(
        update(Notification)
        .where(Notification.id.in_(list(ids)), *unseen)
        .values(progress_chat_id=chat, settled_at=None)
        .execution_options(synchronize_session=False)
    )


async def show_outcomes_again(session: AsyncSession, person_id: int, *, since: datetime, sent_since: datetime) -> None:
    """Let a sender who could not be reached from `since` on be shown what ended meanwhile.

    Args:
        sent_since: leave out notifications created before this moment.
    """
    of_theirs = Notification.actor_id == person_id, Notification.created_at >= sent_since
    await session.execute(
        update(Notification)
        .where(*of_theirs, Notification.progress_chat_id.is_not(None), Notification.settled_at >= since)
        .values(settled_at=None, progress_shown="")
        .execution_options(synchronize_session=False)
    )
