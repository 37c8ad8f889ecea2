"""A Chair is changed or removed by two people (M10)."""

import pytest

from storage.members import Role
from tests.members.steps import memberships
from tests.members.test_changing import gives_role, opens
from tests.support.stage import Player, Stage


@pytest.fixture
async def bopha(health: Stage, dara: Player) -> Player:
    """A second member of the secretariat, beside a Chair."""
    await health.member("Kim Sovann", "chair")
    bopha = await health.member("Bopha", "secretariat")
    for player in health.people.values():
        await player.looks_away()
    return bopha


async def roles(stage: Stage) -> list[Role]:
    return [member.role for member in await memberships(stage, "Kim Sovann")]


async def test_a_second_person_agrees(health: Stage, dara: Player, bopha: Player) -> None:
    await gives_role(dara, "Kim Sovann", Role.GOVERNMENT, "The minister has decided")
    await dara.sees("members/proposal", role=Role.GOVERNMENT)
    assert await roles(health) == [Role.CHAIR]
    await bopha.is_told_only("membership_change_proposed")
    await bopha.sees("members/proposal", proposal__reason="The minister has decided")
    await health.people["Kim Sovann"].is_not_told("membership_change_proposed")
    await bopha.presses("members:agree")
    await bopha.sees("members/card", membership__role=Role.GOVERNMENT)
    assert await roles(health) == [Role.GOVERNMENT]
    await health.passes(minutes=11)
    for name in ("Kim Sovann", "Chan Dara"):
        await health.people[name].is_told("membership_changed")


async def test_a_second_person_does_not_agree(health: Stage, dara: Player, bopha: Player) -> None:
    await gives_role(dara, "Kim Sovann", Role.GOVERNMENT)
    await bopha.presses("members:decline")
    await dara.is_told_only("membership_change_declined")
    assert await roles(health) == [Role.CHAIR]
    await bopha.does(bopha.person.taps_data("members:agree:1", in_message=(await bopha.person.messages())[-1].id))
    await bopha.is_refused("members#decided_already", name="Bopha")


async def test_who_proposes_and_whom_it_is_about_do_not_decide(health: Stage, dara: Player, bopha: Player) -> None:
    await gives_role(dara, "Kim Sovann", Role.GOVERNMENT)
    for name in ("Chan Dara", "Kim Sovann"):
        player = health.people[name]
        await player.says("/members")
        await player.does(
            player.person.taps_data("members:agree:1", in_message=(await player.person.messages())[-1].id)
        )
        await player.is_refused("general#not_allowed")
    assert await roles(health) == [Role.CHAIR]


async def test_a_removal_and_a_succession(health: Stage, dara: Player, bopha: Player, sokha: Player) -> None:
    await opens(dara, "Kim Sovann")
    await dara.presses("members:succeed")
    await dara.says("Sokha")
    await dara.presses("form:save")
    await bopha.sees("members/proposal", successor="Sokha")
    await bopha.presses("members:agree")
    assert await roles(health) == []
    assert [member.role for member in await memberships(health, "Sokha")] == [Role.CHAIR]
    await opens(dara, "Sokha")
    await dara.presses("members:remove")
    await dara.presses("form:skip")
    await dara.presses("form:save")
    await bopha.presses("members:agree", 2)
    assert await memberships(health, "Sokha") == []


async def test_one_proposal_waits_at_a_time(health: Stage, dara: Player, bopha: Player) -> None:
    await gives_role(dara, "Kim Sovann", Role.GOVERNMENT)
    await gives_role(bopha, "Kim Sovann", Role.CRDB)
    await bopha.is_refused("members#proposed_already", name="Kim Sovann")


async def test_where_nobody_else_could_agree_the_operator_is_named(health: Stage, dara: Player) -> None:
    await health.member("Kim Sovann", "chair")
    await gives_role(dara, "Kim Sovann", Role.GOVERNMENT)
    await dara.is_refused("members#chair_by_two", name="Kim Sovann")
    assert await roles(health) == [Role.CHAIR]
