"""What waits to be sent about a row: who has nothing yet, and sending after all what was taken back."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.notifications import Delivery, DeliveryState, Notification, note_due
from storage.core.told import list_who_have

_WITHHELD = "notifications withheld"


def note_withheld(session: AsyncSession, ids: Iterable[int], *, withheld: bool) -> None:
    """Note that this transaction withholds notifications, or sends them after all.

    After the commit the delivery loop is told, so that it sends nothing of them that it has worded already.
    """
    session.info.setdefault(_WITHHELD, {}).update(dict.fromkeys(ids, withheld))


def list_withheld(session: AsyncSession) -> dict[int, bool]:
    """What `note_withheld` was called with in this transaction, by notification id."""
    return dict(session.info.get(_WITHHELD, {}))


async def restore_deliveries(session: AsyncSession, ids: list[int], *, now: datetime) -> None:
    """Let what was made void of these notifications wait to be sent again; their wording says whether it is."""
    void = Delivery.notification_id.in_(ids), Delivery.state == DeliveryState.VOID
    values = {"state": DeliveryState.PENDING, "not_before": now, "attempts": 0, "error": ""}
    await session.execute(update(Delivery).where(*void).values(**values).execution_options(synchronize_session=False))
    note_withheld(session, ids, withheld=False)
    note_due(session)


async def list_ids_about(
    session: AsyncSession, subject_type: str, subject_id: int, *, kinds: Sequence[str] = ()
) -> list[int]:
    """Ids of the notifications about a row, oldest first; of some kinds, or of all."""
    about = Notification.subject_type == subject_type, Notification.subject_id == subject_id
    query = select(Notification.id).where(*about, *([Notification.kind.in_(kinds)] if kinds else []))
    return list(await session.scalars(query.order_by(Notification.id)))


async def list_who_wait(session: AsyncSession, notification_id: int) -> set[int]:
    """Ids of the people to whom nothing of a notification was sent yet, nor is being sent, and something is to be.

    Their deliveries are locked, so that none is claimed before the transaction ends.
    """
    query = select(Delivery.person_id, Delivery.state).where(Delivery.notification_id == notification_id)
    rows = await session.execute(query.order_by(Delivery.id).with_for_update(key_share=True))
    states: defaultdict[int, set[DeliveryState]] = defaultdict(set)
    for person_id, state in rows:
        states[person_id].add(state)
    notification = await session.get_one(Notification, notification_id)
    return {person_id for person_id, found in states.items() if found == {DeliveryState.PENDING}} | set(
        notification.waiting
    )


async def list_who_only_wait(session: AsyncSession, subject_type: str, subject_id: int) -> set[int]:
    """Ids of the people to whom a message about a row is still to be sent, and none was."""
    about = Notification.subject_type == subject_type, Notification.subject_id == subject_id
    query = select(Delivery.person_id).join(Delivery.notification)
    pending = set(await session.scalars(query.where(*about, Delivery.state == DeliveryState.PENDING)))
    unwritten = await session.scalars(select(Notification.waiting).where(*about, ~Notification.fanned_out))
    waiting = pending.union(*unwritten)
    return waiting - await list_who_have(session, subject_type, subject_id)


async def list_who_got(session: AsyncSession, notification_ids: Iterable[int], *, part: int) -> set[int]:
    """Ids of the people to whom a part of these notifications was sent."""
    of_it = Delivery.notification_id.in_(list(notification_ids)), Delivery.part == part
    return set(await session.scalars(select(Delivery.person_id).where(*of_it, Delivery.state == DeliveryState.SENT)))
