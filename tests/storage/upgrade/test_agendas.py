"""Agenda items of revision 0043 keep what they have after 0046, and announced agendas become first editions (G12)."""

from datetime import UTC, datetime

from sqlalchemy import select

from storage.engine.database import Database
from storage.engine.migrate import prepare
from storage.meetings import AgendaEdition, AgendaItem, AgendaKind
from tests.storage.upgrade.test_later_revisions import left_at
from tests.support.guard import arranged

ANNOUNCED = datetime(2026, 12, 1, 8, tzinfo=UTC)
_MEETING = {"twg_id": 1, "kind": "plenary", "state": "announced", "created_by_id": 1, "audience": "|all|"}
_OLD = [
    ("twg", {"id": 1, "code": "HLT"}),
    ("person", {"id": 1, "name": "Dara"}),
    ("meeting", {**_MEETING, "id": 3, "uid": "a", "announced_at": ANNOUNCED}),
    ("meeting", {**_MEETING, "id": 4, "uid": "b", "state": "draft", "announced_at": None}),
    ("meeting", {**_MEETING, "id": 5, "uid": "c", "announced_at": ANNOUNCED}),
    ("agenda_item", {"id": 7, "meeting_id": 3, "position": 2, "title": "Budget", "presenter": "MoH", "minutes": 30}),
    ("agenda_item", {"id": 8, "meeting_id": 3, "position": 1, "title": "Opening", "minutes": None}),
    ("agenda_item", {"id": 9, "meeting_id": 4, "position": 1, "title": "Draft", "minutes": None}),
]


async def test_announced_agendas_of_0043_are_first_editions(empty_database: Database) -> None:
    await left_at(empty_database, "0043", _OLD)
    await prepare(empty_database)
    async with empty_database.read() as session:
        editions = list(await session.scalars(select(AgendaEdition).order_by(AgendaEdition.meeting_id)))
        item = await session.get_one(AgendaItem, 7)
    blank = {"note": "", "action": "", "theme": "", "area": ""}
    assert [(edition.meeting_id, edition.number, edition.created_at) for edition in editions] == [
        (3, 1, ANNOUNCED),
        (5, 1, ANNOUNCED),
    ]
    assert (editions[0].items, editions[1].items) == (
        [
            {"token": "i8", "title": "Opening", "presenter": "", "minutes": None, **blank},
            {"token": "i7", "title": "Budget", "presenter": "MoH", "minutes": 30, **blank},
        ],
        [],
    )
    assert (item.title, item.token, item.kind, item.note, item.person_id) == (
        "Budget",
        "i7",
        AgendaKind.SUBSTANCE,
        "",
        None,
    )
    async with arranged(empty_database) as session:
        (await session.get_one(AgendaItem, 7)).person_id = 1
