"""Telling people: the outbox rows are written with the fact that caused them (T1)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.database import Base, identity
from storage.members import Membership
from storage.notifications import Delivery, DeliveryState, Notification


async def notify(
    session: AsyncSession,
    kind: str,
    *,
    subject: Base,
    twg_id: int,
    to: Iterable[Membership],
    now: datetime,
    actor_id: int | None = None,
    parts: int = 1,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
    data: Mapping[str, Any] | None = None,
) -> Notification:
    """Write a notification and one delivery per person and part; nothing is sent before the transaction commits.

    Args:
        kind: names the notice that loads and words it when it is sent: "meetings/announced".
        to: with `person` loaded; a person is written to once however often they are named.
        parts: the text, and each file that follows it.
        not_before: hold it until then; at once when empty.
        expires_at: too late after this; never when empty.
        data: what cannot be read from the subject when it is sent, in plain values.
    """
    await session.flush()
    notification = Notification(
        kind=kind,
        subject_type=subject.__tablename__,
        subject_id=identity(subject),
        twg_id=twg_id,
        actor_id=actor_id,
        data=dict(data or {}),
        created_at=now,
    )
    session.add(notification)
    await session.flush()
    people = {member.person_id: member.person.telegram_id for member in to}
    session.add_all(
        Delivery(
            notification_id=notification.id,
            person_id=person_id,
            chat_id=chat_id,
            part=part,
            not_before=not_before or now,
            expires_at=expires_at,
        )
        for person_id, chat_id in people.items()
        for part in range(parts)
    )
    return notification


async def void_pending(session: AsyncSession, notification_id: int) -> None:
    """Take back what has not gone out yet."""
    await session.execute(
        update(Delivery)
        .where(Delivery.notification_id == notification_id, Delivery.state == DeliveryState.PENDING)
        .values(state=DeliveryState.VOID)
    )
