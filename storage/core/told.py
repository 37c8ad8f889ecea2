"""What a person was told in which message: the parts of a shared one, and what came after."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.notifications import Delivery, DeliveryState, Notification

#: States of a delivery whose recipient has it, or has it in a moment.
HAVE = (DeliveryState.SENT, DeliveryState.IN_FLIGHT)


async def list_parts_of(session: AsyncSession, chat_id: int, message_id: int) -> dict[int, int]:
    """The number of each notification in a message shared by several, by notification id; empty for any other."""
    query = select(Delivery.notification_id, Delivery.number).where(
        Delivery.chat_id == chat_id, Delivery.message_id == message_id, Delivery.number.is_not(None)
    )
    return {notification_id: number for notification_id, number in await session.execute(query) if number is not None}


async def find_next(session: AsyncSession, after: Notification, *, kind: str) -> Notification | None:
    """The first notification of a kind about the same subject, written after this one."""
    same = Notification.subject_type == after.subject_type, Notification.subject_id == after.subject_id
    query = select(Notification).where(*same, Notification.kind == kind, Notification.id > after.id)
    return await session.scalar(query.order_by(Notification.id).limit(1))


async def list_who_have(session: AsyncSession, subject_type: str, subject_id: int) -> set[int]:
    """Ids of the people to whom a message about a row was sent, or is being sent at this moment."""
    query = select(Delivery.person_id).join(Delivery.notification)
    about = Notification.subject_type == subject_type, Notification.subject_id == subject_id
    return set(await session.scalars(query.where(*about, Delivery.state.in_(HAVE))))


async def list_addressed(session: AsyncSession, kind: str, subject_type: str, subject_id: int) -> set[int]:
    """Ids of the people to whom a notification of a kind about a row was sent, or waits to be sent."""
    about = Notification.kind == kind, Notification.subject_type == subject_type, Notification.subject_id == subject_id
    query = select(Delivery.person_id).join(Delivery.notification).where(*about)
    return set(await session.scalars(query.where(Delivery.state.in_((DeliveryState.PENDING, *HAVE)))))


async def find_addressee(session: AsyncSession, chat_id: int, message_id: int) -> int | None:
    """The person whom a message of a chat concerned; None where it was no delivery."""
    query = select(Delivery.person_id).where(Delivery.chat_id == chat_id, Delivery.message_id == message_id)
    return await session.scalar(query.limit(1))


async def list_last_about(session: AsyncSession, kind: str, subject_type: str) -> dict[int, datetime]:
    """When a notification of a kind was written last about each row of a table, UTC, by id of the row."""
    about = Notification.subject_type == subject_type, Notification.kind == kind
    query = select(Notification.subject_id, func.max(Notification.created_at).label("at")).where(*about)
    rows = (await session.execute(query.group_by(Notification.subject_id))).all()
    return {row.subject_id: row.at for row in rows}
