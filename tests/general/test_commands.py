"""What everybody can ask: /menu, /help, /me, /members, /cancel, and what is no command (U1, M9)."""

import pytest

from tests.support.stage import Player, Stage


async def test_the_menu_names_the_twg_the_role_and_what_it_may(sokha: Player) -> None:
    await sokha.says("/menu")
    await sokha.reads("HLT TWG · Development partner", "/jmi – Report on an indicator, or see them", "/share – ")
    await sokha.does_not_read("/newmeeting", "/export", "/start")


async def test_help_says_how_it_works(sokha: Player) -> None:
    await sokha.says("/help")
    await sokha.reads("Announcements, documents and reminders arrive here", "/menu – What you can do")


async def test_start_without_an_invite_is_help_to_who_is_registered(sokha: Player) -> None:
    await sokha.starts()
    await sokha.reads("You are registered in the HLT TWG as: Development partner.")


async def test_me_shows_how_one_is_registered(sokha: Player) -> None:
    await sokha.says("/me")
    await sokha.reads("Sok Sokha", "Officer, UNFPA", "HLT TWG · Development partner", "012 345 678")
    await sokha.reads("Member since Monday 23 November 2026.", "[Correct my details]", "/settings")


async def test_the_secretariat_sees_members_by_role_with_their_contacts(health: Stage, dara: Player) -> None:
    await health.member("Kim Sovann", "chair")
    await health.member("Sok Sokha", "development_partner", "UNFPA")
    await dara.says("/members")
    await dara.reads("HLT TWG: 3 members", "Chair\nKim Sovann, MoH – 012 345 678")
    await dara.reads("Development partner\nSok Sokha, UNFPA – 012 345 678")


async def test_members_see_each_other_without_contacts(dara: Player, sokha: Player) -> None:
    await sokha.says("/members")
    await sokha.reads("Chan Dara, MoH")
    await sokha.does_not_read("012 345 678")


async def test_only_members_of_the_same_twg_are_listed(health: Stage, sokha: Player) -> None:
    await health.adds_twg("EDU", "Education")
    await health.member("Keo Ratha", "chair", code="EDU")
    await sokha.says("/members")
    await sokha.does_not_read("Keo Ratha")


async def test_who_left_is_no_longer_listed(health: Stage, dara: Player, sokha: Player) -> None:
    await health.leaves("Sok Sokha")
    await dara.says("/members")
    await dara.does_not_read("Sok Sokha")


@pytest.mark.parametrize("words", ["/nonsense", "/nonsense with words", "/ns@twg_bot", "/NONSENSE"])
async def test_an_unknown_command_says_so(sokha: Player, words: str) -> None:
    await sokha.says(words)
    await sokha.reads("I do not know /n", "/menu shows what you can do.")


async def test_an_unknown_command_is_shown_as_it_was_typed(sokha: Player) -> None:
    await sokha.says("/<b>សុខ&")
    await sokha.reads("I do not know /<b>សុខ&.")


async def test_a_command_of_4000_letters_is_shortened(sokha: Player) -> None:
    await sokha.says("/" + "x" * 4000)
    await sokha.reads(f"I do not know /{'x' * 32}.")


@pytest.mark.parametrize("words", ["/ME", "/me@twg_bot", "/me please", "/me\nplease"])
async def test_a_command_is_known_however_it_is_written(sokha: Player, words: str) -> None:
    await sokha.says(words)
    await sokha.reads("Member since")


async def test_cancel_with_nothing_open_says_so(sokha: Player) -> None:
    await sokha.says("/cancel")
    await sokha.reads("There is nothing to cancel. /menu shows what you can do.")
