"""Stores of 0074 take what is put to members between meetings; their decisions keep their meetings (G16)."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from storage.decisions import Decision, list_decisions
from storage.engine.database import Database
from storage.engine.migrate import prepare
from storage.objections import (
    NoObjection,
    ObjectionAnswer,
    ObjectionPaper,
    Outcome,
    find_objection,
    list_objection_answers,
)
from tests.storage.upgrade.test_later_revisions import NOW, left_at
from tests.support.guard import arranged

_MEETING = {"id": 7, "twg_id": 1, "kind": "plenary", "title": "Plenary", "audience": "|all|", "created_by_id": 1}
_DECISION = {"id": 3, "twg_id": 1, "year": 2026, "number": 1, "text": "Adopted", "audience": "|all|"}
_OLD = [
    ("twg", {"id": 1, "code": "HLT"}),
    ("person", {"id": 1, "name": "Dara"}),
    ("meeting", {**_MEETING, "state": "announced", "uid": "7@twgbot"}),
    ("decision", {**_DECISION, "meeting_id": 7, "created_by_id": 1}),
    ("circulation", {"id": 5, "twg_id": 1, "audience": "|all|", "created_by_id": 1}),
    ("document", {"id": 6, "twg_id": 1, "circulation_id": 5, "title": "Annex", "kind": "paper", "audience": "|all|"}),
]


async def test_a_store_of_0074_takes_what_is_decided_without_a_meeting(empty_database: Database) -> None:
    await left_at(empty_database, "0074", _OLD)
    await prepare(empty_database)
    about = {"twg_id": 1, "text": "The annex is adopted", "audience": "|all|", "created_by_id": 1, "created_at": NOW}
    async with arranged(empty_database) as session:
        decision = Decision(year=2026, number=2, decided_on=NOW.date(), **about)
        asked = NoObjection(answer_by=NOW.date(), outcome=Outcome.CONFIRMED, ended_at=NOW, ended_by_id=1, **about)
        asked.decision, asked.papers = decision, [ObjectionPaper(document_id=6)]
        session.add(asked)
        await session.flush()
        session.add(ObjectionAnswer(objection_id=asked.id, person_id=1, agrees=True, answered_at=NOW))
    async with empty_database.read() as session:
        found = await find_objection(session, 1)
        assert found is not None
        assert found.decision is not None
        assert (found.decision.reference, [paper.document.title for paper in found.papers]) == ("D-2026-02", ["Annex"])
        assert [(number, each.agrees) for number, each in (await list_objection_answers(session, 1)).items()] == [
            (1, True)
        ]
        decisions = await list_decisions(session, Decision.twg_id == 1, limit=9)
        assert [(each.reference, each.meeting_id) for each in decisions] == [("D-2026-02", None), ("D-2026-01", 7)]
        decision_id = (await session.scalars(select(Decision.id).where(Decision.number == 2))).one()
    for again in (
        ObjectionAnswer(objection_id=1, person_id=1, agrees=False, answered_at=NOW),
        ObjectionPaper(objection_id=1, document_id=6),
        NoObjection(answer_by=NOW.date(), decision_id=decision_id, **about),
    ):
        with pytest.raises(IntegrityError):
            async with arranged(empty_database) as session:
                session.add(again)
