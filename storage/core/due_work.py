"""Queries for the work that is due now, and one for the next moment at which a reminder or a delivery is due."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.bound_messages import BoundMessage
from storage.core.files import StoredFile
from storage.core.notifications import Delivery, DeliveryState, Notification
from storage.engine.database import connection_of
from storage.groups import GroupPost
from storage.reminders import Reminder, ReminderState, is_settled
from storage.reports import is_unfiled


@dataclass(frozen=True)
class Work:
    """Which parts of the scheduler have work.

    Attributes:
        reminders: a reminder is due, or all deliveries of a fired one have ended.
        deliveries: a delivery is due, or a notification has recipients without a delivery.
        posts: something is to be posted in a linked group.
        progress: a sender is still to be shown the outcome of a notification.
        files: a file is to be fetched for the archive.
        changes: a message that people have is to be changed.
        reports: the files of a signed report are to be made.
    """

    reminders: bool
    deliveries: bool
    posts: bool
    progress: bool
    files: bool
    changes: bool
    reports: bool


def _work() -> Select[bool, bool, bool, bool, bool, bool, bool]:
    """Select the attributes of `Work`. Parameter to bind: `now`."""
    now: BindParameter[Any] = bindparam("now")
    due = exists().where(Reminder.state == ReminderState.PENDING, Reminder.due_at <= now)
    settled = exists().where(is_settled())
    pending = exists().where(Delivery.state == DeliveryState.PENDING, Delivery.not_before <= now)
    posts = exists().where(GroupPost.state == DeliveryState.PENDING, GroupPost.not_before <= now)
    waiting = exists().where(~Notification.fanned_out)
    followed = exists().where(Notification.progress_chat_id.is_not(None), Notification.settled_at.is_(None))
    files = exists().where(StoredFile.sha256.is_(None), StoredFile.retry_at <= now)
    changes = exists().where(BoundMessage.change_at <= now)
    reports = exists().where(is_unfiled())
    return select(due | settled, pending | waiting, posts, followed, files, changes, reports)


#: Built once: it is asked every second, and building it takes ten times as long as running it.
_WORK = _work()


async def find_work(session: AsyncSession, *, now: datetime) -> Work:
    """Which work is due at `now` (UTC, aware), as far as it has been written to the database."""
    return Work(*(await connection_of(session).execute(_WORK, {"now": now})).one())


async def find_next_moment(session: AsyncSession, *, after: datetime) -> datetime | None:
    """The first moment later than `after` (UTC, aware) at which a reminder or a delivery is due; None if none is."""
    reminder = select(func.min(Reminder.due_at)).where(Reminder.state == ReminderState.PENDING, Reminder.due_at > after)
    delivery = select(func.min(Delivery.not_before)).where(
        Delivery.state == DeliveryState.PENDING, Delivery.not_before > after
    )
    post = select(func.min(GroupPost.not_before)).where(
        GroupPost.state == DeliveryState.PENDING, GroupPost.not_before > after
    )
    moments = [await session.scalar(query) for query in (reminder, delivery, post)]
    return min((moment for moment in moments if moment is not None), default=None)


#: Asked every second, and therefore built once.
_FOLLOWED = (
    select(Notification)
    .where(Notification.progress_chat_id.is_not(None), Notification.settled_at.is_(None))
    .order_by(Notification.id)
)


async def list_followed(session: AsyncSession) -> list[Notification]:
    """Notifications with a progress message that does not show the final outcome yet, oldest first."""
    return list(await session.scalars(_FOLLOWED))


#: Asked before every claim, and therefore built once.
_WAITING = (
    select(Notification)
    .where(~Notification.fanned_out)
    .order_by(Notification.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)


async def find_waiting(session: AsyncSession) -> Notification | None:
    """The oldest notification with recipients who have no delivery yet, locked for writing those.

    One that another transaction has locked is skipped.
    """
    return await session.scalar(_WAITING)
