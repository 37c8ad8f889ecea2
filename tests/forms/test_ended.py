"""Forms in which nothing is left to do: each closes, says so once, and takes no message any more (U1)."""

import pytest

from handlers.routing.request import Request
from handlers.sharing import ShareForm
from storage.actions import ActionState
from storage.meetings import Rsvp
from tests.actions.conftest import records, stored_action
from tests.forms.steps import open_forms
from tests.meetings.test_answering import stored_answer
from tests.support.setup_steps import announce_meeting
from tests.support.stage import Player, Stage


@pytest.fixture
async def asked(health: Stage, dara: Player, sokha: Player) -> int:
    """An action of Sokha's, for which she has opened the form that asks for more time; its id."""
    action_id = await records(dara, sokha)
    given = await sokha.finds("actions/card")
    await sokha.says("I need more time", reply_to=given.message)
    await sokha.asks("until")
    return action_id


@pytest.mark.parametrize("word", ["all done, sent Monday", "រួចរាល់ហើយ បានផ្ញើហើយ"])
async def test_a_form_about_an_action_that_was_closed_meanwhile_closes_once_and_takes_nothing(
    health: Stage, asked: int, dara: Player, sokha: Player, word: str
) -> None:
    given = await sokha.finds("actions/card")
    await sokha.says(word, reply_to=given.message)
    assert (await stored_action(health, asked)).state is ActionState.DONE
    await sokha.sees("forms/ended")
    assert not await open_forms(health)
    await announce_meeting(dara)
    await sokha.says("I will come to the meeting on the 15th")
    await sokha.does_not_see("forms/ended")
    assert await stored_answer(sokha) == (Rsvp.YES, "")
    await sokha.says("When is the report due?")
    await sokha.is_not_refused()


async def test_a_form_whose_subject_somebody_else_ended_lets_the_next_message_through(
    health: Stage, asked: int, dara: Player, sokha: Player
) -> None:
    await announce_meeting(dara)
    await dara.says(f"/done {asked} received it")
    assert (await stored_action(health, asked)).state is ActionState.DONE
    await sokha.says("ខ្ញុំ នឹង ចូលរួម ប្រជុំ")
    await sokha.sees("forms/ended")
    assert await stored_answer(sokha) == (Rsvp.YES, "")
    assert not await open_forms(health)


async def test_a_button_of_a_form_that_has_ended_closes_it(
    health: Stage, asked: int, dara: Player, sokha: Player
) -> None:
    await dara.says(f"/done {asked} received it")
    await sokha.presses("form:skip")
    await sokha.sees("forms/ended")
    assert not await open_forms(health)


async def test_a_form_whose_matter_was_answered_otherwise_is_not_asked_about_again(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await announce_meeting(dara)
    await sokha.presses("meetings:answer", "delegate")
    await sokha.asks("name")
    invitation = await sokha.finds("meetings/card")
    await sokha.says("I will come myself", reply_to=invitation.message)
    assert await stored_answer(sokha) == (Rsvp.YES, "")
    assert not await open_forms(health)
    await health.passes(hours=5)
    await sokha.says("/menu")
    await sokha.does_not_see("forms/waiting")


async def test_a_message_about_something_else_loads_nothing_of_a_form_that_waits(
    health: Stage, dara: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    await dara.says("/share A study of midwives")
    await dara.asks("kind")

    async def load(_request: Request, _about: object) -> None:
        pytest.fail("what the form asks was loaded")

    monkeypatch.setattr(ShareForm, "load", load)
    await dara.says("/menu")
    await dara.is_not_refused()
    assert len(await open_forms(health)) == 1


async def test_a_form_that_is_put_away_keeps_the_file_sent_to_it(
    health: Stage, asked: int, dara: Player, sokha: Player
) -> None:
    given = await sokha.finds("actions/card")
    await sokha.says("/menu")
    await sokha.forges(f"requests:ask:hand_over:action:{asked}")
    await sokha.sends_file("letter.pdf")
    before = await open_forms(health)
    await sokha.says("Please hand this over to Chan Dara", reply_to=given.message)
    await sokha.sees("forms/put_away")
    kept = [form for form in await open_forms(health) if form.answers.get("files")]
    assert [form.answers["files"]["name"] for form in kept] == ["letter.pdf"]
    assert len(before) > 0
