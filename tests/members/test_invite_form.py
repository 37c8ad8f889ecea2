"""Making, listing and revoking invites (M1)."""

import pytest

from tests.members.steps import invites, makes_invite, memberships, registers, shown_token
from tests.support.stage import Player, Stage


async def test_the_link_is_shown_with_its_role_uses_and_end(health: Stage, dara: Player) -> None:
    await makes_invite(dara, "Lead facilitator")
    await dara.reads("Invitation for 1 person: Lead facilitator", "https://t.me/twg_bot?start=")
    await dara.reads("until Monday 7 December 2026, 09:00", "[Revoke this link]")


async def test_the_theme_is_asked_of_a_focal_point(health: Stage, dara: Player) -> None:
    await dara.says("/invite")
    await dara.taps("Focal point")
    await dara.reads("For which theme is the focal point?", "(2/3)")
    await dara.says("Gender")
    await dara.taps("1", "Make the link")
    await registers(await health.person("Sreymom"), await shown_token(dara), name="Ly Sreymom")
    await dara.reads("HLT TWG · Focal point (gender)")
    assert [membership.themes for membership in await memberships(health, "Ly Sreymom")] == [["gender"]]


async def test_no_theme_is_asked_of_another_role(health: Stage, dara: Player) -> None:
    await dara.says("/invite")
    await dara.reads("Invite members (1/2)")
    await dara.taps("Government member")
    await dara.reads("How many people may use the link?", "(2/2)")
    await dara.does_not_read("theme")


async def test_a_theme_given_before_the_role_was_changed_is_not_kept_in_the_invite(health: Stage, dara: Player) -> None:
    await dara.says("/invite")
    await dara.taps("Focal point")
    await dara.says("gender", "1")
    await dara.taps("Change…", "Role", "Chair")
    await dara.does_not_read("Theme")
    await dara.taps("Make the link")
    assert [(invite.role, invite.themes) for invite in await invites(health)][-1] == ("chair", [])


@pytest.mark.parametrize(("typed", "uses"), [("៥", 5), ("៥០០", 500), (" 20 ", 20), ("1", 1)])
async def test_a_number_of_uses_is_read_in_either_digits(health: Stage, dara: Player, typed: str, uses: int) -> None:
    await makes_invite(dara, "Government member", uses=typed)
    assert [invite.max_uses for invite in await invites(health)][-1] == uses


@pytest.mark.parametrize("typed", ["0", "501", "abc", "-1", "២.៥", "1e2", "០", "five"])
async def test_a_number_of_uses_out_of_bounds_is_asked_again(health: Stage, dara: Player, typed: str) -> None:
    await dara.says("/invite")
    await dara.taps("Government member")
    await dara.says(typed)
    await dara.reads("Please give a number from 1 to 500.", "How many people may use the link?")
    await dara.says("3")
    await dara.reads("Role: Government member", "People: 3", "Is this right?")


async def test_a_second_tap_on_save_leaves_the_link_on_the_screen(health: Stage, dara: Player) -> None:
    await dara.says("/invite")
    await dara.taps("Government member", "1")
    await dara.taps_twice("Make the link")
    await dara.reads("?start=", "This form is finished.")
    assert len(await invites(health)) == 1


async def test_a_new_link_leads_to_those_that_still_work(dara: Player) -> None:
    await makes_invite(dara, "Chair")
    await dara.taps("Links that still work")
    await dara.reads("Invitation links that still work", "1. Chair – used 0 of 1", "[Revoke 1]")


async def test_words_that_mean_nothing_after_the_command_are_not_passed_over(dara: Player) -> None:
    await dara.says("/invite foo bar")
    await dara.reads_only(
        "/invite makes a link, /invite list shows the links that still work. Nothing else follows the word."
    )


async def test_open_links_are_listed_with_what_was_used(health: Stage, dara: Player) -> None:
    token = await makes_invite(dara, "Government member", uses="5")
    await makes_invite(dara, "Chair")
    await registers(await health.person("Vichea"), token)
    await dara.says("/invite list")
    await dara.reads("1. Chair – used 0 of 1, until Mon 7 Dec, 09:00", "2. Government member – used 1 of 5")
    await dara.reads("[Revoke 1] [Revoke 2]")


async def test_links_that_no_longer_work_are_not_listed(health: Stage, dara: Player) -> None:
    await registers(await health.person("Vichea"), await makes_invite(dara, "Government member"))
    await makes_invite(dara, "Chair")
    await dara.taps("Revoke this link")
    await dara.says("/invite list")
    await dara.reads("No invitation link is open. /invite makes one.")


async def test_a_link_is_revoked_from_the_list(health: Stage, dara: Player) -> None:
    chairs = await makes_invite(dara, "Chair")
    await makes_invite(dara, "Government member")
    await dara.says("/invite list")
    await dara.taps("Revoke 2")
    await dara.reads("The invitation link for “Chair” no longer works.")
    sovann = await health.person("Sovann")
    await sovann.starts(chairs)
    await sovann.reads("was withdrawn")


async def test_revoking_twice_is_the_same_as_once(health: Stage, dara: Player) -> None:
    await makes_invite(dara, "Chair")
    await dara.taps_twice("Revoke this link")
    await dara.reads("no longer works")


async def test_an_invite_of_another_twg_cannot_be_revoked(health: Stage, dara: Player) -> None:
    await health.adds_twg("EDU", "Education")
    rival = await health.member("Rival", "secretariat", code="EDU")
    await makes_invite(dara, "Chair")
    theirs = (await invites(health))[-1]
    await rival.forges(f"members/revoke:{theirs.id}")
    await rival.reads("That is no longer there, or it is not open to you.")
    assert (await invites(health))[-1].revoked_at is None


async def test_only_organisers_invite(health: Stage, dara: Player) -> None:
    await makes_invite(dara, "Chair")
    sokha = await health.member("Sok Sokha", "development_partner")
    for words in ("/invite", "/invite list"):
        await sokha.says(words)
        await sokha.reads("Your role in this TWG does not allow that.")
    await sokha.forges(f"members/revoke:{(await invites(health))[0].id}")
    await sokha.reads("Your role in this TWG does not allow that.")
    assert [invite.revoked_at for invite in await invites(health)] == [None]
