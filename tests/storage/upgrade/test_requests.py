"""The store that version 0.1.0 left has a table for requests after the migration, with its rules (A3)."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from storage.actions import Action, ActionState
from storage.members import Person
from storage.requests import MemberRequest, RequestKind
from tests.storage.upgrade.conftest import Upgraded
from tests.support.guard import arranged


async def test_an_action_of_the_old_store_gets_more_time(upgraded: Upgraded) -> None:
    stage = upgraded.stage
    await stage.settle()
    async with stage.assistant.database.read() as session:
        owned = select(Action).join(Person, Person.id == Action.owner_id).where(Person.name == "Kenji")
        action = (await session.scalars(owned.where(Action.state == ActionState.OPEN))).first()
    assert action is not None
    kenji, dara = upgraded["Kenji"], upgraded["Dara"]
    await kenji.forges(f"requests:ask:more_time:action:{action.id}")
    await kenji.says("30/1/2027")
    await kenji.presses("form:skip")
    await kenji.presses("form:save")
    await kenji.sees("requests/card", heading="sent")
    await dara.forges("requests:agree:1")
    await dara.sees("requests/card", heading="settled")
    assert (await upgraded.audited())[-3:] == ["requests.ask", "actions.move", "requests.grant"]


async def test_one_of_a_kind_waits_and_questions_are_not_limited(upgraded: Upgraded) -> None:
    stage = upgraded.stage
    await stage.settle()

    def made(kind: RequestKind, person: Person) -> MemberRequest:
        about = {"subject_type": "action", "subject_id": 1, "asked_at": stage.clock.now()}
        return MemberRequest(twg_id=1, kind=kind, asked_by_id=person.id, **about)

    async with arranged(stage.assistant.database) as session:
        person = (await session.scalars(select(Person).order_by(Person.id))).first()
        assert person is not None
        session.add_all([made(RequestKind.QUESTION, person), made(RequestKind.QUESTION, person)])
        session.add_all([made(RequestKind.MORE_TIME, person), made(RequestKind.NOT_MINE, person)])
    with pytest.raises(IntegrityError):
        async with arranged(stage.assistant.database) as session:
            session.add(made(RequestKind.NOT_MINE, person))
