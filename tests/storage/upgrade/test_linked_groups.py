"""A store of revision 0025 has no linked group after 0032, and takes them, on both databases (M7)."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from storage.core.notifications import DeliveryState, Notification
from storage.engine.database import Database
from storage.engine.migrate import prepare
from storage.groups import GroupPost, LinkedGroup, claim_posts, list_linked, release_posts
from tests.storage.upgrade.test_later_revisions import NOW, left_at
from tests.support.guard import arranged

_ROWS = [
    ("twg", {"id": 1, "code": "HLT"}),
    ("person", {"id": 1, "name": "Dara"}),
    ("notification", {"id": 1, "kind": "meeting_announced", "subject_type": "meeting", "data": {}, "actor_id": None}),
]


async def test_groups_are_linked_once_at_a_time_and_posts_are_claimed(empty_database: Database) -> None:
    await left_at(empty_database, "0025", _ROWS)
    await prepare(empty_database)
    async with arranged(empty_database) as session:
        assert await list_linked(session, 1) == []
        assert (await session.get_one(Notification, 1)).kind == "meeting_announced"
        ended = _group(ended_at=NOW, ended_why="unlinked")
        session.add_all([ended, _group(), _group(thread_id=7), _group(linked_at=None)])
        await session.flush()
        assert [group.thread_id for group in await list_linked(session, 1)] == [0, 7]
        session.add(GroupPost(group_id=ended.id, notification_id=1, not_before=NOW))
    with pytest.raises(IntegrityError):
        async with arranged(empty_database) as session:
            session.add(_group())
    with pytest.raises(IntegrityError):
        async with arranged(empty_database) as session:
            session.add(GroupPost(group_id=1, notification_id=1, not_before=NOW))
    async with arranged(empty_database) as session:
        [post] = await claim_posts(session, now=NOW)
        assert (post.group.twg.code, post.notification.kind) == ("HLT", "meeting_announced")
        assert await claim_posts(session, now=NOW) == []
        assert await release_posts(session) == 1
    async with empty_database.read() as session:
        assert list(await session.scalars(select(GroupPost.state))) == [DeliveryState.PENDING]


def _group(**values: object) -> LinkedGroup:
    facts = {"audience": "|all|", "title": "Health", "offered_at": NOW, "linked_at": NOW, **values}
    return LinkedGroup(twg_id=1, chat_id=-100, linked_by_id=1, **facts)
