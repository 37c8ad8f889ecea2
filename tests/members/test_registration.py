"""Registering through an invite's deep link (M1, U7)."""

import pytest
from sqlalchemy import select

from storage.members import Account, Person, Role
from tests.members.steps import fills_in, registers
from tests.support.stage import Stage
from twg.language.person_names import split_name


async def test_an_invited_person_registers_by_the_guided_form(health: Stage) -> None:
    secretariat = await health.member("Chan Dara", "secretariat")
    sokha = await health.person("Sokha")
    await sokha.starts(await health.invites("development_partner"))
    await sokha.sees("members/welcome", twg__code="HLT", role=Role.DEVELOPMENT_PARTNER)
    await sokha.asks("language")
    await sokha.presses("form:choice=en")
    await sokha.presses("form:skip")
    await sokha.says("Sok Sokha")
    await sokha.says("Health adviser")
    await sokha.says("UNFPA")
    await sokha.presses("form:skip")
    await sokha.presses("form:skip")
    summary = await sokha.summary()
    assert (summary["name"], summary["institution"]) == ("Sok Sokha", "UNFPA")
    await sokha.presses("form:save")
    await sokha.sees("members/registered", membership__person__name="Sok Sokha", membership__twg__code="HLT")
    await sokha.reads_fact("Sok Sokha", "HLT", "/jmi")
    await secretariat.is_told_only("member_registered")
    await secretariat.reads_fact("Sok Sokha", "UNFPA")
    assert "jmi" in dict(await sokha.person.command_menu())


async def test_a_shared_contact_answers_the_question_for_one(health: Stage) -> None:
    sokha = await health.person("Sokha")
    await sokha.starts(await health.invites("development_partner"))
    await sokha.presses("form:choice=en")
    await sokha.presses("form:skip")
    await sokha.says("Sok Sokha", "Health adviser", "UNFPA")
    await sokha.does(sokha.person.sends_contact())
    await sokha.presses("form:skip")
    assert (await sokha.summary())["contact"].startswith("0")


async def test_a_contact_is_a_number_or_an_address(health: Stage) -> None:
    sokha = await health.person("Sokha")
    await sokha.starts(await health.invites("development_partner"))
    await sokha.presses("form:choice=en")
    await sokha.presses("form:skip")
    await sokha.says("Sok Sokha", "Health adviser", "UNFPA", "call me")
    await sokha.is_refused("members#unreadable_contact")
    await sokha.asks("contact")
    await sokha.says("០១២ ៣៤៥ ៦៧៨, sokha@unfpa.org")
    await sokha.presses("form:skip")
    assert (await sokha.summary())["contact"] == "០១២ ៣៤៥ ៦៧៨, sokha@unfpa.org"


async def test_a_shared_contact_answers_nothing_else(health: Stage) -> None:
    sokha = await health.person("Sokha")
    await sokha.starts(await health.invites("development_partner"))
    await sokha.presses("form:choice=en")
    await sokha.presses("form:skip")
    await sokha.does(sokha.person.sends_contact())
    await sokha.is_refused("general#text_expected")
    await sokha.asks("name")


async def test_somebody_else_s_contact_is_not_taken_for_one_s_own(health: Stage) -> None:
    sokha = await health.person("Sokha")
    await sokha.starts(await health.invites("development_partner"))
    await sokha.presses("form:choice=en")
    await sokha.presses("form:skip")
    await sokha.says("Sok Sokha", "Health adviser", "UNFPA")
    await sokha.does(sokha.person.sends_contact("85599999999", "Somebody"))
    await sokha.is_refused("general#others_words")
    await sokha.asks("contact")


@pytest.mark.parametrize("named", ["MoH\u200b", "ＭｏＨ", "Mo\u00adH", "\u200bMOH"])
async def test_a_ministry_is_one_however_its_name_is_spelled(health: Stage, named: str) -> None:
    first = await health.member("Chan Dara", "secretariat", "MoH")
    sokha = await health.person("Sokha")
    await sokha.starts(await health.invites("government"))
    await sokha.presses("form:choice=en")
    await sokha.presses("form:skip")
    await sokha.says("Sok\u200bSokha", "Adviser", named)
    await sokha.presses("form:skip")
    await sokha.presses("form:skip")
    await sokha.presses("form:save")
    async with health.assistant.database.read() as session:
        found = await session.execute(select(Account.telegram_id, Person).join(Account.person))
        people = dict(iter(found))
    registered = people[sokha.person.id]
    assert registered.institution_id == people[first.person.id].institution_id
    assert registered.name == "Sok\u200bSokha"


