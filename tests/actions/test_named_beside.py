"""Several actions named in one line, and words that are quoted: nothing is closed that was not meant (A3, U2)."""

import pytest
from sqlalchemy import select

from storage.actions import Action, ActionState
from tests.actions.conftest import records
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage


@pytest.mark.parametrize(
    "text",
    [
        "hi, the annex and the figures are both done",
        "action 1 ruoch haey ning figures ruoch haey",
    ],
)
async def test_an_action_named_beside_another_is_asked_about(
    health: Stage, dara: Player, sokha: Player, text: str
) -> None:
    """The action that the text names clearly is closed, with Undo; the assistant shows the other and asks about it."""
    await records(dara, sokha, "Revise the budget annex")
    await records(dara, sokha, "Send the district figures")
    await everybody_looks_away(sokha)
    await sokha.says(text)
    await sokha.offers("general:undo")
    await sokha.sees("actions/meant")
    await sokha.presses("actions:meant", 2, "done")
    await sokha.says("/actions")
    await sokha.does_not_offer("actions:open", 1)
    await sokha.does_not_offer("actions:open", 2)


#: What is said, and the actions that it closes; of three, the third is "Draft the terms of reference".
_TOGETHER = {
    "action 1 and the district figures are done": {1, 2},
    "the annex and the district figures are both done": {1, 2},
    "finished action 1 and the district figures": {1, 2},
    "action 1, the district figures and the terms of reference are done": {1, 2, 3},
    "កិច្ចការទី១ និងតួលេខស្រុក រួចហើយ": {1, 2},
    "ឧបសម្ព័ន្ធថវិកា និងតួលេខស្រុក រួចរាល់ហើយ": {1, 2},
    "action 1 និង district figures រួចហើយ": {1, 2},
    "action 1 is done and I sent the district figures to Kenji": {1},
    "action 1 and the district figures are almost done": set(),
    "are action 1 and the district figures done": set(),
}


async def test_actions_that_one_statement_names_are_closed_together(health: Stage, dara: Player, sokha: Player) -> None:
    """Each with its own Undo; what is said of one only closes that one."""
    for title in ("Revise the budget annex", "Send the district figures", "Draft the terms of reference"):
        await records(dara, sokha, title)
    await everybody_looks_away(sokha)
    for text, closed in _TOGETHER.items():
        await sokha.says(text)
        assert await _closed(health) == closed, text
        for seen in [each for each in await sokha.on_screen() if any("general:undo" in one for one in each.offers)]:
            await sokha.presses("general:undo", in_message=seen.message)
        assert await _closed(health) == set(), text


async def _closed(stage: Stage) -> set[int]:
    async with stage.assistant.database.read() as session:
        return {each.id for each in await session.scalars(select(Action)) if each.state is not ActionState.OPEN}


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("ជូនដំណឹង៖ «កិច្ចការទី១ រួចហើយ» នេះជាសាររបស់ Kenji", False),
        ('Kenji wrote "action 1 is done"', False),
        ("“action 1 is done”, he said", False),
        ('action "Revise the budget annex" is done', True),
        ('"action 1 is done"', True),
    ],
)
async def test_words_in_quotation_marks_close_nothing(
    health: Stage, dara: Player, sokha: Player, text: str, *, closed: bool
) -> None:
    await records(dara, sokha, "Revise the budget annex")
    await everybody_looks_away(sokha)
    await sokha.says(text)
    await (sokha.offers if closed else sokha.does_not_offer)("general:undo")
