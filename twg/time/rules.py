"""How an installation keeps time: its rules of reminding and its working hours."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from twg.time.working_time import WorkingTime

#: More days or hours than these from their moment are typing errors.
MOST_DAYS, MOST_HOURS = 60, 72
#: What is later than this, in hours, is no reminder any more.
MOST_GRACE_H = 336
#: No night and no holiday.
ALWAYS_OPEN = WorkingTime()


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One line of the rule table.

    Attributes:
        offset: from the subject's anchor (a meeting's start, a deadline); negative is before.
        at: wall-clock time in the TWG's zone on that day; empty means exactly `offset` from the anchor.
        kind: the notification it makes; who gets it and on what condition belongs to the kind.
        grace: how late it may still be said; after that it is missed.
        urgent: said at night and on holidays too.
        enabled: whether it speaks at all.
        every: said again so long after, as long as its subject calls for it; empty for once.
    """

    name: str
    subject: str
    offset: timedelta
    at: time | None
    kind: str
    grace: timedelta
    urgent: bool = False
    enabled: bool = True
    every: timedelta | None = None

    def due_at(self, anchor: datetime, zone: ZoneInfo, hours: WorkingTime = ALWAYS_OPEN) -> datetime:
        """When this rule speaks about a subject anchored at `anchor` (UTC, aware).

        A day off is no day to be reminded on: what comes before something moves to the working day before, so that it
        is never too late, and what follows something moves to the working day after (G3, U4).
        """
        if self.at is None:
            return anchor.astimezone(UTC) + self.offset
        day = (anchor.astimezone(zone) + self.offset).date()  # on the wall clock: not every day has 24 hours
        day = hours.later_working_day(day) if self.offset > timedelta() else hours.earlier_working_day(day)
        return datetime.combine(day, self.at, zone)

    def next_at(self, due_at: datetime, zone: ZoneInfo, *, after: datetime) -> datetime:
        """The first time after a moment at which a rule that speaks again does, given one of its times.

        It keeps its time on the wall clock.
        """
        assert self.every is not None  # noqa: S101 - the caller looked
        again = due_at.astimezone(zone)
        while again <= after:
            again += self.every
        return again


def _rule(
    name: str,
    subject: str,
    kind: str,
    *,
    at: time | None = None,
    grace_h: float,
    urgent: bool = False,
    every: timedelta | None = None,
    **offset: float,
) -> Rule:
    return Rule(
        name=name,
        subject=subject,
        kind=kind,
        offset=timedelta(**offset),
        at=at,
        grace=timedelta(hours=grace_h),
        urgent=urgent,
        every=every,
    )


_MORNING = time(8)
_WEEK = timedelta(weeks=1)

#: A reminder is dropped when it would come so late that the next one, or the event itself, is nearer.
RULES: tuple[Rule, ...] = (
    _rule("meeting_3_days", "meeting", "meetings/reminder", at=_MORNING, grace_h=36, days=-3),
    _rule("meeting_1_day", "meeting", "meetings/reminder", at=_MORNING, grace_h=20, days=-1),
    _rule("meeting_2_hours", "meeting", "meetings/reminder", grace_h=1.5, urgent=True, hours=-2),
    _rule("document_2_days", "document", "documents/reminder", at=_MORNING, grace_h=48, days=2),
    _rule("document_last_day", "document", "documents/reminder", at=_MORNING, grace_h=12, days=0),
    _rule("round_7_days", "round", "indicators/reminder", at=_MORNING, grace_h=72, days=-7),
    _rule("round_2_days", "round", "indicators/reminder", at=_MORNING, grace_h=36, days=-2),
    _rule("round_last_day", "round", "indicators/reminder", at=_MORNING, grace_h=9, days=0),
    _rule("round_overdue", "round", "indicators/overdue", at=_MORNING, grace_h=168, days=1),
    _rule("action_7_days", "action", "actions/reminder", at=_MORNING, grace_h=72, days=-7),
    _rule("action_1_day", "action", "actions/reminder", at=_MORNING, grace_h=20, days=-1),
    _rule("action_due_day", "action", "actions/reminder", at=_MORNING, grace_h=12, days=0),
    _rule("action_overdue", "action", "actions/overdue", at=_MORNING, grace_h=144, every=_WEEK, days=1),
    _rule("action_7_days_late", "action", "actions/late", at=_MORNING, grace_h=168, days=7),
    _rule("action_14_days_late", "action", "actions/stalled", at=_MORNING, grace_h=168, days=14),
)

#: Names of the rules that follow their moment, however they are set; the others come before it or on its day.
FOLLOWING = frozenset(rule.name for rule in RULES if rule.offset > timedelta())


@dataclass(frozen=True)
class Practice:
    """What operations need to know of the installation they run in."""

    hours: WorkingTime = field(default_factory=WorkingTime)
    rules: tuple[Rule, ...] = RULES
    #: The rules of TWGs that are configured otherwise, by code.
    twg_rules: Mapping[str, tuple[Rule, ...]] = field(default_factory=dict)

    def rules_of(self, twg_code: str) -> tuple[Rule, ...]:
        """The rule table of a TWG, before what it has set in the chat."""
        return self.twg_rules.get(twg_code, self.rules)


#: Where nothing is configured.
USUAL = Practice()
