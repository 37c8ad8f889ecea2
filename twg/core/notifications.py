"""Telling people: the outbox rows are written with the fact that caused them (T1)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.notifications import Delivery, Notification, find_waiting, note_due
from storage.members import Membership, Person
from twg.core.actors import Actor
from twg.core.notices import Cause, Notice

#: So many recipients are written with the fact, in its own transaction.
AT_ONCE = 200
#: So many at a time after that.
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
    data: Mapping[str, Any] | None = None,
) -> Notification:
    """Write a notification and what is to be delivered; nothing is sent before the transaction commits.

    The first recipients get their deliveries here, one per part; those of a large audience are written in batches.

    Args:
        notice: what is told; it also says to whom.
        subject: the row of the notice's table that it is about.
        to: the recipients, where the caller has looked them up already; with `person` loaded. A person is written to
            once however often they are named.
        rule: the reminder rule that fired.
        parts, urgent: this time, where that is not as the notice says.
        not_before: hold it until then; at once when empty.
        expires_at: too late after this; never when empty.
        data: what cannot be read from the subject when it is sent, in plain values; `title` is shown to its sender.
    """
    assert issubclass(type(subject), notice.subject), f"{notice.name} is not about {subject!r}"  # noqa: S101 - ours to mend
    await session.flush()
    cause = Cause(session, subject, now, None if by is None else by.person_id, rule, _kept(data, rule))
    chats = await _find_chats(notice, cause, to)
    notification = Notification(
        kind=notice.name,
        subject_type=subject.__tablename__,
        subject_id=subject.id,
        twg_id=subject.twg_id,
        actor_id=cause.by_id,
        data=cause.data,
        created_at=now,
        urgent=notice.urgent if urgent is None else urgent,
        parts=notice.parts if parts is None else parts,
        not_before=not_before or now,
        expires_at=expires_at,
    )
    await _write(session, notification, chats)
    return notification


def _kept(data: Mapping[str, Any] | None, rule: str) -> dict[str, Any]:
    """What the notification keeps: a reminder also keeps the rule that made it."""
    return {**(data or {}), "rule": rule} if rule else dict(data or {})


async def _find_chats(notice: Notice, cause: Cause, to: Iterable[Membership] | None) -> dict[int, int]:
    """Where each recipient is written to, by person id."""
    recipients = await notice.recipients(cause) if to is None else to
    return {member.person_id: member.person.telegram_id for member in recipients or ()}


async def _write(session: AsyncSession, notification: Notification, chats: Mapping[int, int]) -> None:
    """Add a notification with the deliveries of its first recipients; the others wait to be written in batches."""
    rest = list(chats)[AT_ONCE:]
    notification.waiting, notification.fanned_out = rest, not rest
    session.add(notification)
    await session.flush()
    await _write_deliveries(session, notification, dict(islice(chats.items(), AT_ONCE)))
    note_due(session)


async def _write_deliveries(session: AsyncSession, notification: Notification, chats: Mapping[int, int]) -> None:
    """One for each part to each recipient. `chats` is where they are written to, by person id."""
    rows = [
        {
            "notification_id": notification.id,
            "person_id": person_id,
            "chat_id": chat_id,
            "part": part,
            "urgent": notification.urgent,
            "not_before": notification.not_before or notification.created_at,
            "expires_at": notification.expires_at,
        }
        for person_id, chat_id in chats.items()
        for part in range(notification.parts)
    ]
    if rows:
        await session.execute(insert(Delivery), rows)


async def fan_out(session: AsyncSession) -> bool:
    """Write the next batch of deliveries of a large audience; False when none is waiting."""
    notification = await find_waiting(session)
    if notification is None:
        return False
    batch, rest = notification.waiting[:BATCH], notification.waiting[BATCH:]
    people = select(Person.id, Person.telegram_id).where(Person.id.in_(batch)).order_by(Person.id)
    await _write_deliveries(session, notification, dict((await session.execute(people)).all()))
    notification.waiting, notification.fanned_out = rest, not rest
    return True
