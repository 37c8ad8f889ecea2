"""Reminders of a round go to those who have not reported, once a day that counts, in one message (J2)."""

from datetime import date

import pytest
from sqlalchemy import select

from messages.rendering.templating import format_day
from storage.reminders import Reminder, ReminderState
from tests.indicators.conftest import DUE, ZONE, defines, local, offered, opens_round, reports
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage


@pytest.fixture
async def round_(health: Stage, dara: Player, vichea: Player, sokha: Player) -> Stage:
    """A round due on Wednesday 23 December; everybody has read what they were asked."""
    await defines(dara)
    await opens_round(dara)
    await everybody_looks_away(dara)
    return health


async def days_left(player: Player) -> int:
    """How many days a reminder counts."""
    reminder = await player.shown("indicators/reminder")
    assert reminder["round"].due_at.astimezone(ZONE).date() == DUE
    today: date = reminder["now"].astimezone(ZONE).date()
    return (DUE - today).days


@pytest.mark.parametrize(("day", "left"), [(16, 7), (21, 2), (23, 0)])
async def test_whoever_has_not_reported_is_reminded_at_eight(
    round_: Stage, vichea: Player, sokha: Player, day: int, left: int
) -> None:
    await round_.becomes(local(day, 7, 59))
    await everybody_looks_away(sokha)
    await round_.becomes(local(day, 8))
    for reporter in (vichea, sokha):
        await reporter.is_told_only("indicator_reminder")
        assert await days_left(reporter) == left
        await reporter.reads_fact(format_day(DUE, locale="en"), "2008-4")
        await reporter.offers_only("indicators:report", "requests:round")


async def test_whoever_has_reported_is_not_reminded(round_: Stage, vichea: Player, sokha: Player) -> None:
    await reports(sokha, "2008-4 58%")
    await everybody_looks_away(sokha)
    await round_.becomes(local(16, 8))
    await sokha.sees_nothing_new()
    await vichea.is_told_only("indicator_reminder")


async def test_a_colleague_of_whoever_has_reported_is_not_reminded(round_: Stage, vichea: Player, dara: Player) -> None:
    await reports(dara, "2008-4 58%")
    await everybody_looks_away(dara)
    await round_.becomes(local(16, 8))
    await vichea.sees_nothing_new()


async def test_everything_a_person_owes_is_in_one_message(
    health: Stage, dara: Player, vichea: Player, sokha: Player
) -> None:
    await defines(dara, "2008-4")
    await defines(dara, "2008-5", statement="Health centres with a midwife")
    await defines(dara, "2008-6", responsible=["MoH"])
    await opens_round(dara)
    await everybody_looks_away(dara)
    await health.becomes(local(16, 8))
    await sokha.is_told_only("indicator_reminder")
    requests = (await sokha.shown("indicators/reminder"))["requests"]
    assert [request.indicator.number for request in requests] == ["2008-4", "2008-5"]
    await sokha.does_not_read_fact("2008-6")
    assert await offered(sokha, "indicators:report") == [1, 2]
    await sokha.presses("indicators:report", 2)
    await sokha.asks("value")
    await sokha.reads_fact("2008-5 Health centres with a midwife")


async def test_nobody_is_reminded_after_the_round_is_closed(round_: Stage, dara: Player, sokha: Player) -> None:
    await dara.says("/round")
    await dara.presses("indicators:ask_close")
    await dara.presses("indicators:close")
    await everybody_looks_away(dara)
    for day in (16, 21, 23):
        await round_.becomes(local(day, 8))
    await sokha.sees_nothing_new()
    async with round_.assistant.database.read() as session:
        of_rounds = select(Reminder.state).where(Reminder.subject_type == "round")
        states = list(await session.scalars(of_rounds))
    assert set(states) == {ReminderState.VOID}


async def test_a_round_due_sooner_has_only_the_reminders_that_are_still_ahead(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await defines(dara)
    await health.becomes(local(8, 9))
    await opens_round(dara, date(2026, 12, 11))
    await everybody_looks_away(dara)
    await health.becomes(local(9, 7, 59))
    await sokha.sees_nothing_new()
    await health.becomes(local(9, 8))
    await sokha.is_told_only("indicator_reminder")
    await sokha.sees("indicators/reminder", now=local(9, 8))
    await sokha.reads_fact(format_day(date(2026, 12, 11), locale="en"))


async def test_after_a_long_outage_only_the_last_reminder_is_sent(round_: Stage, sokha: Player) -> None:
    await round_.becomes(local(23, 8))
    await sokha.is_told_only("indicator_reminder")
    assert await days_left(sokha) == 0


async def test_a_member_who_left_is_not_reminded(round_: Stage, sokha: Player) -> None:
    await round_.leaves("Sokha")
    await round_.becomes(local(16, 8))
    await sokha.sees_nothing_new()


async def test_a_reminder_speaks_the_readers_language(health: Stage, dara: Player) -> None:
    bopha = await health.member("Bopha", "government", "MoH", language="km")
    await defines(dara)
    await opens_round(dara)
    await everybody_looks_away(dara)
    await health.becomes(local(16, 8))
    await bopha.is_told_only("indicator_reminder")
    await bopha.reads_fact(format_day(DUE, locale="km"), "2008-4")
