"""People of revision 0034 are part of nobody after 0038, and one is of one other at most, on both databases (M10)."""

import pytest
from sqlalchemy.exc import IntegrityError

from storage.engine.database import Database
from storage.engine.migrate import prepare
from storage.members import PersonMerge, list_merged
from tests.storage.upgrade.test_later_revisions import NOW, left_at
from tests.support.guard import arranged

_ROWS = [
    ("twg", {"id": 1, "code": "HLT"}),
    ("person", {"id": 1, "name": "Kenji Sato"}),
    ("person", {"id": 2, "name": "SATO Kenji"}),
    ("person", {"id": 3, "name": "K. Sato"}),
]


def _merge(gone_id: int, kept_id: int, *, undone: bool = False) -> PersonMerge:
    undone_at = NOW if undone else None
    return PersonMerge(twg_id=1, gone_id=gone_id, kept_id=kept_id, merged_at=NOW, moved={}, undone_at=undone_at)


async def test_nobody_is_merged_and_one_merge_of_an_entry_stands(empty_database: Database) -> None:
    await left_at(empty_database, "0034", _ROWS)
    await prepare(empty_database)
    async with arranged(empty_database) as session:
        assert await list_merged(session, [1, 2, 3]) == {}
        session.add_all([_merge(2, 1, undone=True), _merge(2, 1), _merge(1, 3)])
        await session.flush()
        assert await list_merged(session, [1, 2, 3]) == {1: 3, 2: 3}
    with pytest.raises(IntegrityError):
        async with arranged(empty_database) as session:
            session.add(_merge(2, 3))
