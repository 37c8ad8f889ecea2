"""Stores of 0052 take attendance, records and decisions of meetings, those of 0068 actions of records (G5, G6, G16)."""

import pytest
from sqlalchemy.exc import IntegrityError

from storage.actions import Action, ActionState, list_from_lines
from storage.attendance import MeetingPresence, Presence, anybody_attended, clear_presence, list_presence
from storage.decisions import Decision, find_next_number, list_decisions
from storage.engine.database import Database
from storage.engine.migrate import prepare
from storage.records import ItemClosing, LineKind, MeetingRecord, RecordKeeper, RecordLine, find_record, list_keepers
from tests.storage.upgrade.test_later_revisions import NOW, left_at
from tests.support.guard import arranged

_MEETING = {"id": 7, "twg_id": 1, "kind": "plenary", "title": "Plenary", "audience": "|all|", "created_by_id": 1}
_OLD = [
    ("twg", {"id": 1, "code": "HLT"}),
    ("person", {"id": 1, "name": "Dara"}),
    ("meeting", {**_MEETING, "state": "announced", "uid": "7@twgbot"}),
    ("meeting_guest", {"id": 2, "meeting_id": 7, "name": "Dr Chan", "added_by_id": 1}),
]


async def test_a_store_of_0052_takes_attendance(empty_database: Database) -> None:
    await left_at(empty_database, "0052", _OLD)
    await prepare(empty_database)
    noted = {"meeting_id": 7, "presence": Presence.PRESENT, "noted_at": NOW}
    async with arranged(empty_database) as session:
        assert not await anybody_attended(session, 7)
        session.add_all([MeetingPresence(person_id=1, **noted), MeetingPresence(guest_id=2, **noted)])
    async with empty_database.read() as session:
        assert [(row.person_id, row.guest_id) for row in await list_presence(session, [7])] == [(1, None), (None, 2)]
        assert await anybody_attended(session, 7)
    for again in (MeetingPresence(person_id=1, **noted), MeetingPresence(guest_id=2, **noted)):
        with pytest.raises(IntegrityError):
            async with arranged(empty_database) as session:
                session.add(again)


async def test_a_store_of_0075_keeps_the_row_of_an_attendance_that_is_taken_back(empty_database: Database) -> None:
    noted = {"id": 3, "meeting_id": 7, "person_id": 1, "presence": "present", "noted_at": NOW, "delegate_name": ""}
    await left_at(empty_database, "0075", [*_OLD, ("meeting_presence", noted)])
    await prepare(empty_database)
    async with empty_database.read() as session:
        [row] = await list_presence(session, [7])
        assert (row.presence, row.attended) == (Presence.PRESENT, True)
    async with arranged(empty_database) as session:
        assert await clear_presence(session, 7) == [1]
    async with empty_database.read() as session:
        assert await list_presence(session, [7]) == []
        [kept] = await list_presence(session, [7], with_cleared=True)
        assert (kept.id, kept.presence) == (3, None)
        assert not await anybody_attended(session, 7)


async def test_a_store_of_0052_takes_records(empty_database: Database) -> None:
    await left_at(empty_database, "0052", _OLD)
    await prepare(empty_database)
    async with arranged(empty_database) as session:
        record = MeetingRecord(twg_id=1, meeting_id=7, item_token="a", opened_at=NOW, opened_by_id=1)
        session.add(record)
        await session.flush()
        about = {"record_id": record.id, "written_at": NOW, "written_by_id": 1, "twg_id": 1}
        session.add_all(RecordLine(kind=kind, text=kind.value, **about) for kind in LineKind)
        session.add(RecordLine(kind=LineKind.NOTE, text="gone", removed_at=NOW, **about))
        session.add(ItemClosing(record_id=record.id, item_token="a", closed_at=NOW, closed_by_id=1))
        session.add(RecordKeeper(meeting_id=7, person_id=1, named_at=NOW, named_by_id=1))
    async with empty_database.read() as session:
        found = await find_record(session, MeetingRecord.meeting_id == 7)
        assert found is not None
        assert [(line.text, line.owners, line.due_on) for line in found.lines] == [
            (kind.value, "", None) for kind in LineKind
        ]
        closing = found.closing_of("a")
        assert closing is not None
        assert closing.closed_by.name == "Dara"
        assert [keeper.person.name for keeper in await list_keepers(session, 7)] == ["Dara"]
    for again in (
        MeetingRecord(twg_id=1, meeting_id=7, opened_at=NOW, opened_by_id=1),
        RecordKeeper(meeting_id=7, person_id=1, named_at=NOW, named_by_id=1),
    ):
        with pytest.raises(IntegrityError):
            async with arranged(empty_database) as session:
                session.add(again)


async def test_actions_of_a_store_of_0068_arose_from_no_line_and_later_ones_from_one(empty_database: Database) -> None:
    line = {"id": 4, "twg_id": 1, "record_id": 3, "kind": "action", "text": "Print it", "due": "end Jan"}
    old = [
        *_OLD,
        ("meeting_record", {"id": 3, "twg_id": 1, "meeting_id": 7, "opened_by_id": 1}),
        ("record_line", {**line, "owners": "Dara", "written_by_id": 1}),
        ("action", {"id": 5, "twg_id": 1, "text": "Older", "audience": "|all|", "state": "open", "created_by_id": 1}),
    ]
    await left_at(empty_database, "0068", old)
    await prepare(empty_database)
    async with arranged(empty_database) as session:
        older, kept = await session.get_one(Action, 5), await session.get_one(RecordLine, 4)
        assert (older.item, older.line_id) == ("", None)
        assert (kept.named, kept.every, kept.review_on, kept.changed_at, kept.due) == ("", None, None, None, "end Jan")
        about = {"twg_id": 1, "audience": "|all|", "created_by_id": 1, "created_at": NOW, "state": ActionState.OPEN}
        session.add(Action(number=2, text="Print it", item="Budget", line_id=4, **about))
    async with empty_database.read() as session:
        assert [action.item for action in (await list_from_lines(session, [4])).values()] == ["Budget"]
    with pytest.raises(IntegrityError):
        async with arranged(empty_database) as session:
            session.add(Action(number=3, text="Again", line_id=4, **about))


async def test_a_store_of_0052_takes_decisions(empty_database: Database) -> None:
    await left_at(empty_database, "0052", _OLD)
    await prepare(empty_database)
    facts = {"twg_id": 1, "year": 2026, "decided_on": NOW.date(), "meeting_id": 7, "audience": "|all|"}
    about = {**facts, "created_at": NOW, "created_by_id": 1}
    async with arranged(empty_database) as session:
        assert await find_next_number(session, 1, 2026) == 1
        session.add_all(Decision(number=number, text="Adopted", **about) for number in (1, 2))
    async with empty_database.read() as session:
        assert await find_next_number(session, 1, 2026) == 3
        found = await list_decisions(session, Decision.twg_id == 1, limit=9)
        assert [(each.reference, each.meeting.title) for each in found] == [
            ("D-2026-02", "Plenary"),
            ("D-2026-01", "Plenary"),
        ]
    with pytest.raises(IntegrityError):
        async with arranged(empty_database) as session:
            session.add(Decision(number=2, text="Again", **about))
