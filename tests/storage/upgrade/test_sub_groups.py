"""Members and meetings of revision 0025 are in no sub-group after 0026, on both databases (M4)."""

from datetime import date

from sqlalchemy import select

from storage.core.audiences import shares_token
from storage.engine.database import Database
from storage.engine.migrate import prepare
from storage.meetings import Meeting
from storage.members import Membership
from storage.subgroups import SubGroup, list_members_of
from tests.storage.upgrade.test_later_revisions import NOW, left_at
from tests.support.guard import arranged

_SINCE = date(2026, 1, 5)
_ROWS = [
    ("twg", {"id": 1, "code": "HLT"}),
    ("person", {"id": 1, "name": "Sokha"}),
    ("membership", {"id": 1, "person_id": 1, "twg_id": 1, "role": "chair", "state": "active", "since": _SINCE}),
    (
        "meeting",
        {"id": 1, "twg_id": 1, "kind": "sub_group", "state": "announced", "created_by_id": 1, "audience": "||"},
    ),
]


async def test_nobody_is_in_a_sub_group_and_somebody_can_be(empty_database: Database) -> None:
    await left_at(empty_database, "0025", _ROWS)
    await prepare(empty_database)
    async with arranged(empty_database) as session:
        member = await session.get_one(Membership, 1)
        assert (member.groups, member.places, member.led) == ("||", frozenset(), frozenset())
        assert (await session.get_one(Meeting, 1)).number is None
        group = SubGroup(twg_id=1, name="Gender", created_by_id=1, created_at=NOW)
        session.add(group)
        await session.flush()
        assert await list_members_of(session, group) == []
        member.groups = f"|{group.token}|{group.token}:chair|"
        await session.flush()
        [found] = await list_members_of(session, group)
        assert found.led == {group.token}
        leads = select(Membership.id).where(shares_token(Membership.groups, frozenset({f"{group.token}:chair"})))
        assert list(await session.scalars(leads)) == [1]
