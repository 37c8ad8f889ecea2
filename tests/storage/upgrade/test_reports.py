"""What indicators, rounds and reports of earlier revisions say after 0067, 0068, 0081 and 0090, on both databases."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import select

from storage.engine.database import Database
from storage.engine.migrate import prepare
from storage.indicators import IndicatorFile, IndicatorStep, Round, Submission, find_indicator_reading, list_submissions
from tests.storage.upgrade.test_later_revisions import NOW, left_at
from tests.support.guard import arranged

DUE = datetime(2026, 12, 23, 16, 59, tzinfo=UTC)
_TWG: list[tuple[str, dict[str, Any]]] = [
    ("twg", {"id": 1, "code": "HLT"}),
    ("institution", {"id": 1, "name": "MoH"}),
    ("institution", {"id": 2, "name": "JICA"}),
    ("person", {"id": 1, "name": "Sokha", "institution_id": 1}),
    ("person", {"id": 2, "name": "Kenji", "institution_id": 2}),
]
_ROUND = {"id": 1, "twg_id": 1, "title": "JMI report", "due_at": DUE, "state": "closed", "opened_by_id": 1}


async def test_tables_of_indicators_are_kept_from_0067_on(empty_database: Database) -> None:
    file = {"id": 1, "twg_id": 1, "uploaded_by_id": 1, "name": "jmi.xlsx"}
    await left_at(empty_database, "0066", [*_TWG, ("stored_file", file)])
    await prepare(empty_database)
    async with arranged(empty_database) as session:
        kept = IndicatorFile(twg_id=1, file_id=1, created_by_id=1, created_at=NOW, applied_at=None)
        session.add(kept)
        await session.flush()
        assert await find_indicator_reading(session, kept.id) is None
    async with empty_database.read() as session:
        [found] = await session.scalars(select(IndicatorFile))
        assert (found.file_id, found.applied_at) == (1, None)


async def test_a_round_of_0067_is_of_no_period_and_can_have_one(empty_database: Database) -> None:
    await left_at(empty_database, "0067", [*_TWG, ("round", {**_ROUND, "closed_at": None, "opened_at": NOW})])
    await prepare(empty_database)
    async with arranged(empty_database) as session:
        round_ = await session.get_one(Round, 1)
        assert (round_.title, round_.period) == ("JMI report", "")
        round_.period = "SY 2025/26"
    async with empty_database.read() as session:
        assert (await session.get_one(Round, 1)).period == "SY 2025/26"


async def test_reports_of_0075_are_of_the_period_of_their_round_and_marked(empty_database: Database) -> None:
    """Late is what came after the last day of its round, from elsewhere what no responsible body sent."""
    indicator = {"twg_id": 1, "unit": "%", "splits": {}, "state": "endorsed"}
    late = datetime(2026, 12, 24, 3, tzinfo=UTC)
    report = {"twg_id": 1, "state": "submitted", "reviewed_by_id": None, "reviewed_at": None}
    rows = [
        ("round", {**_ROUND, "period": "Q3 2026", "closed_at": None, "opened_at": NOW}),
        ("indicator", {**indicator, "id": 1, "number": "2008-4", "reporter_id": None, "deputy_id": None}),
        ("indicator", {**indicator, "id": 2, "number": "2008-5", "reporter_id": 2, "deputy_id": None}),
        ("indicator", {**indicator, "id": 3, "number": "2008-6", "reporter_id": None, "deputy_id": None}),
        ("indicator_responsible", {"id": 1, "indicator_id": 1, "institution_id": 1, "lead": True}),
        ("indicator_responsible", {"id": 2, "indicator_id": 2, "institution_id": 1, "lead": True}),
        *[
            ("submission", {**report, "id": row_id, "version": row_id, "indicator_id": of, "round_id": round_id,
                            "submitted_by_id": by, "submitted_at": at, "value": 58})
            for row_id, of, round_id, by, at in (
                (1, 1, 1, 1, NOW),
                (2, 1, 1, 2, late),
                (3, 2, 1, 2, NOW),
                (4, 3, None, 2, late),
            )
        ],
    ]  # fmt: skip
    for _table, values in rows:
        for name in ("replaced_by_id", "parent_id"):
            if _table == "indicator":
                values[name] = None
    await left_at(empty_database, "0075", [*_TWG, *rows])
    await prepare(empty_database)
    async with arranged(empty_database) as session:
        found = await list_submissions(session, oldest_first=True)
        assert [(one.period, one.late, one.elsewhere) for one in found] == [
            ("Q3 2026", False, False),
            ("Q3 2026", True, True),
            ("Q3 2026", False, False),
            ("", False, False),
        ]
        assert [(one.parts, one.step, one.reached_on, one.standing_reason) for one in found] == [({}, "", None, "")] * 4
        found[0].parts, found[0].reached_on = {"Sex": {"girls": "61"}}, date(2026, 9, 30)
    async with empty_database.read() as session:
        assert (await session.get_one(Submission, 1)).parts == {"Sex": {"girls": "61"}}


async def test_reports_of_0087_are_bound_to_the_step_with_their_words(empty_database: Database) -> None:
    indicator = {"id": 1, "twg_id": 1, "unit": "", "splits": {}, "state": "endorsed", "number": "2010-1"}
    nobody = dict.fromkeys(("reporter_id", "deputy_id", "replaced_by_id", "parent_id"))
    report = {"twg_id": 1, "indicator_id": 1, "state": "accepted", "submitted_by_id": 1, "submitted_at": NOW}
    report |= {"reviewed_by_id": None, "reviewed_at": None, "round_id": None, "value": None, "parts": {}}
    rows = [
        ("indicator", {**indicator, **nobody}),
        *[
            ("indicator_step", {"id": place, "indicator_id": 1, "position": place, "text": text, "due_on": None,
                                "reached_on": None})
            for place, text in ((1, "Concept note"), (2, "Draft"))
        ],
        *[
            ("submission", {**report, "id": place, "version": place, "step": step})
            for place, step in ((1, "Draft"), (2, ""), (3, "Words since corrected"))
        ],
    ]  # fmt: skip
    await left_at(empty_database, "0087", [*_TWG, *rows])
    await prepare(empty_database)
    async with arranged(empty_database) as session:
        found = await list_submissions(session, oldest_first=True)
        assert [(one.step, one.step_id) for one in found] == [("Draft", 2), ("", None), ("Words since corrected", None)]
        await session.delete(await session.get_one(IndicatorStep, 2))
    async with empty_database.read() as session:
        assert (await session.get_one(Submission, 1)).step_id is None
