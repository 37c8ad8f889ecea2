"""Quiet hours and working days (U4). Source for the days: Cambodia's yearly sub-decree on public holidays.

Lunar holidays move and substitute days are announced late, so both kinds of exception can be configured.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

#: Saturday and Sunday, as `date.weekday` counts.
WEEKEND = frozenset({5, 6})


@dataclass(frozen=True)
class WorkingTime:
    """When people may be written to without urgency, on their TWG's wall clock.

    Attributes:
        quiet_from, quiet_until: every night; equal means never.
        days_off: weekdays, 0 is Monday.
        country: whose public holidays count, ISO code; empty for none.
        extra_holidays, extra_working_days: what the sub-decree says otherwise.
    """

    quiet_from: time = time(0)
    quiet_until: time = time(0)
    days_off: frozenset[int] = frozenset()
    country: str = ""
    extra_holidays: frozenset[date] = frozenset()
    extra_working_days: frozenset[date] = frozenset()

    def facts(self) -> tuple[object, ...]:
        """Everything that decides what is open, in one order."""
        days = sorted(self.days_off), sorted(self.extra_holidays), sorted(self.extra_working_days)
        return self.quiet_from, self.quiet_until, self.country, *days

    def is_working_day(self, day: date) -> bool:
        if day in self.extra_working_days:
            return True
        return not (
            day.weekday() in self.days_off
            or day in self.extra_holidays
            or (self.country != "" and day in _holidays(self.country, day.year))
        )

    def next_open(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """The first moment from this one on that is neither at night nor on a day off."""
        local = moment.astimezone(zone)
        while True:
            if not self.is_working_day(local.date()):
                local = self._morning(local.date() + timedelta(days=1), zone)
            elif self.is_quiet(local.time()):
                later = local.date() + timedelta(days=local.time() >= self.quiet_from > self.quiet_until)
                local = self._morning(later, zone)
            else:
                return moment if local == moment else local

    def _morning(self, day: date, zone: ZoneInfo) -> datetime:
        """When a day opens."""
        return datetime.combine(day, self.quiet_until, zone)

    def is_quiet(self, clock: time) -> bool:
        """Whether this time on the wall clock is at night."""
        if self.quiet_from <= self.quiet_until:
            return self.quiet_from <= clock < self.quiet_until
        return clock >= self.quiet_from or clock < self.quiet_until

    def earlier_working_day(self, day: date) -> date:
        """The day itself, or the last working day before it."""
        while not self.is_working_day(day):
            day -= timedelta(days=1)
        return day

    def later_working_day(self, day: date) -> date:
        """The day itself, or the first working day after it."""
        while not self.is_working_day(day):
            day += timedelta(days=1)
        return day


#: No night and no day off.
ALWAYS_OPEN = WorkingTime()


@cache
def _holidays(country: str, year: int) -> frozenset[date]:
    import holidays

    return frozenset(holidays.country_holidays(country, years=year))
