"""Reminder rules: a notice about a subject is sent at a time that counts from a moment of the subject.

Source: Guideline 2016, Part Three (c)(iii), (d)(ii)-(iii); the times are defaults (G4, J2), which the configuration
changes for an installation and the secretariat, in the chat, for its TWG.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from storage.engine.database import table_name
from twg.core.notices import Notice
from twg.time.working_time import ALWAYS_OPEN, WorkingTime

#: Offsets larger than these are refused as typing errors.
MOST_DAYS, MOST_HOURS = 60, 72
#: Largest grace of a rule, in hours.
MOST_GRACE_H = 336
#: When most reminders are sent.
MORNING = time(8)


@dataclass(frozen=True)
class Yearly:
    """The interval of a rule that comes on the same day of every year, which has 365 days or 366."""


EVERY_YEAR = Yearly()


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One reminder rule.

    Attributes:
        name: stored with each reminder and each setting: "meeting_3_days".
        label: its name in the list of rules that the secretariat reads, in English.
        notice: the notice that is sent; it declares its recipients and the table of its subject.
        offset: from the subject's anchor (a meeting's start, a deadline); negative is before.
        at: wall-clock time in the TWG's zone on that day; `None` means exactly `offset` from the anchor.
        grace: how late it may still be sent; after that it is missed.
        urgent: sent at night and on holidays too.
        enabled: whether it sends anything.
        every: interval at which it is repeated while its subject calls for it, or `EVERY_YEAR`; `None` for a single
            reminder.
        follows: it is sent after its anchor, whatever offset is set; all other rules are sent before it or on its day.
    """

    name: str
    label: str
    notice: Notice
    offset: timedelta
    at: time | None
    grace: timedelta
    urgent: bool = False
    enabled: bool = True
    every: timedelta | Yearly | None = None
    follows: bool = False

    @property
    def subject_type(self) -> str:
        """Name of the table of its subject."""
        return table_name(self.notice.subject)

    def due_at(self, anchor: datetime, zone: ZoneInfo, hours: WorkingTime = ALWAYS_OPEN) -> datetime:
        """The moment (UTC) of the reminder for a subject whose anchor is `anchor` (UTC, aware).

        No reminder is sent on a day off: one before the anchor moves to the working day before, so that it does not
        come too late, and one after the anchor moves to the next working day (G3, U4). One that quiet hours would hold
        until it is of no use moves to the last open hour before.
        """
        due_at = self._due_at(anchor, zone, hours)
        useless_at = due_at + self.grace if self.follows else min(due_at + self.grace, anchor)
        opens_at = hours.next_open(due_at, zone)
        if self.urgent or opens_at == due_at or opens_at < useless_at:
            return due_at
        return hours.last_open_hour(due_at, zone)

    def _due_at(self, anchor: datetime, zone: ZoneInfo, hours: WorkingTime) -> datetime:
        if self.at is None:
            return anchor.astimezone(UTC) + self.offset
        day = (anchor.astimezone(zone) + self.offset).date()  # on the wall clock: not every day has 24 hours
        day = hours.later_working_day(day) if self.offset > timedelta() else hours.earlier_working_day(day)
        return datetime.combine(day, self.at, zone)

    def next_at(self, due_at: datetime, zone: ZoneInfo, *, after: datetime) -> datetime:
        """The first moment after another at which a repeating rule is due, computed from one of its earlier moments.

        The wall-clock time stays the same when the clock changes, and of a rule of the year the day in the year.
        """
        assert self.every is not None  # noqa: S101 - callers check it
        again = due_at.astimezone(zone)
        while again <= after:
            again = _a_year_later(again) if isinstance(self.every, Yearly) else again + self.every
        return again


def _a_year_later(moment: datetime) -> datetime:
    """The same day of the next year, of the 29th of February the 28th."""
    year = moment.year + 1
    return moment.replace(year=year, day=min(moment.day, monthrange(year, moment.month)[1]))


def rule(
    name: str,
    label: str,
    notice: Notice,
    *,
    at: time | None = MORNING,
    grace_h: float,
    urgent: bool = False,
    every: timedelta | Yearly | None = None,
    **offset: float,
) -> Rule:
    """A rule; `offset` is in the units of `timedelta`: days=-3."""
    distance = timedelta(**offset)
    return Rule(
        name=name,
        label=label,
        notice=notice,
        offset=distance,
        at=at,
        grace=timedelta(hours=grace_h),
        urgent=urgent,
        every=every,
        follows=distance > timedelta(),
    )
