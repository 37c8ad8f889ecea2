"""When people are reminded: rules as data, and the reminders they make of a subject.

Source: Guideline, Part Three (c)(iii), (d)(ii)-(iii); the figures are defaults (G4, J2). An installation sets others in
its configuration, a TWG in the chat.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import hold
from storage.reminders import Reminder, ReminderState, RuleSetting, list_reminders_of, list_rule_settings
from twg.core.actors import Actor
from twg.core.notifications import Subject
from twg.time.rules import Practice, Rule
from twg.time.working_time import WorkingTime


async def schedule(
    session: AsyncSession, actor: Actor, subject: Subject, *, anchors: Mapping[str, datetime], now: datetime
) -> None:
    """Make the subject's reminders what the rules say now: new ones made, moved ones moved, the rest void.

    Args:
        anchors: by rule name, the moment it counts from; a rule without one is void, and one that falls together with
            a nearer one. What is already past is void too: whoever was told just now needs no reminder of it. What is
            due and waits for the next tick keeps its turn, also where the secretariat asked for it after its time.
    """
    await session.flush()
    await hold(session, actor.twg, shared=True)  # its rules stay as they are until these reminders can be seen
    existing = await list_reminders_of(session, subject.__tablename__, subject.id, to_change=True)
    settings = await list_rule_settings(session, subject.twg_id)
    rules = [rule for rule in actor.practice.rules_of(actor.twg.code) if rule.subject == subject.__tablename__]
    in_force = [adapt(rule, settings.get(rule.name)) for rule in rules]
    moments = due_moments(in_force, anchors, actor.zone, actor.practice.hours)
    for rule in in_force:
        due_at, reminder = moments.get(rule.name), existing.get(rule.name)
        if due_at is not None and rule.every is not None:
            due_at = _next_of(rule, due_at, reminder, actor, now=now)
        if due_at is None or due_at <= now:
            if reminder is not None and (due_at is None or not due_at <= reminder.due_at <= now):
                _void(reminder)
        elif reminder is None:
            session.add(
                Reminder(
                    rule=rule.name,
                    subject_type=subject.__tablename__,
                    subject_id=subject.id,
                    twg_id=subject.twg_id,
                    due_at=due_at,
                    too_late_at=due_at + rule.grace,
                    urgent=rule.urgent,
                )
            )
        else:
            if reminder.due_at != due_at or reminder.state is ReminderState.VOID:
                reminder.due_at, reminder.state, reminder.fired_at = due_at, ReminderState.PENDING, None
                reminder.notification_id = None  # what it made before is of no concern any more
            reminder.too_late_at, reminder.urgent = due_at + rule.grace, rule.urgent


def due_moments(
    rules: Iterable[Rule], anchors: Mapping[str, datetime], zone: ZoneInfo, hours: WorkingTime
) -> dict[str, datetime]:
    """When each rule speaks about one subject, by name.

    Days off move several rules to one moment: three days before a Monday and the day before are both the Friday. Of
    those that would say the same, the one nearest to the subject speaks then, and no other.
    """
    speaking: dict[tuple[datetime, str], str] = {}
    for rule in sorted(rules, key=lambda rule: abs(rule.offset), reverse=True):
        if rule.enabled and rule.name in anchors:
            speaking[rule.due_at(anchors[rule.name], zone, hours), rule.kind] = rule.name
    return {name: moment for (moment, _kind), name in speaking.items()}


def _next_of(rule: Rule, first: datetime, reminder: Reminder | None, actor: Actor, *, now: datetime) -> datetime:
    """When a rule that speaks again and again does so next: after now, unless it is just about to."""
    waits = reminder is not None and reminder.state is ReminderState.PENDING and first <= reminder.due_at <= now
    return first if first > now or waits else rule.next_at(first, actor.zone, after=now)


def adapt(rule: Rule, setting: RuleSetting | None) -> Rule:
    """The rule as a TWG has set it in the chat, whatever the configuration says."""
    if setting is None:
        return rule
    offset = rule.offset if setting.offset_min is None else timedelta(minutes=setting.offset_min)
    return replace(rule, enabled=setting.enabled, offset=offset, at=rule.at if setting.at is None else setting.at)


def anchored(practice: Practice, subject_type: str, moment: datetime) -> dict[str, datetime]:
    """The same anchor for every rule of a kind of subject."""
    return {rule.name: moment for rule in practice.rules if rule.subject == subject_type}


async def void_reminders(session: AsyncSession, subject: Subject) -> None:
    """The subject calls for no reminder any more."""
    reminders = await list_reminders_of(session, subject.__tablename__, subject.id, to_change=True)
    for reminder in reminders.values():
        _void(reminder)
        reminder.notification_id = None  # whether anybody read what it said is of no concern either


def _void(reminder: Reminder) -> None:
    if reminder.state is ReminderState.PENDING:
        reminder.state = ReminderState.VOID
