"""Registering through an invite's deep link (M1)."""

from tests.support.stage import Stage


async def test_an_invited_person_registers_by_the_guided_form(health: Stage) -> None:
    secretariat = await health.member("Chan Dara", "secretariat")
    sokha = await health.person("Sokha")
    await sokha.starts(await health.invites("development_partner"))
    await sokha.reads("You are invited to the Health TWG", "Development partner", "Which language")
    await sokha.taps("English")
    await sokha.says("Sok Sokha")
    await sokha.says("Health adviser")
    await sokha.says("UNFPA")
    await sokha.taps("Skip")
    await sokha.reads("Name: Sok Sokha", "Institution: UNFPA", "Is this right?")
    await sokha.taps("Save")
    await sokha.reads("You are registered.", "Sok Sokha", "HLT TWG", "/jmi")
    await secretariat.reads("New member", "Sok Sokha", "UNFPA")
    assert ("jmi", "Report on an indicator, or see them") in await sokha.person.command_menu()


async def test_a_shared_contact_answers_the_question_for_one(health: Stage) -> None:
    sokha = await health.person("Sokha")
    await sokha.starts(await health.invites("development_partner"))
    await sokha.taps("English")
    await sokha.says("Sok Sokha", "Health adviser", "UNFPA")
    await sokha.does(sokha.person.sends_contact())
    await sokha.reads("Contact: +855", "Is this right?")


async def test_a_contact_is_a_number_or_an_address(health: Stage) -> None:
    sokha = await health.person("Sokha")
    await sokha.starts(await health.invites("development_partner"))
    await sokha.taps("English")
    await sokha.says("Sok Sokha", "Health adviser", "UNFPA", "call me")
    await sokha.reads("Please give a phone number or an e-mail address", "How may the secretariat reach you?")
    await sokha.says("០១២ ៣៤៥ ៦៧៨, sokha@unfpa.org")
    await sokha.reads("Contact: ០១២ ៣៤៥ ៦៧៨, sokha@unfpa.org", "Is this right?")


async def test_a_shared_contact_answers_nothing_else(health: Stage) -> None:
    sokha = await health.person("Sokha")
    await sokha.starts(await health.invites("development_partner"))
    await sokha.taps("English")
    await sokha.does(sokha.person.sends_contact())
    await sokha.reads("Please answer in writing, or press one of the buttons.", "What is your full name?")


async def test_somebody_else_s_contact_is_not_taken_for_one_s_own(health: Stage) -> None:
    sokha = await health.person("Sokha")
    await sokha.starts(await health.invites("development_partner"))
    await sokha.taps("English")
    await sokha.says("Sok Sokha", "Health adviser", "UNFPA")
    await sokha.does(sokha.person.sends_contact("85599999999", "Somebody"))
    await sokha.reads("Please answer in writing, or press one of the buttons.", "How may the secretariat reach you?")
