"""The tick turns due reminders into notifications, each in a transaction of its own (T2)."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.leadership.people_first import PeopleFirst
from storage.core.notifications import DeliveryState, Notification, count_deliveries
from storage.engine.database import Database
from storage.members import Membership, Twg
from storage.reminders import Reminder, ReminderState, list_due, list_settled
from twg.core.notices import Cause
from twg.core.notifications import notify
from twg.core.refusals import Refusal
from twg.core.rules import Rule
from twg.core.subjects import Domains, Subject
from twg.reminders.missed import tell_missed

log = logging.getLogger(__name__)

#: How many reminders are read from the database at a time.
BATCH = 200


class _Look(Protocol):
    """A query for the ids of reminders to process."""

    async def __call__(self, session: AsyncSession, *, limit: int) -> list[int]: ...


async def tick(database: Database, domains: Domains, people: PeopleFirst, *, now: datetime) -> int:
    """Fire the reminders that are due, and conclude fired ones whose deliveries have all ended.

    Args:
        now: UTC, aware.
    Returns:
        How many reminders were fired, made void, missed or concluded.
    """
    fired = await _each(database, people, partial(list_due, now=now), partial(fire, domains=domains, now=now))
    return fired + await _each(database, people, list_settled, partial(conclude, domains=domains, now=now))


async def _each(
    database: Database, people: PeopleFirst, look: _Look, do: Callable[[AsyncSession, int], Awaitable[None]]
) -> int:
    """Process each reminder that `look` finds, in a transaction of its own; returns how many succeeded.

    A reminder that fails is logged, skipped, and tried again at the next tick. People go first after each.
    """
    done = 0
    failed: set[int] = set()
    while True:
        async with database.read() as session:
            found = [row_id for row_id in await look(session, limit=BATCH + len(failed)) if row_id not in failed]
        if not found:
            return done
        for reminder_id in found:
            try:
                async with database.begin() as session:
                    await do(session, reminder_id)
                done += 1
            except Exception:
                log.exception("reminder %s failed", reminder_id)
                failed.add(reminder_id)
            await people.give_way()


async def fire(session: AsyncSession, reminder_id: int, *, domains: Domains, now: datetime) -> None:
    """Fire one reminder: write its notification, or make it void or missed.

    Does nothing if the reminder was moved, made void or fired since it was found due. A repeating rule sets it to its
    next time instead of leaving it fired or missed.
    """
    reminder = await session.get(Reminder, reminder_id, with_for_update=True)
    if reminder is None or reminder.state is not ReminderState.PENDING or reminder.due_at > now:
        return
    rule = domains.rules.get(reminder.rule)
    if rule is None:
        reminder.state = ReminderState.VOID
        return
    about = domains.subjects[reminder.subject_type]
    row = await _find_calling(session, about, reminder.subject_id, now=now)
    recipients = None
    if row is not None:
        cause = Cause(session, row, now, rule=rule.name)
        if rule.notice.happens is not None:
            await rule.notice.happens(cause)
        recipients = await rule.notice.recipients(cause)
    if row is not None and recipients is None:  # not needed any more, so that it cannot be missed either
        reminder.state = ReminderState.VOID
        return
    late = now > reminder.too_late_at
    if late and rule.every is None:
        _mark_missed(reminder)
        if recipients != []:
            await _tell(session, reminder, about, row, None, now=now)
        return
    if row is None or recipients is None:
        reminder.state = ReminderState.VOID
        return
    reminder.state = ReminderState.FIRED
    if not late:
        reminder.fired_at = now
        notification = await _write_notification(session, reminder, rule, about, row, recipients, now=now)
        reminder.notification_id = notification.id
    if rule.every is not None:
        await _set_again(session, reminder, rule, now=now)


async def _find_calling(session: AsyncSession, about: Subject, subject_id: int, *, now: datetime) -> Any | None:
    """The row that the reminder is about; None if it is gone or over, so that no reminder is needed."""
    row = None if about.find is None else await about.find(session, subject_id)
    if row is None:
        return None
    try:
        about.check_calls(row, now=now)
    except Refusal:
        return None
    return row


async def _write_notification(
    session: AsyncSession,
    reminder: Reminder,
    rule: Rule,
    about: Subject,
    row: Any,
    recipients: list[Membership],
    *,
    now: datetime,
) -> Notification:
    """Write the notification of a reminder; it expires when the reminder is too late or its subject is over."""
    ends_at = None if about.ends_at is None else about.ends_at(row)
    expires_at = reminder.too_late_at if ends_at is None or ends_at <= now else min(ends_at, reminder.too_late_at)
    return await notify(
        session,
        rule.notice,
        subject=row,
        to=recipients,
        now=now,
        rule=rule.name,
        urgent=reminder.urgent,
        expires_at=expires_at,
    )


async def _set_again(session: AsyncSession, reminder: Reminder, rule: Rule, *, now: datetime) -> None:
    """Set a repeating reminder to its next time after `now`; how late it may be stays the same."""
    twg = await session.get_one(Twg, reminder.twg_id)
    grace = reminder.too_late_at - reminder.due_at
    reminder.due_at = rule.next_at(reminder.due_at, ZoneInfo(twg.zone), after=now)
    reminder.too_late_at, reminder.state = reminder.due_at + grace, ReminderState.PENDING


async def conclude(session: AsyncSession, reminder_id: int, *, domains: Domains, now: datetime) -> None:
    """Conclude a fired reminder whose deliveries have all ended.

    It becomes missed if a delivery expired and none was sent. That happens when Telegram cannot be reached for long, or
    when the night or a holiday lasts longer than the reminder is of use. The secretariat is told, with names, also
    where it reached only some, and where a repeating one waits for its next time already.
    """
    reminder = await session.get(Reminder, reminder_id, with_for_update=True)
    if reminder is None or reminder.notification_id is None:
        return
    ended = await count_deliveries(session, reminder.notification_id)
    notification_id, reminder.notification_id = reminder.notification_id, None
    if DeliveryState.MISSED in ended:
        about = domains.subjects[reminder.subject_type]
        row = None if about.find is None else await about.find(session, reminder.subject_id)
        if DeliveryState.SENT not in ended and reminder.state is ReminderState.FIRED:
            _mark_missed(reminder)
        await _tell(session, reminder, about, row, notification_id, now=now)


def _mark_missed(reminder: Reminder) -> None:
    log.warning("reminder %s of %s missed: due at %s", reminder.rule, reminder.subject_id, reminder.due_at)
    reminder.state, reminder.fired_at = ReminderState.MISSED, None


async def _tell(
    session: AsyncSession,
    reminder: Reminder,
    about: Subject,
    row: Any | None,
    notification_id: int | None,
    *,
    now: datetime,
) -> None:
    """Tell the secretariat of a reminder that was missed, while there is still time to remind."""
    ends_at = None if row is None or about.ends_at is None else about.ends_at(row)
    await tell_missed(session, reminder, now=now, ends_at=ends_at, notification_id=notification_id)
