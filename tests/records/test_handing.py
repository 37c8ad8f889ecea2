"""Who leaves hands the record of a meeting over to who takes their place (G6, M10)."""

from collections.abc import Sequence

from storage.records import RecordKeeper
from tests.members.merging import person_id_of
from tests.members.test_changing import opens
from tests.members.test_leaving import names_successor
from tests.members.test_undo_keeps import removes, undoes
from tests.records.conftest import written
from tests.support.setup_steps import access_actor, announce_meeting, everybody_looks_away
from tests.support.stage import Player, Stage
from twg.core.audiences import Audience
from twg.records import keepers


async def names_keeper(dara: Player, meeting_id: int, name: str) -> None:
    stage = dara.stage
    person_id = await person_id_of(stage, name)
    async with stage.assistant.database.begin() as session:
        actor = await access_actor(session, dara)
        await keepers.name_keeper(session, actor, meeting_id, person_id, now=stage.clock.now())
    await stage.settle()
    await everybody_looks_away(dara)


async def shown_keepers(dara: Player, meeting_id: int) -> list[str]:
    """Names of those who keep the record, as the secretariat is shown them."""
    await dara.forges(f"records:keepers:{meeting_id}")
    named: Sequence[RecordKeeper] = (await dara.shown("records/keepers"))["named"]
    await dara.looks_away()
    return [each.person.name for each in named]


async def test_a_successor_keeps_the_record_until_that_is_undone(
    health: Stage, dara: Player, sokha: Player, kenji: Player, plenary: int
) -> None:
    await names_keeper(dara, plenary, "Sokha")
    await names_successor(dara, "Sokha", "Kenji")
    await health.passes(minutes=11)
    await kenji.is_told("membership_changed")
    assert (await kenji.shown("members/membership_changed"))["taken"]["records"] == 1
    assert await shown_keepers(dara, plenary) == ["Kenji"]
    await kenji.forges(f"records:start:{plenary}")
    await kenji.says("note: written by Kenji")
    assert await written(health) == [(1, "note", "written by Kenji")]
    await undoes(dara, "members.succeed")
    assert await shown_keepers(dara, plenary) == ["Sokha"]
    await kenji.says("note: not any more")
    assert len(await written(health)) == 1


async def test_who_was_removed_is_not_shown_as_who_keeps_it(
    health: Stage, dara: Player, sokha: Player, plenary: int
) -> None:
    await names_keeper(dara, plenary, "Sokha")
    await removes(dara, "Sokha")
    assert await shown_keepers(dara, plenary) == []
    await undoes(dara, "members.remove")
    assert await shown_keepers(dara, plenary) == ["Sokha"]


async def test_it_passes_to_nobody_who_is_not_invited_or_was_named_before(
    health: Stage, dara: Player, sokha: Player, kenji: Player, vichea: Player
) -> None:
    of_partners = await announce_meeting(dara, audience=Audience.PARTNERS)
    of_all = await announce_meeting(dara)
    for meeting_id, name in ((of_partners, "Sokha"), (of_all, "Sokha"), (of_all, "Kenji")):
        await names_keeper(dara, meeting_id, name)
    await opens(dara, "Sokha")
    await dara.presses("members:remove")
    await dara.says("Vichea")
    await dara.presses("form:save")
    assert await shown_keepers(dara, of_partners) == []
    assert await shown_keepers(dara, of_all) == ["Vichea", "Kenji"]
    await undoes(dara, "members.remove")
    await names_successor(dara, "Sokha", "Kenji")
    assert await shown_keepers(dara, of_all) == ["Kenji"]
    assert await shown_keepers(dara, of_partners) == ["Kenji"]
