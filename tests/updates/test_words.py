"""Words that come where developments are asked for: told, nothing to tell, or something else (S4, U2)."""

import pytest

from storage.updates import list_updates
from tests.meetings.conftest import local
from tests.support.seen import Seen
from tests.support.setup_steps import announce_meeting
from tests.support.stage import Player, Stage
from twg.language.developments import says_no_news, tells_of_development

TOLD = [
    "The Prakas on health facility licensing was signed on 1 December.",
    "we opened 3 new health centres in Ratanakiri last week 🎉",
    "Nothing changed in the law, but the guideline was revised",
    "We have no cholera cases any more in Kampot",
    "ក្រសួងបានចេញប្រកាសស្តីពីការគ្រប់គ្រងឱសថ",
]
NO_NEWS = ["Nothing from our side", "No updates, thanks", "គ្មានអ្វីទេ", "មិនមានអ្វីថ្មីទេ", "ot mean te bong"]
ELSE = [
    "Thank you for the reminder",
    "orkun bong 🙏",
    "What do you mean by developments?",
    "I will send it tomorrow",
    "ចាំខ្ញុំផ្ញើថ្ងៃស្អែក",
    "Sorry, I cannot come to the plenary",
    "please ask Sokha instead",
    "see attached",
    "cancel",
    "58%",
    "no",
]


@pytest.mark.parametrize("text", TOLD)
def test_what_has_happened_is_told(text: str) -> None:
    assert (tells_of_development(text), says_no_news(text)) == (True, False)


@pytest.mark.parametrize("text", NO_NEWS)
def test_that_there_is_nothing_is_read(text: str) -> None:
    assert (tells_of_development(text), says_no_news(text)) == (False, True)


@pytest.mark.parametrize("text", ELSE)
def test_what_may_be_something_else_is_neither(text: str) -> None:
    assert (tells_of_development(text), says_no_news(text)) == (False, False)


@pytest.fixture
async def question(health: Stage, dara: Player, sokha: Player) -> Seen:
    """What Sokha is asked before a plenary on 15 December."""
    await announce_meeting(dara)
    await health.becomes(local(24, 8, month=11))
    return await sokha.finds("updates/question")


async def told(stage: Stage) -> list[str]:
    async with stage.assistant.database.read() as session:
        return [update.text for update in await list_updates(session, 1)]


async def test_a_reply_that_may_be_something_else_is_told_by_a_button(
    health: Stage, sokha: Player, question: Seen
) -> None:
    await sokha.says("see attached", reply_to=question.message)
    assert await told(health) == []
    await sokha.presses("updates:take", 1)
    assert await told(health) == ["see attached"]


async def test_a_reply_that_there_is_nothing_is_recorded(health: Stage, sokha: Player, question: Seen) -> None:
    await sokha.says("No updates from our side, thank you", reply_to=question.message)
    await sokha.sees("updates/question")
    assert await told(health) == [""]


async def test_thanks_and_files_are_not_told(health: Stage, sokha: Player, question: Seen) -> None:
    await sokha.says("Thank you for the reminder", reply_to=question.message)
    await sokha.sees("general/greeted")
    await sokha.sends_file("Policy.pdf", caption="Our new policy was approved", reply_to=question.message)
    await sokha.offers("sharing:take")
    assert await told(health) == []


async def test_a_command_with_what_may_be_something_else_asks(health: Stage, sokha: Player, question: Seen) -> None:
    await sokha.says("/updates when is the plenary?")
    await sokha.is_refused("updates#unclear")
    assert await told(health) == []
    await sokha.presses("updates:take", 1)
    assert await told(health) == ["when is the plenary?"]


async def test_the_question_of_the_form_does_not_take_a_greeting(health: Stage, sokha: Player, question: Seen) -> None:
    await sokha.presses("updates:write", 1)
    await sokha.says("see attached")
    assert await told(health) == []
    await sokha.presses_below("form:take")
    assert await told(health) == ["see attached"]
