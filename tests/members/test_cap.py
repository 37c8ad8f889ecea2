"""Chair and lead facilitator agree on the number of members; above it there is a warning, and no refusal (M4)."""

import pytest

from storage.members import Role, find_agreed_number, find_twg
from tests.joining.conftest import gathered
from tests.members.steps import memberships, registers
from tests.rosters.files import workbook
from tests.rosters.test_importing import ROWS, sends
from tests.support.stage import Player, Stage


@pytest.fixture
async def chair(health: Stage) -> Player:
    return await health.member("Sovann", Role.CHAIR)


@pytest.fixture
async def maria(health: Stage) -> Player:
    return await health.member("Maria", Role.LEAD_FACILITATOR, "WHO")


async def proposes(player: Player, number: str) -> None:
    await player.says("/members")
    await player.presses("members:propose_cap")
    await player.says(number)
    await player.presses("form:save")


async def agreed(stage: Stage) -> int | None:
    async with stage.assistant.database.read() as session:
        twg = await find_twg(session, "HLT")
        assert twg is not None
        return await find_agreed_number(session, twg.id)


@pytest.mark.parametrize("by_chair", [True, False])
async def test_one_proposes_and_the_other_confirms(
    health: Stage, dara: Player, chair: Player, maria: Player, by_chair: bool
) -> None:
    first, second = (chair, maria) if by_chair else (maria, chair)
    await second.looks_away()
    await proposes(first, "៥០")
    assert await agreed(health) is None
    await second.is_told_only("membership_cap_proposed")
    await first.forges("members:agree_cap:1")
    await first.is_refused("general#not_allowed")
    await dara.looks_away()
    await first.looks_away()
    await second.presses("members:agree_cap", 1)
    await second.sees("members/cap", cap__agreed=True)
    assert await agreed(health) == 50
    for player in (first, dara):
        await player.is_told_only("membership_cap_decided")
    await dara.says("/members")
    assert (await dara.shown("members/directory"))["agreed"] == 50


async def test_without_agreement_what_was_agreed_stays(
    health: Stage, dara: Player, chair: Player, maria: Player
) -> None:
    await proposes(chair, "50")
    await maria.presses("members:agree_cap", 1)
    await proposes(maria, "10")
    await chair.presses("members:decline_cap", 2)
    await chair.sees("members/cap", cap__agreed=False)
    assert await agreed(health) == 50
    await chair.forges("members:agree_cap:2")
    await chair.is_refused("members#cap_decided")


async def test_a_new_proposal_takes_the_place_of_one_that_waits(
    health: Stage, dara: Player, chair: Player, maria: Player
) -> None:
    await proposes(chair, "50")
    await proposes(chair, "60")
    await maria.forges("members:agree_cap:1")
    await maria.is_refused("members#cap_decided")
    await maria.forges("members:agree_cap:2")
    assert await agreed(health) == 60
    await proposes(chair, "60")
    await chair.is_refused("members#same_number")


async def test_nobody_confirms_where_the_other_office_is_vacant(health: Stage, dara: Player, chair: Player) -> None:
    await proposes(chair, "50")
    await chair.is_refused("members#nobody_confirms", role=Role.LEAD_FACILITATOR)


@pytest.mark.parametrize("number", ["0", "many", "2001"])
async def test_it_is_a_number(health: Stage, dara: Player, chair: Player, maria: Player, number: str) -> None:
    await chair.says("/members")
    await chair.presses("members:propose_cap")
    await chair.says(number)
    await chair.asks("number")


async def test_the_secretariat_is_warned_of_who_joins_above_it(
    health: Stage, dara: Player, chair: Player, maria: Player
) -> None:
    await proposes(chair, "4")
    await maria.presses("members:agree_cap", 1)
    for name, above in (("Kenji Sato", False), ("Aiko Mori", True)):
        token = await health.invites("development_partner")
        await dara.looks_away()
        await registers(await health.person(name), token, name=name, institution="JICA")
        assert len(await memberships(health, name)) == 1
        shown = await dara.shown("members/new_member")
        assert (shown["above"] is not None) == above


async def test_the_secretariat_is_warned_of_whom_it_admits_above_it(
    health: Stage, dara: Player, chair: Player, maria: Player
) -> None:
    bopha = await health.member("Bopha", Role.SECRETARIAT)
    await proposes(chair, "4")
    await maria.presses("members:agree_cap", 1)
    token = await health.invites("development_partner", max_uses=2)
    await registers(await health.person("Aiko Mori"), token, name="Aiko Mori", institution="JICA")
    await gathered(health)
    assert await memberships(health, "Aiko Mori") == []
    await bopha.looks_away()
    await dara.presses("joining:admit")
    assert len(await memberships(health, "Aiko Mori")) == 1
    above = (await bopha.shown("members/new_member"))["above"]
    assert (above.members, above.agreed) == (5, 4)


async def test_a_list_above_it_is_warned_of(health: Stage, dara: Player, chair: Player, maria: Player) -> None:
    await proposes(chair, "4")
    await maria.presses("members:agree_cap", 1)
    await sends(dara, workbook(ROWS))
    await dara.presses("rosters:look")
    above = (await dara.shown("rosters/planned"))["above"]
    assert (above.members, above.agreed) == (5, 4)


async def test_a_member_does_not_propose_it(health: Stage, dara: Player, sokha: Player) -> None:
    for player in (dara, sokha):
        await player.says("/members")
        await player.does_not_offer("members:propose_cap")
        await player.forges("members:propose_cap")
        await player.is_refused("general#not_allowed")
