"""Words that take back that an action is done, right after Done or later (A3, U2)."""

import pytest

from storage.actions import ActionState
from tests.actions.conftest import records, stored_action
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage


@pytest.fixture
async def owner(health: Stage) -> Player:
    """Who has just closed action 1; action 2 is open."""
    secretary = await health.member("Chan Dara", "secretariat", "MoH")
    sokha = await health.member("Sok Sokha", "government", "MoH")
    await records(secretary, sokha, "Revise the budget annex")
    await records(secretary, sokha, "Send the district figures")
    await everybody_looks_away(sokha)
    await sokha.says("/done 1 The annex was sent to MEF")
    return sokha


@pytest.mark.parametrize(
    "text",
    [
        "undo",
        "it is not done yet",
        "not finished yet",
        "I was wrong",
        "sorry, wrong button",
        "មិនទាន់រួចទេ",
        "សុំទោស ខ្ញុំច្រឡំ",
        "សូមដកវិញ",
        "ot toan ruoch te bong, chralom",
    ],
)
async def test_words_right_after_done_undo_it(health: Stage, owner: Player, text: str) -> None:
    await health.passes(minutes=2)
    await owner.says(text)
    assert (await stored_action(health, 1)).state is ActionState.OPEN
    await owner.sees("general/taken_back")
    await owner.sees("actions/card")
    await health.passes(minutes=15)
    assert "action_closed" not in await health.people["Chan Dara"].told()


@pytest.mark.parametrize("text", ["thanks", "when is the plenary?", "អរគុណ", "see you at the meeting"])
async def test_other_words_leave_it_closed(health: Stage, owner: Player, text: str) -> None:
    await owner.says(text)
    assert (await stored_action(health, 1)).state is ActionState.DONE
    await owner.does_not_offer("general:undo")


async def test_words_that_say_more_are_asked_about(health: Stage, owner: Player) -> None:
    await owner.says("Not yet signed by MEF, by the way, and we wait for the stamp")
    await owner.sees("general/undo_it")
    assert (await stored_action(health, 1)).state is ActionState.DONE
    await owner.presses("general:undo")
    assert (await stored_action(health, 1)).state is ActionState.OPEN


async def test_a_reply_to_the_answer_undoes_that_change(health: Stage, owner: Player) -> None:
    closed = await owner.finds("actions/card", heading="ended")
    await owner.says("/done 2 All were sent")
    await owner.says("not finished yet", reply_to=closed.message)
    assert [(await stored_action(health, row)).state for row in (1, 2)] == [ActionState.OPEN, ActionState.DONE]


async def test_not_yet_takes_back_nothing_that_was_not_done(health: Stage, owner: Player) -> None:
    await owner.presses("general:undo")
    await owner.forges("actions:note:2")
    await owner.says("Half of it is there")
    await owner.says("not yet")
    assert [note.text for note in (await stored_action(health, 2)).updates] == ["Half of it is there"]


@pytest.mark.parametrize(
    "text", ["action 1 is not finished after all", "I was wrong, the budget annex is not done", "ឧបសម្ព័ន្ធថវិកាមិនទាន់រួចទេ"]
)
async def test_later_it_is_offered_to_be_opened_again(health: Stage, owner: Player, text: str) -> None:
    await health.passes(days=2)
    await owner.says(text)
    assert (await stored_action(health, 1)).state is ActionState.DONE
    await owner.presses("actions:reopen", 1)
    assert (await stored_action(health, 1)).state is ActionState.OPEN
