"""A meeting of revision 0043 can be given papers after 0044, on both databases; its agenda keeps its items (D6)."""

from datetime import UTC, date, datetime

from sqlalchemy import delete

from storage.engine.database import Database
from storage.engine.migrate import prepare
from storage.meetings import AgendaItem
from storage.papers import AskedPaper, Paper, PaperState, PaperVersion, find_paper, list_asked
from tests.storage.upgrade.test_later_revisions import left_at
from tests.support.guard import arranged

_MEETING = {"audience": "|all|", "created_by_id": 1, "kind": "plenary", "state": "announced"}
_OLD = [
    ("twg", {"id": 1, "code": "HLT"}),
    ("person", {"id": 1, "name": "Dara"}),
    ("meeting", {"id": 7, "twg_id": 1, "title": "Plenary", "uid": "7@twg", **_MEETING}),
    ("agenda_item", {"id": 3, "meeting_id": 7, "position": 1, "title": "Budget"}),
    ("stored_file", {"id": 5, "handle": "AAA", "name": "budget.pdf"}),
]
_NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


async def test_a_meeting_of_0043_gets_papers(empty_database: Database) -> None:
    await left_at(empty_database, "0043", _OLD)
    await prepare(empty_database)
    async with arranged(empty_database) as session:
        paper = Paper(twg_id=1, meeting_id=7, agenda_item_id=3, title="Budget", handed_in_by_id=1, created_at=_NOW)
        session.add(paper)
        await session.flush()
        version = PaperVersion(paper_id=paper.id, number=1, file_id=5, created_at=_NOW, created_by_id=1)
        asked = AskedPaper(
            twg_id=1, meeting_id=7, agenda_item_id=3, person_id=1, due_on=date(2026, 12, 4), asked_at=_NOW
        )
        session.add_all([version, asked])
    async with empty_database.read() as session:
        found = await find_paper(session, paper.id)
        assert found is not None
        assert (found.state, found.file.name, found.item and found.item.title) == (
            PaperState.HANDED_IN,
            "budget.pdf",
            "Budget",
        )
        assert [each.person and each.person.name for each in await list_asked(session, [7])] == ["Dara"]
    async with arranged(empty_database) as session:
        await session.execute(delete(AgendaItem).where(AgendaItem.id == 3))
    async with empty_database.read() as session:
        found = await find_paper(session, paper.id)
        assert found is not None
        assert found.agenda_item_id is None
        assert await list_asked(session, [7]) == []
