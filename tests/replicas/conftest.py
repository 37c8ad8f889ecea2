"""Two connections to one database, as two processes would have, and a TWG with three members in it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, TypeVar

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.capabilities import registry
from handlers.routing.request import find_actor
from storage.engine.database import Database
from storage.members import Account, Membership, MembershipState, Person, Role, access_institution, find_account
from tests.support.guard import arranged
from twg.core.actors import Actor
from twg.core.timekeeping import Timekeeping
from twg.members import twg_facts

T = TypeVar("T")
Doing = Callable[[AsyncSession], Awaitable[T]]

#: A Monday morning in Phnom Penh.
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
PEOPLE = (
    ("Dara", Role.SECRETARIAT, "MoH"),
    ("Sokha", Role.DEVELOPMENT_PARTNER, "UNFPA"),
    ("Kenji", Role.DEVELOPMENT_PARTNER, "UNFPA"),
)


@dataclass
class Two:
    """Two `Database` objects on one database; each stands for a process."""

    one: Database
    other: Database

    async def does(self, doing: Doing[T]) -> T:
        """Run `doing` in a transaction of the first process."""
        async with self.one.begin() as session:
            return await doing(session)

    async def at_once(self, first: Doing[Any], second: Doing[T]) -> T:
        """Start `second` in the other process when `first` has done all but commit. Returns the result of `second`."""
        async with self.one.begin() as session:
            await first(session)
            await session.flush()
            meanwhile = asyncio.create_task(self._in_the_other(second))
            await self._until_it_waits(meanwhile)
        return await meanwhile

    async def _in_the_other(self, doing: Doing[T]) -> T:
        async with self.other.begin() as session:
            return await doing(session)

    async def _until_it_waits(self, meanwhile: asyncio.Task[Any]) -> None:
        """Wait until the task ends or, on PostgreSQL, waits for a lock.

        On SQLite the task cannot begin its transaction before the first one ends, so there is nothing to wait for.
        """
        if self.one.is_sqlite:
            return
        waiting = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        async with self.one.engine.connect() as connection:
            while not meanwhile.done() and not await connection.scalar(text(waiting)):
                await connection.rollback()  # within one transaction pg_stat_activity never changes


@pytest.fixture
def shared_url(database_url: str) -> str:
    """A database that several processes can share; skips the test on SQLite."""
    if database_url.startswith("sqlite"):
        pytest.skip("an SQLite file has one process; make test-postgresql runs this")
    return database_url


@pytest.fixture
async def two(database_url: str) -> AsyncIterator[Two]:
    two = Two(Database(database_url), Database(database_url))
    async with arranged(two.one) as session:
        twg = await twg_facts.add_twg(session, twg_facts.NewTwg(code="HLT", name="Health"), now=NOW)
        for number, (name, role, institution) in enumerate(PEOPLE):
            person = Person(name=name, created_at=NOW)
            person.institution = await access_institution(session, institution)
            session.add(Account(telegram_id=1000 + number, person=person, created_at=NOW))
            await session.flush()
            joined = Membership(person_id=person.id, twg_id=twg.id, role=role, since=date(2026, 1, 1), themes=[])
            joined.state = MembershipState.ACTIVE
            session.add(joined)
    yield two
    await two.one.close()
    await two.other.close()


async def actor(session: AsyncSession, name: str) -> Actor:
    """The member of `PEOPLE` with this name as an actor."""
    number = [known for known, _role, _institution in PEOPLE].index(name)
    found = find_actor(
        await find_account(session, 1000 + number), Timekeeping(rules=tuple(registry().domains.rules.values()))
    )
    assert found is not None
    return found
