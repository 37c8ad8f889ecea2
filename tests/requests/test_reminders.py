"""Reminders rest while a request for time waits; who decides is reminded of the request (A2, A3)."""

import pytest

from tests.actions.conftest import local
from tests.requests.conftest import asks, asks_for_time, told
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage


async def test_who_decides_is_reminded_on_the_next_working_day_then_weekly(
    office_hours: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    await office_hours.becomes(local(4, 9))  # a Friday
    await asks(sokha, "question", "action", action_id, "Which districts?")
    await told(office_hours)
    await everybody_looks_away(dara)
    await office_hours.becomes(local(5, 12))
    await dara.sees_nothing_new()
    await office_hours.becomes(local(7, 8))
    await dara.is_told_only("request_reminder")
    await everybody_looks_away(dara)
    await office_hours.becomes(local(13, 12))
    await dara.sees_nothing_new()
    await office_hours.becomes(local(14, 8))
    await dara.is_told("request_reminder")
    await dara.presses("requests:answer", 1)
    await dara.says("All of them")
    await everybody_looks_away(dara)
    for day in (21, 28):
        await office_hours.becomes(local(day, 8))
        assert "request_reminder" not in await dara.told()


async def test_a_request_about_what_is_closed_is_not_reminded_of(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    await asks_for_time(sokha, action_id)
    await told(health)
    await sokha.says(f"/done {action_id} Sent")
    await health.passes(minutes=10)
    await everybody_looks_away(dara)
    await health.becomes(local(24, 8, month=11))
    await dara.sees_nothing_new()


@pytest.mark.parametrize("day", [16, 22, 23])
async def test_reminders_and_escalations_rest_while_it_waits(
    health: Stage, dara: Player, sokha: Player, action_id: int, day: int
) -> None:
    chair = await health.member("Sovann", "chair")
    for before in (16, 22, 23):
        if before < day:
            await health.becomes(local(before, 8))
    await asks_for_time(sokha, action_id, "20/1/2027")
    await told(health)
    for later in (16, 22, 23, 24, 30, 31):
        if later >= day:
            await everybody_looks_away(dara)
            await health.becomes(local(later, 8, 30))
            await sokha.sees_nothing_new()
            await chair.sees_nothing_new()
            assert not {"action_late", "action_is_overdue"} & set(await dara.told())
    await dara.forges("requests:decline:1")
    await dara.presses("form:skip")
    await dara.presses("form:save")
    await told(health)
    await everybody_looks_away(dara)
    await health.becomes(local(7, 8, 30, month=1, year=2027))
    await sokha.is_told_only("action_is_overdue")
    await chair.is_told_only("action_stalled")


async def test_a_reminder_that_was_held_is_not_sent_after_time_was_asked_for(
    office_hours: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    """It became due before and waits for the morning."""
    await dara.says("/reminders")
    await dara.presses("reminders:change", "action_1_day")
    await dara.presses("form:choice=on")
    await dara.says("1", "20:00")
    await dara.presses("form:save")
    await office_hours.becomes(local(22, 21))
    await sokha.sees_nothing_new()
    await asks_for_time(sokha, action_id)
    await everybody_looks_away(dara)
    await office_hours.becomes(local(23, 7, 30))
    assert "action_reminder" not in await sokha.told()


async def test_they_go_on_with_the_new_day(health: Stage, dara: Player, sokha: Player, action_id: int) -> None:
    await asks_for_time(sokha, action_id)
    await told(health)
    await dara.presses("requests:agree", 1)
    await everybody_looks_away(dara)
    await health.becomes(local(22, 12))
    await health.becomes(local(23, 8))
    await sokha.is_told_only("action_reminder")
    await everybody_looks_away(dara)
    await health.becomes(local(29, 8))
    await sokha.is_told_only("action_reminder")
