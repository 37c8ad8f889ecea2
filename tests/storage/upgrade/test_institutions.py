"""Institutions of revision 0019 are found by their names after the revisions since, on both databases."""

from sqlalchemy import select, text

from storage.engine.database import Database
from storage.engine.migrate import prepare
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