@pytest.mark.parametrize("name", ["\u200b", "\u3164", "\u2800\u2060"])
async def test_a_person_has_a_name_that_others_see(health: Stage, name: str) -> None:
    sokha = await health.person(name)
    await sokha.starts(await health.invites("government"))
    await sokha.presses("form:choice=en")
    await sokha.presses("form:skip")
    await sokha.asks("name")
    await sokha.does_not_offer("form:choice=0")
    await sokha.says(name)
    await sokha.is_refused("general#missing")
    await sokha.asks("name")


@pytest.mark.parametrize("by", ["form:other", "no"])
async def test_a_name_typed_at_the_title_is_offered_for_the_name(health: Stage, by: str) -> None:
    newcomer = await health.person("Newcomer")
    await newcomer.starts(await health.invites("government"))
    await newcomer.presses("form:choice=en")
    await newcomer.asks("title")
    await newcomer.says("Sok Vichea")
    await newcomer.sees("forms/is_answer")
    await (newcomer.says("no") if by == "no" else newcomer.presses_below("form:other"))
    if by != "no":  # which says that there is none
        await newcomer.asks("title")
        await newcomer.presses("form:choice=3")
    await newcomer.asks("name")
    await newcomer.presses_below("form:take")
    await newcomer.asks("position")
    await newcomer.does_not_offer("form:take=4")


async def test_degrees_behind_a_name_are_kept_beside_it_and_shown_with_it(health: Stage) -> None:
    bopha = await health.person("Bopha")
    await bopha.starts(await health.invites("development_partner"))
    await bopha.presses("form:choice=en")
    await bopha.presses("form:skip")
    await bopha.says("Lim Bopha, MD, MPH", "Health adviser", "UNFPA")
    for step in ("skip", "skip", "save"):
        await bopha.presses(f"form:{step}")
    await bopha.says("/me")
    await bopha.reads_fact("Lim Bopha, MD, MPH")
    await bopha.presses("members:correct")
    await bopha.presses("form:change")
    await bopha.presses("form:change=position")
    await bopha.says("Senior adviser")
    assert (await bopha.summary())["name"] == "Lim Bopha, MD, MPH"
    await bopha.presses("form:save")
    async with health.assistant.database.read() as session:
        [person] = await session.scalars(select(Person).where(Person.name == "Lim Bopha"))
    assert (person.degrees, person.position) == ("MD, MPH", "Senior adviser")


async def test_the_first_of_a_secretariat_is_shown_how_to_bring_in_the_others(health: Stage) -> None:
    """As long as nobody but those who organise the TWG is in it; also who is in another TWG already."""
    dara = await health.person("Dara")
    await registers(dara, await health.invites("secretariat"), name="Chan Dara", institution="MoH")
    await dara.sees("members/registered", empty=True)
    await dara.offers("members:new_invite")
    await dara.presses("rosters:new")
    await dara.asks("file")
    await dara.says("/cancel")
    await dara.looks_away()
    await health.adds_twg("EDU", "Education", "Ministry of Education")
    await dara.starts(await health.invites("secretariat", "EDU"))
    await dara.sees("members/joined", empty=True)
    await dara.presses("members:new_invite")
    await dara.asks("role")
    await dara.reads_fact("EDU")
    await dara.says("/cancel")
    sokha = await health.person("Sokha")
    await registers(sokha, await health.invites("development_partner"))
    await sokha.sees("members/registered", empty=False)
    rith = await health.person("Rith")
    await registers(rith, await health.invites("secretariat"), name="Rith", institution="MoH")
    await rith.sees("joining/waits")


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("ឯកឧត្តម សុខ ដារ៉ា", ("ឯកឧត្តម", "សុខ ដារ៉ា", "")),
        ("លោកជំទាវ កែវ មុំ", ("លោកជំទាវ", "កែវ មុំ", "")),
        ("H.E. Dr. Sok Dara, MPH", ("H.E. Dr.", "Sok Dara", "MPH")),
        ("HE Kimly", ("", "HE Kimly", "")),
    ],
)
async def test_a_title_typed_with_the_name_is_kept_as_one(
    health: Stage, typed: str, kept: tuple[str, str, str]
) -> None:
    sokha = await health.person("Sokha")
    await sokha.starts(await health.invites("government"))
    await fills_in(sokha, name=typed)
    await sokha.presses("form:save")
    async with health.assistant.database.read() as session:
        person = (await session.scalars(select(Person))).one()
    assert (person.title, person.name, person.degrees) == kept


def test_a_title_given_apart_is_not_kept_twice() -> None:
    assert split_name("Dr.", "Dr. Sok Dara") == ("Dr.", "Sok Dara", "")
    assert split_name("H.E.", "Dr. Sok Dara") == ("H.E. Dr.", "Sok Dara", "")
    assert split_name("H.E." * 15, "Dr. Sok Dara") == ("H.E." * 15, "Dr. Sok Dara", "")
