"""The core group: by office, and those whom the secretariat chooses (M4)."""

import pytest

from storage.members import Role
from tests.members.steps import memberships
from tests.support.setup_steps import announce_meeting
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience


async def listed(player: Player) -> list[str]:
    """The names of the core group that is on the screen."""
    return [member.person.name for member in (await player.shown("members/core_group"))["members"]]


async def takes_in(dara: Player, name: str) -> None:
    await dara.says("/core")
    await dara.presses("members:into_core")
    await dara.says(name)
    await dara.presses("form:save")


async def test_it_has_its_officers_and_those_chosen(health: Stage, dara: Player, sokha: Player, kenji: Player) -> None:
    await health.member("Sovann", Role.CHAIR)
    await health.member("Maria", Role.LEAD_FACILITATOR, "WHO")
    await takes_in(dara, "Sokha")
    assert await listed(dara) == ["Sovann", "Maria", "Chan Dara", "Sokha"]
    await dara.offers("general:undo")
    await dara.does_not_offer("members:out_of_core", (await memberships(health, "Sovann"))[0].id)
    await announce_meeting(dara, audience=Audience.CORE, title="Core group on nutrition")
    await sokha.finds("meetings/card", heading="announced", meeting__title="Core group on nutrition")
    await kenji.says("/meetings")
    assert (await kenji.shown("meetings/list"))["ahead"] == []
    await kenji.says("/core")
    assert await listed(kenji) == ["Sovann", "Maria", "Chan Dara", "Sokha"]
    await kenji.does_not_offer("members:into_core")


async def test_who_is_taken_out_is_in_it_no_more(health: Stage, dara: Player, sokha: Player) -> None:
    await takes_in(dara, "Sokha")
    await dara.presses("members:out_of_core", (await memberships(health, "Sokha"))[0].id)
    assert await listed(dara) == ["Chan Dara"]
    await dara.presses("general:undo")
    await dara.says("/core")
    assert await listed(dara) == ["Chan Dara", "Sokha"]


async def test_an_undone_choice_reaches_nobody(health: Stage, dara: Player, sokha: Player) -> None:
    await takes_in(dara, "Sokha")
    await dara.presses("general:undo")
    assert not (await memberships(health, "Sokha"))[0].core
    await sokha.looks_away()
    await health.passes(minutes=11)
    await sokha.sees_nothing_new()


async def test_who_is_in_it_is_not_offered_again(health: Stage, dara: Player, sokha: Player, kenji: Player) -> None:
    await takes_in(dara, "Sokha")
    await dara.presses("members:into_core")
    await dara.says("Sokha")
    await dara.is_refused("forms#nobody")
    await dara.says("Kenji")
    await dara.presses("form:save")
    assert await listed(dara) == ["Chan Dara", "Kenji", "Sokha"]


@pytest.mark.parametrize("verb", ["out_of_core", "into_core"])
async def test_a_member_does_not_choose_it(health: Stage, dara: Player, sokha: Player, verb: str) -> None:
    await takes_in(dara, "Sokha")
    [member] = await memberships(health, "Sokha")
    await sokha.forges(f"members:{verb}:{member.id}" if verb == "out_of_core" else f"members:{verb}")
    await sokha.is_refused("general#not_allowed")
