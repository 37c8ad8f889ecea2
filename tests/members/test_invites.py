"""Links that let people in, and those that no longer do (M1)."""

import asyncio

import pytest

from bot.capabilities import registry
from storage.members import Role, access_institution
from tests.members.steps import fills_in, invites, makes_invite, memberships, registers
from tests.support.guard import arranged
from tests.support.stage import Player, Stage
from twg.joining import entering
from twg.members import invites as twg_invites
from twg.members import registration


@pytest.mark.parametrize("token", ["forged", "x" * 64, "0", "DROP-TABLE", "invite_1"])
async def test_a_forged_invite_is_not_valid(health: Stage, token: str) -> None:
    stranger = await health.person("Sokha")
    await stranger.starts(token)
    await stranger.is_refused("members#unknown_invite")
    await stranger.does_not_ask()


async def test_an_expired_invite_says_when_it_ended(health: Stage) -> None:
    token = await health.invites("government", days=14)
    await health.passes(days=14)
    sokha = await health.person("Sokha")
    await sokha.starts(token)
    await sokha.is_refused("members#expired_invite", twg__code="HLT", expires_at=health.clock.now())
    await sokha.reads_fact("HLT", "7 December 2026, 09:00")


async def test_an_invite_works_until_the_minute_it_ends(health: Stage) -> None:
    token = await health.invites("government", days=14)
    await health.passes(days=13, hours=23, minutes=59)
    sokha = await health.person("Sokha")
    await sokha.starts(token)
    await sokha.sees("members/welcome", twg__code="HLT")
    await sokha.asks("language")


async def test_a_revoked_invite_was_withdrawn(health: Stage, dara: Player) -> None:
    token = await makes_invite(dara, Role.DEVELOPMENT_PARTNER)
    await dara.presses("members:revoke")
    await dara.sees("members/revoked", invite__role=Role.DEVELOPMENT_PARTNER)
    sokha = await health.person("Sokha")
    await sokha.starts(token)
    await sokha.is_refused("members#revoked_invite", twg__code="HLT")
    await sokha.reads_fact("HLT")


async def test_an_invite_for_one_lets_one_in(health: Stage, dara: Player) -> None:
    token = await makes_invite(dara, Role.DEVELOPMENT_PARTNER)
    await registers(await health.person("Sokha"), token)
    kenji = await health.person("Kenji")
    await kenji.starts(token)
    await kenji.is_refused("members#used_invite", twg__code="HLT")
    await kenji.reads_fact("HLT")
    assert [invite.uses for invite in await invites(health)][-1] == 1


async def test_an_invite_for_several_lets_so_many_in(health: Stage, dara: Player) -> None:
    token = await makes_invite(dara, Role.GOVERNMENT, uses="2")
    for number, name in enumerate(("Prak Vichea", "Nhem Bopha"), 1):
        person = await health.person(name)
        await registers(person, token, name=name)
        await person.sees("joining/waits")
        await dara.forges(f"joining:admit:{number}")
        await person.sees("joining/decided", membership__person__name=name)
    third = await health.person("Third")
    await third.starts(token)
    await third.is_refused("members#used_invite")
    assert [invite.uses for invite in await invites(health)][-1] == 2


async def test_opening_a_link_does_not_use_it_up(health: Stage) -> None:
    token = await health.invites("government")
    curious = await health.person("Curious")
    await curious.starts(token)
    sokha = await health.person("Sokha")
    await registers(sokha, token)
    await sokha.sees("members/registered")


async def test_an_invite_used_up_meanwhile_leaves_the_answers(health: Stage) -> None:
    token = await health.invites("development_partner")
    slow, quick = await health.person("Slow"), await health.person("Quick")
    await slow.starts(token)
    await fills_in(slow, name="Sok Sokha")
    await registers(quick, token, name="Kenji Sato")
    await slow.presses("form:save")
    await slow.is_refused("members#used_invite")
    summary = await slow.summary()
    assert (summary["name"], summary["institution"]) == ("Sok Sokha", "UNFPA")
    assert await memberships(health, "Sok Sokha") == []


