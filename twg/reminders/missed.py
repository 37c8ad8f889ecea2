"""Reminders that were missed: the secretariat is told and may send them now (T2).

MissedRefusal
└── AlreadyReminded     it is not missed any more: somebody pressed the button, or its subject has changed
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage.core.notifications import find_untouched
from storage.core.outcomes import list_missed_by
from storage.engine.database import hold
from storage.reminders import Reminder, ReminderState, list_reminders, list_reminders_of
from twg.core.actors import Actor
from twg.core.audit import record, values_of
from twg.core.notices import Notice, secretariat
from twg.core.notifications import notify
from twg.core.operations import operation
from twg.core.permissions import Permission
from twg.core.refusals import NotFound, Refusal
from twg.core.subjects import Domains

#: Columns of a reminder that the audit keeps.
_FIRING = ("state", "due_at", "too_late_at", "urgent")


class MissedRefusal(Refusal):
    key = "reminders#refused"


class AlreadyReminded(MissedRefusal):
    key = "reminders#already_reminded"


@dataclass(frozen=True)
class Missed:
    """A missed reminder with its subject.

    Attributes:
        remindable: whether it can be sent now: its subject still calls for it, and no later reminder was sent.
        names: of those who were not told in time, where it was on its way to them.
    """

    reminder: Reminder
    title: str
    remindable: bool
    names: tuple[str, ...] = ()


MISSED = Notice(name="reminders_missed", subject=Reminder, recipients=secretariat, permission=Permission.REMINDER_SET)


async def access_reminder(session: AsyncSession, actor: Actor, reminder_id: int) -> Reminder:
    """A reminder of the actor's TWG. Raises: NotFound."""
    reminder = await session.get(Reminder, reminder_id)
    if reminder is None or reminder.twg_id != actor.twg.id:
        raise NotFound
    return reminder


async def tell_missed(
    session: AsyncSession,
    reminder: Reminder,
    *,
    now: datetime,
    ends_at: datetime | None = None,
    notification_id: int | None = None,
) -> None:
    """Tell the TWG's secretariat of a missed reminder, in the same message as others not told of yet.

    Args:
        ends_at: when a reminder of its subject becomes useless, UTC: they are told before, so that they can remind.
        notification_id: of the notification that did not reach everybody in time.
    """
    of = {} if notification_id is None else {str(reminder.id): notification_id}
    useful_until = ends_at if ends_at is not None and ends_at > now else None
    waiting = await find_untouched(session, MISSED.name, twg_id=reminder.twg_id)
    if waiting is not None:
        earlier = waiting.data.get("of", {})
        waiting.data = {"missed": [*waiting.data["missed"], reminder.id], "of": {**earlier, **of}}
        waiting.useful_until = min(filter(None, (waiting.useful_until, useful_until)), default=None)
        return
    data = {"missed": [reminder.id], "of": of}
    await notify(session, MISSED, subject=reminder, now=now, useful_until=useful_until, data=data)


@operation(Permission.REMINDER_SET)
async def list_missed(
    session: AsyncSession,
    actor: Actor,
    ids: Iterable[int],
    domains: Domains,
    *,
    now: datetime,
    of: Mapping[str, int] | None = None,
) -> list[Missed]:
    """Those of the reminders with these ids that are still missed and whose subjects the actor may see, oldest first.

    One that was sent since, or set anew because its subject moved, is not missed any more. A repeating one waits for
    its next time, and those whom it did not reach are named.

    Args:
        of: by reminder id, the notification that did not reach everybody in time.
    """
    of = of or {}
    names = await list_missed_by(session, of.values())
    found = []
    for reminder in await list_reminders(session, Reminder.id.in_(list(ids)), Reminder.twg_id == actor.twg.id):
        unreached = names.get(of.get(str(reminder.id), 0), [])
        if reminder.state is not ReminderState.MISSED and not (unreached and _is_under_way(reminder, domains)):
            continue
        about = domains.subjects[reminder.subject_type]
        try:
            row = await about.access(session, actor, reminder.subject_id)
        except NotFound:
            continue
        remindable = await _is_remindable(session, reminder, row, domains, now=now)
        found.append(Missed(reminder, about.title(row), remindable, tuple(unreached)))
    return found


def _is_under_way(reminder: Reminder, domains: Domains) -> bool:
    """Whether a reminder was sent to some, or is one that repeats and waits for its next time."""
    rule = domains.rules.get(reminder.rule)
    repeats = rule is not None and rule.every is not None
    return reminder.state is ReminderState.FIRED or (repeats and reminder.state is ReminderState.PENDING)


async def _is_remindable(
    session: AsyncSession, reminder: Reminder, row: Any, domains: Domains, *, now: datetime
) -> bool:
    """Whether it is missed, its subject still calls for it, and no later reminder has said the same since."""
    if reminder.state is not ReminderState.MISSED:
        return False
    try:
        domains.subjects[reminder.subject_type].check_calls(row, now=now)
    except Refusal:
        return False
    others = (await list_reminders_of(session, reminder.subject_type, reminder.subject_id)).values()
    notices = {name: rule.notice.name for name, rule in domains.rules.items()}
    same = [other for other in others if notices.get(other.rule) == notices.get(reminder.rule)]
    return not any(other.fired_at is not None and other.fired_at > reminder.due_at for other in same)


@operation(Permission.REMINDER_SET)
async def remind_now(session: AsyncSession, actor: Actor, reminder_id: int, domains: Domains, *, now: datetime) -> None:
    """Set a missed reminder to be sent at the next tick, to those who are its recipients then.

    Raises: NotFound, AlreadyReminded; the refusal of `still_calls` if its subject is over.
    """
    reminder = await access_reminder(session, actor, reminder_id)
    await hold(session, reminder)
    about = domains.subjects[reminder.subject_type]
    row = await about.access(session, actor, reminder.subject_id)
    if reminder.state is not ReminderState.MISSED:
        raise AlreadyReminded
    about.check_calls(row, now=now)
    before = values_of(reminder, *_FIRING)
    grace = reminder.too_late_at - reminder.due_at
    reminder.state, reminder.due_at, reminder.too_late_at = ReminderState.PENDING, now, now + grace
    reminder.urgent = True  # the secretariat asked for it now, also at night
    after = values_of(reminder, *_FIRING)
    await record(session, actor, "reminders.remind_now", reminder, now=now, before=before, after=after)
