"""What was circulated and agreed before 0055 is found by its meeting after it, and can be indexed anew (D3, D4)."""

from datetime import UTC, datetime

from storage.core.file_texts import NEVER, FileText
from storage.core.search import Entry, index_entries, indexed, put_entry
from storage.core.searching.finding import Finding
from storage.core.searching.pieces import about_token
from storage.core.searching.visible import Visible
from storage.engine.database import Database
from storage.engine.migrate import prepare
from tests.storage.upgrade.test_later_revisions import left_at
from tests.support.guard import arranged

_MEETING = {"audience": "|all|", "created_by_id": 1, "kind": "plenary", "state": "announced"}
_DATED = datetime(2026, 11, 23, 2, tzinfo=UTC)
_ENTRY = {"twg_id": 1, "audience": "|all|", "title": "Annex", "folded": " annex ", "dated": _DATED, "year": 2026}
_OLD = [
    ("twg", {"id": 1, "code": "HLT"}),
    ("person", {"id": 1, "name": "Dara"}),
    ("meeting", {"id": 7, "twg_id": 1, "title": "Plenary", "uid": "7@twg", **_MEETING}),
    ("circulation", {"id": 3, "twg_id": 1, "audience": "|all|", "meeting_id": 7, "created_by_id": 1}),
    ("circulation", {"id": 4, "twg_id": 1, "audience": "|all|", "created_by_id": 1}),
    ("document", {"id": 5, "twg_id": 1, "circulation_id": 3, "title": "Annex", "kind": "paper", "audience": "|all|"}),
    ("document", {"id": 6, "twg_id": 1, "circulation_id": 4, "title": "Annex", "kind": "paper", "audience": "|all|"}),
    ("search_entry", {"id": 1, "subject_type": "document", "subject_id": 5, **_ENTRY}),
    ("search_entry", {"id": 2, "subject_type": "document", "subject_id": 6, **_ENTRY}),
    ("file_text", {"sha256": "a" * 64, "state": "read", "tries": 0, "tokens": ""}),
]


async def test_documents_of_0052_are_found_by_their_meeting(empty_database: Database) -> None:
    await left_at(empty_database, "0052", _OLD)
    async with arranged(empty_database) as session:
        about = {"twg_id": 1, "subject_type": "document", "kind": "", "author_id": None, "dated": _DATED, "year": 2026}
        await index_entries(session, [indexed(id=number, folded=" annex ", **about) for number in (1, 2)])
    await prepare(empty_database)

    async def found(token: str) -> list[int]:
        async with empty_database.read() as session:
            return [line.entry_id for line in await Finding(session, Visible(1), (), [token]).lines(limit=5)]

    assert await found(about_token("meeting", 7)) == [1]
    assert await found("wannex") == [2, 1]
    async with empty_database.read() as session:
        row = await session.get_one(FileText, "a" * 64)
        assert (row.compared_at, row.problem) == (NEVER, "")
    about = {"subject_type": "document", "twg_id": 1, "audience": "|all|", "author_id": None, "dated": _DATED}
    async with arranged(empty_database) as session:
        await put_entry(session, Entry(subject_id=5, title="Annex", body="", **about))
    assert await found(about_token("meeting", 7)) == []
    assert await found("wannex") == [2, 1]
