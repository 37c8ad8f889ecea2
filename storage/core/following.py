"""Deliveries follow the people whom they concern: to another account, and to the entry that theirs became a part of.

A notification that was written at the same time as such a change is addressed as before it. So deliveries are looked at
when the change is made, and again when they are claimed.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.core.notifications import TAKEN_BACK, Delivery, DeliveryState, Notification
from storage.core.row_log import RowLog
from storage.members import Account, list_merged

#: The key of a delivery, of which there is one.
_Key = tuple[int, int, int, int]

#: Before anything was sent.
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


async def follow_people(session: AsyncSession, claimed: Sequence[Delivery]) -> list[Delivery]:
    """Address claimed deliveries to the people and accounts of today. Returns those that are still to be sent."""
    astray = await _list_astray(session, claimed)
    if not astray:
        return list(claimed)
    moving = [each for each in claimed if each.id in astray]
    merged = await list_merged(session, {each.person_id for each in moving})
    await readdress(session, moving, RowLog(session), merged=merged)
    return [each for each in claimed if each.state is not DeliveryState.VOID]


async def readdress(
    session: AsyncSession, deliveries: Sequence[Delivery], log: RowLog, *, merged: Mapping[int, int]
) -> None:
    """Address deliveries that are not sent yet to the people and accounts of today.

    One that its recipient gets already by another delivery becomes void, and one to somebody who has no account.

    Args:
        merged: by id, with whom people are one.
    """
    accounts = await _list_accounts(session, {each.account_id for each in deliveries})
    in_use = await _list_in_use(session, {account.person_id for account in accounts.values()})
    known = await _list_keys(session, {each.notification_id for each in deliveries})
    for delivery in deliveries:
        old = accounts[delivery.account_id]
        account = old if old.ended_at is None else in_use.get(old.person_id)
        person_id = merged.get(delivery.person_id, delivery.person_id)
        if account is not None and (person_id, account.id) == (delivery.person_id, delivery.account_id):
            continue
        key = delivery.notification_id, person_id, delivery.account_id if account is None else account.id, delivery.part
        if account is None or key in known:
            await log.change(delivery, state=DeliveryState.VOID, error=TAKEN_BACK)
            continue
        known.add(key)
        to = {"person_id": person_id, "account_id": account.id, "chat_id": account.telegram_id}
        await log.change(delivery, **to, state=delivery.state)


async def list_pending(session: AsyncSession, person_ids: Iterable[int], account_ids: Iterable[int]) -> list[Delivery]:
    """Pending deliveries that concern these people or go to these accounts, oldest first; locked."""
    # The index of what is pending begins with `not_before`; in the order of ids SQLite walks all that was ever sent,
    # and given the person it looks into the key of each notification: the sum hides that column from its planner.
    theirs = or_((Delivery.person_id + 0).in_(list(person_ids)), Delivery.account_id.in_(list(account_ids)))
    query = select(Delivery).where(theirs, Delivery.state == DeliveryState.PENDING, Delivery.not_before > _LONG_AGO)
    return sorted(await session.scalars(query.with_for_update(key_share=True)), key=attrgetter("id"))


async def move_past(log: RowLog, gone_id: int, kept_id: int, account_ids: Iterable[int]) -> None:
    """Let deliveries to these accounts that concerned one person concern another; those who got both keep both."""
    other = aliased(Delivery)
    doubled = exists().where(
        other.notification_id == Delivery.notification_id,
        other.account_id == Delivery.account_id,
        other.part == Delivery.part,
        other.person_id == kept_id,
    )
    column: Any = Delivery.__table__.c.person_id
    await log.move(column, gone_id, kept_id, Delivery.account_id.in_(list(account_ids)), ~doubled)


async def rename_waiting(session: AsyncSession, gone_id: int, kept_id: int) -> None:
    """Let somebody among the recipients of large audiences who have no delivery yet be another person."""
    query = select(Notification).where(~Notification.fanned_out).order_by(Notification.id)
    for notification in await session.scalars(query.with_for_update()):
        if gone_id not in notification.waiting:
            continue
        others = [person_id for person_id in notification.waiting if person_id != gone_id]
        reached = select(Delivery.id).where(Delivery.notification_id == notification.id, Delivery.person_id == kept_id)
        is_told = kept_id in others or await session.scalar(reached.limit(1)) is not None
        notification.waiting = others if is_told else [*others, kept_id]
    await session.flush()


async def _list_astray(session: AsyncSession, deliveries: Sequence[Delivery]) -> set[int]:
    """Ids of those that go to an account that is not in use, or to another person's, such as an assistant's."""
    others = or_(Account.ended_at.is_not(None), Account.person_id != Delivery.person_id)
    query = select(Delivery.id).join(Account, Account.id == Delivery.account_id)
    return set(await session.scalars(query.where(Delivery.id.in_([each.id for each in deliveries]), others)))


async def _list_accounts(session: AsyncSession, account_ids: set[int]) -> dict[int, Account]:
    query = select(Account).where(Account.id.in_(account_ids))
    return {account.id: account for account in await session.scalars(query)}


async def _list_in_use(session: AsyncSession, person_ids: set[int]) -> dict[int, Account]:
    """The account in use of each of these people who have one, by person id."""
    query = select(Account).where(Account.person_id.in_(person_ids), Account.ended_at.is_(None))
    return {account.person_id: account for account in await session.scalars(query)}


async def _list_keys(session: AsyncSession, notification_ids: set[int]) -> set[_Key]:
    columns = Delivery.notification_id, Delivery.person_id, Delivery.account_id, Delivery.part
    rows = await session.execute(select(*columns).where(Delivery.notification_id.in_(notification_ids)))
    return {(notification_id, person_id, account_id, part) for notification_id, person_id, account_id, part in rows}
