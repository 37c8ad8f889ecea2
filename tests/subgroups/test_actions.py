"""An action of all of a sub-group is led by its chair, and its members share it (M4)."""

import pytest

from tests.actions.conftest import stored_action
from tests.subgroups.steps import sets_up
from tests.support.stage import Player, Stage


@pytest.fixture
async def group_id(health: Stage, dara: Player, sokha: Player, kenji: Player) -> int:
    return await sets_up(dara, chair=sokha, members=(kenji,))


async def records_for(dara: Player, owner: str) -> None:
    """Record an action by its form, for the secretariat to see besides."""
    await dara.says("/newaction")
    await dara.says("Collect the figures", owner, "20/12/2026")
    await dara.presses("form:choice=secretariat")
    await dara.presses("form:save")


async def test_its_chair_leads_it_and_its_members_share_it(
    health: Stage, dara: Player, sokha: Player, kenji: Player, vichea: Player, group_id: int
) -> None:
    await records_for(dara, "Gender")
    action = await stored_action(health, 1)
    assert action.owner is not None
    assert action.owner.name == "Sokha"
    assert (action.audience, action.co_owners) == ("|secretariat|", f"|subgroup_{group_id}|")
    await sokha.is_told_only("action_given")
    await kenji.is_told_only("action_given")
    await kenji.forges("actions:open:1")
    await kenji.sees("actions/card")
    assert [str(each.msgid) for each in (await kenji.shown("actions/card"))["seen_by"]] == ["Secretariat"]
    await kenji.reads_fact("Gender")
    await vichea.forges("actions:open:1")
    await vichea.is_refused("general#not_found")


async def test_without_a_chair_nobody_could_own_it(health: Stage, dara: Player, kenji: Player) -> None:
    await sets_up(dara, "Nutrition", members=(kenji,))
    await records_for(dara, "Nutrition")
    await dara.is_refused("subgroups#without_chair")
    await dara.asks("owner")


async def test_the_line_after_the_command_may_name_it(health: Stage, dara: Player, group_id: int) -> None:
    await dara.says("/newaction Collect the figures")
    await dara.asks("owner")
    await dara.presses(f"form:choice=subgroup_{group_id}")
    await dara.asks("due_on")
