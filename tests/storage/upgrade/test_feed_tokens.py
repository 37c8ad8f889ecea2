"""A store of 0087 takes tokens for programs, each with a hash of its own (R4)."""

import pytest
from sqlalchemy.exc import IntegrityError

from storage.engine.database import Database
from storage.engine.migrate import prepare
from storage.export import FeedToken, find_feed_token, list_feed_tokens
from storage.members import Role
from tests.storage.upgrade.test_later_revisions import NOW, left_at
from tests.support.guard import arranged

_OLD = [("twg", {"id": 1, "code": "HLT"}), ("person", {"id": 1, "name": "Dara"})]


async def test_a_store_of_0087_takes_tokens(empty_database: Database) -> None:
    await left_at(empty_database, "0087", _OLD)
    await prepare(empty_database)
    made = {"twg_id": 1, "person_id": 1, "role": Role.SECRETARIAT, "created_at": NOW}
    async with arranged(empty_database) as session:
        session.add(FeedToken(name="Power BI", secret_hash="a" * 64, **made))
        session.add(FeedToken(name="Revoked", secret_hash="b" * 64, revoked_at=NOW, revoked_by_id=1, **made))
    async with empty_database.read() as session:
        assert [token.name for token in await list_feed_tokens(session)] == ["Power BI"]
        found = await find_feed_token(session, FeedToken.secret_hash == "a" * 64)
        assert found is not None
        assert (found.person.name, found.role, found.last_used_at) == ("Dara", Role.SECRETARIAT, None)
    with pytest.raises(IntegrityError):
        async with arranged(empty_database) as session:
            session.add(FeedToken(name="The same", secret_hash="a" * 64, **made))
