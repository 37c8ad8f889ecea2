"""Comments on circulated papers: a reply to their message or reminder is sent on with the paper's name (D1, U2)."""

import pytest
from sqlalchemy import func, select

from storage.actions import ActionUpdate
from tests.actions.conftest import records
from tests.documents.conftest import circulate, received
from tests.requests.conftest import all_stored, stored, told
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage

COMMENTS = [
    "យោបល់លើឯកសារ Budget annex៖ តារាងទី៣ ខ្វះប្រាក់ខែឆ្មប",
    "the budget annex table 3 is missing the midwife salaries, rest is ok for us",
    "WHO has no comments on this",
]


@pytest.mark.parametrize("words", COMMENTS)
async def test_a_comment_in_reply_to_a_paper_or_its_reminder_is_sent_with_the_name_of_the_paper(
    health: Stage, dara: Player, sokha: Player, words: str
) -> None:
    await records(dara, sokha, "Check midwife salaries")
    await circulate(dara, title="Budget annex")
    if words == COMMENTS[0]:
        await everybody_looks_away(dara)
        await health.passes(days=2)
    await sokha.says(words, reply_to=await received(sokha))
    await sokha.sees_only("general/wished")
    await sokha.offers_only("documents:comment", "documents:no_comment", "general:dismiss")
    assert await all_stored(health) == []
    async with health.assistant.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(ActionUpdate)) == 0
    await sokha.presses("documents:comment")
    await sokha.sees("requests/card", heading="sent")
    await sokha.reads_fact("It goes to Dara.")
    await told(health)
    await dara.reads_fact("Budget annex", "23 November 2026", words)
    assert (await stored(health)).text.splitlines()[1:] == [words]  # below the line that names the paper


async def test_a_reply_to_a_paper_that_calls_an_action_by_its_number_is_about_the_action(
    health: Stage, dara: Player, sokha: Player
) -> None:
    action_id = await records(dara, sokha, "Check midwife salaries")
    await circulate(dara, title="Budget annex")
    await sokha.says(f"action {action_id} is done", reply_to=await received(sokha))
    await sokha.does_not_see("general/wished")
    assert await all_stored(health) == []


async def test_what_else_such_a_reply_can_be_is_asked_and_nothing_done(
    health: Stage, dara: Player, sokha: Player
) -> None:
    await records(dara, sokha, "Check midwife salaries")
    await circulate(dara, title="Budget annex")
    await sokha.says(COMMENTS[1], reply_to=await received(sokha))
    await sokha.presses("documents:no_comment")
    await sokha.sees("general/offer")
