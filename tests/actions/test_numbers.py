"""An action is found by its number across all TWGs and by that within its TWG; what may be two is asked (A1, M6)."""

import pytest

from storage.actions import ActionState
from storage.members import Role
from tests.actions.conftest import records, stored_action
from tests.members.steps import also_in
from tests.support.stage import Player, Stage

HEALTH, SCHOOLS, NURSES = "Send the health budget", "Count the schools", "Train the nurses"


@pytest.fixture
async def numbered(health: Stage, dara: Player, sokha: Player) -> Stage:
    """Actions 1 and 3 are HLT-1 and HLT-2, action 2 is EDU-1; Sokha, who owns them, is in both TWGs."""
    await health.adds_twg("EDU", "Education", "Ministry of Education")
    bora = await health.member("Bora", "secretariat", "MoEYS", code="EDU")
    await also_in(sokha, "EDU", Role.GOVERNMENT)
    await records(dara, sokha, HEALTH)
    await records(bora, sokha, SCHOOLS, code="EDU")
    await records(dara, sokha, NURSES)
    return health


async def is_done(stage: Stage, action_id: int) -> bool:
    return (await stored_action(stage, action_id)).state is ActionState.DONE


@pytest.mark.parametrize(
    ("line", "action_id"),
    [
        ("HLT-2 sent", 3),
        ("hlt 2: sent on Monday", 3),
        ("HLT-២ បានផ្ញើ", 3),
        ("EDU-1 counted", 2),
        ("3 the list was sent", 3),
    ],
)
async def test_either_number_finds_it(numbered: Stage, dara: Player, sokha: Player, line: str, action_id: int) -> None:
    await sokha.says(f"/done {line}")
    assert [await is_done(numbered, each) for each in (1, 2, 3)] == [each == action_id for each in (1, 2, 3)]


async def test_a_figure_that_may_be_two_actions_is_asked(numbered: Stage, dara: Player, sokha: Player) -> None:
    await sokha.says("/done 2 sent on Monday")
    await sokha.sees("actions/which")
    await sokha.offers("actions:meant", 2, "done")
    await sokha.presses("actions:meant", 3, "done")
    assert [await is_done(numbered, each) for each in (2, 3)] == [False, True]


async def test_it_is_shown_where_it_differs_and_found_and_nobody_else_reads_it(
    numbered: Stage, dara: Player, sokha: Player
) -> None:
    await sokha.forges("actions/open:3")
    await sokha.sees("actions/card", reference="HLT-2")
    await sokha.forges("actions/open:1")
    await sokha.sees("actions/card", reference="")
    await sokha.says("/search HLT-2")
    await sokha.offers("actions:open", 3)
    await dara.says("/done EDU-1 counted")
    await dara.is_not_told("action_closed")
    assert not await is_done(numbered, 2)
