"""One person in several TWGs, and each person's language (M6, U3)."""

import pytest
from sqlalchemy import select

from bot.capabilities import registry
from messages.rendering.content import Content
from storage.meetings import Meeting
from storage.members import Account, Person, Role, Twg
from tests.members.steps import memberships
from tests.support.seen import is_worded_in
from tests.support.stage import Player, Stage


@pytest.fixture
async def maria(health: Stage) -> Player:
    """Lead facilitator of the Health TWG, and in the Education TWG as a development partner by an invite."""
    await health.adds_twg("EDU", "Education", "Ministry of Education")
    maria = await health.member("Maria Lopez", "lead_facilitator", "WHO")
    await maria.starts(await health.invites("development_partner", "EDU"))
    return maria


async def test_a_registered_person_joins_a_second_twg_with_nothing_to_fill_in(health: Stage, maria: Player) -> None:
    await maria.sees("members/joined", membership__twg__code="EDU", membership__role=Role.DEVELOPMENT_PARTNER)
    await maria.reads_fact("EDU", "/settings")
    stored = await memberships(health, "Maria Lopez")
    assert [membership.role for membership in stored] == ["lead_facilitator", "development_partner"]


async def test_commands_go_on_in_the_twg_they_acted_in(maria: Player) -> None:
    await maria.says("/me")
    await maria.sees("members/me", membership__twg__code="HLT", membership__role=Role.LEAD_FACILITATOR)
    await maria.reads_fact("HLT")


async def test_settings_switch_the_twg(health: Stage, maria: Player) -> None:
    await maria.says("/settings")
    hlt, edu = [membership.twg_id for membership in await memberships(health, "Maria Lopez")]
    await maria.presses("general:switch", edu)
    await maria.sees("general/settings", actor__twg__code="EDU", actor__role=Role.DEVELOPMENT_PARTNER)
    await maria.reads_fact("EDU – Education")
    await maria.presses("general:switch", hlt)
    await maria.sees("general/settings", actor__twg__code="HLT", actor__role=Role.LEAD_FACILITATOR)
    await maria.reads_fact("HLT – Health")
    await maria.offers("general:switch", edu)
    await maria.does_not_offer("general:switch", hlt)
    await maria.says("/members")
    assert len((await maria.shown("members/directory", twg__code="HLT"))["members"]) == 1
    await maria.sees("members/directory", twg__code="EDU")
    async with health.assistant.database.read() as session:
        query = (
            select(Twg.code)
            .join(Account, Account.current_twg_id == Twg.id)
            .join(Person)
            .where(Person.name == "Maria Lopez")
        )
        assert await session.scalar(query) == "HLT"


async def test_a_twg_one_does_not_belong_to_cannot_be_switched_to(health: Stage, maria: Player) -> None:
    twg = await health.adds_twg("AGR", "Agriculture")
    await maria.forges(f"general/switch:{twg.id}")
    await maria.is_refused("general#not_found")
    await maria.says("/me")
    await maria.sees("members/me", membership__twg__code="HLT")


async def test_settings_offer_no_other_twg_to_who_has_one(health: Stage) -> None:
    sokha = await health.member("Sok Sokha", "development_partner")
    await sokha.says("/settings")
    await sokha.sees("general/settings", actor__twg__code="HLT", actor__role=Role.DEVELOPMENT_PARTNER)
    await sokha.reads_fact("English", "HLT – Health")
    await sokha.offers_only(*["general:language"] * 2, *["sharing:pace"] * 3)


async def test_settings_switch_the_language_of_everything(health: Stage) -> None:
    sokha = await health.member("Sok Sokha", "development_partner")
    await sokha.says("/settings")
    await sokha.presses("general:language", "km")
    assert is_worded_in("km", await sokha.finds("general/settings"))
    menu = registry().routes.commands["me"].description
    assert dict(await sokha.person.command_menu())["me"] == menu.render("km")
    await sokha.presses("general:language", "en")
    assert is_worded_in("en", await sokha.finds("general/settings"))
    assert dict(await sokha.person.command_menu())["me"] == menu.render("en")


async def test_a_language_we_do_not_speak_is_refused(health: Stage) -> None:
    sokha = await health.member("Sok Sokha", "development_partner")
    await sokha.forges("general/language:fr")
    await sokha.is_refused("general#not_found")
    await sokha.says("/settings")
    await sokha.sees("general/settings", actor__account__language="en")
    assert is_worded_in("en", await sokha.finds("general/settings"))


async def test_a_form_stays_in_the_twg_it_was_opened_in(health: Stage) -> None:
    await health.adds_twg("EDU", "Education")
    dara = await health.member("Chan Dara", "secretariat")
    await dara.starts(await health.invites("secretariat", "EDU"))
    await dara.says("/invite")
    await dara.says("/settings")
    await dara.presses("general:switch")
    await dara.presses("form:choice=chair")
    await dara.presses("form:choice=0")
    await dara.presses("form:save")
    await dara.says("/invite list")
    [listed] = await dara.on_screen()
    parts = [source for source in listed.sources if isinstance(source, Content)]
    assert {part.twg: [invite.role for invite in part.context["invites"]] for part in parts} == {
        "HLT": [Role.CHAIR],
        "EDU": [],
    }


async def test_a_form_begun_after_switching_is_for_the_new_twg(health: Stage) -> None:
    education = await health.adds_twg("EDU", "Education")
    dara = await health.member("Chan Dara", "secretariat")
    await dara.says("/newmeeting", "Health plenary")
    await dara.starts(await health.invites("secretariat", "EDU"))
    await dara.presses("general:switch", education.id)
    await dara.says("/newmeeting")
    await dara.asks("title")
    await dara.says("Education plenary")
    await dara.presses("form:choice=plenary")
    await dara.says("15/12/2026", "9:00", "2h", "MoEYS")
    await dara.presses("form:choice=all")
    await dara.presses("form:skip")
    await dara.presses("form:save")
    async with health.assistant.database.read() as session:
        stored = [(meeting.title, meeting.twg_id) for meeting in await session.scalars(select(Meeting))]
        assert stored == [("Education plenary", education.id)]
