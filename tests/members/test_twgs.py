"""One person in several TWGs, and each person's language (M6, U3)."""

import pytest
from sqlalchemy import select

from storage.meetings import Meeting
from storage.members import Person, Twg
from tests.members.steps import memberships
from tests.support.stage import Player, Stage


@pytest.fixture
async def maria(health: Stage) -> Player:
    """Lead facilitator of the Health TWG, and in the Education TWG as a development partner by an invite."""
    await health.adds_twg("EDU", "Education", "Ministry of Education")
    maria = await health.member("Maria Lopez", "lead_facilitator", "WHO")
    await maria.starts(await health.invites("development_partner", "EDU"))
    return maria


async def test_a_registered_person_joins_a_second_twg_with_nothing_to_fill_in(health: Stage, maria: Player) -> None:
    await maria.reads("You are now in the EDU TWG as Development partner.", "/settings switches back")
    stored = await memberships(health, "Maria Lopez")
    assert [membership.role for membership in stored] == ["lead_facilitator", "development_partner"]


async def test_commands_act_in_the_twg_joined_last(maria: Player) -> None:
    await maria.says("/me")
    await maria.reads("EDU TWG · Development partner")


async def test_settings_switch_the_twg(health: Stage, maria: Player) -> None:
    await maria.says("/settings")
    await maria.reads("TWG: EDU – Education (Development partner)", "[Work in HLT]")
    await maria.taps("Work in HLT")
    await maria.reads("TWG: HLT – Health (Lead facilitator)", "[Work in EDU]")
    await maria.says("/members")
    await maria.reads("HLT TWG: 1 member")
    async with health.assistant.database.read() as session:
        query = select(Twg.code).join(Person, Person.current_twg_id == Twg.id).where(Person.name == "Maria Lopez")
        assert await session.scalar(query) == "HLT"


async def test_a_twg_one_does_not_belong_to_cannot_be_switched_to(health: Stage, maria: Player) -> None:
    twg = await health.adds_twg("AGR", "Agriculture")
    await maria.forges(f"general/switch:{twg.id}")
    await maria.reads("That is no longer there, or it is not open to you.")
    await maria.says("/me")
    await maria.reads("EDU TWG")


async def test_settings_offer_no_other_twg_to_who_has_one(health: Stage) -> None:
    sokha = await health.member("Sok Sokha", "development_partner")
    await sokha.says("/settings")
    await sokha.reads("Language: English", "TWG: HLT – Health (Development partner)")
    await sokha.does_not_read("Work in")


async def test_settings_switch_the_language_of_everything(health: Stage) -> None:
    sokha = await health.member("Sok Sokha", "development_partner")
    await sokha.says("/settings")
    await sokha.taps("ភាសាខ្មែរ")
    await sokha.reads("ខ្មែរ")
    await sokha.does_not_read("Language:", "Settings")
    assert ("me", "How you are registered") not in await sokha.person.command_menu()
    await sokha.taps("English")
    await sokha.reads("Language: English")
    assert ("me", "How you are registered") in await sokha.person.command_menu()


async def test_a_language_we_do_not_speak_is_refused(health: Stage) -> None:
    sokha = await health.member("Sok Sokha", "development_partner")
    await sokha.forges("general/language:fr")
    await sokha.reads("That is no longer there, or it is not open to you.")
    await sokha.says("/settings")
    await sokha.reads("Language: English")


async def test_a_form_stays_in_the_twg_it_was_opened_in(health: Stage) -> None:
    await health.adds_twg("EDU", "Education")
    dara = await health.member("Chan Dara", "secretariat")
    await dara.starts(await health.invites("secretariat", "EDU"))
    await dara.says("/invite")
    await dara.says("/settings")
    await dara.taps("Work in HLT")
    await dara.taps("Chair", "1", "Make the link")
    await dara.says("/invite list")
    await dara.reads("No invitation link is open.")
    await dara.says("/settings")
    await dara.taps("Work in EDU")
    await dara.says("/invite list")
    await dara.reads("1. Chair")


async def test_a_form_begun_after_switching_is_for_the_new_twg(health: Stage) -> None:
    education = await health.adds_twg("EDU", "Education")
    dara = await health.member("Chan Dara", "secretariat")
    await dara.says("/newmeeting", "Health plenary")
    await dara.starts(await health.invites("secretariat", "EDU"))
    await dara.says("/newmeeting")
    await dara.reads("What is the meeting about?")
    await dara.says("Education plenary")
    await dara.taps("Plenary")
    await dara.says("15/12/2026", "9:00", "2h", "MoEYS")
    await dara.taps("All members", "Skip", "Save")
    async with health.assistant.database.read() as session:
        stored = [(meeting.title, meeting.twg_id) for meeting in await session.scalars(select(Meeting))]
        assert stored == [("Education plenary", education.id)]
