"""An indicator of revision 0081 can be rated by hand after 0083."""

from storage.engine.database import Database
from storage.engine.migrate import prepare
from storage.indicators import IndicatorRating, Rating, list_newest_ratings
from tests.storage.upgrade.test_later_revisions import NOW, left_at
from tests.support.guard import arranged

_OLD = [
    ("twg", {"id": 1, "code": "HLT"}),
    ("person", {"id": 1, "name": "Sokha"}),
    ("indicator", {"id": 1, "twg_id": 1, "number": "2008-4", "unit": "%"}),
    ("indicator", {"id": 2, "twg_id": 1, "number": "2008-5", "unit": "%"}),
    ("submission", {"id": 7, "twg_id": 1, "indicator_id": 1, "version": 1, "value": 58, "submitted_by_id": 1}),
]


async def test_an_indicator_of_0081_can_be_rated(empty_database: Database) -> None:
    submission = {**_OLD[-1][1], "round_id": None, "state": "accepted"}
    await left_at(empty_database, "0081", [*_OLD[:-1], ("submission", submission)])
    await prepare(empty_database)
    rows = {"computed": Rating.ON_TRACK, "set_by_id": 1, "set_at": NOW}
    async with arranged(empty_database) as session:
        session.add(IndicatorRating(indicator_id=1, submission_id=7, rating=Rating.DELAYED, reason="old", **rows))
        session.add(IndicatorRating(indicator_id=2, rating=Rating.ACHIEVED, reason="seen", **rows))
        await session.flush()
        session.add(IndicatorRating(indicator_id=2, rating=None, **rows))
    async with empty_database.read() as session:
        newest = await list_newest_ratings(session, 1)
    assert {key: (one.rating, one.reason, one.set_by.name) for key, one in newest.items()} == {
        1: (Rating.DELAYED, "old", "Sokha")
    }
