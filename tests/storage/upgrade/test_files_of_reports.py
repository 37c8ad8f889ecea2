"""The evidence of a report of revision 0043 is its only file after 0045, and can be given more, on both databases."""

from sqlalchemy import inspect

from storage.core.files import StoredFile
from storage.engine.database import Database
from storage.engine.migrate import prepare
from storage.indicators import SubmissionFile, find_submission
from tests.storage.upgrade.test_later_revisions import left_at
from tests.support.guard import arranged

_REPORT = {"twg_id": 1, "indicator_id": 1, "submitted_by_id": 1, "round_id": None, "state": "submitted"}
_OLD = [
    ("twg", {"id": 1, "code": "HLT"}),
    ("person", {"id": 1, "name": "Sokha", "institution_id": None}),
    ("indicator", {"id": 1, "twg_id": 1, "number": "2008-4"}),
    *(("stored_file", {"id": number, "name": f"{number}.pdf", "sha256": None}) for number in (5, 6)),
    ("submission", {"id": 7, "version": 1, "value": 58, "evidence_id": 5, **_REPORT}),
    ("submission", {"id": 8, "version": 2, "value": 59, "evidence_id": None, **_REPORT}),
]


async def evidence_of(database: Database, submission_id: int) -> list[str]:
    async with database.read() as session:
        submission = await find_submission(session, submission_id)
    assert submission is not None
    return [file.name for file in submission.evidence]


async def test_the_file_of_a_report_of_0043_is_kept_and_joined_by_others(empty_database: Database) -> None:
    await left_at(empty_database, "0043", _OLD)
    await prepare(empty_database)
    assert await evidence_of(empty_database, 7) == ["5.pdf"]
    assert await evidence_of(empty_database, 8) == []
    async with arranged(empty_database) as session:
        session.add(SubmissionFile(submission_id=7, file_id=6))
    assert await evidence_of(empty_database, 7) == ["5.pdf", "6.pdf"]
    async with empty_database.read() as session:
        assert await session.get(StoredFile, 5) is not None
        connection = await session.connection()
        columns = await connection.run_sync(lambda sync: inspect(sync).get_columns("submission"))
    assert "evidence_id" not in {column["name"] for column in columns}
