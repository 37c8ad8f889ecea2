"""A large audience is written in batches; an interruption loses nobody and reaches nobody twice (T1)."""

import asyncio
from collections import Counter
from datetime import date

import pytest
from sqlalchemy import func, select

from storage.core.notifications import Delivery, DeliveryState, Notification
from storage.engine.database import Database
from storage.members import Account, Membership, MembershipState, Person, Role, Twg
from tests.delivery.conftest import Office, hears, shape
from tests.support.guard import arranged
from twg.core import notifications
from twg.core.notifications import AT_ONCE, BATCH, fan_out

#: With the three of the office.
EVERYBODY = 1303
PARTS = 2


@pytest.fixture
async def crowd(office: Office) -> Office:
    """A TWG of more than a thousand, whose outbox is watched, not their telephones."""
    await office.stage.assistant.stop()
    now = office.stage.clock.now()
    async with arranged(office.stage.assistant.database) as session:
        twg_id = await session.scalar(select(Twg.id))
        people = [Person(name=f"Member {number}", created_at=now) for number in range(EVERYBODY - 3)]
        session.add_all(
            Account(telegram_id=50_000 + number, person=person, created_at=now) for number, person in enumerate(people)
        )
        await session.flush()
        state = MembershipState.ACTIVE
        session.add_all(
            Membership(
                person_id=person.id, twg_id=twg_id, role=Role.GOVERNMENT, themes=[], state=state, since=date(2026, 1, 1)
            )
            for person in people
        )
    return office


async def written(database: Database) -> Counter[int]:
    """How many deliveries each person has."""
    async with database.read() as session:
        rows = await session.execute(select(Delivery.person_id, func.count()).group_by(Delivery.person_id))
        return Counter(dict(rows.all()))


async def test_two_hundred_are_written_with_the_fact_and_the_rest_in_batches(crowd: Office) -> None:
    database = crowd.stage.assistant.database
    await crowd.writes_announcement()
    sizes = [len(await written(database))]
    more = True
    while more:
        async with arranged(database) as session:
            more = await fan_out(session)
        sizes.append(len(await written(database)))
    assert sizes == [AT_ONCE, AT_ONCE + BATCH, AT_ONCE + 2 * BATCH, EVERYBODY, EVERYBODY]
    assert set((await written(database)).values()) == {PARTS}


async def test_an_interrupted_batch_is_written_anew_by_whoever_goes_on(crowd: Office) -> None:
    await crowd.writes_announcement()
    database = crowd.stage.assistant.database
    async with arranged(database) as session:
        await fan_out(session)

    async def interrupted() -> None:
        async with database.begin() as session:
            assert await fan_out(session)
            await session.flush()
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await interrupted()
    assert len(await written(database)) == AT_ONCE + BATCH
    again = Database(database.url)
    while True:
        async with arranged(again) as session:
            if not await fan_out(session):
                break
    found = await written(again)
    async with again.read() as session:
        [notification] = await session.scalars(select(Notification))
    await again.close()
    assert (len(found), set(found.values())) == (EVERYBODY, {PARTS})
    assert (notification.waiting, notification.fanned_out) == ([], True)


async def test_several_large_audiences_wait_for_each_other(crowd: Office) -> None:
    await crowd.writes_announcement()
    await crowd.writes_announcement(title="Third plenary meeting")
    database = crowd.stage.assistant.database
    batches = 0
    while True:
        async with arranged(database) as session:
            if not await fan_out(session):
                break
        batches += 1
    assert batches == 2 * 3
    assert set((await written(database)).values()) == {2 * PARTS}


async def test_everybody_in_a_large_audience_gets_it_once_though_it_was_stopped_in_the_middle(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notifications, "AT_ONCE", 3)
    monkeypatch.setattr(notifications, "BATCH", 4)
    office.stage.assistant.delivery.batch = 5
    people = [await office.stage.member(f"Member {number}", "government") for number in range(20)]
    since = len(await office.stage.sandbox.journal())
    await office.writes_announcement()
    sending = asyncio.create_task(office.stage.assistant.delivery.drain())
    await hears(office.stage, "sees", since)
    await office.stage.restarts()
    await sending
    async with office.stage.assistant.database.read() as session:
        [notification] = await session.scalars(select(Notification))
    assert notification.waiting, "it was stopped too late to show anything"
    await office.stage.settle()
    for player in (office.dara, office.sokha, office.kenji, *people):
        assert shape(await player.new_messages()) == ["text", "file"]
    async with office.stage.assistant.database.read() as session:
        assert set(await session.scalars(select(Delivery.state))) == {DeliveryState.SENT}
