"""Write notifications and their deliveries to the outbox, in the transaction of the change that causes them (T1)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.due_work import find_waiting
from storage.core.notifications import Delivery, Notification, note_due
from storage.engine.database import capability_of
from storage.groups import GroupPost, list_linked
from storage.members import ActsFor, Membership, list_addresses
from twg.core.actors import Actor
from twg.core.audiences import reaches_all_of
from twg.core.notices import Cause, InGroups, Notice
from twg.time.working_time import WorkingTime

#: How many recipients get their deliveries in the transaction of the notification.
AT_ONCE = 200
#: How many further recipients get their deliveries in one later transaction.
BATCH = 500


async def notify(
    session: AsyncSession,
    notice: Notice,
    *,
    subject: Any,
    now: datetime,
    to: Iterable[Membership] | None = None,
    by: Actor | None = None,
    rule: str = "",
    parts: int | None = None,
    urgent: bool | None = None,
    not_before: datetime | None = None,
    expires_at: datetime | None = None,
    useful_until: datetime | None = None,
    data: Mapping[str, Any] | None = None,
    posted: bool = True,
) -> Notification:
    """Write a notification and what is to be delivered; nothing is sent before the transaction commits.

    The first `AT_ONCE` recipients get their deliveries here, one per part; `fan_out` writes those of the others.

    Args:
        notice: the kind of notification; it finds the recipients.
        subject: the row of the notice's table that it is about.
        to: the recipients, if the caller has found them already; a person named twice is written to once.
        rule: the reminder rule that fired.
        parts, urgent: replace those of the notice.
        not_before: when to send it, UTC; None for now.
        expires_at: when it becomes too late to send it, UTC; None for never.
        useful_until: replaces that of the notice.
        posted: whether linked groups may get it, where the notice is posted in groups.
        data: JSON values that cannot be read from the subject when it is sent; `title` is shown to its sender.
    """
    assert issubclass(type(subject), notice.subject), f"{notice.name} is not about {subject!r}"  # noqa: S101 - a programming error
    await session.flush()
    cause = Cause(session, subject, now, None if by is None else by.person_id, rule, _kept(data, rule))
    recipients = await _find_recipients(notice, cause, to)
    notification = Notification(
        kind=notice.name,
        subject_type=subject.__tablename__,
        subject_id=subject.id,
        twg_id=subject.twg_id,
        actor_id=cause.by_id,
        data=cause.data,
        created_at=now,
        urgent=(notice.urgent if urgent is None else urgent) or (by is not None and by.at_once),
        parts=notice.parts if parts is None else parts,
        not_before=not_before or now,
        expires_at=expires_at,
        useful_until=useful_until or await _find_useful_until(notice, cause),
    )
    await _write(session, notification, recipients)
    if posted:
        await _write_posts(session, notice, notification, subject)
    session.info.setdefault(_WRITTEN, []).append(Written(notification, tuple(recipients)))
    return notification


@dataclass(frozen=True)
class Written:
    """A notification that the running transaction has written, with the person ids of its recipients."""

    notification: Notification
    person_ids: tuple[int, ...]


_WRITTEN = "notifications written"


def list_written(session: AsyncSession) -> list[Written]:
    """What `notify` has written in this transaction, in order."""
    return list(session.info.get(_WRITTEN, ()))


def forget_written(session: AsyncSession, kept: int) -> None:
    """Forget all but the first `kept` of these, after they were rolled back."""
    del session.info.setdefault(_WRITTEN, [])[kept:]


def leaves_at(notification: Notification, hours: WorkingTime, zone: ZoneInfo, *, soonest: datetime) -> datetime:
    """When a notification may be sent: outside quiet hours and days off, unless it is urgent or they last too long.

    Args:
        zone: of its TWG.
        soonest: the first moment at which it could be sent otherwise, UTC.
    """
    if notification.urgent:
        return soonest
    opens_at = hours.next_open(soonest, zone)
    too_late = notification.useful_until is not None and opens_at > notification.useful_until
    return soonest if too_late else opens_at


async def _find_useful_until(notice: Notice, cause: Cause) -> datetime | None:
    return None if notice.useful_until is None else await notice.useful_until(cause)


def _kept(data: Mapping[str, Any] | None, rule: str) -> dict[str, Any]:
    """The `data` of the notification; that of a reminder includes the name of its rule."""
    return {**(data or {}), "rule": rule} if rule else dict(data or {})


async def _find_recipients(notice: Notice, cause: Cause, to: Iterable[Membership] | None) -> list[int]:
    """The person ids of the recipients, each once."""
    recipients = await notice.recipients(cause) if to is None else to
    return list(dict.fromkeys(member.person_id for member in recipients or ()))


async def _write(session: AsyncSession, notification: Notification, person_ids: list[int]) -> None:
    """Add a notification with the deliveries of its first recipients; the others wait to be written in batches."""
    first, rest = person_ids[:AT_ONCE], person_ids[AT_ONCE:]
    notification.waiting, notification.fanned_out, notification.without_account = rest, not rest, []
    session.add(notification)
    await session.flush()
    await _write_deliveries(session, notification, first)
    note_due(session)


async def _write_deliveries(session: AsyncSession, notification: Notification, person_ids: list[int]) -> None:
    """Write a delivery of each part to each account of these people; note those who have none."""
    addresses = await list_addresses(session, person_ids, _matter_of(notification)) if person_ids else []
    reached = {address.person_id for address in addresses}
    if without := [person_id for person_id in person_ids if person_id not in reached]:
        notification.without_account = [*notification.without_account, *without]
    rows = [
        {
            "notification_id": notification.id,
            "person_id": address.person_id,
            "account_id": address.account_id,
            "chat_id": address.chat_id,
            "part": part,
            "urgent": notification.urgent,
            "not_before": notification.not_before or notification.created_at,
            "expires_at": notification.expires_at,
        }
        for address in addresses
        for part in range(notification.parts)
    ]
    if rows:
        await session.execute(insert(Delivery), rows)


async def _write_posts(session: AsyncSession, notice: Notice, notification: Notification, subject: Any) -> None:
    """Write what is to be posted in linked groups: in none that has somebody who may not see the subject."""
    if notice.in_groups is InGroups.NEVER:
        return
    for group in await list_linked(session, notification.twg_id):
        chosen = notice.in_groups is InGroups.ALWAYS or group.posts
        if chosen and reaches_all_of(subject.audience, group.audience):
            due = notification.not_before or notification.created_at
            session.add(GroupPost(group_id=group.id, notification_id=notification.id, not_before=due))
            note_due(session)


def _matter_of(notification: Notification) -> str | None:
    """The capability to which it belongs; None for what is about an assistant, whatever they were chosen for."""
    table = notification.subject_type
    return None if table == ActsFor.__tablename__ else capability_of(table)


async def fan_out(session: AsyncSession) -> bool:
    """Write the next batch of deliveries of a large audience; False when none is waiting."""
    notification = await find_waiting(session)
    if notification is None:
        return False
    batch, rest = notification.waiting[:BATCH], notification.waiting[BATCH:]
    await _write_deliveries(session, notification, batch)
    notification.waiting, notification.fanned_out = rest, not rest
    return True
