"""An action of a restricted audience, and its owner who is not in it (D5, T6)."""

import pytest

from messages.rendering.labels import label
from storage.actions import ActionState
from tests.actions.conftest import TEXT, listed, records
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage
from twg.actions.recording import Scope
from twg.core.audiences import Audience


@pytest.fixture
async def chair(health: Stage) -> Player:
    return await health.member("Sovann", "chair")


@pytest.fixture
async def restricted(health: Stage, dara: Player, sokha: Player, kenji: Player, chair: Player) -> int:
    """The chair gave it to Sokha; besides her, chair and lead facilitators alone may see it."""
    found = await records(chair, sokha, audience=Audience.LEADS)
    await everybody_looks_away(dara)
    return found


async def test_its_owner_sees_lists_finds_and_closes_it(restricted: int, sokha: Player) -> None:
    await sokha.says("/actions")
    assert await listed(sokha, Scope.MINE) == [TEXT]
    await sokha.says("/search draft budget")
    await sokha.presses("actions:open", restricted)
    await sokha.sees("actions/card", heading="", seen_by=[label(Audience.LEADS)])
    await sokha.offers("actions:done")
    await sokha.says(f"/done {restricted} Sent")
    await sokha.sees("actions/card", heading="ended", action__state=ActionState.DONE)


@pytest.mark.parametrize("who", ["Dara", "Kenji"])
async def test_nobody_else_comes_near_it_not_even_the_secretariat(health: Stage, restricted: int, who: str) -> None:
    player = health.people[who]
    await player.says("/actions")
    for scope in (Scope.INSTITUTION, Scope.TWG, Scope.OVERDUE):
        await player.presses("actions:list", scope)
        assert await listed(player, scope) == []
        await player.does_not_read_fact(TEXT)
    await player.says("/search draft budget")
    await player.sees("search/results", found=[])
    await player.does_not_read_fact(TEXT)
    for button in ("open", "done", "note", "take", "reopen"):
        await player.forges(f"actions/{button}:{restricted}")
        await player.is_refused("general#not_found")
    await player.says(f"/done {restricted} Sent")
    await player.is_refused("actions#unknown", number=restricted)


@pytest.mark.parametrize("button", ["move", "give", "drop", "another"])
async def test_the_secretariat_changes_nothing_by_a_guessed_id(restricted: int, dara: Player, button: str) -> None:
    await dara.forges(f"actions/{button}:{restricted}")
    await dara.is_refused("general#not_found")


async def test_a_colleague_of_its_owner_does_not_see_it(health: Stage, restricted: int) -> None:
    colleague = await health.member("Maly", "development_partner", "UNFPA")
    await colleague.says("/actions")
    await colleague.presses("actions:list", "institution")
    assert await listed(colleague, Scope.INSTITUTION) == []
    await colleague.does_not_read_fact(TEXT)


async def test_it_is_not_in_an_export_of_the_secretariat(restricted: int, dara: Player, chair: Player) -> None:
    from tests.export.test_export import exported, rows_of

    assert rows_of(await exported(dara), "actions") == []
    assert [row["action"] for row in rows_of(await exported(chair), "actions")] == [TEXT]


async def test_an_owner_who_left_sees_nothing_more(health: Stage, restricted: int, sokha: Player) -> None:
    await health.leaves("Sokha")
    await sokha.forges(f"actions/open:{restricted}")
    await sokha.is_refused("general#not_registered")
    await sokha.says(f"/done {restricted} Sent")
    await sokha.sees_only("joining/stranger")


@pytest.mark.parametrize(
    "data",
    [
        *(f"actions/open{key}" for key in ("", ":0", ":-1", ":2147483648", ":x")),
        *(f"actions/list{key}" for key in ("", ":all", ":mine:0", ":mine:2147483648")),
    ],
)
async def test_a_forged_button_is_refused(restricted: int, sokha: Player, data: str) -> None:
    await sokha.forges(data)
    await sokha.is_refused("general#not_found")


async def test_a_page_far_beyond_the_last_is_empty(restricted: int, sokha: Player) -> None:
    await sokha.forges("actions/list:mine:2147483647")
    await sokha.sees("actions/list", actions=[], page=2147483647)
