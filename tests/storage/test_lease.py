"""One process leads; another takes over when it has not renewed in time (T4)."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.leadership import lease as scheduler_lease
from scheduler.leadership.lease import Lease
from storage.engine import lease as stored_lease
from storage.engine.database import Database
from storage.engine.lease import LeaseRow, find_leader, find_term, give_lease_back, keep_lease, take_lease
from tests.storage.conftest import NOW

TERM = timedelta(seconds=12)


class Clock:
    """The database's clock, which stands until it is set; only who leads is told by it."""

    def __init__(self, database: Database) -> None:
        self.moment = NOW
        self._database = database

    def read(self, _session: AsyncSession) -> datetime:
        return self.moment

    async def takes(self, holder: str, after_s: float, *, ended: datetime | None = None) -> bool:
        """Whether a process gets the lease, so many seconds after the beginning."""
        self.moment = NOW + timedelta(seconds=after_s)
        return await takes(self._database, holder, ended=ended)

    async def term(self) -> datetime | None:
        async with self._database.read() as session:
            return await find_term(session)


async def takes(database: Database, holder: str, *, ended: datetime | None = None) -> bool:
    async with database.begin() as session:
        return await take_lease(session, holder, term=TERM, ended=ended)


async def leader(database: Database) -> str:
    async with database.read() as session:
        return await find_leader(session)


