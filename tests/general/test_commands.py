"""What everybody can ask: /menu, /help, /me, /members, /cancel, and what is no command (U1, U7, M9)."""

import pytest

from bot.capabilities import registry
from handlers.routing.commands import Group
from messages.rendering.labels import label
from messages.rendering.templating import format_day
from storage.members import Role
from tests.support.stage import Player, Stage

PARTNER = label(Role.DEVELOPMENT_PARTNER).render("en")


async def test_the_menu_names_the_twg_the_role_and_what_it_may(sokha: Player) -> None:
    await sokha.says("/menu")
    await sokha.sees("general/menu", actor__role=Role.DEVELOPMENT_PARTNER)
    await sokha.reads_fact("HLT", PARTNER, "\n/jmi – ", "\n/share – ")
    await sokha.does_not_read_fact("/newmeeting", "/export", "/start")


async def test_help_says_how_it_works(sokha: Player) -> None:
    await sokha.says("/help")
    await sokha.sees("general/help")
    help_ = await sokha.shown("general/help")
    assert [command.name for command in help_["commands"]] == ["meetings", "documents", "actions", "done", "jmi"]
    await sokha.reads_fact("/menu")
    await sokha.does_not_read_fact("/newmeeting", "/export", "/start")


async def test_start_without_an_invite_is_help_to_who_is_registered(sokha: Player) -> None:
    await sokha.starts()
    await sokha.sees("general/help", actor__role=Role.DEVELOPMENT_PARTNER)
    await sokha.reads_fact("Sok Sokha", "HLT", PARTNER)


async def test_me_shows_how_one_is_registered(health: Stage, sokha: Player) -> None:
    await sokha.says("/me")
    await sokha.sees("members/me")
    await sokha.reads_fact("Sok Sokha\nOfficer, UNFPA\n", "HLT", PARTNER, "\n012 345 678\n", "/settings")
    await sokha.reads_fact(format_day(health.clock.now().date(), locale="en"))
    await sokha.offers_only("members:correct", "members:assistants", "members:my_data")


async def test_the_secretariat_sees_members_by_role_with_their_contacts(health: Stage, dara: Player) -> None:
    await health.member("Kim Sovann", "chair")
    await health.member("Sok Sokha", "development_partner", "UNFPA")
    await dara.says("/members")
    assert len((await dara.shown("members/directory"))["members"]) == 3
    await dara.reads_fact("HLT", " 3 ", f"{label(Role.CHAIR).render('en')}\nKim Sovann, MoH – 012 345 678")
    await dara.reads_fact(f"{PARTNER}\nSok Sokha, UNFPA – 012 345 678")


async def test_members_see_each_other_without_contacts(dara: Player, sokha: Player) -> None:
    await sokha.says("/members")
    await sokha.reads_fact("Chan Dara, MoH")
    await sokha.does_not_read_fact("012 345 678")


async def test_only_members_of_the_same_twg_are_listed(health: Stage, sokha: Player) -> None:
    await health.adds_twg("EDU", "Education")
    await health.member("Keo Ratha", "chair", code="EDU")
    await sokha.says("/members")
    await sokha.sees("members/directory")
    await sokha.does_not_read_fact("Keo Ratha")


async def test_who_left_is_no_longer_listed(health: Stage, dara: Player, sokha: Player) -> None:
    await health.leaves("Sok Sokha")
    await dara.says("/members")
    await dara.sees("members/directory")
    await dara.does_not_read_fact("Sok Sokha")


@pytest.mark.parametrize(
    "words",
    [
        "\u200b/me",
        "/me\u200b",
        "／me",
        "/ＭＥ",
        "⁄me",
        "/m\u2060e",
        "/me\u200bplease",
        "/me\u00a0please",
        "/me\nplease",
    ],
)
async def test_a_command_is_one_however_it_is_spelled(sokha: Player, words: str) -> None:
    await sokha.says(words)
    await sokha.sees_only("members/me")


@pytest.mark.parametrize("words", ["/nonsense", "/nonsense with words", "/ns@twg_bot", "/NONSENSE"])
async def test_an_unknown_command_says_so(sokha: Player, words: str) -> None:
    await sokha.says(words)
    await sokha.sees_only("general/unknown_command")
    await sokha.reads_fact("/n", "/menu")


async def test_an_unknown_command_is_shown_as_it_was_typed(sokha: Player) -> None:
    await sokha.says("/<b>សុខ&")
    await sokha.sees("general/unknown_command")
    await sokha.reads_fact("/<b>សុខ&.")


async def test_a_command_of_4000_letters_is_shortened(sokha: Player) -> None:
    await sokha.says("/" + "x" * 4000)
    await sokha.sees("general/unknown_command")
    await sokha.reads_fact(f"/{'x' * 31}….")


@pytest.mark.parametrize("words", ["/ME", "/me@twg_bot", "/me please", "/me\nplease"])
async def test_a_command_is_known_however_it_is_written(sokha: Player, words: str) -> None:
    await sokha.says(words)
    await sokha.sees_only("members/me")


async def test_cancel_with_nothing_open_says_so(sokha: Player) -> None:
    await sokha.says("/cancel")
    await sokha.sees_only("general/nothing_to_cancel")


async def test_the_menu_of_the_secretariat_is_short_and_says_what_is_under_a_heading(health: Stage) -> None:
    dara = await health.member("Dara", "secretariat")
    await dara.says("/menu")
    seen = await dara.finds("general/menu")
    assert len(seen.message.text.splitlines()) <= 25
    shown = await dara.shown("general/menu")
    named = [command.name for commands in shown["groups"].values() for command in commands]
    assert sorted(named) == sorted(command.name for command in shown["commands"])
    assert all(f"/{name}" in seen.message.text for name in named)
    await dara.presses("general:menu", Group.MEETINGS)
    await dara.reads_fact("/newmeeting – Plan a meeting")
    await dara.does_not_read_fact("/invite – ")
    await dara.presses("general:menu", Group.MEMBERS)
    await dara.reads_fact("/invite – Invite members by a link")
    await dara.does_not_read_fact("/newmeeting – ")


async def test_a_heading_without_commands_is_not_shown(health: Stage) -> None:
    sokha = await health.member("Sokha", "development_partner")
    await sokha.says("/menu")
    assert Group.TWG not in (await sokha.shown("general/menu"))["groups"]
    await sokha.does_not_offer("general:menu", Group.TWG)
    await sokha.forges("general:menu:twg")
    await sokha.does_not_read_fact("/reminders")
    await sokha.forges("general:menu:everything")
    await sokha.is_refused("general#not_found")


def test_every_command_that_is_shown_has_a_heading() -> None:
    commands = registry().routes.commands.values()
    assert [each.name for each in commands if (each.group is None) is not each.hidden] == []
