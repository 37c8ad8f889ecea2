"""Store the results of deliveries. A delivery without a stored result stays in flight and would be sent again (T1)."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.delivery.claimed import Prepared, Result
from storage.core.album_messages import add_album_messages
from storage.core.claiming import list_in_flight
from storage.core.notifications import HELD, Delivery, DeliveryState, Notification
from storage.core.outcomes import tell_senders
from storage.engine.database import Database, is_trouble
from twg.deliveries import note_unreachable

log = logging.getLogger(__name__)

#: Pause between tries to store results while the database cannot be written to, in seconds.
MARK_AGAIN_S = 1.0

_DELIVERY = Delivery.metadata.tables[Delivery.__tablename__]
_PUT_OFF = (
    update(_DELIVERY)
    .where(
        _DELIVERY.c.notification_id == bindparam("of"),
        _DELIVERY.c.person_id == bindparam("person"),
        _DELIVERY.c.account_id == bindparam("account"),
        _DELIVERY.c.part > bindparam("after"),
        _DELIVERY.c.state == DeliveryState.PENDING,
        _DELIVERY.c.not_before < bindparam("until"),
    )
    .values(not_before=bindparam("until"))
)

_EXPIRED = DeliveryState.MISSED
NO_RESULT = Result(DeliveryState.FAILED, "no result")


async def write_down(database: Database, prepared: Sequence[Prepared], clock: Callable[[], datetime]) -> None:
    """Store the results of a batch, retrying for as long as the database is in trouble.

    If the transaction fails for another reason, each result is stored by itself. A delivery whose result still cannot
    be stored is marked as ended with the error, so that it is not sent again.

    Args:
        clock: returns the current time, UTC, aware.
    """
    try:
        await _persist(database, lambda session: _mark(session, prepared, now=clock()), len(prepared))
    except Exception as error:
        if len(prepared) > 1:
            for item in prepared:
                await write_down(database, [item], clock)
            return
        log.exception("what became of delivery %s cannot be written in full", prepared[0].delivery.id)
        reason = repr(error)[:500]
        await _persist(database, lambda session: _mark_ended(session, prepared[0], reason), 1)


async def _persist(database: Database, write: Callable[[AsyncSession], Awaitable[None]], messages: int) -> None:
    """Write in a transaction, and retry while the database is in trouble (`is_trouble`). Raises: any other error."""
    while True:
        try:
            async with database.begin() as session:
                await write(session)
        except Exception as error:
            if not is_trouble(error):
                raise
            log.warning("what became of %s messages cannot be written yet: %s", messages, error)
            await asyncio.sleep(MARK_AGAIN_S)
            continue
        return


async def _mark_ended(session: AsyncSession, item: Prepared, reason: str) -> None:
    state = (item.result or NO_RESULT).state
    ended = DeliveryState.FAILED if state is DeliveryState.PENDING else state
    await session.execute(update(Delivery).where(Delivery.id == item.delivery.id).values(state=ended, error=reason))


async def _mark(session: AsyncSession, prepared: Sequence[Prepared], *, now: datetime) -> None:
    in_flight = await list_in_flight(session, [item.delivery.id for item in prepared])
    own = []
    for item in prepared:
        if in_flight.get(item.delivery.id) == item.delivery.in_flight_since:
            own.append(item)
        else:
            log.warning("delivery %s was taken up by another process meanwhile", item.delivery.id)
    await _release_urgent(session, own, now=now)
    if own:
        await session.execute(update(Delivery), [to_row(item, now=now) for item in own])
        await add_album_messages(
            session, [(item.delivery, item.result.album) for item in own if item.result is not None]
        )
    await _put_off_rest(session, own)
    await _note_unreachable(session, own, now=now)
    if expired := {item.delivery.notification_id for item in own if item.result and item.result.state is _EXPIRED}:
        await tell_senders(session, expired)
    for item in own:
        more = item.delivery.part == 0 and item.parts > item.delivery.notification.parts
        if more and item.result is not None and item.result.state is DeliveryState.SENT:
            await _add_parts(session, item.delivery, item.parts)


def to_row(item: Prepared, *, now: datetime) -> dict[str, Any]:
    """The columns of a delivery that a try changes, with their values after it."""
    result, delivery = item.result or NO_RESULT, item.delivery
    sent = result.state is DeliveryState.SENT
    return {
        "id": delivery.id,
        "state": result.state,
        "error": result.error,
        "in_flight_since": None,
        "message_id": result.message_id if sent else delivery.message_id,
        "sent_at": now if sent else delivery.sent_at,
        "not_before": delivery.not_before if result.not_before is None else result.not_before,
        "chat_id": delivery.chat_id if result.chat_id is None else result.chat_id,
        "attempts": delivery.attempts + result.attempt,
        "number": item.number if sent else delivery.number,
        "repeated": delivery.repeated or result.may_have_arrived,
    }


async def _release_urgent(session: AsyncSession, prepared: Sequence[Prepared], *, now: datetime) -> None:
    """Send at once what was to be held for the morning, if its sender has pressed "send now" meanwhile."""
    held = [
        (item.delivery.notification_id, item.result) for item in prepared if item.result and item.result.error == HELD
    ]
    if not held:
        return
    ids = {notification_id for notification_id, _result in held}
    query = select(Notification.id, Notification.urgent).where(Notification.id.in_(ids))
    query = query.with_for_update(read=True)  # wait for a transaction that is just marking it as urgent
    urgent = {notification_id for notification_id, is_urgent in await session.execute(query) if is_urgent}
    for notification_id, result in held:
        if notification_id in urgent:
            result.not_before = now


async def _put_off_rest(session: AsyncSession, prepared: Sequence[Prepared]) -> None:
    """Put off the later parts of each delivery that is put off, so that none of them is due before it."""
    rest = [
        {
            "of": item.delivery.notification_id,
            "person": item.delivery.person_id,
            "account": item.delivery.account_id,
            "after": item.delivery.part,
            "until": item.result.not_before,
        }
        for item in prepared
        if item.result is not None
        and item.result.not_before is not None
        and max(item.parts, item.delivery.notification.parts) > item.delivery.part + 1
    ]
    if rest:
        connection = await session.connection()
        await connection.execute(_PUT_OFF, rest)


async def _note_unreachable(session: AsyncSession, prepared: Sequence[Prepared], *, now: datetime) -> None:
    """Note the accounts that turned out to be unreachable in this try; those known before were not tried (no part)."""
    gone = {
        item.delivery.account_id
        for item in prepared
        if item.part is not None and item.result is not None and item.result.state is DeliveryState.UNREACHABLE
    }
    if gone:
        await note_unreachable(session, gone, now=now)


async def _add_parts(session: AsyncSession, delivery: Delivery, parts: int) -> None:
    """Add deliveries for parts that were not foreseen, because a text turned out to be longer than one message."""
    same = (
        Delivery.notification_id == delivery.notification_id,
        Delivery.person_id == delivery.person_id,
        Delivery.account_id == delivery.account_id,
    )
    last = await session.scalar(select(func.max(Delivery.part)).where(*same)) or 0
    session.add_all(
        Delivery(
            notification_id=delivery.notification_id,
            person_id=delivery.person_id,
            account_id=delivery.account_id,
            chat_id=delivery.chat_id,
            part=part,
            urgent=delivery.urgent,
            not_before=delivery.not_before,
            expires_at=delivery.expires_at,
        )
        for part in range(last + 1, parts)
    )
