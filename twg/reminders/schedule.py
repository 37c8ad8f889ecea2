"""Computing reminders: one row for each rule and subject, computed again when the rule or the subject changes (T2)."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import hold
from storage.members import Twg
from storage.reminders import (
    Reminder,
    ReminderState,
    RuleSetting,
    list_reminders_by_subject,
    list_reminders_of,
    list_rule_settings,
)
from twg.core.actors import Actor
from twg.core.rules import Rule
from twg.core.timekeeping import Timekeeping
from twg.time.working_time import WorkingTime


async def schedule(
    session: AsyncSession, actor: Actor, subject: Any, *, anchors: Mapping[str, datetime], now: datetime
) -> None:
    """Add, move or void the reminders of a subject so that they agree with the rules.

    A reminder becomes void if its rule has no anchor, if it would be sent together with one nearer to the subject, or
    if its time is past: the notice of the change has just told people. A reminder that is due and waits for the next
    tick stays due, also if the secretariat asked for it after its time (`remind_now`).

    Args:
        anchors: by rule name, the moment that the rule counts from.
    """
    await schedule_all(session, actor, {subject: anchors}, now=now)


async def schedule_all(
    session: AsyncSession, actor: Actor, anchors: Mapping[Any, Mapping[str, datetime]], *, now: datetime
) -> None:
    """Do what `schedule` does for several subjects of one table and TWG, in four statements.

    Args:
        anchors: by subject, what `schedule` takes.
    """
    if not anchors:
        return
    await session.flush()
    await hold(session, actor.twg, shared=True)  # no transaction changes its rules before this one ends
    subject_type = next(iter(anchors)).__tablename__
    existing = await list_reminders_by_subject(session, subject_type, [subject.id for subject in anchors])
    rules = await list_twg_rules(session, actor.twg, actor.timekeeping)
    in_force, hours = [rule for rule in rules if rule.subject_type == subject_type], actor.hours
    made = []
    for subject, moments in anchors.items():
        due = due_moments(in_force, moments, actor.zone, hours)
        reminders = existing.get(subject.id, {})
        about = {"subject_type": subject_type, "subject_id": subject.id, "twg_id": subject.twg_id}
        for rule in in_force:
            new = _set(rule, due.get(rule.name), reminders.get(rule.name), actor, now=now)
            if new is not None:
                made.append({**about, **new})
    if made:
        await session.execute(insert(Reminder), made)


def _set(
    rule: Rule, due_at: datetime | None, reminder: Reminder | None, actor: Actor, *, now: datetime
) -> dict[str, Any] | None:
    """Move or void the reminder of a rule. Returns the columns of a reminder to insert; None if there is none."""
    if due_at is not None and rule.every is not None:
        due_at = _next_of(rule, due_at, reminder, actor, now=now)
    if due_at is None or due_at <= now:
        if reminder is not None and (due_at is None or not due_at <= reminder.due_at <= now):
            _void(reminder)
        return None
    too_late_at = due_at + rule.grace
    if reminder is None:
        return {"rule": rule.name, "due_at": due_at, "too_late_at": too_late_at, "urgent": rule.urgent}
    if reminder.due_at != due_at or reminder.state is ReminderState.VOID:
        reminder.due_at, reminder.state, reminder.fired_at = due_at, ReminderState.PENDING, None
        reminder.notification_id = None  # the notification that it made before is not followed any more
    reminder.too_late_at, reminder.urgent = too_late_at, rule.urgent
    return None


def due_moments(
    rules: Iterable[Rule], anchors: Mapping[str, datetime], zone: ZoneInfo, hours: WorkingTime
) -> dict[str, datetime]:
    """When each rule reminds of one subject, by name.

    Days off move several rules to one moment: three days before a Monday and the day before are both the Friday. Of
    those that would send the same notice, only the one nearest to the subject does.
    """
    speaking: dict[tuple[datetime, str], str] = {}
    for rule in sorted(rules, key=lambda rule: abs(rule.offset), reverse=True):
        if rule.enabled and rule.name in anchors:
            speaking[rule.due_at(anchors[rule.name], zone, hours), rule.notice.name] = rule.name
    return {name: moment for (moment, _notice), name in speaking.items()}


def _next_of(rule: Rule, first: datetime, reminder: Reminder | None, actor: Actor, *, now: datetime) -> datetime:
    """When a rule that repeats is due next: after now, unless its reminder is due and waits for the tick."""
    waits = reminder is not None and reminder.state is ReminderState.PENDING and first <= reminder.due_at <= now
    return first if first > now or waits else rule.next_at(first, actor.zone, after=now)


async def list_twg_rules(session: AsyncSession, twg: Twg, timekeeping: Timekeeping) -> list[Rule]:
    """The reminder rules of a TWG: those of the installation, changed by the TWG's own settings."""
    settings = await list_rule_settings(session, twg.id)
    return [_adapt(rule, settings.get(rule.name)) for rule in timekeeping.rules_of(twg.code)]


def _adapt(rule: Rule, setting: RuleSetting | None) -> Rule:
    """The rule with a TWG's setting of it, which takes precedence over the configuration."""
    if setting is None:
        return rule
    offset = rule.offset if setting.offset_min is None else timedelta(minutes=setting.offset_min)
    return replace(rule, enabled=setting.enabled, offset=offset, at=rule.at if setting.at is None else setting.at)


def anchored(rules: Iterable[Rule], moment: datetime) -> dict[str, datetime]:
    """A mapping from each of these rules to the same anchor."""
    return {rule.name: moment for rule in rules}


async def void_reminders(session: AsyncSession, subject: Any) -> None:
    """Void the pending reminders of a subject; those that have fired can no longer become missed."""
    reminders = await list_reminders_of(session, subject.__tablename__, subject.id, to_change=True)
    for reminder in reminders.values():
        _void(reminder)
        reminder.notification_id = None  # it cannot become missed any more


def _void(reminder: Reminder) -> None:
    if reminder.state is ReminderState.PENDING:
        reminder.state = ReminderState.VOID
