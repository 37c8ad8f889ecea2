"""The days of the sandbox's history, counted from the day on which it is opened."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Self

from twg.time.working_time import WorkingTime

#: The local time at which people begin to use the sandbox.
MORNING = time(9)


@dataclass(frozen=True)
class Calendar:
    """Dates of the history, all of them working days.

    Attributes:
        past: three of them before `today`, the oldest first.
        today: when people begin to use the sandbox.
        tomorrow: the last day to acknowledge the paper.
        plenary: twelve days after `today`, or the next working day.
        reports_due: the last day of the open round.
    """

    past: tuple[date, date, date]
    today: date
    tomorrow: date
    plenary: date
    reports_due: date

    @classmethod
    def around(cls, day: date, hours: WorkingTime) -> Self:
        """The calendar whose `today` is this day, or the next working day."""
        today = hours.later_working_day(day)
        past = [today]
        while len(past) < 4:
            past.append(hours.earlier_working_day(past[-1] - timedelta(days=1)))
        third, second, first = past[1:]
        return cls(
            (first, second, third),
            today,
            hours.later_working_day(today + timedelta(days=1)),
            hours.later_working_day(today + timedelta(days=12)),
            hours.later_working_day(today + timedelta(days=9)),
        )
