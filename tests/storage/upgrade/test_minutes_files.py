"""Files with minutes can be kept after 0088, beside what a store of 0087 has (G6)."""

from storage.core.files import StoredFile
from storage.engine.database import Database
from storage.engine.migrate import prepare
from storage.minutes.files import (
    MinutesFile,
    find_minutes_file,
    find_minutes_reading,
    find_newest_file,
    list_unread_minutes,
)
from tests.storage.upgrade.test_later_revisions import NOW, left_at
from tests.support.guard import arranged

_MEETING = {"id": 7, "twg_id": 1, "kind": "plenary", "title": "Plenary", "audience": "|all|", "created_by_id": 1}
_OLD = [
    ("twg", {"id": 1, "code": "HLT"}),
    ("person", {"id": 1, "name": "Dara"}),
    ("meeting", {**_MEETING, "state": "announced", "uid": "7@twgbot"}),
]


async def test_a_file_is_kept_with_what_it_says(empty_database: Database) -> None:
    await left_at(empty_database, "0087", _OLD)
    await prepare(empty_database)
    async with arranged(empty_database) as session:
        file = StoredFile(handle="f", name="minutes.docx", sha256="0" * 64, retry_at=NOW, created_at=NOW)
        session.add(file)
        await session.flush()
        rows = {"twg_id": 1, "meeting_id": 7, "file_id": file.id, "created_by_id": 1, "created_at": NOW}
        session.add(MinutesFile(**rows, decided={}))
        session.add(MinutesFile(**rows, reading={"points": []}, decided={"1": 0}))
    async with empty_database.read() as session:
        assert [one.id for one in await list_unread_minutes(session)] == [1]
        found = await find_newest_file(session, 7)
        assert found is not None
        assert (found.id, found.file.name, found.twg.code, found.decided) == (2, "minutes.docx", "HLT", {"1": 0})
        assert await find_minutes_reading(session, 2) == {"points": []}
        assert await find_minutes_file(session, 3) is None
