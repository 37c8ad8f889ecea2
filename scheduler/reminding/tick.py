"""The tick: reminders whose time has come become notifications, each in a transaction of its own (T2)."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.notifications import DeliveryState, Notification, count_deliveries
from storage.engine.database import Database
from storage.members import Membership, Twg
from storage.reminders import Reminder, ReminderState, list_due, list_settled
from twg.core.notifications import Subject, notify
from twg.reminders.missed import tell_missed
from twg.time.rules import RULES, Rule

log = logging.getLogger(__name__)

#: How many reminders one look at the database takes on.
BATCH = 200


@dataclass
class Due:
    """A reminder that fires. Whoever names its recipients also gives its subject and when it would be too late."""

    session: AsyncSession
    reminder: Reminder
    now: datetime
    subject: Subject | None = None
    expires_at: datetime | None = None


#: Gives the recipients as of now, or nothing when the subject no longer calls for a reminder.
Recipients = Callable[[Due], Awaitable[list[Membership] | None]]

RECIPIENTS: dict[str, Recipients] = {}
#: What each rule says, by name: alone of a rule, this cannot be set otherwise.
_KINDS = {rule.name: rule.kind for rule in RULES}
#: Those that speak again and again.
_AGAIN = {rule.name: rule for rule in RULES if rule.every is not None}


def reminding(kind: str) -> Callable[[Recipients], Recipients]:
    """Register who is reminded by a kind of notification."""

    def decorate(function: Recipients) -> Recipients:
        RECIPIENTS[kind] = function
        return function

    return decorate


class _Look(Protocol):
    """Gives the ids of reminders that something is to be done with."""

    async def __call__(self, session: AsyncSession, *, limit: int) -> list[int]: ...


async def tick(database: Database, *, now: datetime) -> int:
    """Fire what is due, and look how that ended which fired before.

    Returns:
        How many reminders were fired, made void or missed, or found to have ended.
    """
    fired = await _each(database, partial(list_due, now=now), partial(fire, now=now))
    return fired + await _each(database, list_settled, partial(conclude, now=now))


async def _each(database: Database, look: _Look, do: Callable[[AsyncSession, int], Awaitable[None]]) -> int:
    """Do it with each; one that fails is logged, tried again at the next tick, and stops no other."""
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


async def fire(session: AsyncSession, reminder_id: int, *, now: datetime) -> None:
    """Let one reminder fire, or not: it may have been moved, cancelled or fired since it was found due."""
    reminder = await session.get(Reminder, reminder_id, with_for_update=True)
    if reminder is None or reminder.state is not ReminderState.PENDING or reminder.due_at > now:
        return
    kind = _KINDS.get(reminder.rule)
    if kind is None:
        reminder.state = ReminderState.VOID
        return
    due = Due(session, reminder, now)
    recipients = await RECIPIENTS[kind](due)
    again = _AGAIN.get(reminder.rule)
    late = now > reminder.too_late_at
    if late and again is None:
        await _miss(session, reminder, now=now, tell=recipients != [])
        return
    if recipients is None or due.subject is None:
        reminder.state = ReminderState.VOID
        return
    reminder.state = ReminderState.FIRED
    notification = None
    if not late:
        reminder.fired_at = now
        notification = await _tell(due, kind, recipients)
    if again is not None:
        await _set_again(session, reminder, again, now=now)
    elif notification is not None:
        reminder.notification_id = notification.id


async def _tell(due: Due, kind: str, recipients: list[Membership]) -> Notification:
    """Write what a reminder says; it is no longer of use when that would be too late."""
    assert due.subject is not None  # noqa: S101 - the caller looked
    reminder = due.reminder
    return await notify(
        due.session,
        kind,
        subject=due.subject,
        to=recipients,
        now=due.now,
        urgent=reminder.urgent,
        expires_at=min(filter(None, (due.expires_at, reminder.too_late_at))),
        data={"rule": reminder.rule},
    )


async def _set_again(session: AsyncSession, reminder: Reminder, rule: Rule, *, now: datetime) -> None:
    """It comes again, and may be as late then as it could be now."""
    twg = await session.get_one(Twg, reminder.twg_id)
    grace = reminder.too_late_at - reminder.due_at
    reminder.due_at = rule.next_at(reminder.due_at, ZoneInfo(twg.zone), after=now)
    reminder.too_late_at, reminder.state = reminder.due_at + grace, ReminderState.PENDING


async def conclude(session: AsyncSession, reminder_id: int, *, now: datetime) -> None:
    """Follow a reminder no more; one that fired in time and reached nobody before it was too late is missed too.

    An outage of Telegram does that, or a night that lasts longer than the reminder is of use.
    """
    reminder = await session.get(Reminder, reminder_id, with_for_update=True)
    if reminder is None or reminder.notification_id is None:
        return
    ended = await count_deliveries(session, reminder.notification_id)
    reminder.notification_id = None
    if DeliveryState.MISSED in ended and DeliveryState.SENT not in ended:
        await _miss(session, reminder, now=now, tell=True)


async def _miss(session: AsyncSession, reminder: Reminder, *, now: datetime, tell: bool) -> None:
    log.warning("reminder %s of %s missed: due at %s", reminder.rule, reminder.subject_id, reminder.due_at)
    reminder.state, reminder.fired_at = ReminderState.MISSED, None
    if tell:
        await tell_missed(session, reminder, now=now)
