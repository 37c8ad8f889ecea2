"""Sheets with reports can be kept after 0084, beside what a store of 0083 has."""

from storage.core.files import StoredFile
from storage.engine.database import Database
from storage.engine.migrate import prepare
from storage.indicators import ReportSheet, find_report_sheet, find_sheet_reading, list_unread_report_sheets
from tests.storage.upgrade.test_later_revisions import NOW, left_at
from tests.support.guard import arranged

_OLD = [("twg", {"id": 1, "code": "HLT"}), ("person", {"id": 1, "name": "Sokha"})]


async def test_a_sheet_is_kept_with_what_it_says(empty_database: Database) -> None:
    await left_at(empty_database, "0083", _OLD)
    await prepare(empty_database)
    async with arranged(empty_database) as session:
        file = StoredFile(handle="f", name="sheet.xlsx", sha256="0" * 64, retry_at=NOW, created_at=NOW)
        session.add(file)
        await session.flush()
        rows = {"twg_id": 1, "file_id": file.id, "created_by_id": 1, "created_at": NOW}
        session.add_all([ReportSheet(**rows), ReportSheet(**rows, reading={"rows": []}, applied_at=NOW)])
    async with empty_database.read() as session:
        assert [one.id for one in await list_unread_report_sheets(session)] == [1]
        found = await find_report_sheet(session, 2)
        assert found is not None
        assert (found.file.name, found.twg.code) == ("sheet.xlsx", "HLT")
        assert await find_sheet_reading(session, 2) == {"rows": []}


async def test_a_sheet_kept_before_0087_has_no_readings_chosen(empty_database: Database) -> None:
    sheet = {"id": 1, "twg_id": 1, "file_id": 1, "created_by_id": 1, "reading": {"rows": []}}
    await left_at(
        empty_database, "0084", [*_OLD, ("stored_file", {"id": 1, "name": "sheet.xlsx"}), ("report_sheet", sheet)]
    )
    await prepare(empty_database)
    async with empty_database.read() as session:
        found = await find_report_sheet(session, 1)
        assert found is not None
        assert found.chosen == {}
        assert await find_sheet_reading(session, 1) == {"rows": []}
