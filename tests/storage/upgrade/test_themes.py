"""Documents of revision 0039 have no theme after 0041, and can be given one, on both databases (D2)."""

from storage.documents import Document
from storage.documents.details import list_themes
from storage.engine.database import Database
from storage.engine.migrate import prepare
from tests.storage.upgrade.test_later_revisions import left_at
from tests.support.guard import arranged

_DOCUMENT = {"id": 7, "twg_id": 1, "circulation_id": 7, "title": "Budget", "kind": "paper", "audience": "|all|"}
_OLD = [
    ("twg", {"id": 1, "code": "HLT"}),
    ("person", {"id": 1, "name": "Dara"}),
    ("circulation", {"id": 7, "twg_id": 1, "audience": "|all|", "created_by_id": 1}),
    ("document", _DOCUMENT),
    ("document", {**_DOCUMENT, "id": 8, "position": 2}),
]


async def test_a_document_of_0039_gets_a_theme(empty_database: Database) -> None:
    await left_at(empty_database, "0039", _OLD)
    await prepare(empty_database)
    async with empty_database.read() as session:
        assert [(await session.get_one(Document, each)).theme for each in (7, 8)] == ["", ""]
        assert await list_themes(session, 1) == []
    async with arranged(empty_database) as session:
        (await session.get_one(Document, 8)).theme = "health financing"
    async with empty_database.read() as session:
        assert await list_themes(session, 1) == ["health financing"]
