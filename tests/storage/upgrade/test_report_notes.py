"""After 0043 an indicator of revision 0038 is found by the notes that its card shows, on both databases (D3, J1)."""

from storage.core.search import Entry, SearchEntry, put_entry
from storage.core.searching.finding import find_entries
from storage.core.searching.words import list_instead
from storage.engine.database import Database
from storage.engine.migrate import prepare
from tests.storage.upgrade.test_later_revisions import NOW, left_at
from tests.support.guard import arranged

_ENTRY = {"subject_type": "indicator", "twg_id": 1, "audience": "|all|", "author_id": None, "dated": NOW}
_REPORT = {"twg_id": 1, "submitted_by_id": 1, "value": None}
_ROWS = [
    ("twg", {"id": 1, "code": "HLT"}),
    ("person", {"id": 1, "name": "Sokha"}),
    *(("indicator", {"id": number, "twg_id": 1, "number": f"2008-{number}"}) for number in (1, 2)),
    (
        "search_entry",
        {"id": 1, "subject_id": 1, "title": "2008-1 Deliveries", "folded": "2008-1 deliveries moh", **_ENTRY},
    ),
    ("search_entry", {"id": 2, "subject_id": 2, "title": "2008-2 Vaccines", "folded": "2008-2 vaccines", **_ENTRY}),
    *(
        ("submission", {"id": version, "indicator_id": 1, "version": version, "state": state, "note": note, **_REPORT})
        for version, (state, note) in enumerate(
            [
                ("accepted", "from districts"),
                ("accepted", "from hospitals"),
                ("replaced", "from clinics"),
                ("returned", "from nowhere"),
                ("submitted", "តាមមណ្ឌលសុខភាព"),
            ],
            1,
        )
    ),
]


#: The indicators that are found by words.
_FOUND: dict[str, list[int]] = {
    "hospital": [1],
    "មណ្ឌល": [1],
    "deliveries moh hospitals": [1],
    "districts": [],
    "clinics": [],
    "nowhere": [],
    "vaccines": [2],
}


async def test_an_indicator_is_found_by_the_notes_on_its_card_also_when_they_change(empty_database: Database) -> None:
    await left_at(empty_database, "0038", _ROWS)
    await prepare(empty_database)
    async with empty_database.read() as session:
        found = {words: [entry.subject_id for entry in await find_entries(session, 1, words)] for words in _FOUND}
    assert found == _FOUND
    async with arranged(empty_database) as session:
        assert (await list_instead(session, 1, "hospitls")).near == ("hospitals",)
        entry = await session.get_one(SearchEntry, 1)
        assert entry.body == "from hospitals តាមមណ្ឌលសុខភាព"
        kept = {
            name: getattr(entry, name) for name in ("subject_type", "subject_id", "twg_id", "audience", "author_id")
        }
        await put_entry(session, Entry(**kept, title=entry.title, body="from provinces", dated=NOW))
    async with empty_database.read() as session:
        assert await find_entries(session, 1, "hospitals") == []
        assert [entry.subject_id for entry in await find_entries(session, 1, "provinces")] == [1]
