"""What somebody asks between meetings passes to who follows them, and answers to the entry that stays (G16, M10)."""

from sqlalchemy import select

from storage.members import Person
from storage.objections import NoObjection, ObjectionAnswer
from tests.members.merging import id_of, merges
from tests.members.test_drafts_handed import removes_for
from tests.members.test_undo_keeps import undoes
from tests.objections.conftest import answers, asks
from tests.support.setup_steps import everybody_looks_away
from tests.support.stage import Player, Stage


async def asker(stage: Stage, objection_id: int) -> str:
    async with stage.assistant.database.read() as session:
        query = select(Person.name).join(NoObjection, NoObjection.created_by_id == Person.id)
        return (await session.scalars(query.where(NoObjection.id == objection_id))).one()


async def test_it_passes_to_who_may_ask_and_back_when_that_is_undone(
    health: Stage, dara: Player, sokha: Player, chan: Player
) -> None:
    await health.member("Rith", "secretariat")
    bopha = await health.member("Bopha", "secretariat")
    asked = await asks(health.people["Rith"])
    await removes_for(dara, "Rith", "Bopha")
    assert await asker(health, asked) == "Bopha"
    await bopha.forges(f"objections:withdraw:{asked}")
    await bopha.is_not_refused()
    await bopha.presses("form:cancel")
    await undoes(dara, "members.remove")
    assert await asker(health, asked) == "Rith"
    await removes_for(dara, "Rith", "Sokha")
    assert await asker(health, asked) == "Rith"


async def test_of_two_answers_of_one_person_the_last_counts(health: Stage, dara: Player, chan: Player) -> None:
    kenji = await health.member("Kenji Sato", "development_partner", "JICA")
    new = await health.member("SATO Kenji", "development_partner", "JICA")
    asked = await asks(chan)
    await answers(new, asked, "The figures are missing")
    await health.passes(minutes=5)
    await answers(kenji, asked)
    kept_id = await id_of(kenji)
    await everybody_looks_away(dara)
    await merges(dara, "SATO Kenji", "Kenji Sato", account_of="Kenji Sato")
    async with health.assistant.database.read() as session:
        rows = await session.scalars(select(ObjectionAnswer))
        assert [(row.person_id, row.agrees, row.reason) for row in rows] == [(kept_id, True, "")]
