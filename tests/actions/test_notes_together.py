"""Notes that follow each other within two minutes are told of in one notice (A3)."""

from tests.actions.conftest import records
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage


async def notes(health: Stage, dara: Player, sokha: Player, *words: str) -> None:
    """Sokha notes these under her action, half a minute apart."""
    action_id = await records(dara, sokha)
    given = await sokha.finds("actions/card")
    for text in words:
        await sokha.says(text, reply_to=given.message)
        await health.passes(minutes=0.5)
    await everybody_looks_away(dara)
    assert action_id


async def test_notes_in_a_row_are_told_of_once(health: Stage, dara: Player, sokha: Player) -> None:
    await notes(health, dara, sokha, "half done", "still waiting for MEF", "MEF has sent half of it")
    await health.passes(minutes=12)
    assert (await dara.told()).count("action_noted") == 1
    assert len([seen for seen in await dara.on_screen() if seen.contexts("actions/card", heading="progress")]) == 1


async def test_a_note_is_told_of_though_the_one_after_it_is_undone(health: Stage, dara: Player, sokha: Player) -> None:
    await notes(health, dara, sokha, "half done", "still waiting for MEF")
    await health.passes(minutes=9.25)  # the notice of the first was left to the second
    await sokha.presses("general:undo")
    await health.passes(minutes=11)
    assert (await dara.told()).count("action_noted") == 1
