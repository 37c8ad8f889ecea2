"""Members put right how they are registered, and every secretariat concerned is told (M1)."""

import pytest

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
    await sokha.taps("Correct my details")
    await sokha.reads("Name: Sokha", "Institution: UNICEF", "Is this right?")
    await sokha.taps("Change", "Institution")
    await sokha.says("UNFPA")
    await sokha.reads("Institution: UNFPA")
    await sokha.taps("Save")
    await sokha.reads("Sokha", "UNFPA")
    for player in (dara, rith):
        await player.reads("A member corrected their details", "UNFPA", "Was: Sokha", "UNICEF")


async def test_nobody_is_told_of_nothing(health: Stage, sokha: Player) -> None:
    dara = health.people["Dara"]
    await dara.looks_away()
    await sokha.says("/me")
    await sokha.taps("Correct my details", "Save")
    await sokha.reads("UNICEF")
    await dara.sees_nothing_new()


async def test_a_secretariat_of_one_s_own_is_not_told(health: Stage, sokha: Player) -> None:
    dara = health.people["Dara"]
    await dara.says("/me")
    await dara.taps("Correct my details", "Change", "Name")
    await dara.says("Chan Dara")
    await dara.taps("Save")
    await dara.reads("Chan Dara", "HLT TWG · Secretariat")
    await dara.does_not_read("A member corrected")


async def test_the_notice_is_in_the_language_of_its_reader(health: Stage, sokha: Player) -> None:
    bopha = await health.member("Bopha", "secretariat", "MoH", language="km")
    await bopha.looks_away()
    await sokha.says("/me")
    await sokha.taps("Correct my details", "Change", "Position")
    await sokha.says("Health <b>adviser</b>")
    await sokha.taps("Save")
    await bopha.reads("សមាជិកម្នាក់បានកែតម្រូវព័ត៌មានរបស់ខ្លួន", "Health <b>adviser</b>", "ពីមុន៖ Sokha")


async def test_members_are_listed_in_the_order_of_precedence(health: Stage, sokha: Player) -> None:
    await health.member("Anna", "civil_society", "MEDiCAM")
    await health.member("Zed", "chair", "MoH")
    await sokha.says("/settings")
    await sokha.taps("Work in HLT")
    await sokha.says("/members")
    listed = (await sokha.finds_text("HLT TWG: 4 members")).text
    places = [listed.index(name) for name in ("Zed", "Dara", "Sokha", "Anna")]
    assert places == sorted(places)
