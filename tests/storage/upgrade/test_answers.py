"""Answers of revision 0043 stay as they are after 0048, and can say how late and who comes instead (G2)."""

from storage.engine.database import Database
from storage.engine.migrate import prepare
from storage.meetings import Attendance, Rsvp
from tests.storage.upgrade.test_later_revisions import left_at
from tests.support.guard import arranged

_ANSWER = {"id": 1, "meeting_id": 1, "person_id": 1, "rsvp": "delegate", "delegate_name": "Dr Chan Sophea"}
_OLD = [
    ("twg", {"id": 1, "code": "HLT"}),
    ("person", {"id": 1, "name": "Dara"}),
    ("person", {"id": 2, "name": "Bopha"}),
    ("meeting", {"id": 1, "twg_id": 1, "kind": "plenary", "state": "announced", "created_by_id": 1}),
    ("attendance", _ANSWER),
]


async def test_an_answer_of_0043_names_its_delegate_and_can_name_a_member(empty_database: Database) -> None:
    await left_at(empty_database, "0043", _OLD)
    await prepare(empty_database)
    async with empty_database.read() as session:
        given = await session.get_one(Attendance, 1)
        assert (given.rsvp, given.delegate_name) == (Rsvp.DELEGATE, "Dr Chan Sophea")
        assert (given.late_min, given.delegate_contact, given.delegate_id, given.delegate_agreed) == (
            None,
            "",
            None,
            None,
        )
    async with arranged(empty_database) as session:
        given = await session.get_one(Attendance, 1)
        given.delegate_id, given.delegate_agreed, given.delegate_contact = 2, True, "012 345 678"
    async with empty_database.read() as session:
        assert (await session.get_one(Attendance, 1)).delegate_id == 2
