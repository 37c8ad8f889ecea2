"""Quiet hours and days off, moment by moment (U4)."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from twg.time.working_time import ALWAYS_OPEN, WorkingTime

ZONE = ZoneInfo("Asia/Phnom_Penh")
#: Weekends, a holiday on Wednesday 16 December 2026, and a Saturday on which people work, the 19th.
DAYS = {
    "days_off": frozenset({5, 6}),
    "extra_holidays": frozenset({date(2026, 12, 16)}),
    "extra_working_days": frozenset({date(2026, 12, 19)}),
}
NIGHT = WorkingTime(time(19), time(7), **DAYS)
NOON = WorkingTime(time(12), time(14), **DAYS)
#: From seven to half past seven alone.
SHORT = WorkingTime(time(7, 30), time(7), **DAYS)


def at(text: str) -> datetime:
    """A moment of December 2026 in Phnom Penh: "15 18:59:59"."""
    day, clock = text.split()
    return datetime.combine(date(2026, 12, int(day)), time.fromisoformat(clock), ZONE)


@pytest.mark.parametrize(
    ("hours", "moment", "opens"),
    [
        (NIGHT, "15 18:59:59", "15 18:59:59"),
        (NIGHT, "14 19:00", "15 07:00"),
        (NIGHT, "15 19:00", "17 07:00"),  # over the holiday
        (NIGHT, "15 06:59:59", "15 07:00"),
        (NIGHT, "15 07:00", "15 07:00"),
        (NIGHT, "15 00:00", "15 07:00"),
        (NIGHT, "16 12:00", "17 07:00"),
        (NIGHT, "18 19:00", "19 07:00"),  # a Saturday on which people work
        (NIGHT, "19 19:00", "21 07:00"),
        (NOON, "15 11:59:59", "15 11:59:59"),
        (NOON, "15 12:00", "15 14:00"),
        (NOON, "15 13:59:59", "15 14:00"),
        (NOON, "15 14:00", "15 14:00"),
        (NOON, "15 23:59", "15 23:59"),
        (NOON, "16 00:00", "17 14:00"),
        (ALWAYS_OPEN, "16 03:00", "16 03:00"),
    ],
)
def test_the_next_open_moment(hours: WorkingTime, moment: str, opens: str) -> None:
    assert hours.next_open(at(moment), ZONE) == at(opens)


@pytest.mark.parametrize(
    ("hours", "moment", "begins"),
    [
        (NIGHT, "15 12:00", "15 11:00"),
        (NIGHT, "15 08:00", "15 07:00"),
        (NIGHT, "15 07:30", "15 07:00"),
        (NIGHT, "15 07:00", "14 18:00"),
        (NIGHT, "15 21:00", "15 18:00"),
        (NIGHT, "17 06:00", "15 18:00"),  # over the holiday
        (NIGHT, "21 05:00", "19 18:00"),
        (NOON, "15 13:00", "15 11:00"),
        (NOON, "15 14:30", "15 14:00"),
        (NOON, "15 14:00", "15 11:00"),
        (NOON, "15 00:30", "15 00:00"),
        (NOON, "15 00:00", "14 23:00"),
        (SHORT, "15 12:00", "15 07:00"),
        (ALWAYS_OPEN, "16 03:00", "16 02:00"),
    ],
)
def test_the_last_open_hour_before_a_moment(hours: WorkingTime, moment: str, begins: str) -> None:
    assert hours.last_open_hour(at(moment), ZONE) == at(begins)


def test_working_days() -> None:
    december = [date(2026, 12, day) for day in range(14, 22)]
    assert [day.day for day in december if NIGHT.is_working_day(day)] == [14, 15, 17, 18, 19, 21]
    assert [NIGHT.earlier_working_day(day).day for day in december] == [14, 15, 15, 17, 18, 19, 19, 21]
    assert [NIGHT.later_working_day(day).day for day in december] == [14, 15, 17, 17, 18, 19, 21, 21]
    assert all(ALWAYS_OPEN.is_working_day(day) for day in december)
    independence = date(2026, 11, 9)
    assert not WorkingTime(country="KH").is_working_day(independence)
    assert WorkingTime(country="KH", extra_working_days=frozenset({independence})).is_working_day(independence)


def test_quiet_hours() -> None:
    clocks = [time(0), time(6, 59), time(7), time(12), time(13, 59), time(14), time(18, 59), time(19), time(23, 59)]
    quiet = [True, True, False, False, False, False, False, True, True]
    assert [NIGHT.is_quiet(clock) for clock in clocks] == quiet
    assert [NOON.is_quiet(clock) for clock in clocks] == [clock in {time(12), time(13, 59)} for clock in clocks]
    assert not any(ALWAYS_OPEN.is_quiet(clock) for clock in clocks)


def test_a_changed_setting_is_noticed() -> None:
    assert ALWAYS_OPEN.facts() == (time(0), time(0), "", [], [], [])
    assert NIGHT.facts() == (time(19), time(7), "", [5, 6], [date(2026, 12, 16)], [date(2026, 12, 19)])
