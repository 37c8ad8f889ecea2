"""Nobody but the development partners makes somebody lead facilitator, where there are any who can choose (M3)."""

import pytest

from storage.members import Role
from tests.members.steps import makes_invite, memberships, registers
from tests.members.test_changing import gives_role, opens
from tests.members.test_entering import enters
from tests.members.test_leaving import names_successor
from tests.rosters.files import workbook
from tests.rosters.test_importing import HEAD, imports, links_of
from tests.support.stage import Player, Stage

LEADS = [
    HEAD,
    [1, "Dr. Anna Lim", "F", "Health adviser", "WHO", "012 345 678", None, "Lead facilitator"],
]


async def roles(stage: Stage, name: str) -> list[Role]:
    return [member.role for member in await memberships(stage, name)]


@pytest.fixture
async def chair(health: Stage) -> Player:
    return await health.member("Kim Sovann", "chair")


@pytest.mark.parametrize("decider", ["dara", "chair"])
async def test_secretariat_and_chair_do_not_change_a_role_to_it(
    health: Stage, dara: Player, chair: Player, sokha: Player, decider: str
) -> None:
    player = dara if decider == "dara" else chair
    await gives_role(player, "Sokha", Role.LEAD_FACILITATOR)
    await player.is_refused("members#chosen_by_partners")
    assert await roles(health, "Sokha") == [Role.DEVELOPMENT_PARTNER]


async def test_a_successor_of_who_leads_is_chosen_too(health: Stage, dara: Player, sokha: Player) -> None:
    await health.member("Maria", Role.LEAD_FACILITATOR, "WHO")
    await names_successor(dara, "Maria", "Sokha", "She retires")
    await dara.is_refused("members#chosen_by_partners")
    assert (await roles(health, "Maria"), await roles(health, "Sokha")) == (
        [Role.LEAD_FACILITATOR],
        [Role.DEVELOPMENT_PARTNER],
    )
    await opens(dara, "Maria")
    await dara.presses("members:invite_successor")
    await dara.is_refused("members#chosen_by_partners")


async def test_the_chair_of_a_twg_is_not_made_it_by_two(
    health: Stage, dara: Player, chair: Player, sokha: Player
) -> None:
    await gives_role(dara, "Kim Sovann", Role.LEAD_FACILITATOR, "She has moved to WHO")
    await dara.is_refused("members#chosen_by_partners")


async def test_no_link_for_it_is_made(health: Stage, dara: Player, sokha: Player) -> None:
    await dara.says("/invite")
    await dara.presses("form:choice=lead_facilitator")
    await dara.says("1")
    await dara.presses("form:save")
    await dara.is_refused("members#chosen_by_partners")


async def test_nobody_is_entered_as_it(health: Stage, dara: Player, sokha: Player) -> None:
    await enters(dara, "Anna Lim", Role.LEAD_FACILITATOR, "WHO")
    await dara.is_refused("members#chosen_by_partners")
    assert await memberships(health, "Anna Lim") == []


async def test_without_partners_the_secretariat_records_who_leads(health: Stage, dara: Player) -> None:
    token = await makes_invite(dara, Role.LEAD_FACILITATOR)
    await registers(await health.person("Maria"), token, name="Maria", institution="WHO")
    assert await roles(health, "Maria") == [Role.LEAD_FACILITATOR]


async def test_the_operators_link_gives_the_role(health: Stage, dara: Player, sokha: Player) -> None:
    await health.member("Maria", Role.LEAD_FACILITATOR, "WHO")
    maria = await health.person("Anna")
    await registers(maria, await health.invites(Role.LEAD_FACILITATOR), name="Anna", institution="WHO")
    assert await roles(health, "Anna") == [Role.LEAD_FACILITATOR]


async def test_a_link_of_before_makes_a_partner_of_who_comes_later(health: Stage, dara: Player) -> None:
    token = await makes_invite(dara, Role.LEAD_FACILITATOR)
    await health.member("Maria", Role.LEAD_FACILITATOR, "WHO")
    anna = await health.person("Anna")
    await registers(anna, token, name="Anna", institution="UNFPA")
    assert await roles(health, "Anna") == [Role.DEVELOPMENT_PARTNER]
    await anna.sees("members/registered", membership__role=Role.DEVELOPMENT_PARTNER)


@pytest.mark.parametrize("led", [False, True])
async def test_the_list_of_a_twg_that_has_had_none_says_who_leads(
    health: Stage, dara: Player, sokha: Player, led: bool
) -> None:
    await imports(dara, workbook(LEADS))
    if led:
        await health.member("Maria", Role.LEAD_FACILITATOR, "WHO")
        await health.leaves("Maria")
    anna = await health.person("Anna Lim")
    await anna.starts((await links_of(dara))["Dr. Anna Lim"])
    await anna.presses("form:choice=en")
    await anna.does(anna.person.sends_contact("85512345678", "Anna", user_id=anna.person.id))
    await anna.presses("form:save")
    assert await roles(health, "Anna Lim") == [Role.DEVELOPMENT_PARTNER if led else Role.LEAD_FACILITATOR]
