"""What others have done since a change is kept when the change is undone: groups, offices, seats (M3, M4, M10, M11)."""

import pytest

from storage.members import Role
from storage.subgroups import Office
from tests.joining.test_undoing import undo_of
from tests.members.steps import memberships, registers, shown_token
from tests.members.test_changing import gives_role, opens
from tests.members.test_leaving import names_successor
from tests.members.test_seats import held, names_alternate, opens_seat, seats
from tests.subgroups.steps import adds, composition, names_in, sets_up, takes_out
from tests.support.setup_steps import access_actor
from tests.support.stage import Player, Stage
from twg.subgroups import composing


async def removes(player: Player, name: str) -> None:
    await opens(player, name)
    await player.presses("members:remove")
    await player.presses("form:skip")
    await player.presses("form:save")


async def undoes(player: Player, action: str) -> None:
    await player.forges(await undo_of(player.stage, action))


async def adds_seat(player: Player, role: Role, institution: str) -> None:
    await player.says("/members")
    await player.presses("members:seats")
    await player.presses("members:add_seat")
    await player.presses(f"form:choice={role}")
    await player.says(institution)
    await player.presses("form:save")


async def fills(player: Player, number: int, name: str) -> None:
    await opens_seat(player, number)
    await player.presses("members:fill_seat", number)
    await player.says(name)
    await player.presses("form:save")


async def stands_in(stage: Stage, name: str) -> int | None:
    [member] = await memberships(stage, name)
    return member.stands_in_id


async def test_a_sub_group_entered_since_stays_and_one_left_stays_left(
    health: Stage, dara: Player, sokha: Player
) -> None:
    left = await sets_up(dara, "Gender", members=(sokha,))
    joined = await sets_up(dara, "Climate")
    await gives_role(dara, "Sokha", Role.CIVIL_SOCIETY)
    await takes_out(dara, left, sokha)
    await adds(dara, joined, sokha)
    await undoes(dara, "members.change")
    assert [member.role for member in await memberships(health, "Sokha")] == [Role.DEVELOPMENT_PARTNER]
    assert (await names_in(health, left), await names_in(health, joined)) == ([], ["Sokha"])


