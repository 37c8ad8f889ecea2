"""Parts of a message about several things are bound by what they are about, whatever became of the others (A3, U2).

The numbers in the message are never those of the actions here: parts 1, 2 and 3 are the actions 2, 3 and 4.
"""

from datetime import date

import pytest

from sandbox.client import SeenMessage
from storage.actions import ActionState
from tests.actions.conftest import local, records, stored_action
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage

DONE, OPEN = ActionState.DONE, ActionState.OPEN
TITLES = ("Send the draft budget", "Translate the study", "Print the annexes")


@pytest.fixture
async def together(health: Stage, dara: Player, sokha: Player, kenji: Player) -> SeenMessage:
    """One morning message to Sokha about three actions."""
    await records(dara, kenji, "Invite the donors")
    for title in TITLES:
        await records(dara, sokha, title)
    await everybody_looks_away(dara)
    await health.becomes(local(16, 8))
    return await the_list(sokha)


async def the_list(sokha: Player) -> SeenMessage:
    """The message about all of their actions that is on the screen."""
    [found] = [seen.message for seen in await sokha.on_screen() if len(seen.keys) > 1]
    return found


async def states(stage: Stage) -> list[ActionState]:
    """Of the parts 1, 2, 3 of the first message; the action of somebody else stays open."""
    assert (await stored_action(stage, 1)).state is OPEN
    return [(await stored_action(stage, number)).state for number in (2, 3, 4)]


async def settles_the_first(sokha: Player, together: SeenMessage) -> None:
    await sokha.says("1: done", reply_to=together)


async def drops(dara: Player, action_id: int) -> None:
    await dara.forges(f"actions:drop:{action_id}")
    await dara.says("No money")
    await dara.presses("form:save")


@pytest.mark.parametrize("words", ["2: done", "2 done", "part 2 is done", "២៖ រួចរាល់ហើយ", "ទី២ រួចហើយ"])
async def test_a_number_is_that_of_the_part(health: Stage, sokha: Player, together: SeenMessage, words: str) -> None:
    await sokha.says(words, reply_to=together)
    assert await states(health) == [OPEN, DONE, OPEN]


@pytest.mark.parametrize("words", ["2: done", "2 done", "part 2 is done", "ទី២ រួចហើយ"])
async def test_after_the_first_was_settled_the_numbers_are_as_they_stand_there(
    health: Stage, sokha: Player, together: SeenMessage, words: str
) -> None:
    await settles_the_first(sokha, together)
    assert await states(health) == [DONE, OPEN, OPEN]
    await sokha.says(words, reply_to=together)
    assert await states(health) == [DONE, DONE, OPEN]
    await sokha.says("3: done", reply_to=together)
    assert await states(health) == [DONE, DONE, DONE]


@pytest.mark.parametrize("words", ["3: done", "3 done", "part 3 is done", "៣៖ រួចរាល់ហើយ"])
async def test_a_part_that_is_settled_leaves_its_number_to_no_action(
    health: Stage, sokha: Player, together: SeenMessage, words: str
) -> None:
    """Part 3 is action 4; action 3 is part 2, which is open."""
    await sokha.says("3: done", reply_to=together)
    assert await states(health) == [OPEN, OPEN, DONE]
    await sokha.says(words, reply_to=together)
    assert await states(health) == [OPEN, OPEN, DONE]
    assert await sokha.new_messages()


@pytest.mark.parametrize("words", ["2: done", "2 done"])
async def test_nor_does_one_that_the_secretariat_dropped(
    health: Stage, dara: Player, sokha: Player, together: SeenMessage, words: str
) -> None:
    """Part 2 is action 3; action 2 is part 1, which is open."""
    await drops(dara, 3)
    before = await states(health)
    await sokha.says(words, reply_to=together)
    assert await states(health) == before
    assert await sokha.new_messages()
    await sokha.says("3: done", reply_to=together)
    assert await states(health) == [OPEN, before[1], DONE]


async def test_one_that_was_moved_keeps_its_number(
    health: Stage, dara: Player, sokha: Player, together: SeenMessage
) -> None:
    await dara.forges("actions:move:2")
    await dara.says("30/12/2026")
    await dara.presses("form:save")
    await sokha.says("2: done", reply_to=together)
    await sokha.says("1: done", reply_to=together)
    assert await states(health) == [DONE, DONE, OPEN]


async def test_each_button_and_the_choice_of_a_part_are_bound_to_it(
    health: Stage, dara: Player, sokha: Player, together: SeenMessage
) -> None:
    await settles_the_first(sokha, together)
    await drops(dara, 3)
    await sokha.says("done", reply_to=together)
    if (await states(health))[2] is OPEN:  # asked which, though only one is left
        question = await sokha.finds("general/which")
        chosen = next(button for button in question.buttons if TITLES[2] in button.button.label)
        await sokha.presses("general:about", *chosen.args)
    assert (await states(health))[2] is DONE


async def test_buttons_of_the_message_stay_those_of_their_parts(
    health: Stage, sokha: Player, together: SeenMessage
) -> None:
    await settles_the_first(sokha, together)
    await sokha.presses("actions:done", 4, in_message=together)
    await sokha.says("It was printed on Monday")
    assert await states(health) == [DONE, OPEN, DONE]


async def test_in_a_later_list_the_numbers_are_others_and_those_of_the_earlier_one_stay(
    health: Stage, dara: Player, sokha: Player, together: SeenMessage
) -> None:
    await records(dara, sokha, "Call the printer", due_on=date(2026, 12, 23))
    await settles_the_first(sokha, together)
    await health.becomes(local(22, 8))
    later = await the_list(sokha)
    assert [title for title in (*TITLES, "Call the printer") if title in later.text] == [
        *TITLES[1:],
        "Call the printer",
    ]
    await sokha.says("2: done", reply_to=together)
    assert await states(health) == [DONE, DONE, OPEN]
    await sokha.says("2: done", reply_to=later)
    assert await states(health) == [DONE, DONE, DONE]
    await sokha.says("3: done", reply_to=together)
    assert (await stored_action(health, 5)).state is OPEN
    await sokha.says("3: done", reply_to=later)
    assert (await stored_action(health, 5)).state is DONE
