"""Institutions of revision 0019 are found by their names after the revisions since, on both databases."""

from sqlalchemy import select, text

from storage.engine.database import Database
from storage.engine.migrate import alembic_config, prepare, upgrade
from storage.institutions import InstitutionMerge
from storage.members import InstitutionKind, Person, find_institution, list_aliases
from tests.storage.upgrade.test_later_revisions import left_at
from tests.support.guard import arranged

_ROWS = [
    ("institution", {"id": 1, "name": "MoH", "name_key": "moh"}),
    ("institution", {"id": 2, "name": "Ministry of Health", "name_key": "ministryofhealth"}),
    ("institution", {"id": 3, "name": "ក្រសួង\u200bផែនការ", "name_key": "ក្រសួងផែនការ"}),
    ("person", {"id": 1, "telegram_id": 11, "name": "Sokha", "institution_id": 2}),
    ("person", {"id": 2, "telegram_id": 12, "name": "Dara", "institution_id": None}),
]


async def test_each_keeps_its_people_and_is_found_by_its_own_name(empty_database: Database) -> None:
    await left_at(empty_database, "0019", _ROWS)
    await prepare(empty_database)
    async with arranged(empty_database) as session:
        assert dict((await session.execute(select(Person.id, Person.institution_id))).all()) == {1: 2, 2: None}
        for row_id, name in ((1, "moh"), (2, "MINISTRY of Health"), (3, "ក្រសួងផែនការ")):
            found = await find_institution(session, name)
            assert found is not None
            assert (found.id, found.kind, found.name_km) == (row_id, InstitutionKind.OTHER, "")
            assert await list_aliases(session, found) == []
        assert (await session.scalars(select(InstitutionMerge))).all() == []
        await session.execute(text("UPDATE person SET institution_id = 3 WHERE id = 2"))


async def test_the_revision_can_be_taken_back(empty_database: Database) -> None:
    from alembic import command

    await left_at(empty_database, "0019", _ROWS)
    await upgrade(empty_database, "0022")
    config = alembic_config()
    async with arranged(empty_database) as session:
        connection = await session.connection()
        config.attributes["connection"] = connection.sync_connection
        await connection.run_sync(lambda _connection: command.downgrade(config, "0019"))
    async with empty_database.read() as session:
        rows = (await session.execute(text("SELECT id, name_key FROM institution ORDER BY id"))).all()
        people = (await session.execute(text("SELECT id, institution_id FROM person ORDER BY id"))).all()
    assert rows == [(1, "moh"), (2, "ministryofhealth"), (3, "ក្រសួងផែនការ")]
    assert people == [(1, 2), (2, None)]
