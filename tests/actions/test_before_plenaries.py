"""Actions that are due before each plenary: whoever is responsible is reminded a week before one (A1, A2)."""

from datetime import date

from storage.actions import Every
from tests.actions.conftest import local, stored_action
from tests.actions.test_until_when import saves, says_until
from tests.support.setup_steps import announce_meeting, cancel_meeting, everybody_looks_away
from tests.support.stage import Player, Stage


async def test_before_each_plenary_owners_are_reminded_until_they_said_that_it_is_done(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await says_until(dara, "before each plenary")
    await saves(dara)
    action = await stored_action(health, 1)
    assert (action.due_on, action.review_on, action.every) == (None, None, Every.PLENARY)
    await announce_meeting(dara)
    await announce_meeting(dara, day=date(2027, 1, 19))
    await everybody_looks_away(dara)
    await health.becomes(local(8, 9))
    await sokha.is_told("actions_before_plenary")
    assert [each.id for each in (await sokha.shown("actions/before_plenary"))["actions"]] == [1]
    await dara.is_not_told("actions_before_plenary")
    await sokha.says("/done 1 the list is sent")
    await sokha.sees("actions/card", heading="ended_for_now")
    await everybody_looks_away(dara)
    await health.becomes(local(12, 9, month=1, year=2027))
    await sokha.is_told("actions_before_plenary")


async def test_what_was_done_since_the_last_plenary_is_not_asked_for(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await says_until(dara, "មុនរៀងរាល់កិច្ចប្រជុំពេញអង្គ")
    await saves(dara)
    meeting_id = await announce_meeting(dara)
    await sokha.says("/done 1 the list is sent")
    await everybody_looks_away(dara)
    await health.becomes(local(8, 9))
    await sokha.is_not_told("actions_before_plenary")
    await announce_meeting(dara, day=date(2027, 1, 19))
    await cancel_meeting(dara, meeting_id + 1)
    await health.becomes(local(12, 9, month=1, year=2027))
    await sokha.is_not_told("actions_before_plenary")
