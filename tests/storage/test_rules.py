"""When rules speak, and what becomes of reminders when their subject changes (T2)."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import cast
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.capabilities import registry
from storage.core.due_work import find_next_moment
from storage.engine.database import Base, Database
from storage.members import Membership, Twg
from storage.reminders import ReminderState, list_due, list_reminders_of
from tests.storage.conftest import NOW
from tests.support.guard import arranged
from twg.core.actors import Actor
from twg.core.notices import Cause, Notice
from twg.core.rules import EVERY_YEAR, Rule, Yearly
from twg.core.timekeeping import Timekeeping
from twg.reminders.schedule import due_moments, schedule, void_reminders
from twg.time.working_time import WEEKEND, WorkingTime

ZONES = [
    "Asia/Phnom_Penh",
    "America/New_York",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
]
PHNOM_PENH = ZoneInfo("Asia/Phnom_Penh")


#: The rules that capabilities declare.
RULES = tuple(registry().domains.rules.values())


@dataclass(frozen=True)
class Thing:
    """Something of a TWG that people are reminded of."""

    twg_id: int
    id: int = 7
    __tablename__: str = "thing"


async def nobody(_cause: Cause) -> list[Membership]:
    return []


NOTICE = Notice(name="thing_reminder", subject=cast("type[Base]", Thing), recipients=nobody)


def rule(
    name: str = "day_before",
    *,
    at: time | None = time(8),
    grace: float = 12,
    every: timedelta | Yearly | None = None,
    **offset: float,
) -> Rule:
    late = timedelta(hours=grace)
    distance = timedelta(**offset)
    return Rule(name=name, label=name, notice=NOTICE, offset=distance, at=at, grace=late, every=every)


@pytest.mark.parametrize(
    ("zone", "anchor", "due"),
    [
        # A meeting at nine in the morning of the place: eight o'clock the day before, by the clock on its wall.
        ("Asia/Phnom_Penh", "2026-12-07T02:00+00:00", "2026-12-06T01:00+00:00"),
        # Half past midnight in Phnom Penh is still the day before in UTC.
        ("Asia/Phnom_Penh", "2026-12-06T17:30+00:00", "2026-12-06T01:00+00:00"),
        # The day before the clocks go back, and the day after they went forward.
        ("Europe/Paris", "2026-10-25T09:00+00:00", "2026-10-24T06:00+00:00"),
        ("Europe/Paris", "2026-03-30T09:00+00:00", "2026-03-29T06:00+00:00"),
        ("Pacific/Kiritimati", "2026-12-06T20:00+00:00", "2026-12-05T18:00+00:00"),
        # A minute to midnight, the day after the clocks went back: 24 hours earlier is still the same day.
        ("Europe/Berlin", "2026-10-25T22:59+00:00", "2026-10-24T06:00+00:00"),
    ],
)
def test_a_rule_with_a_time_of_day_follows_the_wall_clock(zone: str, anchor: str, due: str) -> None:
    found = rule(days=-1).due_at(datetime.fromisoformat(anchor), ZoneInfo(zone))
    assert found == datetime.fromisoformat(due)


def test_a_rule_without_a_time_of_day_counts_exactly() -> None:
    assert rule(at=None, hours=-2).due_at(NOW, PHNOM_PENH) == NOW - timedelta(hours=2)


#: Any day, and more often one in a week in which clocks may change.
DAYS = st.dates(date(2026, 1, 1), date(2046, 1, 1)) | st.dates(date(2026, 10, 24), date(2026, 11, 8))


@given(DAYS, st.sampled_from([time(0), time(0, 30), time(12), time(23, 59)]), st.sampled_from(ZONES))
def test_a_rule_speaks_on_its_day_at_its_time_in_every_zone(day: date, at: time, zone_name: str) -> None:
    zone = ZoneInfo(zone_name)
    for rule in RULES:
        check_day_and_time(rule, datetime.combine(day, at, zone).astimezone(UTC), zone)


def check_day_and_time(rule: Rule, anchor: datetime, zone: ZoneInfo) -> None:
    """It speaks as many days from its moment as it says."""
    due = rule.due_at(anchor, zone)
    assert due.tzinfo is not None
    if rule.at is None:
        assert due - anchor == rule.offset
    else:
        local = due.astimezone(zone)
        assert local.time() == rule.at
        assert local.date() - anchor.astimezone(zone).date() == rule.offset


WEEK = Timekeeping(WorkingTime(days_off=WEEKEND))


@given(st.integers(0, 400), st.integers(0, 23), st.sampled_from(ZONES))
def test_no_two_rules_send_the_same_notice_of_one_subject_at_the_same_moment(
    days: int, hour: int, zone_name: str
) -> None:
    anchor, zone = datetime(2026, 12, 1, hour, tzinfo=UTC) + timedelta(days=days), ZoneInfo(zone_name)
    for subject in ("meeting", "round"):
        rules = [rule for rule in RULES if rule.subject_type == subject]
        moments = due_moments(rules, {rule.name: anchor for rule in rules}, zone, WEEK.hours)
        notices = {rule.name: rule.notice.name for rule in rules}
        assert len({(moment, notices[name]) for name, moment in moments.items()}) == len(moments)
        for rule in rules:  # where one is silent, a nearer one of the same notice speaks
            due = rule.due_at(anchor, zone, WEEK.hours)
            alike = [each for each in rules if each.notice is rule.notice]
            [speaking] = [other for other in alike if moments.get(other.name) == due]
            assert abs(speaking.offset) <= abs(rule.offset)


async def states(database: Database, twg: Twg) -> dict[str, tuple[ReminderState, datetime]]:
    async with database.read() as session:
        found = await list_reminders_of(session, "thing", Thing.id)
    return {name: (reminder.state, reminder.due_at) for name, reminder in found.items()}


async def plan(database: Database, twg: Twg, anchor: datetime | None, *, now: datetime = NOW) -> None:
    timekeeping = Timekeeping(rules=(rule("week", days=-7), rule("day", days=-1)))
    anchors = {} if anchor is None else {"week": anchor, "day": anchor}
    async with arranged(database) as session:
        actor = Actor(await session.get_one(Twg, twg.id), timekeeping=timekeeping)
        await schedule(session, actor, Thing(twg.id), anchors=anchors, now=now)


START = datetime(2026, 12, 7, 2, 0, tzinfo=UTC)
WEEK_BEFORE = datetime(2026, 11, 30, 1, 0, tzinfo=UTC)
DAY_BEFORE = datetime(2026, 12, 6, 1, 0, tzinfo=UTC)


async def test_a_subject_gets_its_reminders(database: Database, twg: Twg) -> None:
    await plan(database, twg, START)
    assert await states(database, twg) == {
        "week": (ReminderState.PENDING, WEEK_BEFORE),
        "day": (ReminderState.PENDING, DAY_BEFORE),
    }
    async with database.read() as session:
        assert await find_next_moment(session, after=NOW) == WEEK_BEFORE
        assert await find_next_moment(session, after=WEEK_BEFORE) == DAY_BEFORE
        assert await find_next_moment(session, after=DAY_BEFORE) is None


async def test_what_would_be_past_already_is_not_made(database: Database, twg: Twg) -> None:
    await plan(database, twg, START, now=START - timedelta(days=3))
    assert await states(database, twg) == {"day": (ReminderState.PENDING, DAY_BEFORE)}


async def test_reminders_move_with_their_subject(database: Database, twg: Twg) -> None:
    await plan(database, twg, START)
    await plan(database, twg, START + timedelta(days=2))
    assert (await states(database, twg))["day"] == (ReminderState.PENDING, DAY_BEFORE + timedelta(days=2))


async def test_a_subject_brought_forward_voids_what_is_past(database: Database, twg: Twg) -> None:
    await plan(database, twg, START)
    await plan(database, twg, NOW + timedelta(days=2))
    found = await states(database, twg)
    assert found["week"][0] is ReminderState.VOID
    assert found["day"][0] is ReminderState.PENDING


async def test_a_subject_put_off_again_revives_them(database: Database, twg: Twg) -> None:
    await plan(database, twg, START)
    await plan(database, twg, None)
    assert {state for state, _ in (await states(database, twg)).values()} == {ReminderState.VOID}
    await plan(database, twg, START)
    assert {state for state, _ in (await states(database, twg)).values()} == {ReminderState.PENDING}


async def test_a_subject_that_ends_has_no_reminders_to_come(database: Database, twg: Twg) -> None:
    await plan(database, twg, START)
    async with arranged(database) as session:
        await void_reminders(session, Thing(twg.id))
    async with database.read() as session:
        assert await list_due(session, now=START, limit=10) == []
        assert await find_next_moment(session, after=NOW) is None


async def test_those_longest_due_come_first(database: Database, twg: Twg) -> None:
    await plan(database, twg, START)
    found = {name: due for name, (_, due) in (await states(database, twg)).items()}
    async with database.read() as session:
        assert await list_due(session, now=WEEK_BEFORE - timedelta(seconds=1), limit=10) == []
        assert len(await list_due(session, now=WEEK_BEFORE, limit=10)) == 1
        assert len(await list_due(session, now=START, limit=10)) == 2
        assert len(await list_due(session, now=START, limit=1)) == 1
    assert found["week"] < found["day"]


WEEKLY = rule("weekly", days=1, every=timedelta(weeks=1))
#: The end of a Friday in Phnom Penh; the rule speaks first on the Saturday at eight.
ENDED = datetime(2026, 12, 4, 16, 59, tzinfo=UTC)
FIRST = datetime(2026, 12, 5, 1, 0, tzinfo=UTC)


async def plan_weekly(
    database: Database, twg: Twg, *, now: datetime, enabled: bool = True
) -> tuple[ReminderState, datetime]:
    timekeeping = Timekeeping(rules=(replace(WEEKLY, enabled=enabled),))
    async with arranged(database) as session:
        actor = Actor(await session.get_one(Twg, twg.id), timekeeping=timekeeping)
        await schedule(session, actor, Thing(twg.id), anchors={"weekly": ENDED}, now=now)
    return (await states(database, twg))["weekly"]


@pytest.mark.parametrize(
    ("zone", "due", "after", "again"),
    [
        ("Asia/Phnom_Penh", "2026-12-05T01:00+00:00", "2026-12-05T01:00+00:00", "2026-12-12T01:00+00:00"),
        ("Asia/Phnom_Penh", "2026-12-05T01:00+00:00", "2026-12-20T00:00+00:00", "2026-12-26T01:00+00:00"),
        # The clocks go back in between: eight o'clock stays eight o'clock.
        ("Europe/Paris", "2026-10-20T06:00+00:00", "2026-10-20T06:00+00:00", "2026-10-27T07:00+00:00"),
    ],
)
def test_a_rule_that_speaks_again_keeps_its_time_on_the_wall_clock(zone: str, due: str, after: str, again: str) -> None:
    found = WEEKLY.next_at(datetime.fromisoformat(due), ZoneInfo(zone), after=datetime.fromisoformat(after))
    assert found == datetime.fromisoformat(again)


def test_a_rule_of_the_year_keeps_its_day_over_leap_years() -> None:
    yearly, zone = rule("yearly", days=-60, every=EVERY_YEAR), ZoneInfo("Asia/Phnom_Penh")
    at = datetime(2026, 11, 1, 8, tzinfo=zone)
    for year in range(2027, 2042):  # four leap years
        at = yearly.next_at(at, zone, after=at)
        assert at == datetime(year, 11, 1, 8, tzinfo=zone)
    leap = datetime(2028, 2, 29, 8, tzinfo=zone)
    assert yearly.next_at(leap, zone, after=leap) == datetime(2029, 2, 28, 8, tzinfo=zone)


async def test_a_rule_that_speaks_again_goes_on_after_what_is_past(database: Database, twg: Twg) -> None:
    assert await plan_weekly(database, twg, now=ENDED) == (ReminderState.PENDING, FIRST)
    assert (await plan_weekly(database, twg, now=ENDED, enabled=False))[0] is ReminderState.VOID
    later = FIRST + timedelta(days=10)
    assert await plan_weekly(database, twg, now=later) == (ReminderState.PENDING, FIRST + timedelta(weeks=2))
    assert await plan_weekly(database, twg, now=later) == (ReminderState.PENDING, FIRST + timedelta(weeks=2))


async def test_one_that_is_about_to_speak_again_keeps_its_turn(database: Database, twg: Twg) -> None:
    await plan_weekly(database, twg, now=ENDED)
    moment = FIRST + timedelta(minutes=1)
    assert await plan_weekly(database, twg, now=moment) == (ReminderState.PENDING, FIRST)
