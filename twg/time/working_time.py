"""Quiet hours and working days (U4).

Lunar holidays move and substitute days are announced late, so additional holidays and working days can be configured.
Source: Cambodia's yearly sub-decree on public holidays.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

#: Saturday and Sunday, as `date.weekday` counts.
WEEKEND = frozenset({5, 6})


@dataclass(frozen=True)
class WorkingTime:
    """When messages that are not urgent may be sent, in the TWG's local time.

    Attributes:
        quiet_from, quiet_until: the quiet hours of every day; equal times mean none.
        days_off: weekdays, 0 is Monday.
        country: ISO code of the country whose public holidays are days off; "" for none.
        extra_holidays, extra_working_days: exceptions that the sub-decree announced.
    """

    quiet_from: time = time(0)
    quiet_until: time = time(0)
    days_off: frozenset[int] = frozenset()
    country: str = ""
    extra_holidays: frozenset[date] = frozenset()
    extra_working_days: frozenset[date] = frozenset()

    def facts(self) -> tuple[object, ...]:
        """All settings in a fixed order, to detect that one has changed."""
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
        """The first moment, from `moment` on, that is neither in quiet hours nor on a day off."""
        local = moment.astimezone(zone)
        while True:
            if not self.is_working_day(local.date()):
                local = self._morning(local.date() + timedelta(days=1), zone)
            elif self.is_quiet(local.time()):
                later = local.date() + timedelta(days=local.time() >= self.quiet_from > self.quiet_until)
                local = self._morning(later, zone)
            else:
                return moment if local == moment else local

    def last_open_hour(self, moment: datetime, zone: ZoneInfo) -> datetime:
        """The beginning of the last hour before a moment in which messages may be sent.

        Where less than an hour is open, that of the open time.
        """
        day = moment.astimezone(zone).date()
        while True:
            for opens, closes in reversed(self._open_times(day, zone)):
                if opens < moment:
                    return max(opens, min(closes, moment) - timedelta(hours=1))
            day -= timedelta(days=1)

    def _open_times(self, day: date, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
        """The times of a day, first and last moment, in which messages may be sent."""
        if not self.is_working_day(day):
            return []
        begins, ends = datetime.combine(day, time(0), zone), datetime.combine(day + timedelta(days=1), time(0), zone)
        quiet_from, quiet_until = (datetime.combine(day, at, zone) for at in (self.quiet_from, self.quiet_until))
        if self.quiet_from == self.quiet_until:
            return [(begins, ends)]
        if self.quiet_from > self.quiet_until:
            return [(quiet_until, quiet_from)]
        return [(opens, closes) for opens, closes in ((begins, quiet_from), (quiet_until, ends)) if opens < closes]

    def _morning(self, day: date, zone: ZoneInfo) -> datetime:
        """When quiet hours end on the morning of a day."""
        return datetime.combine(day, self.quiet_until, zone)

    def is_quiet(self, clock: time) -> bool:
        """Whether a local time is in quiet hours."""
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


#: No quiet hours and no days off.
ALWAYS_OPEN = WorkingTime()


@cache
def _holidays(country: str, year: int) -> frozenset[date]:
    import holidays

    return frozenset(holidays.country_holidays(country, years=year))
