"""Messages that wait only for the end of quiet hours or of days off."""

from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.notifications import HELD, Delivery, DeliveryState, Notification


async def list_held(
    session: AsyncSession, twg_id: int, waits: tuple[str, ...] = (HELD,)
) -> list[tuple[Notification, datetime]]:
    """Notifications of a TWG of which some deliveries are held, each with the moment (UTC) until when the first is.

    Args:
        waits: values of `error` with which a delivery is held.
    """
    query = (
        select(Notification, func.min(Delivery.not_before))
        .join(Delivery, Delivery.notification_id == Notification.id)
        .where(Notification.twg_id == twg_id, Delivery.state == DeliveryState.PENDING, Delivery.error.in_(waits))
        .group_by(Notification.id)
        .order_by(Notification.id)
    )
    return [(notification, until) for notification, until in await session.execute(query)]


async def hold_until(
    session: AsyncSession, notification_id: int, moment: datetime, waits: tuple[str, ...] = (HELD,)
) -> None:
    """Hold those deliveries of a notification that are held until another moment, UTC."""
    held = Delivery.notification_id == notification_id, Delivery.state == DeliveryState.PENDING
    await session.execute(update(Delivery).where(*held, Delivery.error.in_(waits)).values(not_before=moment))
