"""Deliveries follow the people whom they concern: to another account, or to whom they were merged with (M8, M10).

A notification that was written at the same time as such a change is addressed as before it. So deliveries are looked at
when the change is made, and again when they are claimed.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.notifications import TAKEN_BACK, Delivery, DeliveryState, Notification
from storage.members import Account, list_merged

#: The key of a delivery of which there is one.
_Key = tuple[int, int, int, int]


async def follow_people(session: AsyncSession, deliveries: Sequence[Delivery]) -> list[Delivery]:
    """Address deliveries that are not sent yet to the people and accounts of today.

    One that its recipient gets already, by another delivery, becomes void.

    Returns: those that are still to be sent.
    """
    merged = await list_merged(session, {each.person_id for each in deliveries})
    ended = await _list_ended(session, {each.account_id for each in deliveries})
    moving = [each for each in deliveries if each.person_id in merged or each.account_id in ended]
    if not moving:
        return list(deliveries)
    in_use = await _list_in_use(session, set(ended.values()))
    known = await _list_keys(session, {each.notification_id for each in moving})
    for delivery in moving:
        owner = ended.get(delivery.account_id)
        account = None if owner is None else in_use.get(owner)
        person_id = merged.get(delivery.person_id, delivery.person_id)
        key = delivery.notification_id, person_id, delivery.account_id if account is None else account.id, delivery.part
        if (person_id, account) == (delivery.person_id, None):  # there is no account to which it could go
            continue
        if key in known:
            delivery.state, delivery.error = DeliveryState.VOID, TAKEN_BACK
            continue
        known.add(key)
        delivery.person_id = person_id
        if account is not None:
            delivery.account_id, delivery.chat_id = account.id, account.telegram_id
    await session.flush()
    return [each for each in deliveries if each.state is not DeliveryState.VOID]


async def list_pending(session: AsyncSession, *, person_ids: Iterable[int]) -> list[Delivery]:
    """The deliveries that concern these people, or go to their accounts, and are not on their way yet; locked."""
    wanted = list(person_ids)
    accounts = select(Account.id).where(Account.person_id.in_(wanted))
    theirs = Delivery.person_id.in_(wanted) | Delivery.account_id.in_(accounts)
    query = select(Delivery).where(theirs, Delivery.state == DeliveryState.PENDING).order_by(Delivery.id)
    return list(await session.scalars(query.with_for_update(key_share=True)))


async def rename_waiting(session: AsyncSession, gone_id: int, kept_id: int) -> list[int]:
    """Let recipients of large audiences who have no delivery yet be another person. Returns ids of notifications."""
    query = select(Notification).where(~Notification.fanned_out).order_by(Notification.id)
    renamed = []
    for notification in await session.scalars(query.with_for_update()):
        if gone_id in notification.waiting:
            others = [person_id for person_id in notification.waiting if person_id != gone_id]
            reached = await session.scalar(
                select(Delivery.id)
                .where(Delivery.notification_id == notification.id, Delivery.person_id == kept_id)
                .limit(1)
            )
            new = [] if kept_id in others or reached is not None else [kept_id]
            notification.waiting = [*others, *new]
            renamed.append(notification.id)
    await session.flush()
    return renamed


async def _list_ended(session: AsyncSession, account_ids: set[int]) -> dict[int, int]:
    """The person of each of these accounts that is not in use any more, by account id."""
    query = select(Account.id, Account.person_id).where(Account.id.in_(account_ids), Account.ended_at.is_not(None))
    return {account_id: person_id for account_id, person_id in await session.execute(query)}


async def _list_in_use(session: AsyncSession, person_ids: set[int]) -> dict[int, Account]:
    """The account in use of each of these people, by person id; of people who were merged, that of the other one."""
    if not person_ids:
        return {}
    merged = await list_merged(session, person_ids)
    wanted = {merged.get(person_id, person_id) for person_id in person_ids}
    accounts = await session.scalars(select(Account).where(Account.person_id.in_(wanted), Account.ended_at.is_(None)))
    found = {account.person_id: account for account in accounts}
    return {
        person_id: found[owner]
        for person_id in person_ids | wanted
        if (owner := merged.get(person_id, person_id)) in found
    }


async def _list_keys(session: AsyncSession, notification_ids: set[int]) -> set[_Key]:
    columns = Delivery.notification_id, Delivery.person_id, Delivery.account_id, Delivery.part
    rows = await session.execute(select(*columns).where(Delivery.notification_id.in_(notification_ids)))
    return {(notification_id, person_id, account_id, part) for notification_id, person_id, account_id, part in rows}
