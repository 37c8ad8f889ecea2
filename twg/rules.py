"""When people are reminded: rules as data, and the reminders they make of a subject.

Source: Guideline, Part Three (c)(iii), (d)(ii)-(iii); the figures are defaults (G4, J2).
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from storage.database import Base, identity
from storage.reminders import Reminder, ReminderState, list_reminders_of


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One line of the rule table.

    Attributes:
        offset: from the subject's anchor (a meeting's start, a deadline); negative is before.
        at: wall-clock time in the TWG's zone on that day; empty means exactly `offset` from the anchor.
        kind: the notification it makes; who gets it and on what condition belongs to the kind.
        grace: how late it may still be said; after that it is missed.
    """

    name: str
    subject: str
    offset: timedelta
    at: time | None
    kind: str
    grace: timedelta

    def due_at(self, anchor: datetime, zone: ZoneInfo) -> datetime:
        """When this rule speaks about a subject anchored at `anchor` (UTC, aware)."""
        moment = anchor + self.offset
        if self.at is None:
            return moment
        return datetime.combine(moment.astimezone(zone).date(), self.at, zone)


def _rule(name: str, subject: str, kind: str, *, at: time | None = None, grace_h: float, **offset: float) -> Rule:
    return Rule(
        name=name, subject=subject, kind=kind, offset=timedelta(**offset), at=at, grace=timedelta(hours=grace_h)
    )


_MORNING = time(8)

#: A reminder is dropped when it would come so late that the next one, or the event itself, is nearer.
RULES: tuple[Rule, ...] = (
    _rule("meeting_3_days", "meeting", "meetings/reminder", at=_MORNING, grace_h=36, days=-3),
    _rule("meeting_1_day", "meeting", "meetings/reminder", at=_MORNING, grace_h=20, days=-1),
    _rule("meeting_2_hours", "meeting", "meetings/reminder", grace_h=1.5, hours=-2),
    _rule("document_2_days", "document", "documents/reminder", at=_MORNING, grace_h=48, days=2),
    _rule("document_last_day", "document", "documents/reminder", at=_MORNING, grace_h=12, days=0),
    _rule("round_7_days", "round", "indicators/reminder", at=_MORNING, grace_h=72, days=-7),
    _rule("round_2_days", "round", "indicators/reminder", at=_MORNING, grace_h=36, days=-2),
    _rule("round_last_day", "round", "indicators/reminder", at=_MORNING, grace_h=9, days=0),
)


async def schedule(
    session: AsyncSession,
    subject: Base,
    *,
    twg_id: int,
    anchors: dict[str, datetime],
    zone: ZoneInfo,
    now: datetime,
    rules: tuple[Rule, ...] = RULES,
) -> None:
    """Make the subject's reminders what its rules say now: new ones made, moved ones moved, the rest void.

    Args:
        anchors: by rule name, the moment it counts from; a rule without one is void. What is already past is void too:
            whoever was told just now needs no reminder of it.
    """
    await session.flush()
    subject_type, subject_id = subject.__tablename__, identity(subject)
    existing = await list_reminders_of(session, subject_type, subject_id)
    for rule in rules:
        if rule.subject != subject_type:
            continue
        anchor = anchors.get(rule.name)
        due_at = rule.due_at(anchor, zone) if anchor is not None else None
        reminder = existing.get(rule.name)
        if due_at is None or due_at <= now:
            if reminder is not None and reminder.state is ReminderState.PENDING:
                reminder.state = ReminderState.VOID
        elif reminder is None:
            session.add(
                Reminder(rule=rule.name, subject_type=subject_type, subject_id=subject_id, twg_id=twg_id, due_at=due_at)
            )
        elif reminder.due_at != due_at or reminder.state is ReminderState.VOID:
            reminder.due_at, reminder.state, reminder.fired_at = due_at, ReminderState.PENDING, None


def anchored(subject_type: str, moment: datetime) -> dict[str, datetime]:
    """The same anchor for every rule of a kind of subject."""
    return {rule.name: moment for rule in RULES if rule.subject == subject_type}


async def void_reminders(session: AsyncSession, subject: Base) -> None:
    """The subject calls for no reminder any more."""
    for reminder in (await list_reminders_of(session, subject.__tablename__, identity(subject))).values():
        if reminder.state is ReminderState.PENDING:
            reminder.state = ReminderState.VOID
