"""Moves, cancellations and answers at awkward times: people are there already, another organiser is at it too (G2)."""

from tests.attendance.conftest import noted
from tests.meetings.conftest import local, stored_meeting
from tests.support.setup_steps import announce_meeting, cancel_meeting, everybody_looks_away
from tests.support.stage import Player, Stage


async def moves(player: Player, meeting_id: int, day: str, at: str) -> None:
    await player.forges(f"meetings:move:{meeting_id}")
    await player.says(day, at, "The Minister is late")
    await player.presses("form:save")


async def test_who_came_before_it_was_moved_to_another_day_is_not_there(
    health: Stage, dara: Player, sokha: Player
) -> None:
    meeting_id = await announce_meeting(dara)
    await health.becomes(local(15, 8, 40))
    await everybody_looks_away(dara)
    await sokha.says("I am here")
    await dara.forges(f"records:start:{meeting_id}")
    await dara.says("decision: the budget is endorsed")
    await moves(dara, meeting_id, "15 Dec", "9:20")
    assert await noted(health) == {"Sokha": "present"}
    await moves(dara, meeting_id, "22 Dec", "9:00")
    assert (await stored_meeting(health, meeting_id)).starts_at == local(22, 9)
    assert await noted(health) == {}
    await everybody_looks_away(dara)
    await sokha.says("/here")
    await sokha.sees("attendance/none")
    await dara.says("decision: the plan is endorsed")
    await dara.is_refused("attendance#not_open_yet")
    await health.becomes(local(22, 8, 45))
    await everybody_looks_away(dara)
    await sokha.says("/here")
    await sokha.sees("meetings/card")
    assert await noted(health) == {"Sokha": "present"}


async def test_of_two_organisers_at_once_both_changes_count_and_nothing_moves_what_is_cancelled(
    health: Stage, dara: Player, sokha: Player
) -> None:
    bopha = await health.member("Bopha", "secretariat")
    meeting_id = await announce_meeting(dara)
    await everybody_looks_away(dara)
    await dara.forges(f"meetings:move:{meeting_id}")
    await dara.says("16 Dec", "9:00", "The Chair travels")
    await bopha.forges(f"meetings:relocate:{meeting_id}")
    await bopha.says("Hotel Cambodiana", "The room is taken")
    await bopha.presses("form:save")
    await dara.presses("form:save")
    await dara.presses("form:save")  # the first shows what Bopha has changed
    meeting = await stored_meeting(health, meeting_id)
    assert (meeting.place, meeting.starts_at) == ("Hotel Cambodiana", local(16, 9))
    await bopha.forges(f"meetings:move:{meeting_id}")
    await bopha.says("17 Dec", "9:00", "Postponed")
    await cancel_meeting(dara, meeting_id, "Postponed")
    await bopha.presses("form:save")
    await bopha.is_refused("meetings#already_cancelled")
    await health.passes(minutes=10)
    await sokha.sees_nothing_new()  # of neither change, once it is cancelled
