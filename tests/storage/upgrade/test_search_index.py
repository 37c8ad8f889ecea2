"""A store of 0099 on PostgreSQL has no list in front of its search index any more, and finds what it found (D3)."""

from sqlalchemy import text

from storage.core.search import index_entries, indexed
from storage.core.searching.finding import find_entries
from storage.engine.database import Database
from storage.engine.migrate import prepare
from tests.storage.upgrade.test_later_revisions import NOW, left_at
from tests.support.guard import arranged

_ENTRY = {"id": 1, "subject_type": "post", "twg_id": 1, "folded": " studies ", "dated": NOW, "author_id": None}
_OLD = [
    ("twg", {"id": 1, "code": "HLT"}),
    ("search_entry", {**_ENTRY, "subject_id": 1, "audience": "|all|", "title": "Studies"}),
]
_WAITING = text("SELECT gin_clean_pending_list('ix_search_entry_tokens')")


async def test_a_store_of_0099_enters_tokens_in_its_index_at_once(empty_database: Database) -> None:
    await left_at(empty_database, "0099", _OLD)
    async with arranged(empty_database) as session:
        await index_entries(session, [indexed(**_ENTRY, kind="", year=2026)])
    await prepare(empty_database)
    async with arranged(empty_database) as session:
        assert [entry.title for entry in await find_entries(session, 1, "study")] == ["Studies"]
        assert empty_database.is_sqlite or await session.scalar(_WAITING) == 0
        await index_entries(session, [indexed(**{**_ENTRY, "folded": " plans "}, kind="", year=2026)])
    async with arranged(empty_database) as session:
        assert empty_database.is_sqlite or await session.scalar(_WAITING) == 0
