"""Writing down what became of deliveries: what is not written down would be sent again (T1)."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.prepared import Prepared, Result
from storage.database import Database, is_trouble
from storage.members import Person
from storage.notifications import Delivery, DeliveryState, list_in_flight

log = logging.getLogger(__name__)

#: A database that takes no results is asked again after so many seconds.
MARK_AGAIN_S = 1.0

NO_RESULT = Result(DeliveryState.FAILED, "no result")


async def write_down(database: Database, prepared: Sequence[Prepared], clock: Callable[[], datetime]) -> None:
    """Write down what became of each, however long the database takes.

    One result that cannot be written makes neither the others nor itself be sent again.
    """
    while True:
        try:
            async with database.begin() as session:
                await _mark(session, prepared, now=clock())
        except Exception as error:
            if is_trouble(error):
                log.warning("what became of %s messages cannot be written yet: %s", len(prepared), error)
                await asyncio.sleep(MARK_AGAIN_S)
                continue
            if len(prepared) == 1:
                await _mark_ended(database, prepared[0], error)
            else:
                for item in prepared:
                    await write_down(database, [item], clock)
        return


async def _mark_ended(database: Database, item: Prepared, error: Exception) -> None:
    log.error("what became of delivery %s cannot be written in full", item.delivery.id, exc_info=error)
    state = (item.result or NO_RESULT).state
    ended = DeliveryState.FAILED if state is DeliveryState.PENDING else state
    async with database.begin() as session:
        await session.execute(
            update(Delivery).where(Delivery.id == item.delivery.id).values(state=ended, error=repr(error)[:500])
        )


async def _mark(session: AsyncSession, prepared: Sequence[Prepared], *, now: datetime) -> None:
    in_flight = await list_in_flight(session, [item.delivery.id for item in prepared])
    own = []
    for item in prepared:
        if in_flight.get(item.delivery.id) == item.delivery.in_flight_since:
            own.append(item)
        else:
            log.warning("delivery %s was taken up by another process meanwhile", item.delivery.id)
    if own:
        await session.execute(update(Delivery), [to_row(item, now=now) for item in own])
    await _note_unreachable(session, own, now=now)
    for item in own:
        more = item.delivery.part == 0 and item.parts > item.delivery.notification.parts
        if more and item.result is not None and item.result.state is DeliveryState.SENT:
            await _add_parts(session, item.delivery, item.parts)


def to_row(item: Prepared, *, now: datetime) -> dict[str, Any]:
    """The columns of a delivery that a try changes, as they are after it."""
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
    }


async def _note_unreachable(session: AsyncSession, prepared: Sequence[Prepared], *, now: datetime) -> None:
    """Those who were tried just now; whom we knew of before were not."""
    gone = {
        item.delivery.person_id
        for item in prepared
        if item.part is not None and item.result is not None and item.result.state is DeliveryState.UNREACHABLE
    }
    if gone:
        reached_before = Person.id.in_(gone), Person.unreachable_since.is_(None)
        await session.execute(update(Person).where(*reached_before).values(unreachable_since=now))


async def _add_parts(session: AsyncSession, delivery: Delivery, parts: int) -> None:
    """Make the deliveries that nobody foresaw: a text turned out to be longer than one message."""
    same = (Delivery.notification_id == delivery.notification_id, Delivery.person_id == delivery.person_id)
    last = await session.scalar(select(func.max(Delivery.part)).where(*same)) or 0
    session.add_all(
        Delivery(
            notification_id=delivery.notification_id,
            person_id=delivery.person_id,
            chat_id=delivery.chat_id,
            part=part,
            not_before=delivery.not_before,
            expires_at=delivery.expires_at,
        )
        for part in range(last + 1, parts)
    )