async def test_an_office_given_to_somebody_else_since_is_not_doubled(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    group_id = await sets_up(dara, chair=sokha, members=(kenji,))
    await removes(dara, "Sokha")
    async with health.assistant.database.begin() as session:
        chair = (await access_actor(session, kenji)).person.id
        actor = await access_actor(session, dara)
        await composing.appoint(session, actor, group_id, {Office.CHAIR: chair}, now=health.clock.now())
    await undoes(dara, "members.remove")
    found = await composition(health, group_id)
    assert [member.person.name for member in found.leaders] == ["Kenji"]
    assert await names_in(health, group_id) == ["Kenji", "Sokha"]


async def test_after_a_succession_is_undone_each_has_what_was_theirs(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    first = await sets_up(dara, "Gender", chair=sokha)
    second = await sets_up(dara, "Climate")
    await names_successor(dara, "Sokha", "Kenji")
    await adds(dara, second, kenji)
    await undoes(dara, "members.succeed")
    assert (await names_in(health, first), await names_in(health, second)) == (["Sokha"], ["Kenji"])
    chair = (await composition(health, first)).chair
    assert chair is not None
    assert chair.person.name == "Sokha"


async def test_a_seat_that_was_filled_since_is_not_doubled(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    await adds_seat(dara, Role.GOVERNMENT, "Ministry of Planning")
    await fills(dara, 1, "Sokha")
    await removes(dara, "Sokha")
    await fills(dara, 1, "Kenji")
    await undoes(dara, "members.remove")
    assert {name: seat for name, seat in (await held(health)).items() if seat} == {"Kenji": 1}


async def test_a_seat_that_was_given_up_since_is_not_held(health: Stage, dara: Player, sokha: Player) -> None:
    await adds_seat(dara, Role.GOVERNMENT, "Ministry of Planning")
    await fills(dara, 1, "Sokha")
    await removes(dara, "Sokha")
    await opens_seat(dara, 1)
    await dara.presses("members:give_up_seat", 1)
    await undoes(dara, "members.remove")
    assert (await held(health))["Sokha"] is None


async def test_an_alternate_named_since_stays_alone(health: Stage, dara: Player, sokha: Player, kenji: Player) -> None:
    await health.member("Anna", "development_partner", "WHO")
    await names_alternate(dara, "Anna", "Sokha")
    await removes(dara, "Sokha")
    await undoes(dara, "members.remove")
    assert await stands_in(health, "Sokha") == 1
    await removes(dara, "Sokha")
    await names_alternate(dara, "Anna", "Kenji")
    await undoes(dara, "members.remove")
    assert (await stands_in(health, "Sokha"), await stands_in(health, "Kenji")) == (None, 1)


async def test_an_alternate_named_since_the_role_changed_stays(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    await gives_role(dara, "Sokha", Role.CIVIL_SOCIETY)
    await names_alternate(dara, "Kenji", "Sokha")
    await undoes(dara, "members.change")
    assert await stands_in(health, "Sokha") == 1


async def test_the_holder_of_a_seat_is_undone(health: Stage, dara: Player, sokha: Player, kenji: Player) -> None:
    await adds_seat(dara, Role.GOVERNMENT, "Ministry of Planning")
    await fills(dara, 1, "Sokha")
    await fills(dara, 1, "Kenji")
    await health.passes(hours=20)
    await dara.presses("general:undo")
    assert {name: seat for name, seat in (await held(health)).items() if seat} == {"Sokha": 1}
    await fills(dara, 1, "Kenji")
    undo = await undo_of(health, "members.fill_seat")
    await gives_role(dara, "Kenji", Role.CIVIL_SOCIETY)
    await dara.forges(undo)
    await dara.is_refused("general#changed_since")
    await health.passes(hours=25)
    await dara.forges(undo)
    await dara.is_refused("general#too_late_to_undo", hours=24)


async def test_an_alternate_is_undone(health: Stage, dara: Player, sokha: Player, kenji: Player) -> None:
    await health.member("Anna", "development_partner", "WHO")
    await names_alternate(dara, "Anna", "Sokha")
    await names_alternate(dara, "Anna", "Kenji")
    await health.passes(hours=20)
    await dara.presses("general:undo")
    assert (await stands_in(health, "Sokha"), await stands_in(health, "Kenji")) == (1, None)
    await names_alternate(dara, "Anna", "Kenji")
    await health.passes(hours=25)
    await dara.presses("general:undo")
    await dara.is_refused("general#too_late_to_undo", hours=24)
    assert await stands_in(health, "Kenji") == 1


async def test_a_seat_that_was_added_or_given_up_is_undone(health: Stage, dara: Player) -> None:
    seat = (Role.GOVERNMENT, "Ministry of Planning")
    await adds_seat(dara, *seat)
    await dara.presses("general:undo")
    assert await seats(health) == []
    await adds_seat(dara, *seat)
    await dara.presses("members:give_up_seat", 2)
    assert await seats(health) == []
    await dara.presses("general:undo")
    assert await seats(health) == [seat]


async def test_a_successor_by_a_link_gets_no_office_that_somebody_else_has(
    health: Stage, dara: Player, sokha: Player, kenji: Player
) -> None:
    group_id = await sets_up(dara, chair=sokha, members=(kenji,))
    await adds_seat(dara, Role.DEVELOPMENT_PARTNER, "UNFPA")
    await fills(dara, 1, "Sokha")
    await opens(dara, "Sokha")
    await dara.presses("members:invite_successor")
    token = await shown_token(dara)
    await removes(dara, "Sokha")
    await fills(dara, 1, "Kenji")
    async with health.assistant.database.begin() as session:
        chair = (await access_actor(session, kenji)).person.id
        actor = await access_actor(session, dara)
        await composing.appoint(session, actor, group_id, {Office.CHAIR: chair}, now=health.clock.now())
    await registers(await health.person("Srey"), token, name="Srey")
    found = await composition(health, group_id)
    assert [member.person.name for member in found.leaders] == ["Kenji"]
    assert {name: seat for name, seat in (await held(health)).items() if seat} == {"Kenji": 1}


@pytest.mark.parametrize("role", [Role.CIVIL_SOCIETY, Role.FOCAL_POINT])
async def test_who_changes_the_role_leaves_the_seat_for_it(
    health: Stage, dara: Player, sokha: Player, role: Role
) -> None:
    await adds_seat(dara, Role.DEVELOPMENT_PARTNER, "UNFPA")
    await fills(dara, 1, "Sokha")
    await adds_seat(dara, role, "UNFPA")
    await gives_role(dara, "Sokha", role)
    assert (await held(health))["Sokha"] == 2
    await undoes(dara, "members.change")
    assert (await held(health))["Sokha"] == 1


async def test_who_was_seated_apart_from_their_role_keeps_the_seat(health: Stage, dara: Player, sokha: Player) -> None:
    await adds_seat(dara, Role.GOVERNMENT, "Ministry of Planning")
    await fills(dara, 1, "Sokha")
    await gives_role(dara, "Sokha", Role.CIVIL_SOCIETY)
    assert (await held(health))["Sokha"] == 1


async def test_a_person_without_telegram_holds_the_seat_of_the_institution(health: Stage, dara: Player) -> None:
    await adds_seat(dara, Role.GOVERNMENT, "Ministry of Planning")
    await dara.says("/members")
    await dara.presses("members:enter")
    await dara.presses("form:choice=government")
    await dara.presses("form:skip")
    await dara.says("Chan Thy", "Director", "Ministry of Planning")
    await dara.presses("form:skip")
    await dara.presses("form:save")
    assert (await held(health))["Chan Thy"] == 1
    await dara.presses("general:undo")
    assert "Chan Thy" not in await held(health)
