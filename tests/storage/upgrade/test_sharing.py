"""A store of 0084 takes withdrawals of shared information, one of 0085 replies, one of 0087 several files (S2)."""

from datetime import timedelta

from storage.engine.database import Database
from storage.engine.migrate import prepare
from storage.members import Pace, Person
from storage.sharing import Post, PostFile, PostReply, find_post, find_reply
from tests.storage.upgrade.test_later_revisions import NOW, left_at
from tests.support.guard import arranged

_POST = {
    "id": 4,
    "twg_id": 1,
    "kind": "data",
    "text": "A study",
    "audience": "|all|",
    "author_id": 1,
    "created_at": NOW,
}
_OLD = [
    ("twg", {"id": 1, "code": "HLT"}),
    ("person", {"id": 1, "name": "Sokha"}),
    ("person", {"id": 2, "name": "Dara"}),
    ("post", _POST),
]


async def test_a_post_of_0084_stands_and_can_be_withdrawn(empty_database: Database) -> None:
    await left_at(empty_database, "0084", _OLD)
    await prepare(empty_database)
    async with arranged(empty_database) as session:
        post = await session.get_one(Post, 4)
        assert (post.text, post.withdrawn_at, post.withdrawal_reason) == ("A study", None, "")
        post.withdrawn_at, post.withdrawn_by_id, post.withdrawal_reason = NOW + timedelta(days=1), 2, "Errors"
    async with empty_database.read() as session:
        found = await find_post(session, 4)
        assert found is not None
        assert (found.author.name, found.withdrawn_by_id, found.withdrawal_reason) == ("Sokha", 2, "Errors")


async def test_a_post_of_0085_takes_replies(empty_database: Database) -> None:
    await left_at(empty_database, "0085", _OLD)
    await prepare(empty_database)
    about = {"twg_id": 1, "post_id": 4, "created_at": NOW}
    async with arranged(empty_database) as session:
        session.add(PostReply(author_id=2, to_id=1, text="The annex?", **about))
        await session.flush()
        session.add(PostReply(author_id=1, to_id=2, text="On its way", answers_id=1, **about))
    async with empty_database.read() as session:
        found = await find_reply(session, 2)
        assert found is not None
        assert (found.post.text, found.author.name, found.to.name) == ("A study", "Sokha", "Dara")
        assert (found.post.comments_by, found.post.reminds, found.is_comment) == (None, False, False)


async def test_a_post_of_0087_keeps_its_file_and_tells_nothing_more(empty_database: Database) -> None:
    """A store of 0087, whose posts had one file at most (S1, S2)."""
    file = {"id": 7, "handle": "h", "kind": "document", "name": "study.pdf", "retry_at": NOW, "created_at": NOW}
    with_file = {**_POST, "id": 5, "file_id": 7, "reminds": False, "withdrawal_reason": ""}
    without = {**_POST, "reminds": False, "withdrawal_reason": ""}
    await left_at(empty_database, "0087", [*_OLD[:-1], ("stored_file", file), ("post", without), ("post", with_file)])
    await prepare(empty_database)
    async with empty_database.read() as session:
        one, other = await find_post(session, 4), await find_post(session, 5)
        assert one is not None
        assert other is not None
        assert ([file.name for file in one.files], [file.name for file in other.files]) == ([], ["study.pdf"])
        assert (other.starts_on, other.ends_on, other.place, other.party, other.amount, other.theme) == (
            *(None, None),
            *("", "", "", ""),
        )
        assert (await session.get_one(Person, 1)).post_pace is Pace.INSTANT
    async with arranged(empty_database) as session:
        session.add(PostFile(post_id=4, file_id=7))
        (await session.get_one(Person, 1)).post_pace = Pace.WEEKLY
