"""Actions that were there before revisions 0063 to 0065 keep their owner as the lead and are due as they were (A1)."""

from datetime import date

from sqlalchemy import select

from storage.actions import Action, ActionState, find_action
from storage.engine.database import Database
from storage.engine.migrate import prepare
from tests.storage.upgrade.test_later_revisions import left_at
from tests.support.guard import arranged

_ROWS = [
    ("twg", {"id": 1, "code": "HLT"}),
    ("institution", {"id": 1, "name": "UNFPA", "kind": "development_partner", "merged_into_id": None}),
    ("person", {"id": 1, "name": "Sokha", "institution_id": 1}),
    ("person", {"id": 2, "name": "Dara", "institution_id": None}),
]
_ACTION = {"twg_id": 1, "created_by_id": 2, "audience": "|all|", "state": "open", "due_on": date(2026, 12, 23)}
_NONE = {"owner_id": None, "institution_id": None, "meeting_id": None, "closed_by_id": None, "evidence_id": None}


async def test_single_owners_lead_and_nobody_shares(empty_database: Database) -> None:
    rows = [
        *_ROWS,
        ("action", {**_ACTION, **_NONE, "id": 1, "text": "Write", "owner_id": 1, "institution_id": 1}),
        ("action", {**_ACTION, **_NONE, "id": 2, "text": "Read", "institution_id": 1}),
        ("action", {**_ACTION, **_NONE, "id": 3, "text": "Wait", "due_on": None}),
        ("action_update", {"id": 1, "action_id": 1, "person_id": 1, "text": "Begun", "evidence_id": None}),
    ]
    await left_at(empty_database, "0052", rows)
    await prepare(empty_database)
    async with empty_database.read() as session:
        found = list(await session.scalars(select(Action).order_by(Action.id)))
        assert [action.owners for action in found] == [("person:1",), ("institution:1",), ()]
        assert [action.number for action in found] == [1, 2, 3]
        assert [action.due_on for action in found] == [date(2026, 12, 23), date(2026, 12, 23), None]
        assert {(action.due_words, action.every, action.review_on, action.theme) for action in found} == {
            ("", None, None, "")
        }
        first = await find_action(session, 1)
        assert first is not None
        assert [update.says_done for update in first.updates] == [False]
    async with arranged(empty_database) as session:
        action = await session.get_one(Action, 2)
        action.co_owners, action.every = "|partners|person:1|", "quarter"  # type: ignore[assignment]
    async with empty_database.read() as session:
        action = await session.get_one(Action, 2)
        assert (action.owners, action.state) == (("institution:1", "partners", "person:1"), ActionState.OPEN)
