"""People, entries of lists and seats of revision 0052 go on after 0054, and can be given what lists say (M3, M5)."""

from storage.engine.database import Database
from storage.engine.migrate import prepare
from storage.members import Person, Seat
from storage.rosters import RosterEntry
from tests.storage.upgrade.test_later_revisions import left_at
from tests.support.guard import arranged

_ROWS = [
    ("twg", {"id": 1, "code": "HLT"}),
    ("person", {"id": 1, "name": "LIM Bopha, MD"}),
    ("roster_entry", {"id": 1, "twg_id": 1, "role": "government", "name": "KEO Ny", "sex": None}),
    ("seat", {"id": 1, "twg_id": 1, "role": "government", "institution": "MoH"}),
]


async def test_rows_of_0052_have_no_degrees_and_no_alternates_seat(empty_database: Database) -> None:
    await left_at(empty_database, "0052", _ROWS)
    await prepare(empty_database)
    async with arranged(empty_database) as session:
        person, entry = await session.get_one(Person, 1), await session.get_one(RosterEntry, 1)
        seat = await session.get_one(Seat, 1)
        assert (person.full_name, person.degrees, entry.full_name, entry.degrees) == ("LIM Bopha, MD", "", "KEO Ny", "")
        assert seat.alternate is False
        person.name, person.degrees, entry.degrees, seat.alternate = "LIM Bopha", "MD", "MPH", True
    async with empty_database.read() as session:
        assert (await session.get_one(Person, 1)).full_name == "LIM Bopha, MD"
        assert (await session.get_one(RosterEntry, 1)).full_name == "KEO Ny, MPH"
        assert (await session.get_one(Seat, 1)).alternate is True
