"""Documents are acknowledged in words: in a reply to their message or reminder, and in a plain message (D1, U2)."""

from datetime import date

import pytest

from tests.actions.conftest import records
from tests.documents.conftest import circulate, received
from tests.documents.test_acknowledging import acknowledged_at
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage

WORDS = ["received, thanks", "ok", "I have received it", "thank you bong", "👍", "បានទទួលហើយ អរគុណ", "ban totuol haey"]


@pytest.mark.parametrize("words", WORDS)
async def test_a_reply_to_a_document_acknowledges_it(health: Stage, dara: Player, sokha: Player, words: str) -> None:
    await circulate(dara)
    await sokha.says(words, reply_to=await received(sokha))
    await sokha.sees("documents/received", name="Health budget 2027")
    assert await acknowledged_at(sokha) == health.clock.now()
    await sokha.finds("documents/card", acknowledged=True)


@pytest.mark.parametrize(
    "words", ["I have not received it yet", "received only the first page?", "no", "អត់ទាន់ទទួលបានទេ"]
)
async def test_a_reply_that_says_something_else_acknowledges_nothing(
    health: Stage, dara: Player, sokha: Player, words: str
) -> None:
    await circulate(dara)
    await sokha.says(words, reply_to=await received(sokha))
    await sokha.does_not_see("documents/received")
    assert await acknowledged_at(sokha) is None


async def test_that_something_was_not_received_is_no_note_of_an_action(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await records(dara, sokha, "Revise the budget annex")
    await circulate(dara)
    await sokha.says("I have not received the annex", reply_to=await received(sokha))
    await sokha.sees_only("general/wished")
    await sokha.presses("documents:comment")
    await sokha.sees("requests/card")


async def test_a_reply_to_the_reminder_acknowledges(health: Stage, dara: Player, sokha: Player) -> None:
    await circulate(dara, acknowledge_by=date(2026, 12, 4))
    await everybody_looks_away(dara)
    await health.passes(days=2)
    await sokha.is_told("document_reminder")
    reminder = await sokha.finds("documents/card", heading="reminder")
    await sokha.says("received, thanks", reply_to=reminder.message)
    assert await acknowledged_at(sokha) == health.clock.now()


@pytest.mark.parametrize("words", ["I have received the paper", "ខ្ញុំបានទទួលឯកសារហើយ"])
async def test_a_plain_message_acknowledges_the_only_paper_that_waits(
    health: Stage, dara: Player, sokha: Player, words: str
) -> None:
    await sokha.says(words)
    await sokha.does_not_see("documents/received")
    await circulate(dara)
    await sokha.says(words)
    await sokha.sees("documents/received")
    assert await acknowledged_at(sokha) == health.clock.now()


async def test_of_several_papers_it_is_asked_which(health: Stage, dara: Player, sokha: Player) -> None:
    first = await circulate(dara)
    second = await circulate(dara, title="Annual review")
    await sokha.says("I have received the paper")
    await sokha.sees("documents/which")
    assert await acknowledged_at(sokha, first) is None
    await sokha.presses("documents:acknowledge_set", second)
    given = [await acknowledged_at(sokha, each) for each in (first, second)]
    assert [moment is None for moment in given].count(False) == 1


async def test_received_alone_is_asked_about(health: Stage, dara: Player, sokha: Player) -> None:
    await circulate(dara)
    await sokha.says("received, thanks")
    await sokha.sees("documents/which")
    await sokha.presses("documents:acknowledge_set")
    assert await acknowledged_at(sokha) == health.clock.now()