async def test_a_new_invite_takes_over_what_was_answered_for_the_one_before(health: Stage, dara: Player) -> None:
    first = await makes_invite(dara, Role.DEVELOPMENT_PARTNER)
    sokha = await health.person("Sokha")
    await sokha.starts(first)
    await fills_in(sokha, name="Sok Sokha")
    await dara.presses("members:revoke")
    await sokha.presses("form:save")
    await sokha.is_refused("members#revoked_invite")
    await sokha.starts(await makes_invite(dara, Role.CIVIL_SOCIETY))
    await sokha.sees("members/welcome", role=Role.CIVIL_SOCIETY)
    assert (await sokha.summary())["name"] == "Sok Sokha"
    await sokha.presses("form:save")
    await sokha.sees("members/registered", membership__role=Role.CIVIL_SOCIETY)


async def test_two_who_save_at_once_with_a_link_for_one(health: Stage) -> None:
    token = await health.invites("development_partner")
    both = [await health.person("Sokha"), await health.person("Kenji")]
    for person in both:
        await person.starts(token)
        await fills_in(person, name=person.person.name)
        await person.looks_away()
    await asyncio.gather(*(person.presses("form:save") for person in both))
    registered = [person for person in both if not await person.refusals()]
    refused = [person for person in both if await person.refusals()]
    assert (len(registered), len(refused)) == (1, 1)
    await registered[0].sees("members/registered")
    await refused[0].is_refused("members#used_invite")
    assert len(await memberships(health, registered[0].person.name)) == 1
    assert await memberships(health, refused[0].person.name) == []


async def test_registering_again_by_the_same_link_says_so(health: Stage, dara: Player) -> None:
    token = await makes_invite(dara, Role.DEVELOPMENT_PARTNER)
    sokha = await health.person("Sokha")
    await registers(sokha, token)
    await sokha.starts(token)
    await sokha.is_refused("members#already_member", twg__code="HLT", role=Role.DEVELOPMENT_PARTNER)
    await sokha.reads_fact("HLT")


async def test_registering_again_by_another_link_says_so_and_uses_nothing(health: Stage, dara: Player) -> None:
    sokha = await health.person("Sokha")
    await registers(sokha, await health.invites("development_partner"))
    await sokha.starts(await makes_invite(dara, Role.CHAIR))
    await sokha.is_refused("members#already_member", role=Role.DEVELOPMENT_PARTNER)
    assert [membership.role for membership in await memberships(health, "Sok Sokha")] == ["development_partner"]
    assert [invite.uses for invite in await invites(health)][-1] == 0


async def test_the_secretariat_is_told_of_each_new_member(health: Stage, dara: Player) -> None:
    await registers(await health.person("Sokha"), await health.invites("development_partner"))
    await dara.is_told_only("member_registered")
    await dara.sees("members/new_member", membership__twg__code="HLT", membership__role=Role.DEVELOPMENT_PARTNER)
    await dara.reads_fact("Sok Sokha", "Health adviser, UNFPA", "HLT", "012 345 678")


async def test_other_members_are_not_told_of_a_new_one(health: Stage, dara: Player) -> None:
    chair = await health.member("Kim Sovann", "chair")
    await chair.looks_away()
    await registers(await health.person("Sokha"), await health.invites("development_partner"))
    await chair.sees_nothing_new()


async def test_who_left_comes_back_by_a_new_invite(health: Stage, dara: Player) -> None:
    sokha = await health.person("Sokha")
    await registers(sokha, await health.invites("development_partner"))
    await health.leaves("Sok Sokha")
    await sokha.says("/me")
    await sokha.sees("joining/stranger")
    await registers(sokha, await health.invites("civil_society"))
    await sokha.sees("members/registered", membership__role=Role.CIVIL_SOCIETY)
    assert [membership.role for membership in await memberships(health, "Sok Sokha")] == ["civil_society"]


async def test_of_many_transactions_at_once_a_link_for_one_lets_one_in(health: Stage) -> None:
    token_hash = twg_invites.hash_token(await health.invites("development_partner"))

    async def register(telegram_id: int) -> bool:
        args = registration.Registration(name=f"N {telegram_id}", position="P", institution="UNFPA", language="en")
        try:
            async with health.assistant.database.begin() as session:
                await entering.register(
                    session, token_hash, telegram_id, args, domains=registry().domains, now=health.clock.now()
                )
        except twg_invites.UsedInvite:
            return False
        return True

    async with arranged(health.assistant.database) as session:
        await access_institution(session, "UNFPA")
    assert sum(await asyncio.gather(*(register(telegram_id) for telegram_id in range(1, 7)))) == 1
    assert [invite.uses for invite in await invites(health)] == [1]
