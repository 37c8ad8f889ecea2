"""What moves when a TWG's time zone, opening hours or days change: reminders, and messages that are held (M12, T2)."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.held import hold_until, list_held
from storage.core.notifications import HELD, Notification, note_due
from storage.groups import list_held_posts
from storage.reminders import Reminder, ReminderState, list_reminders
from twg.core.actors import Actor
from twg.core.notifications import leaves_at
from twg.core.refusals import NotAllowed, NotFound
from twg.core.rules import Rule
from twg.core.subjects import Domains
from twg.deliveries import RETURNED
from twg.reminders.schedule import list_twg_rules
from twg.reminders.settings import reschedule

#: Values of `error` of deliveries that wait for the end of quiet hours or days off.
_WAITS = (HELD, RETURNED)


@dataclass(frozen=True)
class MovedReminder:
    """A reminder that is sent at another moment than before.

    Attributes:
        title: of its subject.
        rule: its name.
        was, at: when it was due and is due, UTC; None where it falls together with another one of its subject.
    """

    title: str
    rule: str
    was: datetime | None
    at: datetime | None


@dataclass
class Moved:
    """What a change has moved.

    Attributes:
        reminders: those whose subjects the actor may see, the soonest first.
        others: how many reminders besides.
        messages: how many messages, also those for linked groups, were held, and are held until another moment.
        until: the first moment until when one of these is held now, UTC; None without one.
        needed: whether the change concerns times at all; set while it is made.
    """

    reminders: list[MovedReminder] = field(default_factory=list)
    others: int = 0
    messages: int = 0
    until: datetime | None = None
    needed: bool = False


@asynccontextmanager
async def moving(session: AsyncSession, actor: Actor, domains: Domains, *, now: datetime) -> AsyncIterator[Moved]:
    """Compute reminders and held messages of the actor's TWG again after the body has changed its times."""
    moved = Moved()
    before = await _list_waiting(session, actor)
    yield moved
    if not moved.needed:
        return
    await session.flush()
    await reschedule(session, actor.twg, actor.timekeeping, domains, now=now)
    await session.flush()
    await _send_what_would_be_lost(session, actor, before, now=now)
    await _compare(session, actor, domains, before, moved)
    await _move_held(session, actor, moved, now=now)


async def _list_waiting(session: AsyncSession, actor: Actor) -> dict[int, datetime]:
    """When the pending reminders of the TWG are due, by id."""
    waiting = Reminder.twg_id == actor.twg.id, Reminder.state == ReminderState.PENDING
    return {reminder.id: reminder.due_at for reminder in await list_reminders(session, *waiting)}


async def _send_what_would_be_lost(
    session: AsyncSession, actor: Actor, before: dict[int, datetime], *, now: datetime
) -> None:
    """Make reminders due now that would have been due on an earlier day that is past: a day off announced late.

    No notice tells anybody of what has changed, so that without its reminder the subject would not be recalled at all.
    """
    rules = {rule.name: rule for rule in await list_twg_rules(session, actor.twg, actor.timekeeping)}
    for reminder in await list_reminders(session, Reminder.id.in_(before), Reminder.state == ReminderState.VOID):
        rule = rules.get(reminder.rule)
        if rule is not None and _moved_into_the_past(rule, before[reminder.id], actor, now=now):
            reminder.state, reminder.due_at, reminder.too_late_at = ReminderState.PENDING, now, now + rule.grace
    await session.flush()


def _moved_into_the_past(rule: Rule, due_at: datetime, actor: Actor, *, now: datetime) -> bool:
    """Whether a reminder that was due then, after now, is due before now since its day is no working day any more."""
    if rule.at is None or rule.follows:
        return False
    day = due_at.astimezone(actor.zone).date()
    earlier = datetime.combine(actor.hours.earlier_working_day(day), rule.at, actor.zone)
    return earlier <= now < due_at


async def _compare(
    session: AsyncSession, actor: Actor, domains: Domains, before: dict[int, datetime], moved: Moved
) -> None:
    after = await _list_waiting(session, actor)
    ids = [reminder_id for reminder_id in {*before, *after} if before.get(reminder_id) != after.get(reminder_id)]
    for reminder in await list_reminders(session, Reminder.id.in_(ids)):
        about = domains.subjects[reminder.subject_type]
        try:
            title = about.title(await about.access(session, actor, reminder.subject_id))
        except (NotFound, NotAllowed):  # the operator, who has no role in the TWG, sees none
            moved.others += 1
            continue
        was, at = before.get(reminder.id), after.get(reminder.id)
        moved.reminders.append(MovedReminder(title, reminder.rule, was, at))


async def _move_held(session: AsyncSession, actor: Actor, moved: Moved, *, now: datetime) -> None:
    hours, zone = actor.hours, actor.zone
    for notification, until in await list_held(session, actor.twg.id, _WAITS):
        moment = leaves_at(notification, hours, zone, soonest=_soonest(notification, now))
        if moment != until:
            await hold_until(session, notification.id, moment, _WAITS)
            _count(moved, moment)
    for post in await list_held_posts(session, actor.twg.id):
        moment = leaves_at(post.notification, hours, zone, soonest=_soonest(post.notification, now))
        if moment != post.not_before:
            post.not_before = moment
            _count(moved, moment)
    if moved.messages:
        note_due(session)


def _count(moved: Moved, moment: datetime) -> None:
    """Count a message that is held until this moment now."""
    moved.messages += 1
    moved.until = moment if moved.until is None else min(moved.until, moment)


def _soonest(notification: Notification, now: datetime) -> datetime:
    return max(now, notification.not_before or now)
