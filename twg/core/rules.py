"""Reminder rules: when a notice about a subject is sent by the clock.

Source: Guideline 2016, Part Three (c)(iii), (d)(ii)-(iii); the figures are defaults (G4, J2). An installation sets
others in its configuration, a TWG in the chat.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from storage.engine.database import table_name
from twg.core.notices import Notice
from twg.time.working_time import ALWAYS_OPEN, WorkingTime

#: More days or hours than these from the subject's moment are typing errors.
MOST_DAYS, MOST_HOURS = 60, 72
#: A reminder is sent at most so late, in hours.
MOST_GRACE_H = 336
#: When most reminders are sent.
MORNING = time(8)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One reminder rule.

    Attributes:
        name: stored with each reminder and each setting: "meeting_3_days".
        label: what the secretariat reads of it, in English.
        notice: what it sends; the notice says to whom, and about which table.
        offset: from the subject's anchor (a meeting's start, a deadline); negative is before.
        at: wall-clock time in the TWG's zone on that day; empty means exactly `offset` from the anchor.
        grace: how late it may still be sent; after that it is missed.
        urgent: sent at night and on holidays too.
        enabled: whether it sends anything.
        every: sent again so long after, as long as its subject calls for it; empty for once.
        follows: it is sent after its anchor, however it is set; the others are sent before it or on its day.
    """

    name: str
    label: str
    notice: Notice
    offset: timedelta
    at: time | None
    grace: timedelta
    urgent: bool = False
    enabled: bool = True
    every: timedelta | None = None
    follows: bool = False

    @property
    def subject_type(self) -> str:
        """The table that it reminds of."""
        return table_name(self.notice.subject)

    def due_at(self, anchor: datetime, zone: ZoneInfo, hours: WorkingTime = ALWAYS_OPEN) -> datetime:
        """When this rule reminds of a subject anchored at `anchor` (UTC, aware).

        Nobody is reminded on a day off: a reminder before the anchor moves to the working day before, so that it is
        never too late, and one after the anchor to the working day after (G3, U4).
        """
        if self.at is None:
            return anchor.astimezone(UTC) + self.offset
        day = (anchor.astimezone(zone) + self.offset).date()  # on the wall clock: not every day has 24 hours
        day = hours.later_working_day(day) if self.offset > timedelta() else hours.earlier_working_day(day)
        return datetime.combine(day, self.at, zone)

    def next_at(self, due_at: datetime, zone: ZoneInfo, *, after: datetime) -> datetime:
        """The first time after a moment at which a rule that repeats is due, given one of its times.

        It keeps its time on the wall clock.
        """
        assert self.every is not None  # noqa: S101 - the caller looked
        again = due_at.astimezone(zone)
        while again <= after:
            again += self.every
        return again


def rule(
    name: str,
    label: str,
    notice: Notice,
    *,
    at: time | None = MORNING,
    grace_h: float,
    urgent: bool = False,
    every: timedelta | None = None,
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
