"""Changing a member's role, a successor, leaving."""

from tests.golden.conftest import Golden
from tests.members.steps import memberships
from tests.support.stage import Player, Stage


async def test_changing_a_member(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    [member] = await memberships(health, "Sokha")
    await dara.says("/members")
    await golden.shows(dara, "lists the members")
    await dara.presses("members:open", member.id)
    await golden.shows(dara, "opens a card")
    await dara.presses("members:role")
    await golden.shows(dara, "is asked the role")
    await dara.presses("form:choice=focal_point")
    await golden.shows(dara, "is asked the themes")
    await dara.says("gender; climate change")
    await golden.shows(dara, "may give a reason")
    await dara.says("The Chair has appointed her")
    await dara.presses("form:save")
    await golden.shows(dara, "changed it")
    await sokha.looks_away()
    await health.passes(minutes=11)
    await golden.shows(sokha, "hears of it")


async def test_succeeding_and_leaving(golden: Golden, health: Stage, dara: Player, sokha: Player) -> None:
    anna = await health.member("Anna", "development_partner", "WHO", language=golden.language)
    bopha = await health.member("Bopha", "secretariat", language=golden.language)
    [member] = await memberships(health, "Anna")
    await dara.says("/members")
    await dara.presses("members:open", member.id)
    await dara.presses("members:succeed")
    await golden.shows(dara, "is asked who succeeds")
    await dara.says("Sokha")
    await golden.shows(dara, "answered everything")
    await dara.says("WHO sends nobody")
    await dara.presses("form:save")
    await golden.shows(dara, "sees who has left")
    for player in (anna, sokha, bopha):
        await player.looks_away()
    await health.passes(minutes=11)
    await golden.shows(anna, "is no longer a member")
    await golden.shows(sokha, "takes over")
    await golden.shows(bopha, "hears of it")
    await dara.presses("general:undo")
    await golden.shows(bopha, "hears that it was taken back")
    await sokha.says("/leave")
    await sokha.presses("form:skip")
    await golden.shows(sokha, "is about to leave")
    await sokha.presses("form:save")
    await golden.shows(sokha, "has left")


async def test_what_takes_two(golden: Golden, health: Stage, dara: Player) -> None:
    await health.member("Kim Sovann", "chair", language=golden.language)
    bopha = await health.member("Bopha", "secretariat", language=golden.language)
    [member] = await memberships(health, "Kim Sovann")
    await dara.says("/members")
    await dara.presses("members:open", member.id)
    await dara.presses("members:role")
    await dara.presses("form:choice=government")
    await dara.says("The minister has decided")
    await bopha.looks_away()
    await dara.presses("form:save")
    await golden.shows(dara, "proposes it")
    await golden.shows(bopha, "is asked")
    await bopha.presses("members:decline")
    await golden.shows(bopha, "does not agree")
    await golden.shows(dara, "hears of it")
