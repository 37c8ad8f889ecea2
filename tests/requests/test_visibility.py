"""A request is private to who asked, who decides, and the Chair (D5, T6)."""

import pytest

from storage.requests import RequestState
from tests.actions.conftest import records
from tests.requests.conftest import asks, asks_for_time, stored, told
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience

WHY = "MEF is late"


async def listed(player: Player, scope: str = "waiting") -> list[str]:
    await player.forges(f"requests:list:{scope}")
    return [request.text for request, _title in (await player.shown("requests/list"))["requests"]]


@pytest.fixture
async def asked(health: Stage, dara: Player, sokha: Player, action_id: int) -> int:
    await asks_for_time(sokha, action_id)
    await told(health)
    return action_id


async def test_who_asked_the_secretariat_and_the_chair_see_it(
    health: Stage, dara: Player, sokha: Player, asked: int
) -> None:
    chair = await health.member("Sovann", "chair")
    for player in (sokha, dara, chair):
        assert await listed(player) == [WHY]
        await player.presses("requests:open", 1)
        await player.sees("requests/card", heading="")
    await sokha.offers("requests:withdraw", 1)
    await chair.offers("requests:agree", 1)


@pytest.mark.parametrize("role", ["lead_facilitator", "development_partner", "government", "crdb", "focal_point"])
async def test_nobody_else_sees_lists_finds_or_exports_it(health: Stage, asked: int, role: str) -> None:
    other = await health.member("Maria", role, "UNFPA")
    assert await listed(other) == []
    for button in ("open", "withdraw"):
        await other.forges(f"requests:{button}:1")
        await other.is_refused("general#not_found")
    await other.says(f"/search {WHY}")
    await other.sees("search/results", found=[])
    if role == "crdb":
        await other.says("/export")
        await other.sees("general/export")
    await other.does_not_read_fact(WHY)


async def test_not_even_those_who_decide_find_it_by_searching(dara: Player, asked: int) -> None:
    await dara.says(f"/search {WHY}")
    await dara.sees("search/results", found=[])


async def test_what_the_secretariat_may_not_see_the_chair_decides(health: Stage, dara: Player, sokha: Player) -> None:
    chair = await health.member("Sovann", "chair")
    number = await records(chair, sokha, audience=Audience.LEADS)
    await everybody_looks_away(dara)
    await asks_for_time(sokha, number)
    await told(health)
    await chair.is_told_only("request_made")
    await dara.sees_nothing_new()
    assert await listed(dara) == []
    await dara.forges("requests:open:1")
    await dara.is_refused("general#not_found")
    await dara.forges("requests:agree:1")
    await dara.is_refused("general#not_found")
    assert (await stored(health)).state is RequestState.WAITING


async def test_who_is_not_of_the_secretariat_any_more_is_not_told(
    health: Stage, dara: Player, sokha: Player, action_id: int
) -> None:
    await health.member("Rithy", "secretariat")
    await asks_for_time(sokha, action_id)
    await health.leaves("Dara")
    await told(health)
    await dara.sees_nothing_new()
    await health.people["Rithy"].is_told_only("request_made")


async def test_another_twg_does_not_come_near_it(health: Stage, asked: int) -> None:
    await health.adds_twg("EDU", "Education", "Ministry of Education")
    other = await health.member("Rithy", "secretariat", "MoEYS", code="EDU")
    assert await listed(other) == []
    for data in ("open:1", "agree:1", "withdraw:1", "ask:question:action:1", "about:action:1", "ask:question:twg:1"):
        await other.forges(f"requests:{data}")
        await other.is_refused("general#not_found")


async def test_the_list_has_pages_and_the_decided_ones(health: Stage, dara: Player, sokha: Player) -> None:
    for number in range(12):
        await asks(sokha, "question", "twg", 1, f"Question {number}")
    assert len(await listed(sokha)) == 10
    await sokha.presses("requests:list", "waiting", 2)
    found = (await sokha.shown("requests/list", page=2))["requests"]
    assert [request.text for request, _title in found] == ["Question 1", "Question 0"]
    await dara.forges("requests:answer:1")
    await dara.says("Yes")
    assert await listed(dara, "decided") == ["Question 0"]
    assert await listed(sokha, "decided") == ["Question 0"]


async def test_the_export_has_a_sheet_of_those_that_one_may_see(
    health: Stage, dara: Player, sokha: Player, asked: int
) -> None:
    await dara.says("/export")
    await dara.sees("general/export")
