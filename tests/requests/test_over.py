"""Requests end with what they are about; who asked is told (A3, J2)."""

import pytest

from storage.requests import RequestKind, RequestState
from tests.actions.conftest import chooses_owner, closes
from tests.indicators.conftest import defines, opens_round, reports
from tests.requests.conftest import all_stored, asks, asks_for_time, stored, told
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage


@pytest.fixture
async def asked(health: Stage, sokha: Player, action_id: int) -> int:
    """Sokha has asked for more time, and a question."""
    await asks_for_time(sokha, action_id)
    await asks(sokha, "question", "action", action_id, "Which districts?")
    await told(health)
    return action_id


async def states(health: Stage) -> list[RequestState]:
    return [made.state for made in await all_stored(health)]


async def test_closing_an_action_ends_what_was_asked_about_it_and_tells_who_asked(
    health: Stage, dara: Player, sokha: Player, asked: int
) -> None:
    await closes(dara, asked)
    assert await states(health) == [RequestState.OVER, RequestState.WAITING]
    await sokha.sees_nothing_new()
    await told(health)
    await sokha.is_told_only("action_closed")
    [ended] = (await sokha.shown("actions/card", heading="closed"))["ended"]
    assert ended.kind is RequestKind.MORE_TIME
    await dara.forges("requests:agree:1")
    await dara.is_refused("requests#already_decided", request__state=RequestState.OVER)


async def test_an_undo_of_the_closing_lets_it_wait_again_and_nobody_was_told(
    health: Stage, dara: Player, sokha: Player, asked: int
) -> None:
    await closes(dara, asked)
    await dara.presses("general:undo")
    assert await states(health) == [RequestState.WAITING] * 2
    await told(health)
    await sokha.sees_nothing_new()
    await everybody_looks_away(dara)
    await health.passes(days=1)
    assert "request_reminder" in await dara.told()


async def test_what_waits_again_is_reminded_of_even_if_its_reminder_became_void_in_between(
    health: Stage, dara: Player, asked: int
) -> None:
    await health.passes(hours=23, minutes=45)
    await closes(dara, asked)
    await health.passes(minutes=9)
    await dara.presses("general:undo")
    await everybody_looks_away(dara)
    await health.passes(days=7)
    assert (await dara.told()).count("request_reminder") >= 1
    await dara.sees("requests/card", heading="reminder", request__kind="more_time")


async def test_dropping_it_does_the_same(health: Stage, dara: Player, sokha: Player, asked: int) -> None:
    await dara.forges(f"actions:drop:{asked}")
    await dara.says("No money")
    await dara.presses("form:save")
    await told(health)
    await sokha.is_told_only("action_closed")
    assert (await stored(health)).state is RequestState.OVER


async def test_who_is_told_of_no_closing_is_told_that_the_request_is_over(
    health: Stage, dara: Player, sokha: Player, asked: int
) -> None:
    """Somebody else owns the action by then, so that the closing is not told to who asked."""
    kenji = await health.member("Kenji", "development_partner", "JICA")
    await dara.forges(f"actions:give:{asked}")
    await chooses_owner(dara, kenji)
    await dara.presses("form:save")
    await everybody_looks_away(dara)
    await closes(dara, asked)
    await told(health)
    await sokha.is_told_only("request_over")


async def test_who_closes_their_own_action_is_told_nothing(health: Stage, sokha: Player, asked: int) -> None:
    await closes(sokha, asked)
    assert (await stored(health)).state is RequestState.OVER
    await told(health)
    await sokha.sees_nothing_new()


async def test_the_request_for_which_an_action_is_dropped_is_granted_and_told_once(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    await asks(sokha, "still_needed", "action", action_id, "")
    await asks_for_time(sokha, action_id)
    await told(health)
    await dara.forges("requests:drop:1")
    await dara.says("The project has ended")
    await dara.presses("form:save")
    assert await states(health) == [RequestState.GRANTED, RequestState.OVER]
    await health.passes(minutes=11)
    await sokha.is_told_only("request_decided")


async def test_a_report_ends_what_was_asked_about_it(health: Stage, dara: Player, sokha: Player) -> None:
    kenji = await health.member("Kenji", "development_partner", "UNFPA")
    await defines(dara, responsible=["UNFPA"])
    await opens_round(dara)
    await asks(kenji, "no_data", "report_request", 1, "NIS has it")
    await told(health)
    await reports(sokha, "2008-4 58%")
    assert (await stored(health)).state is RequestState.OVER
    await kenji.is_told_only("request_over")


async def test_closing_the_round_ends_what_was_asked_about_its_reports(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await defines(dara, responsible=["UNFPA"])
    await opens_round(dara)
    await asks(sokha, "not_mine", "report_request", 1, "It is NIS's")
    await told(health)
    await dara.forges("indicators:close")
    assert (await stored(health)).state is RequestState.OVER
    await sokha.is_told("request_over")
