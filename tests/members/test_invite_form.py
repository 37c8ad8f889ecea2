"""Making, listing and revoking invites (M1)."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from messages.rendering.codes import qr_code
from storage.core.forms import OpenForm
from storage.members import Role
from tests.members.steps import invites, makes_invite, memberships, registers, shown_token
from tests.support.stage import Player, Stage


async def test_the_link_is_shown_with_its_role_uses_and_end(health: Stage, dara: Player) -> None:
    await makes_invite(dara, Role.LEAD_FACILITATOR)
    ends = health.clock.now() + timedelta(days=14)
    await dara.sees("members/invited", invite__role=Role.LEAD_FACILITATOR, invite__max_uses=1, invite__expires_at=ends)
    await dara.reads_fact("https://t.me/twg_bot?start=", "7 December 2026, 09:00")
    await dara.offers_only("copy", "members:revoke", "members:invites")
    await dara.offers("copy", f"https://t.me/twg_bot?start={await shown_token(dara)}")


async def test_each_link_comes_with_its_own_code_to_scan(health: Stage, dara: Player) -> None:
    codes = []
    for role in (Role.GOVERNMENT, Role.CRDB):
        await makes_invite(dara, role)
        link = f"https://t.me/twg_bot?start={await shown_token(dara)}"
        [photo] = [message for message in await dara.new_messages() if message.photo_id is not None]
        codes.append(await dara.person.downloads(photo))
        assert codes[-1] == qr_code(link)
        await dara.looks_away()
    assert codes[0] != codes[1]


async def test_a_link_works_until_the_end_of_the_day_that_was_chosen(health: Stage, dara: Player) -> None:
    await dara.says("/invite")
    await dara.presses("form:choice=government")
    await dara.presses("form:choice=0")
    await dara.presses("form:change")
    await dara.presses("form:change=last_day")
    await dara.says("1 April 2027")
    await dara.presses("form:save")
    last = health.clock.now().date() + timedelta(days=90)
    await dara.is_refused("members#works_too_long", days=90, last=last)
    await dara.asks("last_day")
    await dara.says("25 December 2026")
    await dara.presses("form:save")
    ends = datetime(2026, 12, 26, tzinfo=ZoneInfo("Asia/Phnom_Penh"))
    assert [each.expires_at for each in await invites(health)] == [ends]


async def test_the_theme_is_asked_of_a_focal_point(health: Stage, dara: Player) -> None:
    await dara.says("/invite")
    await dara.presses("form:choice=focal_point")
    await dara.asks("theme")
    await dara.sees("forms/ask", position=2, total=3)
    await dara.says("Gender")
    await dara.presses("form:choice=0")
    await dara.presses("form:save")
    await registers(await health.person("Sreymom"), await shown_token(dara), name="Ly Sreymom")
    await dara.is_told("member_registered")
    await dara.sees("members/new_member", membership__role=Role.FOCAL_POINT, membership__themes=["Gender"])
    assert [membership.themes for membership in await memberships(health, "Ly Sreymom")] == [["Gender"]]


async def test_no_theme_is_asked_of_another_role(health: Stage, dara: Player) -> None:
    await dara.says("/invite")
    await dara.asks("role")
    await dara.sees("forms/ask", position=1, total=2)
    await dara.presses("form:choice=government")
    await dara.asks("uses")
    await dara.sees("forms/ask", position=2, total=2)


async def test_a_theme_given_before_the_role_was_changed_is_not_kept_in_the_invite(health: Stage, dara: Player) -> None:
    await dara.says("/invite")
    await dara.presses("form:choice=focal_point")
    await dara.says("gender", "1")
    await dara.presses("form:change")
    await dara.presses("form:change=role")
    await dara.presses("form:choice=chair")
    assert list(await dara.summary()) == ["role", "uses"]
    await dara.presses("form:save")
    assert [(invite.role, invite.themes) for invite in await invites(health)][-1] == ("chair", [])


@pytest.mark.parametrize(("typed", "uses"), [("៥", 5), ("៥០០", 500), (" 20 ", 20), ("1", 1)])
async def test_a_number_of_uses_is_read_in_either_digits(health: Stage, dara: Player, typed: str, uses: int) -> None:
    await makes_invite(dara, Role.GOVERNMENT, uses=typed)
    assert [invite.max_uses for invite in await invites(health)][-1] == uses


@pytest.mark.parametrize("typed", ["0", "501", "abc", "-1", "២.៥", "1e2", "០", "five"])
async def test_a_number_of_uses_out_of_bounds_is_asked_again(health: Stage, dara: Player, typed: str) -> None:
    await dara.says("/invite")
    await dara.presses("form:choice=government")
    await dara.says(typed)
    await dara.is_refused("forms#unreadable_count", lowest=1, highest=500)
    await dara.asks("uses")
    await dara.says("3")
    summary = await dara.summary()
    assert (list(summary), summary["uses"]) == (["role", "uses"], "3")
    await dara.presses("form:save")
    assert [(invite.role, invite.max_uses) for invite in await invites(health)] == [(Role.GOVERNMENT, 3)]


async def test_a_second_tap_on_save_leaves_the_link_on_the_screen(health: Stage, dara: Player) -> None:
    await dara.says("/invite")
    await dara.presses("form:choice=government")
    await dara.presses("form:choice=0")
    await dara.presses_twice("form:save")
    await dara.toasts()
    await dara.reads_fact("?start=")
    assert len(await invites(health)) == 1


async def test_a_new_link_leads_to_those_that_still_work(dara: Player) -> None:
    await makes_invite(dara, Role.CHAIR)
    await dara.presses("members:invites")
    [listed] = (await dara.shown("members/invites"))["invites"]
    assert (listed.role, listed.uses, listed.max_uses) == (Role.CHAIR, 0, 1)
    await dara.offers("members:revoke", listed.id)


async def test_words_that_mean_nothing_after_the_command_are_not_passed_over(dara: Player) -> None:
    await dara.says("/invite foo bar")
    await dara.sees("general/words_left", words="foo bar")
    await dara.asks("role")


@pytest.mark.parametrize(
    ("line", "filled"),
    [
        ("/invite 3 partners", {"role": "development_partner", "uses": "3"}),
        ("/invite ដៃគូអភិវឌ្ឍន៍ ៣ រូប", {"role": "development_partner", "uses": "3"}),
        ("/invite five government members", {"role": "government", "uses": "5"}),
    ],
)
async def test_a_line_fills_the_form_in(health: Stage, dara: Player, line: str, filled: dict[str, str]) -> None:
    await dara.says(line)
    async with health.assistant.database.read() as session:
        [form] = await session.scalars(select(OpenForm))
    assert form.answers == filled
    await dara.does_not_see("general/words_left")


async def test_open_links_are_listed_with_what_was_used(health: Stage, dara: Player) -> None:
    token = await makes_invite(dara, Role.GOVERNMENT, uses="5")
    await makes_invite(dara, Role.CHAIR)
    await registers(await health.person("Vichea"), token)
    await dara.forges("joining:admit:1")
    await dara.says("/invite list")
    listed = (await dara.shown("members/invites"))["invites"]
    ends = health.clock.now() + timedelta(days=14)
    assert [(invite.role, invite.uses, invite.max_uses, invite.expires_at) for invite in listed] == [
        (Role.CHAIR, 0, 1, ends),
        (Role.GOVERNMENT, 1, 5, ends),
    ]
    buttons = (await dara.finds("members/invites")).buttons
    assert [(button.name, *button.args) for button in buttons] == [
        *(("members:revoke", str(invite.id)) for invite in listed),
        ("members:new_invite",),
    ]
    await dara.reads_fact("7 Dec, 09:00")


async def test_links_that_no_longer_work_are_not_listed(health: Stage, dara: Player) -> None:
    await registers(await health.person("Vichea"), await makes_invite(dara, Role.GOVERNMENT))
    await makes_invite(dara, Role.CHAIR)
    await dara.presses("members:revoke")
    await dara.says("/invite list")
    await dara.sees("members/invites", invites=[])
    await dara.offers_only("members:new_invite")


async def test_a_link_is_revoked_from_the_list(health: Stage, dara: Player) -> None:
    chairs = await makes_invite(dara, Role.CHAIR)
    await makes_invite(dara, Role.GOVERNMENT)
    await dara.says("/invite list")
    await dara.presses("members:revoke", "1")
    await dara.sees("members/revoked", invite__role=Role.CHAIR)
    sovann = await health.person("Sovann")
    await sovann.starts(chairs)
    await sovann.is_refused("members#revoked_invite")


async def test_revoking_twice_is_the_same_as_once(health: Stage, dara: Player) -> None:
    await makes_invite(dara, Role.CHAIR)
    await dara.presses_twice("members:revoke")
    await dara.is_not_refused()
    await dara.sees("members/revoked", invite__role=Role.CHAIR)


async def test_an_invite_of_another_twg_cannot_be_revoked(health: Stage, dara: Player) -> None:
    await health.adds_twg("EDU", "Education")
    rival = await health.member("Rival", "secretariat", code="EDU")
    await makes_invite(dara, Role.CHAIR)
    theirs = (await invites(health))[-1]
    await rival.forges(f"members/revoke:{theirs.id}")
    await rival.is_refused("general#not_found")
    assert (await invites(health))[-1].revoked_at is None


async def test_only_organisers_invite(health: Stage, dara: Player) -> None:
    await makes_invite(dara, Role.CHAIR)
    sokha = await health.member("Sok Sokha", "development_partner")
    for words in ("/invite", "/invite list"):
        await sokha.says(words)
        await sokha.is_refused("general#not_allowed")
    await sokha.says("/me")
    await sokha.forges(f"members/revoke:{(await invites(health))[0].id}")
    await sokha.is_refused("general#not_allowed")
    assert [invite.revoked_at for invite in await invites(health)] == [None]
