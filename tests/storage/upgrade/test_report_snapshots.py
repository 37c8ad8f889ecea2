"""Reports can be put to the Chair and signed after 0094, beside what a store of 0093 has (J6)."""

from storage.engine.database import Database
from storage.engine.migrate import prepare
from storage.reports import ReportFile, ReportSnapshot, SnapshotState, find_snapshot, list_signed, list_unfiled
from tests.storage.upgrade.test_later_revisions import NOW, left_at
from tests.support.guard import arranged

_OLD = [
    ("twg", {"id": 1, "code": "HLT"}),
    ("person", {"id": 1, "name": "Sokha", "post_pace": "instant"}),
    ("round", {"id": 1, "twg_id": 1, "title": "JMI report", "state": "open", "opened_by_id": 1}),
]


async def test_a_report_of_a_round_that_was_there_is_signed(empty_database: Database) -> None:
    await left_at(empty_database, "0093", _OLD)
    await prepare(empty_database)
    async with arranged(empty_database) as session:
        rows = {"twg_id": 1, "round_id": 1, "contents": {"title": "JMI report"}, "sha256": "0" * 64}
        rows |= {"reason": "", "asked_by_id": 1, "asked_at": NOW, "as_of": NOW}
        signed = {"state": SnapshotState.SIGNED, "signed_by_id": 1, "signed_at": NOW}
        session.add_all([ReportSnapshot(**rows, **signed, edition=1), ReportSnapshot(**rows, edition=2)])
    async with empty_database.read() as session:
        assert await list_unfiled(session) == [1]
        assert [(one.edition, one.round.title) for one in await list_signed(session, [1])] == [(1, "JMI report")]
    async with arranged(empty_database) as session:
        file = {"name": "HLT-JMI-1-en.docx", "locale": "en", "sha256": "1" * 64, "size_bytes": 9, "made_at": NOW}
        session.add(ReportFile(snapshot_id=1, **file))
    async with empty_database.read() as session:
        assert await list_unfiled(session) == []
        found = await find_snapshot(session, 1)
        assert found is not None
        assert (found.contents, [one.sha256 for one in found.files]) == ({"title": "JMI report"}, ["1" * 64])
