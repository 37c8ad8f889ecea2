"""Links that let people in, and those that no longer do (M1)."""

import asyncio

import pytest

from storage.members import access_institution
from tests.members.steps import fills_in, invites, makes_invite, memberships, registers
from tests.support.guard import arranged
from tests.support.stage import Player, Stage
from twg.members import registration

ASK_FOR_NEW = "Please ask the secretariat"


@pytest.mark.parametrize("token", ["forged", "x" * 64, "0", "DROP-TABLE", "invite_1"])
async def test_a_forged_invite_is_not_valid(health: Stage, token: str) -> None:
    stranger = await health.person("Sokha")
    await stranger.starts(token)
    await stranger.reads("This invitation link is not valid.", ASK_FOR_NEW)
    await stranger.does_not_read("Which language")


async def test_an_expired_invite_says_when_it_ended(health: Stage) -> None:
    token = await health.invites("government", days=14)
    await health.passes(days=14)
    sokha = await health.person("Sokha")
    await sokha.starts(token)
    await sokha.reads("This invitation to the HLT TWG ended on Monday 7 December 2026, 09:00.", ASK_FOR_NEW)


async def test_an_invite_works_until_the_minute_it_ends(health: Stage) -> None:
    token = await health.invites("government", days=14)
    await health.passes(days=13, hours=23, minutes=59)
    sokha = await health.person("Sokha")
    await sokha.starts(token)
    await sokha.reads("You are invited to the Health TWG", "Which language")


async def test_a_revoked_invite_was_withdrawn(health: Stage, dara: Player) -> None:
    token = await makes_invite(dara, "Development partner")
    await dara.taps("Revoke this link")
    await dara.reads("The invitation link for “Development partner” no longer works.")
    sokha = await health.person("Sokha")
    await sokha.starts(token)
    await sokha.reads("This invitation to the HLT TWG was withdrawn.", ASK_FOR_NEW)


async def test_an_invite_for_one_lets_one_in(health: Stage, dara: Player) -> None:
    token = await makes_invite(dara, "Development partner")
    await registers(await health.person("Sokha"), token)
    kenji = await health.person("Kenji")
    await kenji.starts(token)
    await kenji.reads("This invitation to the HLT TWG has been used already.", "one of your own")
    assert [invite.uses for invite in await invites(health)][-1] == 1


async def test_an_invite_for_several_lets_so_many_in(health: Stage, dara: Player) -> None:
    token = await makes_invite(dara, "Government member", uses="2")
    for name in ("Prak Vichea", "Nhem Bopha"):
        person = await health.person(name)
        await registers(person, token, name=name)
        await person.reads("You are registered.")
    third = await health.person("Third")
    await third.starts(token)
    await third.reads("has been used already")
    assert [invite.uses for invite in await invites(health)][-1] == 2


async def test_opening_a_link_does_not_use_it_up(health: Stage) -> None:
    token = await health.invites("government")
    curious = await health.person("Curious")
    await curious.starts(token)
    sokha = await health.person("Sokha")
    await registers(sokha, token)
    await sokha.reads("You are registered.")


async def test_an_invite_used_up_meanwhile_leaves_the_answers(health: Stage) -> None:
    token = await health.invites("development_partner")
    slow, quick = await health.person("Slow"), await health.person("Quick")
    await slow.starts(token)
    await fills_in(slow, name="Sok Sokha")
    await registers(quick, token, name="Kenji Sato")
    await slow.taps("Save")
    await slow.reads("has been used already", ASK_FOR_NEW, "Name: Sok Sokha", "Institution: UNFPA")
    assert await memberships(health, "Sok Sokha") == []


async def test_a_new_invite_takes_over_what_was_answered_for_the_one_before(health: Stage, dara: Player) -> None:
    first = await makes_invite(dara, "Development partner")
    sokha = await health.person("Sokha")
    await sokha.starts(first)
    await fills_in(sokha, name="Sok Sokha")
    await dara.taps("Revoke this link")
    await sokha.taps("Save")
    await sokha.reads("was withdrawn")
    await sokha.starts(await makes_invite(dara, "Civil society"))
    await sokha.reads("Role: Civil society", "Name: Sok Sokha", "Is this right?")
    await sokha.taps("Save")
    await sokha.reads("You are registered.", "Civil society")


async def test_two_who_save_at_once_with_a_link_for_one(health: Stage) -> None:
    token = await health.invites("development_partner")
    both = [await health.person("Sokha"), await health.person("Kenji")]
    for person in both:
        await person.starts(token)
        await fills_in(person, name=person.person.name)
        await person.looks_away()
    await asyncio.gather(*(person.person.taps("Save") for person in both))
    await health.settle()
    registered = [person for person in both if "You are registered." in await person.screen()]
    refused = [person for person in both if "has been used already" in await person.screen()]
    assert (len(registered), len(refused)) == (1, 1)
    assert len(await memberships(health, registered[0].person.name)) == 1
    assert await memberships(health, refused[0].person.name) == []


async def test_registering_again_by_the_same_link_says_so(health: Stage, dara: Player) -> None:
    token = await makes_invite(dara, "Development partner")
    sokha = await health.person("Sokha")
    await registers(sokha, token)
    await sokha.starts(token)
    await sokha.reads("You are already registered in the HLT TWG as: Development partner.", "/me")


async def test_registering_again_by_another_link_says_so_and_uses_nothing(health: Stage, dara: Player) -> None:
    sokha = await health.person("Sokha")
    await registers(sokha, await health.invites("development_partner"))
    await sokha.starts(await makes_invite(dara, "Chair"))
    await sokha.reads("You are already registered in the HLT TWG as: Development partner.")
    assert [membership.role for membership in await memberships(health, "Sok Sokha")] == ["development_partner"]
    assert [invite.uses for invite in await invites(health)][-1] == 0


async def test_the_secretariat_is_told_of_each_new_member(health: Stage, dara: Player) -> None:
    await registers(await health.person("Sokha"), await health.invites("development_partner"))
    await dara.reads("New member", "Sok Sokha", "Health adviser, UNFPA", "HLT TWG · Development partner", "012 345 678")


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
    await sokha.reads("Please ask your TWG’s secretariat for an invitation link")
    await registers(sokha, await health.invites("civil_society"))
    await sokha.reads("You are registered.", "Civil society")
    assert [membership.role for membership in await memberships(health, "Sok Sokha")] == ["civil_society"]


async def test_of_many_transactions_at_once_a_link_for_one_lets_one_in(health: Stage) -> None:
    token_hash = registration.hash_token(await health.invites("development_partner"))

    async def register(telegram_id: int) -> bool:
        args = registration.Registration(name=f"N {telegram_id}", position="P", institution="UNFPA", language="en")
        try:
            async with health.assistant.database.begin() as session:
                await registration.register(session, token_hash, telegram_id, args, now=health.clock.now())
        except registration.UsedInvite:
            return False
        return True

    async with arranged(health.assistant.database) as session:
        await access_institution(session, "UNFPA")
    assert sum(await asyncio.gather(*(register(telegram_id) for telegram_id in range(1, 7)))) == 1
    assert [invite.uses for invite in await invites(health)] == [1]
