"""What the sender of a notification may do about its deliveries, and what is sent to people who return (U5, M8)."""

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.notifications import (
    HELD,
    OPEN_STATES,
    Delivery,
    DeliveryState,
    Notification,
    count_deliveries,
    list_undelivered,
    list_unreachable,
    note_due,
)
from storage.core.outcomes import list_repeated, show_outcomes_again
from storage.engine.labels import N_
from storage.members import Account, Person, list_people
from twg.core.actors import Actor
from twg.core.audit import record, record_unattended, values_of
from twg.core.operations import operation, operation_without_actor, operations_of
from twg.core.permissions import Permission
from twg.core.refusals import NotFound
from twg.core.subjects import Domain, Subject

#: Final states of deliveries that can be sent again.
RESENDABLE = (DeliveryState.UNREACHABLE, DeliveryState.FAILED, DeliveryState.MISSED)
#: Age up to which notifications are sent to a person who returns.
NEWS = timedelta(days=30)
#: `error` of deliveries that are sent because their recipient has returned; several share one message.
RETURNED = "returned"


@dataclass(frozen=True)
class Outcome:
    """How many of the deliveries of a notification have arrived.

    Attributes:
        held_until: the moment until which all open deliveries wait (night, holiday); `None` where some do not wait.
        undelivered: who did not get it, with state and Telegram's words, without those who have left the audience.
        without_account: recipients who have no Telegram account, by name.
        repeated: who may have got it twice.
    """

    notification: Notification
    counts: dict[DeliveryState, int]
    held_until: datetime | None
    undelivered: list[Delivery]
    without_account: list[Person]
    repeated: list[Delivery]

    @property
    def sent(self) -> int:
        return self.counts.get(DeliveryState.SENT, 0)

    @property
    def open(self) -> int:
        waiting = len(self.notification.waiting)
        return waiting + sum(self.counts.get(state, 0) for state in OPEN_STATES)

    @property
    def total(self) -> int:
        """Number of recipients, without those who have left the audience."""
        void = self.counts.get(DeliveryState.VOID, 0)
        return sum(self.counts.values()) - void + len(self.notification.waiting) + len(self.without_account)


async def find_outcome(session: AsyncSession, notification: Notification, *, now: datetime) -> Outcome:
    """The current outcome of a notification."""
    counts = await count_deliveries(session, notification.id)
    waiting = select(
        func.min(Delivery.not_before), func.count(), func.count().filter(Delivery.error.in_((HELD, RETURNED)))
    ).where(Delivery.notification_id == notification.id, Delivery.state.in_(OPEN_STATES), Delivery.part == 0)
    soonest, open_, held = (await session.execute(waiting)).one()
    held_until = soonest if soonest is not None and soonest > now and held == open_ else None
    undelivered = await list_undelivered(session, notification.id, RESENDABLE)
    without = await list_people(session, notification.without_account) if notification.without_account else []
    repeated = await list_repeated(session, notification.id)
    return Outcome(notification, counts, held_until, undelivered, without, repeated)


async def access_notification(session: AsyncSession, actor: Actor, notification_id: int) -> Notification:
    """The notification, if the actor sent it. Raises: NotFound."""
    notification = await session.get(Notification, notification_id)
    if notification is None or notification.twg_id != actor.twg.id or notification.actor_id != actor.person_id:
        raise NotFound
    return notification


