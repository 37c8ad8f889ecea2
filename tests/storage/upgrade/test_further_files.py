"""A store of 0096 lets the further files of an album be searched, and keeps what its entries have (D3)."""

from sqlalchemy import select

from storage.core.search import SearchEntry
from storage.core.searching.further_files import SearchFile, list_texts
from storage.engine.database import Database
from storage.engine.migrate import prepare
from tests.storage.upgrade.test_later_revisions import NOW, left_at
from tests.support.guard import arranged

_FILE = {"handle": "h", "name": "a.pdf", "retry_at": NOW, "created_at": NOW}
_ENTRY = {"subject_type": "post", "subject_id": 1, "twg_id": 1, "audience": "|all|", "title": "Studies"}
_OLD = [
    ("twg", {"id": 1, "code": "HLT"}),
    ("stored_file", {"id": 1, "sha256": "a" * 64, **_FILE}),
    ("stored_file", {"id": 2, "sha256": "b" * 64, **_FILE}),
    ("search_entry", {"id": 1, "folded": "studies", "dated": NOW, "file_id": 1, "text_of": "a" * 64, **_ENTRY}),
]


async def test_a_store_of_0096_takes_further_files(empty_database: Database) -> None:
    await left_at(empty_database, "0096", _OLD)
    await prepare(empty_database)
    async with arranged(empty_database) as session:
        session.add(SearchFile(entry_id=1, file_id=2, text_of="b" * 64))
    async with empty_database.read() as session:
        entry = await session.scalar(select(SearchEntry))
        assert entry is not None
        assert await list_texts(session, {entry.id: entry.text_of}) == {1: ["a" * 64, "b" * 64]}
