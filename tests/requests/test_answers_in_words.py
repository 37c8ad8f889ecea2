"""Answers of those who decide, in the form and by reply: "ok" is asked about before it is sent (A3, U2)."""

import pytest

from storage.requests import RequestState
from tests.requests.conftest import asks, stored, told
from tests.support.stage import Player, Stage


@pytest.fixture
async def asked(health: Stage, dara: Player, sokha: Player, action_id: int) -> int:
    """A question of Sokha's that Dara has read. Returns the id of the request."""
    await asks(sokha, "question", "action", action_id, "Which districts?")
    await told(health)
    return 1


@pytest.mark.parametrize("text", ["ok", "Noted", "អូខេ"])
async def test_ok_is_sent_as_an_answer_only_after_a_second_word(
    health: Stage, dara: Player, asked: int, text: str
) -> None:
    await dara.forges(f"requests:answer:{asked}")
    await dara.says(text)
    await dara.sees("forms/is_answer", sends=True)
    assert (await stored(health)).state is RequestState.WAITING
    await dara.says("yes")
    assert (await stored(health)).answer == text


@pytest.mark.parametrize("text", ["yes", "No", "Kampot and Kep", "បាទ"])
async def test_yes_and_no_are_answers(health: Stage, dara: Player, asked: int, text: str) -> None:
    await dara.forges(f"requests:answer:{asked}")
    await dara.says(text)
    assert (await stored(health)).answer == text


@pytest.mark.parametrize("text", ["ok", "thank you", "hello", "អរគុណ", "let me check"])
async def test_a_reply_that_says_little_is_asked_about(health: Stage, dara: Player, asked: int, text: str) -> None:
    made = (await dara.finds("requests/card", heading="made")).message
    await dara.says(text, reply_to=made)
    await dara.sees("requests/doubted")
    assert (await stored(health)).state is RequestState.WAITING
    await dara.presses("requests:answer_with", asked)
    assert (await stored(health)).answer == text


async def test_a_reply_with_an_answer_is_sent(health: Stage, dara: Player, asked: int) -> None:
    made = (await dara.finds("requests/card", heading="made")).message
    await dara.says("Kampot and Kep", reply_to=made)
    assert (await stored(health)).answer == "Kampot and Kep"