@operation(Permission.SEE)
async def resend(session: AsyncSession, actor: Actor, notification_id: int, *, now: datetime) -> Notification:
    """Send a notification again to those whom it did not reach. Raises: NotFound."""
    notification = await access_notification(session, actor, notification_id)
    of_it = Delivery.notification_id == notification.id, Delivery.state.in_(RESENDABLE)
    ended = await session.execute(
        select(Delivery.state).where(*of_it).order_by(Delivery.id).with_for_update(key_share=True)
    )
    before = Counter(ended.scalars())
    again = await session.execute(
        update(Delivery)
        .where(*of_it)
        .values(state=DeliveryState.PENDING, not_before=now, expires_at=None, attempts=0, error="")
        .returning(Delivery.person_id, Delivery.account_id)
    )
    tried = again.all()
    unreachable = Account.id.in_({row.account_id for row in tried}), Account.unreachable_since.is_not(None)
    for account in await session.scalars(select(Account).where(*unreachable).order_by(Account.id).with_for_update()):
        since = values_of(account, "unreachable_since")
        account.unreachable_since = None
        after = values_of(account, *since)
        await record(session, actor, "deliveries.try_again", account, now=now, before=since, after=after)
    notification.settled_at = None
    note_due(session)
    await record(
        session,
        actor,
        "deliveries.resend",
        notification,
        now=now,
        before={"deliveries": before},
        after={"deliveries": {DeliveryState.PENDING: before.total()} if before else {}},
        people=len({row.person_id for row in tried}),
    )
    return notification


@operation(Permission.SEE)
async def send_now(session: AsyncSession, actor: Actor, notification_id: int, *, now: datetime) -> Notification:
    """Send deliveries that quiet hours hold at once, also those of other notifications of the same change.

    Raises: NotFound.
    """
    notification = await access_notification(session, actor, notification_id)
    together = Notification.actor_id == actor.person_id, Notification.created_at == notification.created_at
    for each in await session.scalars(select(Notification).where(*together).order_by(Notification.id)):
        before = values_of(each, "urgent")
        each.urgent = True
        await session.execute(
            update(Delivery)
            .where(Delivery.notification_id == each.id, Delivery.state == DeliveryState.PENDING)
            .values(not_before=now, urgent=True)
        )
        after = values_of(each, *before)
        await record(session, actor, "deliveries.send_now", each, now=now, before=before, after=after)
    note_due(session)
    return notification


@operation_without_actor
async def note_unreachable(session: AsyncSession, account_ids: Iterable[int], *, now: datetime) -> None:
    """Record since when Telegram refuses messages to these accounts; an earlier moment is kept (M8)."""
    reached_before = Account.id.in_(list(account_ids)), Account.unreachable_since.is_(None)
    for account in await session.scalars(select(Account).where(*reached_before).order_by(Account.id).with_for_update()):
        before = values_of(account, "unreachable_since")
        account.unreachable_since = now
        after = values_of(account, *before)
        await record_unattended(session, "deliveries.note_unreachable", account, now=now, before=before, after=after)


@operation_without_actor
async def welcome_back(session: AsyncSession, account: Account, *, now: datetime) -> None:
    """Send an account that had blocked the bot what it missed and what has not expired.

    Of several notifications only the texts are sent, in one message with a button for each. The progress messages of
    their senders are updated again, and those of what the person sent, which ended meanwhile.
    """
    before = values_of(account, "unreachable_since")
    if account.unreachable_since is not None:
        await show_outcomes_again(session, account.person_id, since=account.unreachable_since, sent_since=now - NEWS)
    account.unreachable_since = None
    after = values_of(account, *before)
    await record_unattended(session, "deliveries.welcome_back", account, now=now, before=before, after=after)
    note_due(session)
    missed = await list_unreachable(session, account.id, since=now - NEWS, now=now)
    texts = {delivery.notification_id for delivery in missed if delivery.part == 0}
    for delivery in missed:
        behind_a_button = delivery.part > 0 and delivery.notification_id in texts and len(texts) > 1
        delivery.state = DeliveryState.VOID if behind_a_button else DeliveryState.PENDING
        delivery.not_before, delivery.attempts, delivery.error = now, 0, RETURNED
        delivery.notification.settled_at = None


DOMAIN = Domain(
    operations=operations_of(sys.modules[__name__]),
    subjects=(
        Subject(
            table=Notification,
            label=N_("Message to members"),
            access=access_notification,
            title=lambda notification: notification.data.get("title", ""),
            exported=False,
        ),
    ),
)
