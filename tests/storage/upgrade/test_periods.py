"""Memberships of revision 0022 are periods after 0023, on both databases (M3)."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from storage.engine.database import Database
from storage.engine.migrate import prepare
from storage.members import Membership, MembershipState, Role, find_membership
from tests.storage.upgrade.test_later_revisions import left_at
from tests.support.guard import arranged

_SINCE = date(2026, 1, 5)
_ROWS = [
    ("twg", {"id": 1, "code": "HLT"}),
    ("person", {"id": 1, "telegram_id": 11, "name": "Sokha"}),
    ("person", {"id": 2, "telegram_id": 12, "name": "Dara"}),
    ("membership", {"id": 1, "person_id": 1, "twg_id": 1, "role": "chair", "state": "active", "since": _SINCE}),
    ("membership", {"id": 2, "person_id": 2, "twg_id": 1, "role": "crdb", "state": "left", "since": _SINCE}),
]


async def test_a_person_has_several_periods_and_one_that_is_active(empty_database: Database) -> None:
    await left_at(empty_database, "0022", _ROWS)
    await prepare(empty_database)
    async with arranged(empty_database) as session:
        rows = (await session.scalars(select(Membership).order_by(Membership.id))).all()
        assert [(row.role, row.state, row.since) for row in rows] == [
            (Role.CHAIR, MembershipState.ACTIVE, _SINCE),
            (Role.CRDB, MembershipState.LEFT, _SINCE),
        ]
        session.add(_period(2, MembershipState.ACTIVE))
        session.add(_period(1, MembershipState.LEFT))
        await session.flush()
        found = await find_membership(session, 1, 1)
        assert found is not None
        assert found.role is Role.CHAIR
    with pytest.raises(IntegrityError):
        async with arranged(empty_database) as session:
            session.add(_period(2, MembershipState.ACTIVE))


def _period(person_id: int, state: MembershipState) -> Membership:
    role = Role.GOVERNMENT
    return Membership(
        person_id=person_id, twg_id=1, role=role, themes=[], core=False, observer=False, state=state, since=_SINCE
    )
