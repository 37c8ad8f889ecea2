"""Who is there in a store of 0096 oversees only their own TWG until the operator opens the others (R3)."""

from storage.engine.database import Database
from storage.engine.migrate import prepare
from storage.members import Person
from tests.storage.upgrade.test_later_revisions import left_at
from tests.support.guard import arranged


async def test_nobody_oversees_all_twgs_by_the_upgrade(empty_database: Database) -> None:
    await left_at(empty_database, "0096", [("person", {"id": 1, "name": "Sokha", "post_pace": "instant"})])
    await prepare(empty_database)
    async with arranged(empty_database) as session:
        person = await session.get_one(Person, 1)
        assert person.oversees is False
        person.oversees = True
        session.add(Person(name="Dara", contact="", created_at=person.created_at))
    async with empty_database.read() as session:
        assert [(await session.get_one(Person, number)).oversees for number in (1, 2)] == [True, False]
