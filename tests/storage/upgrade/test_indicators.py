"""An indicator of revision 0065 is endorsed after 0066, with its target dated, and can be described further."""

from datetime import date
from decimal import Decimal

from storage.engine.database import Database
from storage.engine.migrate import prepare
from storage.indicators import Indicator, IndicatorState, IndicatorStep, TargetRevision, find_indicator
from tests.storage.upgrade.test_later_revisions import NOW, left_at
from tests.support.guard import arranged

_OLD = [
    ("twg", {"id": 1, "code": "HLT"}),
    ("person", {"id": 1, "name": "Sokha", "institution_id": None}),
    ("institution", {"id": 1, "name": "MoH"}),
    ("indicator", {"id": 1, "twg_id": 1, "number": "2008-4", "unit": "%", "source": "HIS"}),
    ("indicator", {"id": 2, "twg_id": 1, "number": "2008-5", "unit": "%"}),
    ("indicator_responsible", {"id": 1, "indicator_id": 1, "institution_id": 1, "lead": True}),
    ("target_revision", {"id": 1, "indicator_id": 1, "value": 65, "period": "Dec 2026", "due_on": None}),
    ("target_revision", {"id": 2, "indicator_id": 2, "value": 70, "period": "2027", "due_on": None}),
    ("target_revision", {"id": 3, "indicator_id": 2, "value": 71, "period": "soon", "due_on": None}),
    ("submission", {"id": 7, "twg_id": 1, "indicator_id": 1, "version": 1, "value": 58, "submitted_by_id": 1}),
]


async def stored(database: Database, indicator_id: int) -> Indicator:
    async with database.read() as session:
        found = await find_indicator(session, Indicator.id == indicator_id)
    assert found is not None
    return found


async def test_an_indicator_of_0065_goes_on_and_is_described_further(empty_database: Database) -> None:
    submission = {**_OLD[-1][1], "round_id": None, "state": "submitted"}
    await left_at(empty_database, "0065", [*_OLD[:-1], ("submission", submission)])
    await prepare(empty_database)
    indicator = await stored(empty_database, 1)
    assert (indicator.state, indicator.splits, indicator.frequency) == (IndicatorState.ENDORSED, {}, None)
    assert (indicator.source, indicator.highest, indicator.reporter) == ("HIS", None, None)
    assert [item.institution.name for item in indicator.responsible] == ["MoH"]
    assert [(one.period, one.due_on) for one in indicator.targets_in_force] == [("Dec 2026", date(2026, 12, 31))]
    other = await stored(empty_database, 2)
    assert [(one.period, one.due_on) for one in other.targets_in_force] == [
        ("2027", date(2027, 12, 31)),
        ("soon", None),
    ]
    async with arranged(empty_database) as session:
        row = await session.get_one(Indicator, 1)
        row.parent_id, row.reporter_id, row.highest, row.splits = 2, 1, Decimal(150), {"Sex": ["girls", "boys"]}
        session.add(TargetRevision(indicator_id=1, value=Decimal(70), period="Dec 2026", set_at=NOW))
        session.add(IndicatorStep(indicator_id=1, position=1, text="Draft", period="2026"))
    indicator = await stored(empty_database, 1)
    assert [one.value for one in indicator.targets_in_force] == [70]
    assert indicator.reporter is not None
    assert (indicator.reporter.name, indicator.splits) == ("Sokha", {"Sex": ["girls", "boys"]})
    assert [step.text for step in indicator.steps] == ["Draft"]
