"""Links that admit at once, and those that are screened by who holds the office (M1, M5)."""

import asyncio

import pytest
from sqlalchemy import select

from storage.joining import JoinRequest, JoinState
from storage.members import Membership, Role
from storage.rosters import RosterEntry
from tests.joining.conftest import gathered, join_requests
from tests.members.steps import fills_in, invites, makes_invite, memberships, registers, shown_token
from tests.members.test_changing import opens
from tests.rosters.files import workbook
from tests.rosters.test_importing import ROWS, imports, links_of
from tests.support.stage import Player, Stage
from twg.members.admission import is_recognised


async def comes(health: Stage, token: str, name: str) -> Player:
    person = await health.person(name)
    await registers(person, token, name=name)
    return person


@pytest.mark.parametrize("role", [Role.CHAIR, Role.SECRETARIAT])
async def test_the_operators_link_admits_at_once_where_the_office_is_vacant(health: Stage, role: Role) -> None:
    first = await comes(health, await health.invites(role), "First")
    await first.sees("members/registered", membership__role=role)
    second = await comes(health, await health.invites(role), "Second")
    await second.sees("joining/waits")
    await gathered(health)
    await first.presses("joining:admit")
    await second.is_told_only("join_decided")
    assert [member.role for member in await memberships(health, "Second")] == [role]


@pytest.mark.parametrize("role", [Role.CHAIR, Role.SECRETARIAT])
async def test_of_two_links_to_a_vacant_office_one_admits_at_once(health: Stage, role: Role) -> None:
    people = [await health.person(name) for name in ("First", "Second")]
    for person in people:
        await person.starts(await health.invites(role))
        await fills_in(person, name=person.person.name)
        await person.looks_away()
    await asyncio.gather(*(person.presses("form:save") for person in people))
    async with health.assistant.database.read() as session:
        assert len(list(await session.scalars(select(Membership).where(Membership.role == role)))) == 1
        assert len(list(await session.scalars(select(JoinRequest)))) == 1


async def test_a_link_for_a_chair_that_was_forwarded_makes_nobody_a_chair(
    health: Stage, dara: Player, sovann: Player
) -> None:
    token = await makes_invite(dara, Role.CHAIR)
    eve = await comes(health, token, "Eve")
    await eve.sees("joining/waits")
    assert await memberships(health, "Eve") == []
    await gathered(health)
    await dara.is_not_told("join_asked")
    await sovann.is_told_only("join_asked")
    await dara.forges("joining:admit:1")
    await dara.is_refused("joining#others_decide", role=Role.CHAIR)
    await sovann.presses("joining:decline")
    await sovann.says("We do not know you")
    await sovann.presses("form:save")
    assert [invite.uses for invite in await invites(health)] == [0]
    vibol = await comes(health, token, "Vibol")
    await gathered(health)
    await sovann.presses("joining:admit")
    await vibol.is_told_only("join_decided")
    assert [invite.uses for invite in await invites(health)] == [1]
    assert [member.role for member in await memberships(health, "Vibol")] == [Role.CHAIR]


async def test_where_there_is_no_chair_the_secretariat_screens_the_link_for_one(health: Stage, dara: Player) -> None:
    sovann = await comes(health, await makes_invite(dara, Role.CHAIR), "Sovann")
    await gathered(health)
    await dara.presses("joining:admit")
    await sovann.is_told_only("join_decided")


async def test_a_link_for_several_is_screened(health: Stage, dara: Player, sovann: Player) -> None:
    token = await makes_invite(dara, Role.GOVERNMENT, uses="5")
    vichea = await comes(health, token, "Vichea")
    await vichea.sees("joining/waits")
    await gathered(health)
    await dara.presses("joining:admit")
    await vichea.is_told_only("join_decided")
    await sovann.is_not_told("join_passed_on")


async def test_a_link_for_one_admits_at_once(health: Stage, dara: Player) -> None:
    vichea = await comes(health, await makes_invite(dara, Role.GOVERNMENT), "Vichea")
    await vichea.sees("members/registered")
    assert await join_requests(health) == []


async def test_a_member_of_another_twg_is_screened_too(health: Stage, dara: Player) -> None:
    await health.adds_twg("EDU", "Education")
    chenda = await health.member("Chenda", "secretariat", "MoEYS", code="EDU")
    await chenda.starts(await makes_invite(dara, Role.SECRETARIAT))
    await chenda.sees("joining/waits")
    await chenda.starts(await makes_invite(dara, Role.SECRETARIAT))
    await chenda.is_refused("joining#already_asked")
    await gathered(health)
    await dara.reads_fact("Chenda", "MoEYS")
    await dara.presses("joining:admit")
    assert {member.role for member in await memberships(health, "Chenda")} == {Role.SECRETARIAT}
    assert len(await memberships(health, "Chenda")) == 2


