"""Who leads, and who no longer does (T4)."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.leadership import lease
from scheduler.leadership.lease import Lease, NotLeading
from storage.core.inbox import InboxRow, accept_update
from storage.engine.lease import find_leader, find_term, give_lease_back, take_lease
from tests.replicas.conftest import NOW, Two

LONG = timedelta(minutes=1)


async def test_one_of_two_has_it_until_it_gives_it_back(two: Two) -> None:
    assert await two.does(lambda session: take_lease(session, "one", term=LONG))
    assert not await two.does(lambda session: take_lease(session, "other", term=LONG))
    assert await two.does(lambda session: take_lease(session, "one", term=LONG))
    assert await two.does(find_leader) == "one"
    await two.does(lambda session: give_lease_back(session, "other"))
    assert await two.does(find_leader) == "one"
    await two.does(lambda session: give_lease_back(session, "one"))
    assert await two.does(find_leader) == ""
    assert await two.does(lambda session: take_lease(session, "other", term=LONG))


async def test_of_two_who_ask_at_once_one_gets_it(two: Two) -> None:
    assert not await two.at_once(
        lambda session: take_lease(session, "one", term=LONG), lambda session: take_lease(session, "other", term=LONG)
    )


async def test_a_lease_that_was_not_renewed_is_its_holders_until_another_takes_it_over(two: Two) -> None:
    one = Lease(two.one, "one")
    await two.does(lambda session: take_lease(session, "one", term=-LONG))
    await two.does(one.hold)
    ended = await two.does(find_term)
    assert not await two.does(lambda session: take_lease(session, "other", term=LONG))
    assert await two.does(lambda session: take_lease(session, "other", term=LONG, ended=ended))
    with pytest.raises(NotLeading):
        await two.does(one.hold)


async def test_whoever_takes_over_finds_all_that_was_claimed_before(two: Two) -> None:
    one = Lease(two.one, "one")
    await two.does(lambda session: take_lease(session, "one", term=LONG))

    async def claim(session: AsyncSession) -> None:
        await one.hold(session)
        await accept_update(session, 1, chat_id=1, now=NOW)

    async def take_over(session: AsyncSession) -> int | None:
        await give_lease_back(session, "one")
        assert await take_lease(session, "other", term=LONG)
        return await session.scalar(select(func.count()).select_from(InboxRow))

    assert await two.at_once(claim, take_over) == 1


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Terms of less than a second."""
    monkeypatch.setattr(lease, "TERM", timedelta(seconds=0.6))
    monkeypatch.setattr(lease, "MARGIN_S", 0.2)
    monkeypatch.setattr(lease, "RENEW_S", 0.1)
    monkeypatch.setattr(lease, "STANDBY_S", 0.05)


async def test_a_leader_out_of_reach_of_the_database_stops_and_leads_again_later(
    two: Two, hurry: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = Lease(two.one)
    began, ended = asyncio.Event(), asyncio.Event()

    async def lead() -> None:
        began.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    running = asyncio.create_task(one.run(lead))
    await began.wait()
    assert one.leading
    with monkeypatch.context() as cut:
        cut.setattr(one, "_database", None)  # whatever is asked of it fails
        await ended.wait()
        with pytest.raises(NotLeading):
            one.check()
        began.clear()
    await began.wait()
    assert one.leading
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert await two.does(find_leader) == ""


async def test_who_finds_itself_overtaken_stands_by_and_a_fault_ends_all(two: Two, hurry: None) -> None:
    ends = [NotLeading(), RuntimeError("a bug")]

    async def lead() -> None:
        raise ends.pop(0)

    with pytest.raises(RuntimeError):
        await Lease(two.one).run(lead)
    assert ends == []
    assert await two.does(find_leader) == ""
