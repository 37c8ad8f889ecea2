"""Members put right how they are registered, and every secretariat concerned is told (M1)."""

import pytest

from tests.support.seen import is_worded_in
from tests.support.stage import Player, Stage


@pytest.fixture
async def sokha(health: Stage) -> Player:
    """Registered with a wrong institution, in two TWGs."""
    await health.adds_twg("EDU", "Education", "MoEYS")
    await health.member("Dara", "secretariat", "MoH")
    await health.member("Rith", "secretariat", "MoEYS", code="EDU")
    sokha = await health.member("Sokha", "development_partner", "UNICEF")
    await sokha.starts(await health.invites("development_partner", "EDU"))
    return sokha


async def test_a_member_corrects_one_detail_and_both_secretariats_are_told(health: Stage, sokha: Player) -> None:
    dara, rith = health.people["Dara"], health.people["Rith"]
    for player in (dara, rith):
        await player.looks_away()
    await sokha.says("/me")
    await sokha.presses("members:correct")
    summary = await sokha.summary()
    assert (summary["name"], summary["institution"]) == ("Sokha", "UNICEF")
    await sokha.presses("form:change")
    await sokha.presses("form:change=institution")
    await sokha.says("UNFPA")
    assert (await sokha.summary())["institution"] == "UNFPA"
    await sokha.presses("form:save")
    await sokha.sees("members/me", membership__person__institution__name="UNFPA")
    await sokha.reads_fact("Sokha", "UNFPA")
    for player in (dara, rith):
        await player.is_told_only("member_corrected")
        corrected = await player.shown("members/corrected", membership__person__institution__name="UNFPA")
        assert (corrected["before"]["name"], corrected["before"]["institution"]) == ("Sokha", "UNICEF")
        await player.reads_fact("UNFPA", "UNICEF")


async def test_nobody_is_told_of_nothing(health: Stage, sokha: Player) -> None:
    dara = health.people["Dara"]
    await dara.looks_away()
    await sokha.says("/me")
    await sokha.presses("members:correct")
    await sokha.presses("form:save")
    await sokha.sees("members/me", membership__person__institution__name="UNICEF")
    await dara.sees_nothing_new()


async def test_a_secretariat_of_one_s_own_is_not_told(health: Stage, sokha: Player) -> None:
    dara = health.people["Dara"]
    await dara.says("/me")
    await dara.presses("members:correct")
    await dara.presses("form:change")
    await dara.presses("form:change=name")
    await dara.says("Chan Dara")
    await dara.presses("form:save")
    await dara.sees("members/me", membership__person__name="Chan Dara", membership__twg__code="HLT")
    await dara.reads_fact("Chan Dara", "HLT")
    await dara.is_not_told("member_corrected")


async def test_the_notice_is_in_the_language_of_its_reader(health: Stage, sokha: Player) -> None:
    bopha = await health.member("Bopha", "secretariat", "MoH", language="km")
    await bopha.looks_away()
    await sokha.says("/me")
    await sokha.presses("members:correct")
    await sokha.presses("form:change")
    await sokha.presses("form:change=position")
    await sokha.says("Health <b>adviser</b>")
    await sokha.presses("form:save")
    await bopha.is_told_only("member_corrected")
    await bopha.sees("members/corrected", membership__person__position="Health <b>adviser</b>")
    await bopha.reads_fact("Health <b>adviser</b>", "Sokha")
    assert is_worded_in("km", await bopha.finds("members/corrected"))


async def test_members_are_listed_in_the_order_of_precedence(health: Stage, sokha: Player) -> None:
    await health.member("Anna", "civil_society", "MEDiCAM")
    await health.member("Zed", "chair", "MoH")
    await sokha.says("/settings")
    await sokha.presses("general:switch")
    await sokha.says("/members")
    listed = await sokha.shown("members/directory", twg__code="HLT")
    assert [member.person.name for member in listed["members"]] == ["Zed", "Dara", "Sokha", "Anna"]
