"""Stores of revision 0052 take what is noted of those at a meeting, on both databases (G5)."""

import pytest
from sqlalchemy.exc import IntegrityError

from storage.attendance import MeetingPresence, Presence, anybody_attended, list_presence
from storage.engine.database import Database
from storage.engine.migrate import prepare
from tests.storage.upgrade.test_later_revisions import NOW, left_at
from tests.support.guard import arranged

_MEETING = {"id": 7, "twg_id": 1, "kind": "plenary", "title": "Plenary", "audience": "|all|", "created_by_id": 1}
_OLD = [
    ("twg", {"id": 1, "code": "HLT"}),
    ("person", {"id": 1, "name": "Dara"}),
    ("meeting", {**_MEETING, "state": "announced", "uid": "7@twgbot"}),
    ("meeting_guest", {"id": 2, "meeting_id": 7, "name": "Dr Chan", "added_by_id": 1}),
]


async def test_a_store_of_0052_takes_attendance(empty_database: Database) -> None:
    await left_at(empty_database, "0052", _OLD)
    await prepare(empty_database)
    noted = {"meeting_id": 7, "presence": Presence.PRESENT, "noted_at": NOW}
    async with arranged(empty_database) as session:
        assert not await anybody_attended(session, 7)
        session.add_all([MeetingPresence(person_id=1, **noted), MeetingPresence(guest_id=2, **noted)])
    async with empty_database.read() as session:
        assert [(row.person_id, row.guest_id) for row in await list_presence(session, [7])] == [(1, None), (None, 2)]
        assert await anybody_attended(session, 7)
    for again in (MeetingPresence(person_id=1, **noted), MeetingPresence(guest_id=2, **noted)):
        with pytest.raises(IntegrityError):
            async with arranged(empty_database) as session:
                session.add(again)
