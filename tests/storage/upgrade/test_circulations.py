"""A document of revision 0034 is in a circulation of its own afterwards, with what was about it, on both databases."""

from datetime import date

from sqlalchemy import select

from storage.core.kept_acts import KeptAct
from storage.core.notifications import Notification
from storage.documents import Circulation, Document, DocumentKind, find_circulation, find_document, list_unacknowledged
from storage.engine.database import Database
from storage.engine.migrate import prepare
from storage.reminders import Reminder
from tests.storage.upgrade.test_later_revisions import NOW, left_at
from tests.support.guard import arranged

_DAY = date(2026, 12, 4)
_OLD = [
    ("twg", {"id": 1, "code": "HLT"}),
    ("person", {"id": 1, "name": "Dara"}),
    ("person", {"id": 2, "name": "Sokha"}),
    ("meeting", {"id": 5, "twg_id": 1, "kind": "plenary", "state": "announced", "created_by_id": 1, "uid": "a"}),
    ("stored_file", {"id": 3, "handle": "AAA", "name": "budget.pdf"}),
    *(
        (
            "document",
            {
                "id": number,
                "twg_id": 1,
                "title": f"Budget {number}",
                "kind": "paper",
                "audience": "|all|",
                "note": "Part 2",
                "meeting_id": 5,
                "acknowledge_by": _DAY,
                "created_by_id": 1,
            },
        )
        for number in (7, 9)
    ),
    ("document_version", {"id": 1, "document_id": 7, "number": 1, "file_id": 3}),
    ("receipt", {"id": 1, "document_id": 7, "person_id": 2}),
    ("receipt", {"id": 2, "document_id": 9, "person_id": 2, "acknowledged_at": NOW}),
    *(
        ("notification", {"id": number, "kind": kind, "subject_type": "document", "subject_id": 7, "twg_id": 1})
        for number, kind in enumerate(("document_circulated", "document_reminder", "document_corrected"), start=1)
    ),
    (
        "reminder",
        {
            "id": 1,
            "rule": "document_last_day",
            "state": "fired",
            "subject_type": "document",
            "subject_id": 7,
            "twg_id": 1,
        },
    ),
    ("kept_act", {"chat_id": 11, "message_id": 4, "text": "x"}),
]


async def test_a_document_of_0034_is_in_a_circulation_of_its_own(empty_database: Database) -> None:
    await left_at(empty_database, "0034", _OLD)
    await prepare(empty_database)
    async with empty_database.read() as session:
        circulation = await find_circulation(session, 7)
        assert circulation is not None
        assert (circulation.title, circulation.note, circulation.acknowledge_by) == ("", "Part 2", _DAY)
        assert (circulation.meeting_id, circulation.created_by_id, circulation.audience) == (5, 1, "|all|")
        [document] = circulation.documents
        assert (document.id, document.position, document.title) == (7, 1, "Budget 7")
        assert (document.language, document.source, document.recalled_at) == ("", "", None)
        [version] = document.versions
        assert (version.created_by_id, version.note, version.file.name) == (1, "", "budget.pdf")
        assert await list_unacknowledged(session, 7) == {2}
        assert await list_unacknowledged(session, 9) == set()


async def test_notices_and_reminders_of_0034_are_about_the_circulation(empty_database: Database) -> None:
    await left_at(empty_database, "0034", _OLD)
    await prepare(empty_database)
    async with empty_database.read() as session:
        told = {row.kind: row.subject_type for row in await session.scalars(select(Notification))}
        assert told == {
            "document_circulated": "circulation",
            "document_reminder": "circulation",
            "document_corrected": "document",
        }
        [reminder] = await session.scalars(select(Reminder))
        assert (reminder.subject_type, reminder.subject_id) == ("circulation", 7)
        [kept] = await session.scalars(select(KeptAct))
        assert (kept.gathers, kept.offered_id) == (False, None)


async def test_the_next_circulation_gets_an_id_that_is_free(empty_database: Database) -> None:
    await left_at(empty_database, "0034", _OLD)
    await prepare(empty_database)
    async with arranged(empty_database) as session:
        new = Circulation(twg_id=1, audience="|all|", note="", created_by_id=1, circulated_at=NOW)
        paper = {"twg_id": 1, "title": "New", "kind": DocumentKind.PAPER, "audience": "|all|", "versions": []}
        new.documents = [Document(**paper, position=position) for position in (1, 2)]
        session.add(new)
        await session.flush()
        assert new.id > 9
        found = await find_document(session, new.documents[1].id)
        assert found is not None
        assert found.circulation.id == new.id