@pytest.fixture
def clock(database: Database, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """On PostgreSQL the time is the server's own and cannot be set."""
    if request.config.getoption("--database") != "sqlite":
        pytest.skip("the time is PostgreSQL's own")
    clock = Clock(database)
    monkeypatch.setattr(stored_lease, "_moment", clock.read)
    return clock


async def test_the_first_gets_it_and_the_second_stands_by(database: Database, clock: Clock) -> None:
    assert await clock.term() is None
    assert await clock.takes("first", 0)
    assert not await clock.takes("second", 0)
    assert await leader(database) == "first"


@pytest.mark.parametrize("jump_s", [-86400, -3600, 3600, 86400])
async def test_a_clock_that_jumps_makes_no_second_leader(database: Database, clock: Clock, jump_s: float) -> None:
    assert await clock.takes("first", 0)
    assert not await clock.takes("second", jump_s)
    async with database.begin() as session:
        assert await keep_lease(session, "first")
    assert await clock.takes("first", jump_s)
    assert await leader(database) == "first"


async def test_a_term_that_was_not_renewed_is_taken_over_and_the_first_is_refused_then(
    database: Database, clock: Clock
) -> None:
    assert await clock.takes("first", 0)
    ended = await clock.term()
    assert await clock.takes("second", 12, ended=ended)
    assert not await clock.takes("first", 12)
    assert await leader(database) == "second"
    async with database.begin() as session:
        assert not await keep_lease(session, "first")
        assert await keep_lease(session, "second")


async def test_a_term_that_was_renewed_meanwhile_is_not_taken_over(clock: Clock) -> None:
    assert await clock.takes("first", 0)
    ended = await clock.term()
    assert await clock.takes("first", 4)
    assert not await clock.takes("second", 16, ended=ended)


async def test_whoever_renews_keeps_it(database: Database, clock: Clock) -> None:
    for after_s in range(0, 100, 4):
        assert await clock.takes("first", after_s)
        assert not await clock.takes("second", after_s + 3)
    async with database.read() as session:
        row = await session.scalar(select(LeaseRow))
    assert row is not None
    assert (row.holder, row.acquired_at) == ("first", NOW)
    assert row.expires_at == NOW + timedelta(seconds=96 + 12)


async def test_what_is_given_back_is_free_at_once(database: Database, clock: Clock) -> None:
    assert await clock.takes("first", 0)
    clock.moment = NOW + timedelta(seconds=1)
    async with database.begin() as session:
        await give_lease_back(session, "second")
    assert not await clock.takes("second", 1)
    async with database.begin() as session:
        await give_lease_back(session, "first")
    assert await leader(database) == ""
    assert await clock.takes("second", 1)


async def test_of_many_who_ask_at_once_one_gets_it(database: Database) -> None:
    answers = await asyncio.gather(*(takes(database, f"process {number}") for number in range(10)))
    assert answers.count(True) == 1


class Process:
    """What one process does with the lease."""

    def __init__(self, database: Database, name: str) -> None:
        self.lease = Lease(database, name)
        self.led = 0
        self.began, self.ended = asyncio.Event(), asyncio.Event()
        self.fails = False
        #: What it was asked to settle in, in seconds, and whether it still worked then.
        self.settled: list[tuple[float, bool]] = []
        self.task: asyncio.Task[None] | None = None

    async def _lead(self) -> None:
        self.led += 1
        self.ended.clear()
        self.began.set()
        try:
            if self.fails:
                raise RuntimeError("a bug")
            await asyncio.Event().wait()
        finally:
            self.began.clear()
            self.ended.set()

    async def _settle(self, timeout_s: float) -> None:
        self.settled.append((timeout_s, self.began.is_set()))

    def starts(self) -> None:
        self.task = asyncio.create_task(self.lease.run(self._lead, self._settle))

    async def stops(self) -> None:
        if self.task is not None:
            self.task.cancel()
            await asyncio.gather(self.task, return_exceptions=True)


@pytest.fixture
async def processes(database: Database, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[list[Process]]:
    """Two processes on one database, with figures a fiftieth of the real ones."""
    for name, value in (("RENEW_S", 0.08), ("STANDBY_S", 0.04), ("MARGIN_S", 0.06)):
        monkeypatch.setattr(scheduler_lease, name, value)
    monkeypatch.setattr(scheduler_lease, "TERM", timedelta(seconds=0.24))
    both = [Process(database, "first"), Process(database, "second")]
    both[0].starts()
    async with asyncio.timeout(10):
        await both[0].began.wait()
    yield both
    for process in both:
        await process.stops()


async def test_the_standby_leads_when_the_leader_has_ended_and_not_before(processes: list[Process]) -> None:
    first, second = processes
    second.starts()
    await asyncio.sleep(0.5)  # two terms
    assert (first.lease.leading, second.lease.leading) == (True, False)
    await first.stops()
    assert first.ended.is_set()
    async with asyncio.timeout(10):
        await second.began.wait()
    assert second.lease.leading
    assert not first.lease.leading


async def test_a_leader_that_cannot_renew_stops_before_another_begins(
    processes: list[Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = processes

    async def out_of_reach(*_args: object, **_options: object) -> bool:
        if asyncio.current_task() is second.task:
            return await take_lease(*_args, **_options)  # type: ignore[arg-type]
        raise ConnectionError("the database is out of reach")

    monkeypatch.setattr(scheduler_lease, "take_lease", out_of_reach)
    second.starts()
    async with asyncio.timeout(10):
        await second.began.wait()
    assert first.ended.is_set()
    assert not first.lease.leading
    assert first.led == 1
    assert first.settled == [(scheduler_lease.MARGIN_S, True)], (
        "what is on its way is written down before it is cut off"
    )
    assert first.task is not None
    assert not first.task.done(), "it stands by and comes back"


async def test_a_leader_whose_lease_was_taken_stops_at_its_next_renewal(
    processes: list[Process], database: Database
) -> None:
    first, _second = processes
    async with database.begin() as session:
        row = await session.scalar(select(LeaseRow))
        assert row is not None
        row.holder, row.expires_at = "somebody else", row.expires_at + timedelta(days=1)
    async with asyncio.timeout(10):
        await first.ended.wait()
    await asyncio.sleep(0.2)
    assert not first.lease.leading
    assert first.led == 1


async def test_what_ends_the_work_ends_the_process_and_frees_the_lease(
    processes: list[Process], database: Database
) -> None:
    first, second = processes
    await first.stops()
    second.fails = True
    second.starts()
    assert second.task is not None
    with pytest.raises(RuntimeError, match="a bug"):
        await second.task
    third = Process(database, "third")
    third.starts()
    async with asyncio.timeout(10):
        await third.began.wait()
    await third.stops()
