"""A message about several things: numbered, answered part by part; and plain messages that name something (U2)."""

import pytest

from bot.config_sections import RuleSection
from messages.deliveries import PART
from sandbox.client import SeenMessage
from storage.actions import ActionState
from storage.meetings import Rsvp
from tests.actions.conftest import local, records, stored_action
from tests.indicators.conftest import defines, opens_round
from tests.meetings.test_answering import stored_answer
from tests.support.setup_steps import announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage

STUDY = "Translate the study"


@pytest.fixture
async def together(health: Stage, dara: Player, sokha: Player) -> SeenMessage:
    """One morning message to Sokha about two actions, a meeting and a report, in this order."""
    health.config.rules = {"meeting_3_days": RuleSection(days=-7)}
    await health.restarts()
    await records(dara, sokha, "Send the draft budget")
    await records(dara, sokha, STUDY)
    await announce_meeting(dara, title="Plenary meeting", day=local(23, 9).date())
    await defines(dara, responsible=["UNFPA"])
    await opens_round(dara)
    await everybody_looks_away(dara)
    await health.becomes(local(16, 8))
    [message] = await sokha.new_messages()
    return message


async def test_each_part_has_its_number_and_its_own_answer_buttons(sokha: Player, together: SeenMessage) -> None:
    await sokha.offers("actions:done", 1)
    await sokha.offers("actions:done", 2)
    await sokha.offers("meetings:answer", 1, "yes")
    await sokha.offers("indicators:report", 1)
    labels = [button.label for row in together.buttons for button in row]
    assert {label.partition(".")[0] for label in labels} == {"1", "2", "3", "4"}
    assert all(PART.with_(number=number).render("en") in together.text for number in range(1, 5))


async def test_a_button_of_one_part_leaves_the_others(sokha: Player, together: SeenMessage) -> None:
    await sokha.presses("meetings:answer", 1, "yes", in_message=together)
    assert await stored_answer(sokha) == (Rsvp.YES, "")
    [same] = [message for message in await sokha.person.messages() if message.id == together.id]
    assert same.text == together.text


async def test_i_will_come_answers_the_meeting_and_not_an_action(
    health: Stage, sokha: Player, together: SeenMessage
) -> None:
    await sokha.says("I will come", reply_to=together)
    assert await stored_answer(sokha) == (Rsvp.YES, "")
    assert (await stored_action(health, 1)).updates == []


async def test_numbers_name_the_parts(health: Stage, sokha: Player, together: SeenMessage) -> None:
    await sokha.says("2: done, 3: I come", reply_to=together)
    assert (await stored_action(health, 2)).state is ActionState.DONE
    assert await stored_answer(sokha) == (Rsvp.YES, "")
    assert (await stored_action(health, 1)).state is ActionState.OPEN


async def test_what_is_named_is_answered_part_by_part(health: Stage, sokha: Player, together: SeenMessage) -> None:
    await sokha.says("The draft budget is done, I cannot attend the plenary", reply_to=together)
    assert (await stored_action(health, 1)).state is ActionState.DONE
    assert await stored_answer(sokha) == (Rsvp.NO, "")


async def test_a_word_of_one_title_names_an_action_that_is_done(
    health: Stage, sokha: Player, together: SeenMessage
) -> None:
    await sokha.says("Done, the budget went to all members this morning", reply_to=together)
    assert (await stored_action(health, 1)).state is ActionState.DONE
    assert (await stored_action(health, 2)).state is ActionState.OPEN


@pytest.mark.parametrize("words", ["done", "ok", "បាទ", "yes", "som pel tiet bong"])
async def test_what_may_be_about_any_of_them_is_asked(
    health: Stage, sokha: Player, together: SeenMessage, words: str
) -> None:
    await sokha.says(words, reply_to=together)
    await sokha.sees_only("general/which")
    assert await stored_answer(sokha) is None
    assert (await stored_action(health, 1)).updates == []


async def test_the_part_that_is_chosen_takes_the_words(health: Stage, sokha: Player, together: SeenMessage) -> None:
    await sokha.says("done", reply_to=together)
    question = await sokha.finds("general/which")
    chosen = next(button for button in question.buttons if STUDY in button.button.label)
    await sokha.presses("general:about", *chosen.args)
    assert (await stored_action(health, 2)).state is ActionState.DONE


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("The draft budget is done and was sent to MEF", ActionState.DONE),
        ("I think the draft budget is done", ActionState.OPEN),
        ("Kenji said the draft budget is done", ActionState.OPEN),
        ("done", ActionState.OPEN),
    ],
)
async def test_a_plain_message_acts_where_it_clearly_says_something_of_what_it_names(
    health: Stage, dara: Player, sokha: Player, words: str, state: ActionState
) -> None:
    await records(dara, sokha, "Send the draft budget")
    await sokha.says(words)
    assert (await stored_action(health, 1)).state is state
    if state is ActionState.OPEN:
        await sokha.sees_only("general/offer")


async def test_a_plain_message_that_is_not_clear_offers_what_it_names_first(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await records(dara, sokha, "Send the draft budget")
    await sokha.says("the draft budget, hm")
    assert (await sokha.finds("general/offer")).offers[0] == "actions:take"


async def test_done_is_said_of_the_action_beside_a_meeting(health: Stage, dara: Player, sokha: Player) -> None:
    health.config.rules = {"meeting_3_days": RuleSection(days=-7)}
    await health.restarts()
    await records(dara, sokha, STUDY)
    await announce_meeting(dara, title="Plenary meeting", day=local(23, 9).date())
    await everybody_looks_away(dara)
    await health.becomes(local(16, 8))
    [together] = await sokha.new_messages()
    await sokha.says("done", reply_to=together)
    assert (await stored_action(health, 1)).state is ActionState.DONE
    assert await stored_answer(sokha) is None
