"""Members of revision 0026 hold no seat after 0027, and nothing is agreed after 0028, on both databases (M3, M4)."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from storage.engine.database import Database
from storage.engine.migrate import prepare
from storage.members import (
    Membership,
    MembershipCap,
    Role,
    Seat,
    count_members,
    find_agreed_number,
    list_seated,
    list_seats,
)
from tests.storage.upgrade.test_later_revisions import NOW, left_at
from tests.support.guard import arranged

_SINCE = date(2026, 1, 5)
_ROWS = [
    ("twg", {"id": 1, "code": "HLT"}),
    ("person", {"id": 1, "name": "Sokha"}),
    ("membership", {"id": 1, "person_id": 1, "twg_id": 1, "role": "chair", "state": "active", "since": _SINCE}),
]


async def test_nobody_holds_a_seat_and_somebody_can(empty_database: Database) -> None:
    await left_at(empty_database, "0026", _ROWS)
    await prepare(empty_database)
    async with arranged(empty_database) as session:
        assert await list_seats(session, 1) == []
        assert await list_seated(session, 1) == []
        seat = Seat(twg_id=1, role=Role.CHAIR, institution="MoH", created_at=NOW)
        session.add(seat)
        await session.flush()
        (await session.get_one(Membership, 1)).seat_id = seat.id
        await session.flush()
        assert [member.person.name for member in await list_seated(session, 1)] == ["Sokha"]


def _cap(number: int, *, agreed: bool | None = None) -> MembershipCap:
    decided_at = None if agreed is None else NOW
    return MembershipCap(
        twg_id=1,
        number=number,
        proposed_by_id=1,
        proposed_as=Role.CHAIR,
        proposed_at=NOW,
        agreed=agreed,
        decided_at=decided_at,
    )


async def test_nothing_is_agreed_and_one_proposal_waits_at_most(empty_database: Database) -> None:
    await left_at(empty_database, "0026", _ROWS)
    await prepare(empty_database)
    async with arranged(empty_database) as session:
        assert await find_agreed_number(session, 1) is None
        assert await count_members(session, 1) == 1
        for number, agreed in ((50, True), (60, True), (10, False), (20, None)):
            session.add(_cap(number, agreed=agreed))
            await session.flush()
        assert await find_agreed_number(session, 1) == 60
    with pytest.raises(IntegrityError):
        async with arranged(empty_database) as session:
            session.add(_cap(30))
    async with empty_database.read() as session:
        assert len((await session.scalars(select(MembershipCap))).all()) == 4
