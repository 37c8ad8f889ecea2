"""Claiming due deliveries: marking them as in flight before they are sent."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, false, literal_column, select, true, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased, defer
from sqlalchemy.orm.attributes import set_committed_value

from storage.core.notifications import (
    IS_PACED,
    OPEN_STATES,
    PACED,
    PACED_TOGETHER,
    Delivery,
    DeliveryState,
    Notification,
)
from storage.engine.database import connection_of
from storage.members import Account


def _claimable(*criteria: ColumnElement[bool]) -> Select[int, int, datetime]:
    """Select id, account id and `not_before` of pending deliveries that meet the criteria and wait for no earlier part.

    Parameter to bind: `limit`. Rows that another transaction has locked are skipped.
    """
    earlier = aliased(Delivery)
    waits = exists().where(
        earlier.notification_id == Delivery.notification_id,
        earlier.person_id == Delivery.person_id,
        earlier.account_id == Delivery.account_id,
        earlier.part < Delivery.part,
        earlier.state.in_(OPEN_STATES),
    )
    return (
        select(Delivery.id, Delivery.account_id, Delivery.not_before)
        .where(Delivery.state == DeliveryState.PENDING, *criteria, ~waits)
        .limit(bindparam("limit"))
        .with_for_update(skip_locked=True)
    )


def _due(*criteria: ColumnElement[bool]) -> Select[int, int, datetime]:
    """Select what is due, in sending order. Parameters to bind: `now`, `limit`."""
    due = _claimable(Delivery.not_before <= bindparam("now"), *criteria)
    return due.order_by(Delivery.not_before, Delivery.account_id, Delivery.id)


_URGENT = _due(Delivery.urgent == true())
#: What waited for its turn in a chat: it was due before others that are due now.
_PACED = _due(literal_column(IS_PACED))
_ORDINARY = _due(Delivery.urgent == false(), Delivery.error.not_in((PACED, PACED_TOGETHER)))
#: What follows a delivery in sending order for one account. Parameters to bind: `not_before`, `account_id`, `limit`.
_REST = _claimable(
    Delivery.not_before == bindparam("not_before"), Delivery.account_id == bindparam("account_id")
).order_by(Delivery.id)
#: What may share a message with a delivery that is claimed. Parameters to bind: `accounts`, `limit`.
_TOGETHER = _claimable(
    Delivery.error == PACED_TOGETHER, Delivery.account_id.in_(bindparam("accounts", expanding=True))
).order_by(Delivery.account_id, Delivery.id)


async def claim_due(session: AsyncSession, *, now: datetime, limit: int) -> list[Delivery]:
    """Mark due deliveries as in flight and return them with their notifications, urgent ones first.

    The parts of a notification reach an account in order: a part is claimed only when the one before it has ended.
    What waited for busy chats gets no more than half, so that it cannot keep the others waiting, and what these leave.
    Each statement reads at most `limit` rows beside those it skips for that, however many wait.

    Args:
        limit: how many to claim. What may share a message with them is claimed too (up to `limit` each): when there are
            as many, the rest that became due for the last account at the same time; and what waits for the next message
            to one of the accounts.
    """

    async def find(statement: Select[int, int, datetime], most: int, **given: Any) -> dict[int, tuple[int, datetime]]:
        rows = await session.execute(statement, {"limit": most, **given})
        return {delivery_id: (account_id, not_before) for delivery_id, account_id, not_before in rows}

    def take(found: dict[int, tuple[int, datetime]], *, until: int) -> None:
        """Claim what was found, in its order, until so many are claimed."""
        for delivery_id, row in found.items():
            if len(due) < until:
                due.setdefault(delivery_id, row)

    due = await find(_URGENT, limit, now=now)
    if len(due) < limit:
        waited = await find(_PACED, limit, now=now)
        take(waited, until=min(limit, len(due) + limit // 2))
        if len(due) < limit:
            take(await find(_ORDINARY, limit - len(due), now=now), until=limit)
        take(waited, until=limit)
    if not due:
        return []
    if len(due) >= limit:  # there may be more for the last account
        account_id, not_before = list(due.values())[-1]
        due |= await find(_REST, 2 * limit, account_id=account_id, not_before=not_before)  # some are in `due` already
    due |= await find(_TOGETHER, limit, accounts=sorted({account_id for account_id, _not_before in due.values()}))
    return await _take(session, list(due), now=now)


_DELIVERIES = Delivery.metadata.tables[Delivery.__tablename__]
_RELEASE = (
    update(_DELIVERIES)
    .where(_DELIVERIES.c.state == DeliveryState.IN_FLIGHT)
    .values(state=DeliveryState.PENDING, repeated=True, in_flight_since=None)
)


async def release(session: AsyncSession) -> int:
    """Make pending again what was left in flight, marked as repeated; returns how many deliveries there were."""
    return (await connection_of(session).execute(_RELEASE)).rowcount


async def _take(session: AsyncSession, ids: list[int], *, now: datetime) -> list[Delivery]:
    """Mark deliveries as in flight and return them with their notifications, in the order of `ids`."""
    taken = (
        update(Delivery)
        .where(Delivery.id.in_(ids))
        .values(state=DeliveryState.IN_FLIGHT, in_flight_since=now)
        .returning(Delivery)
    )
    fresh = {"synchronize_session": False, "populate_existing": True}
    claimed = {delivery.id: delivery for delivery in await session.scalars(taken, execution_options=fresh)}
    of = {delivery.notification_id for delivery in claimed.values()}
    # Defer `waiting`: it may hold thousands of person ids.
    query = select(Notification).where(Notification.id.in_(of)).options(defer(Notification.waiting))
    notifications = {notification.id: notification for notification in await session.scalars(query)}
    for delivery in claimed.values():
        set_committed_value(delivery, "notification", notifications[delivery.notification_id])
    return [claimed[delivery_id] for delivery_id in ids]


async def load_accounts(session: AsyncSession, deliveries: list[Delivery]) -> None:
    """Read the accounts to which these deliveries are addressed."""
    of = {delivery.account_id for delivery in deliveries}
    accounts = {account.id: account for account in await session.scalars(select(Account).where(Account.id.in_(of)))}
    for delivery in deliveries:
        set_committed_value(delivery, "account", accounts[delivery.account_id])


async def list_in_flight(session: AsyncSession, ids: list[int]) -> dict[int, datetime | None]:
    """`in_flight_since` by id, for those of the deliveries that are in flight; locked until the transaction ends."""
    on_their_way = Delivery.id.in_(ids), Delivery.state == DeliveryState.IN_FLIGHT
    query = select(Delivery.id, Delivery.in_flight_since).where(*on_their_way).order_by(Delivery.id)
    return dict((await session.execute(query.with_for_update(key_share=True))).all())
