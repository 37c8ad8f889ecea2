"""A list of members that was sent under revision 0039 waits to be read after 0042, on both databases (M5)."""

from sqlalchemy import select

from storage.engine.database import Database
from storage.engine.migrate import prepare
from storage.rosters import RosterFile, find_reading, list_unread
from tests.storage.upgrade.test_later_revisions import NOW, left_at
from tests.support.guard import arranged

_ROWS = [
    ("twg", {"id": 1, "code": "HLT"}),
    ("person", {"id": 1, "name": "Dara"}),
    ("stored_file", {"id": 1, "name": "members.xlsx", "sha256": "0" * 64}),
    ("stored_file", {"id": 2, "name": "later.xlsx", "sha256": None}),
    ("roster_file", {"id": 1, "twg_id": 1, "file_id": 1, "applied_at": NOW, "created_by_id": 1}),
    ("roster_file", {"id": 2, "twg_id": 1, "file_id": 2, "applied_at": None, "created_by_id": 1}),
]


async def test_a_list_that_was_sent_before_is_read(empty_database: Database) -> None:
    await left_at(empty_database, "0039", _ROWS)
    await prepare(empty_database)
    async with arranged(empty_database) as session:
        assert [kept.id for kept in await list_unread(session)] == [1]
        (await session.get_one(RosterFile, 1)).reading = {"people": [], "remarks": []}
        await session.flush()
        assert await list_unread(session) == []
        assert await find_reading(session, 1) == {"people": [], "remarks": []}
        assert (await session.scalars(select(RosterFile.applied_at).order_by(RosterFile.id))).all() == [NOW, None]
