"""Several actions named in one line, and words that are quoted: nothing is closed that was not meant (A3, U2)."""

import pytest

from tests.actions.conftest import records
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage


@pytest.mark.parametrize(
    "text",
    [
        "action 1 and the district figures are done",
        "hi, the annex and the figures are both done",
        "action 1 ruoch haey ning figures ruoch haey",
        "action 1 និង district figures រួចហើយ",
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
