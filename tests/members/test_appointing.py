"""The Chair appoints focal points; others propose them (M3)."""

import pytest

from bot import operator
from storage.members import Role
from tests.members.steps import memberships
from tests.members.test_changing import gives_role, opens
from tests.support.stage import Player, Stage


@pytest.fixture
async def sovann(health: Stage, dara: Player) -> Player:
    """The Chair, beside the secretariat and a member of the government."""
    sovann = await health.member("Kim Sovann", "chair")
    await health.member("Ly Sreymom", "government", "MoWA")
    return sovann


async def proposes(dara: Player) -> None:
    """The secretariat enters a focal point for gender."""
    await opens(dara, "Ly Sreymom")
    await dara.presses("members:role")
    await dara.presses("form:choice=focal_point")
    await dara.says("gender")
    await dara.presses("form:save")


async def test_what_the_secretariat_enters_waits_for_the_chair(health: Stage, dara: Player, sovann: Player) -> None:
    await proposes(dara)
    await dara.sees("members/proposal", role=Role.FOCAL_POINT)
    assert [member.role for member in await memberships(health, "Ly Sreymom")] == [Role.GOVERNMENT]
    await sovann.is_told_only("membership_change_proposed")
    await sovann.presses("members:agree")
    [member] = await memberships(health, "Ly Sreymom")
    assert (member.role, member.themes) == (Role.FOCAL_POINT, ["gender"])


async def test_another_of_the_secretariat_cannot_agree(health: Stage, dara: Player, sovann: Player) -> None:
    bopha = await health.member("Bopha", "secretariat")
    await proposes(dara)
    await bopha.is_not_told("membership_change_proposed")
    await bopha.forges("members:agree:1")
    await bopha.is_refused("members#appointed_by_chair")
    assert [member.role for member in await memberships(health, "Ly Sreymom")] == [Role.GOVERNMENT]


async def test_the_chair_appoints_alone(health: Stage, sovann: Player) -> None:
    await proposes(sovann)
    await sovann.sees("members/card", membership__role=Role.FOCAL_POINT)


async def test_other_themes_are_the_chair_s_too(health: Stage, dara: Player, sovann: Player) -> None:
    await proposes(sovann)
    await opens(dara, "Ly Sreymom")
    await dara.presses("members:themes")
    await dara.says("gender; climate change")
    await dara.presses("form:save")
    await dara.sees("members/proposal")
    await sovann.presses("members:agree")
    [member] = await memberships(health, "Ly Sreymom")
    assert member.themes == ["gender", "climate change"]


async def test_without_a_chair_the_secretariat_appoints(health: Stage, dara: Player) -> None:
    await health.member("Ly Sreymom", "government", "MoWA")
    await proposes(dara)
    await dara.sees("members/card", membership__role=Role.FOCAL_POINT)


async def test_a_focal_point_gets_another_role_without_the_chair(health: Stage, dara: Player, sovann: Player) -> None:
    await proposes(sovann)
    await gives_role(dara, "Ly Sreymom", Role.GOVERNMENT)
    assert [member.role for member in await memberships(health, "Ly Sreymom")] == [Role.GOVERNMENT]


async def test_a_second_chair_leads_beside_the_first(health: Stage, dara: Player, sovann: Player) -> None:
    await gives_role(dara, "Ly Sreymom", Role.CHAIR)
    assert [member.role for member in await memberships(health, "Ly Sreymom")] == [Role.CHAIR]
    assert [member.role for member in await memberships(health, "Kim Sovann")] == [Role.CHAIR]


async def test_the_operator_removes_the_only_chair(health: Stage, dara: Player, sovann: Player) -> None:
    """Nobody else could agree to that where the secretariat is one person, or the Chair has left without a word."""
    database, now = health.assistant.database, health.clock.now()
    with pytest.raises(operator.UnclearMember):
        await operator.remove_member(database, "hlt", "n", "Retired", now=now)
    with pytest.raises(operator.UnclearMember):
        await operator.remove_member(database, "hlt", "Nobody", "Retired", now=now)
    assert await operator.remove_member(database, "hlt", "sovann", "Retired", now=now) == "Kim Sovann"
    assert await memberships(health, "Kim Sovann") == []
    await health.passes(minutes=11)
    await dara.is_told_only("membership_changed")
    await dara.reads_fact("Retired")
