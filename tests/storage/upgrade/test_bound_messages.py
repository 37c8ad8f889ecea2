"""Documents of revision 0035 are browsed afterwards, and messages can be bound to them, on both databases."""

from sqlalchemy import select

from storage.core.bound_messages import BoundMessage, bind
from storage.documents import Circulation, Document, DocumentKind
from storage.documents.library import Narrowing, count_each, list_page
from storage.engine.database import Database
from storage.engine.migrate import prepare
from tests.storage.upgrade.test_later_revisions import NOW, left_at
from tests.support.guard import arranged

_OLD = [
    ("twg", {"id": 1, "code": "HLT"}),
    ("person", {"id": 1, "name": "Dara"}),
    ("stored_file", {"id": 3, "handle": "AAA", "name": "budget.pdf"}),
    ("circulation", {"id": 7, "twg_id": 1, "audience": "|all|", "created_by_id": 1}),
    (
        "document",
        {"id": 7, "twg_id": 1, "circulation_id": 7, "title": "Budget", "kind": "paper", "audience": "|all|"},
    ),
    ("document_version", {"id": 1, "document_id": 7, "number": 1, "file_id": 3, "created_by_id": 1}),
]


async def test_a_document_of_0035_is_browsed_with_new_ones(empty_database: Database) -> None:
    await left_at(empty_database, "0035", _OLD)
    await prepare(empty_database)
    async with arranged(empty_database) as session:
        new = Circulation(twg_id=1, audience="|all|", note="", created_by_id=1, circulated_at=NOW)
        paper = {"twg_id": 1, "title": "New", "kind": DocumentKind.PAPER, "audience": "|all|", "versions": []}
        new.documents = [Document(**paper, position=1, source="U N F P A")]
        session.add(new)
    async with empty_database.read() as session:
        assert [found.title for found in await list_page(session, 1, offset=0, limit=10)] == ["New", "Budget"]
        ways = [Narrowing(kind=DocumentKind.PAPER), Narrowing(source_key="unfpa"), Narrowing(language="km")]
        assert await count_each(session, 1, ways) == [2, 1, 0]
        keys = dict((await session.execute(select(Document.id, Document.source_key))).all())
        assert keys[7] == ""


async def test_a_message_is_bound_once(empty_database: Database) -> None:
    await left_at(empty_database, "0035", _OLD)
    await prepare(empty_database)
    row = {"subject_type": "document", "subject_id": 7, "chat_id": 11, "message_id": 4, "sent_at": NOW}
    async with arranged(empty_database) as session:
        await bind(session, [row])
        await bind(session, [row, row | {"message_id": 5}])
    async with empty_database.read() as session:
        assert sorted(await session.scalars(select(BoundMessage.message_id))) == [4, 5]
