"""The tick: reminders whose time has come become notifications, each in a transaction of its own (T2)."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from storage.database import Database
from storage.members import Membership, Twg
from storage.reminders import Reminder, ReminderState, list_due
from twg.missed import tell_missed
from twg.notifications import Subject, notify
from twg.practice import RULES, Rule

log = logging.getLogger(__name__)

#: How many due reminders one look at the database takes on.
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
_RULES: dict[str, Rule] = {rule.name: rule for rule in RULES}


def reminding(kind: str) -> Callable[[Recipients], Recipients]:
    """Register who is reminded by a kind of notification."""

    def decorate(function: Recipients) -> Recipients:
        RECIPIENTS[kind] = function
        return function

    return decorate


async def tick(database: Database, *, now: datetime) -> int:
    """Fire what is due; one that fails is logged, tried again at the next tick, and stops no other.

    Returns:
        How many reminders were settled: fired, void or missed.
    """
    settled = 0
    failed: set[int] = set()
    while True:
        async with database.read() as session:
            due = [
                found for found in await list_due(session, now=now, limit=BATCH + len(failed)) if found not in failed
            ]
        if not due:
            return settled
        for reminder_id in due:
            try:
                async with database.begin() as session:
                    await fire(session, reminder_id, now=now)
                settled += 1
            except Exception:
                log.exception("reminder %s failed", reminder_id)
                failed.add(reminder_id)


async def fire(session: AsyncSession, reminder_id: int, *, now: datetime) -> None:
    """Let one reminder fire, or not: it may have been moved, cancelled or fired since it was found due."""
    reminder = await session.get(Reminder, reminder_id, with_for_update=True)
    if reminder is None or reminder.state is not ReminderState.PENDING or reminder.due_at > now:
        return
    rule = _RULES.get(reminder.rule)
    if rule is None:
        reminder.state = ReminderState.VOID
        return
    due = Due(session, reminder, now)
    recipients = await RECIPIENTS[rule.kind](due)
    expires_at, late = reminder.due_at + rule.grace, now - reminder.due_at > rule.grace
    if late and rule.every is None:
        log.warning("reminder %s of %s missed: due at %s", rule.name, reminder.subject_id, reminder.due_at)
        reminder.state = ReminderState.MISSED
        if recipients != []:
            await tell_missed(session, reminder, now=now)
        return
    if recipients is None or due.subject is None:
        reminder.state = ReminderState.VOID
        return
    reminder.state, reminder.fired_at = ReminderState.FIRED, now
    if rule.every is not None:
        twg = await session.get_one(Twg, reminder.twg_id)
        reminder.due_at = rule.next_at(reminder.due_at, ZoneInfo(twg.zone), after=now)
        reminder.state = ReminderState.PENDING
    if late:  # it comes again
        return
    await notify(
        session,
        rule.kind,
        subject=due.subject,
        to=recipients,
        now=now,
        urgent=rule.urgent,
        expires_at=min(filter(None, (due.expires_at, expires_at))),
        data={"rule": rule.name},
    )