async def test_a_focal_point_is_appointed_by_the_chair(health: Stage, dara: Player, sovann: Player) -> None:
    await dara.says("/invite")
    await dara.presses("form:choice=focal_point")
    await dara.says("gender", "1")
    await dara.presses("form:save")
    srey = await comes(health, await shown_token(dara), "Srey")
    await srey.sees("joining/waits")
    await gathered(health)
    await sovann.is_told_only("join_asked")
    await sovann.presses("joining:admit")
    [member] = await memberships(health, "Srey")
    assert (member.role, member.themes) == (Role.FOCAL_POINT, ["gender"])


async def test_a_link_of_the_chair_appoints_a_focal_point_at_once(health: Stage, sovann: Player) -> None:
    await sovann.says("/invite")
    await sovann.presses("form:choice=focal_point")
    await sovann.says("gender", "1")
    await sovann.presses("form:save")
    srey = await comes(health, await shown_token(sovann), "Srey")
    await srey.sees("members/registered")


async def test_a_successor_who_is_screened_takes_the_place_with_the_admission(health: Stage, dara: Player) -> None:
    bopha = await health.member("Bopha", "secretariat")
    await opens(dara, "Bopha")
    await dara.presses("members:invite_successor")
    srey = await comes(health, await shown_token(dara), "Srey")
    await srey.sees("joining/waits")
    assert len(await memberships(health, "Bopha")) == 1
    await gathered(health)
    await dara.presses("joining:admit")
    assert await memberships(health, "Bopha") == []
    assert [member.role for member in await memberships(health, "Srey")] == [Role.SECRETARIAT]
    assert bopha.person.name == "Bopha"


async def test_who_is_not_recognised_by_a_personal_link_is_screened(health: Stage, dara: Player) -> None:
    await imports(dara, workbook(ROWS))
    links = await links_of(dara)
    eve = await health.person("Eve")
    await eve.starts(links["H.E. Dr. SOK Sokha"])
    await eve.presses("form:choice=en")
    await eve.says("012 345 678")
    await eve.presses("form:save")
    await eve.sees("joining/waits")
    await gathered(health)
    await dara.sees("joining/card", link_of="SOK Sokha")
    sokha = await health.person("Sokha")
    await sokha.starts(links["H.E. Dr. SOK Sokha"])
    await sokha.presses("form:choice=en")
    await sokha.does(sokha.person.sends_contact("85512345678", "Sokha", user_id=sokha.person.id))
    await sokha.presses("form:save")
    await sokha.sees("members/registered")
    await dara.presses("joining:decline")
    await dara.says("Somebody else has registered with this link")
    await dara.presses("form:save")
    [request] = await join_requests(health)
    assert request.state is JoinState.DECLINED


async def test_a_link_for_one_that_two_use_at_once_lets_one_wait_or_in(health: Stage, dara: Player) -> None:
    token = await makes_invite(dara, Role.GOVERNMENT)
    people = [await health.person(name) for name in ("First", "Second")]
    for person in people:
        await person.starts(token)
        await fills_in(person, name=person.person.name)
        await person.looks_away()
    await asyncio.gather(*(person.presses("form:save") for person in people))
    refused = [[refusal.key for refusal in await person.refusals()] for person in people]
    assert sorted(refused) == [[], ["members#used_invite"]]


async def test_an_office_filled_while_the_form_was_open_is_screened(health: Stage, dara: Player) -> None:
    slow = await health.person("Slow")
    await slow.starts(await health.invites(Role.CHAIR))
    await fills_in(slow, name="Slow")
    quick = await comes(health, await health.invites(Role.CHAIR), "Quick")
    await quick.sees("members/registered")
    await slow.presses("form:save")
    await slow.sees("joining/waits")
    await gathered(health)
    await quick.is_told("join_asked")


async def test_a_link_revoked_while_somebody_waits_does_not_matter(health: Stage, dara: Player) -> None:
    """Those who decide know whom they admit; the link has only brought the person."""
    token = await makes_invite(dara, Role.GOVERNMENT, uses="5")
    await comes(health, token, "Vichea")
    await dara.forges("members:revoke:1")
    await gathered(health)
    await dara.presses("joining:admit")
    assert len(await memberships(health, "Vichea")) == 1


def test_only_a_number_that_the_list_has_recognises_its_person() -> None:
    entry = RosterEntry(phones=["+85512345678"])
    numbers = ("+85512345678", "85512345678", "+85512345679", "")
    assert [is_recognised(entry, number) for number in numbers] == [True, True, False, False]
    assert not is_recognised(RosterEntry(phones=[]), "+85512345678")
