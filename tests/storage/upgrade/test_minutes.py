"""Stores of 0076 keep minutes with versions and corrections; their TWGs adopt them at the next meeting (G6)."""

import pytest
from sqlalchemy.exc import IntegrityError

from storage.documents import find_document
from storage.engine.database import Database
from storage.engine.migrate import prepare
from storage.members import Adoption, find_twg
from storage.minutes import (
    CorrectionState,
    MinutesCorrection,
    MinutesParagraph,
    MinutesVersion,
    find_newest,
    is_adopted,
)
from storage.records import LineKind
from tests.storage.upgrade.test_later_revisions import NOW, left_at
from tests.support.guard import arranged

_MEETING = {"id": 7, "twg_id": 1, "kind": "plenary", "title": "Plenary", "audience": "|all|", "created_by_id": 1}
_OLD = [
    ("twg", {"id": 1, "code": "HLT"}),
    ("person", {"id": 1, "name": "Dara"}),
    ("meeting", {**_MEETING, "state": "announced", "uid": "7@twgbot"}),
    ("circulation", {"id": 5, "twg_id": 1, "audience": "|all|", "created_by_id": 1}),
    ("document", {"id": 6, "twg_id": 1, "circulation_id": 5, "title": "Draft", "kind": "minutes", "audience": "|all|"}),
]


async def test_a_store_of_0076_takes_minutes_that_circulate(empty_database: Database) -> None:
    await left_at(empty_database, "0076", _OLD)
    await prepare(empty_database)
    about = {"twg_id": 1, "meeting_id": 7, "adoption": Adoption.SILENCE, "created_at": NOW, "created_by_id": 1}
    async with arranged(empty_database) as session:
        version = MinutesVersion(number=1, correct_by=NOW.date(), facts={}, **about)
        version.paragraphs = [MinutesParagraph(twg_id=1, number=1, kind=LineKind.NOTE, text="News")]
        session.add(version)
        await session.flush()
        words = {"old": "News", "new": "No news", "proposed_at": NOW, "proposed_by_id": 1}
        session.add(MinutesCorrection(twg_id=1, version_id=version.id, number=1, **words))
    async with empty_database.read() as session:
        twg, document, found = (
            await find_twg(session, "HLT"),
            await find_document(session, 6),
            await find_newest(session, 7),
        )
        assert twg is not None
        assert document is not None
        assert found is not None
        assert (twg.minutes_adoption, twg.minutes_days) == (Adoption.NEXT_MEETING, 7)
        assert document.minutes_of_id is None
        assert [(each.number, each.text, each.details) for each in found.paragraphs] == [(1, "News", {})]
        assert [each.state for each in found.corrections] == [CorrectionState.PROPOSED]
        assert not await is_adopted(session, 7)
    with pytest.raises(IntegrityError):
        async with arranged(empty_database) as session:
            session.add(MinutesVersion(number=1, facts={}, **about))
