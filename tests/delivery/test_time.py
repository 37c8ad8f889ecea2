"""A clock that is put back, a meeting that moves while its reminder is on its way (T2)."""

import asyncio
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from scheduler.leadership.people_first import PeopleFirst
from scheduler.reminding.tick import tick
from storage.core.notifications import Delivery, DeliveryState, Notification
from tests.delivery.conftest import Office, arrived, hears, shape
from tests.support.guard import arranged
from tests.support.seen import is_worded_in
from tests.support.setup_steps import MEETING_DAY, access_actor, everybody_looks_away
from twg.meetings import changing

ZONE = ZoneInfo("Asia/Phnom_Penh")
REMINDED_AT = datetime(2026, 12, 12, 8, 0, tzinfo=ZONE)


@pytest.fixture
async def meeting_id(office: Office) -> int:
    """A meeting on Tuesday 15 December that everybody knows of."""
    meeting_id = await office.announces()
    await everybody_looks_away(office.dara)
    return meeting_id


async def moves(office: Office, meeting_id: int) -> None:
    """The meeting is two days later."""
    async with office.stage.assistant.database.begin() as session:
        actor = await access_actor(session, office.dara)
        args = changing.NewTime(day=MEETING_DAY + timedelta(days=2), at="09:00")
        await changing.move(session, actor, meeting_id, args, now=office.stage.clock.now())


async def reminders(office: Office) -> list[DeliveryState]:
    async with office.stage.assistant.database.read() as session:
        query = select(Delivery.state).join(Notification, Notification.id == Delivery.notification_id)
        return list(await session.scalars(query.where(Notification.kind == "meeting_reminder")))


async def test_what_was_announced_before_the_clock_was_put_back_arrives_once(office: Office) -> None:
    await office.writes_announcement()
    office.stage.clock.forward(timedelta(hours=-1))
    await office.stage.settle()
    for _ in range(4):
        await office.stage.passes(minutes=30)
    assert shape(await office.sokha.new_messages()) == ["text", "file"]


async def test_what_is_announced_after_it_was_put_back_goes_at_once(office: Office) -> None:
    await office.stage.passes(hours=-1)
    await office.announces()
    assert shape(await office.sokha.new_messages()) == ["text", "file"]


async def test_people_are_answered_though_the_clock_was_put_back(office: Office) -> None:
    await office.sokha.says("/settings")
    await office.stage.passes(hours=-1)
    await office.sokha.presses("general:language", "km")
    assert is_worded_in("km", await office.sokha.finds("general/settings"))
    await office.sokha.says("/me")
    await office.sokha.sees_only("members/me")


async def test_a_reminder_put_back_before_its_minute_comes_once_all_the_same(office: Office, meeting_id: int) -> None:
    await office.stage.becomes(REMINDED_AT - timedelta(minutes=1))
    await office.stage.passes(hours=-1)
    await office.sokha.sees_nothing_new()
    for _ in range(4):
        await office.stage.passes(minutes=30)
    assert len(await office.sokha.new_messages()) == 1


async def test_a_reminder_claimed_before_its_meeting_moved_is_not_said_after_it(
    office: Office, meeting_id: int
) -> None:
    office.stage.clock.set(REMINDED_AT)
    async with office.stage.assistant.delivery.held():
        await tick(
            office.stage.assistant.database, office.stage.assistant.registry.domains, PeopleFirst(), now=REMINDED_AT
        )
        async with arranged(office.stage.assistant.database) as session:
            claimed = update(Delivery).where(Delivery.state == DeliveryState.PENDING)
            await session.execute(claimed.values(state=DeliveryState.IN_FLIGHT, in_flight_since=REMINDED_AT))
    assert await reminders(office) == [DeliveryState.IN_FLIGHT] * 3
    await moves(office, meeting_id)
    await office.stage.restarts()
    await office.stage.passes(minutes=5)
    assert await reminders(office) == [DeliveryState.VOID] * 3
    await office.sokha.is_told_only("meeting_changed")
    await office.sokha.reads_fact("17 December 2026")
    await everybody_looks_away(office.dara)
    await office.stage.becomes(REMINDED_AT + timedelta(days=2))
    await office.sokha.is_told_only("meeting_reminder")
    await office.sokha.sees("meetings/card", heading="reminder", now=REMINDED_AT + timedelta(days=2))
    await office.sokha.reads_fact("17 December 2026")


async def test_a_reminder_that_left_before_its_meeting_moved_is_followed_by_the_change(
    office: Office, meeting_id: int
) -> None:
    since = len(await office.stage.sandbox.journal())
    await office.stage.sandbox.fault("delay", seconds=0.3, method="sendMessage", times=3)
    office.stage.clock.set(REMINDED_AT)
    leaving = asyncio.create_task(office.stage.assistant.leader.catch_up())
    await hears(office.stage, "fault", since)
    await moves(office, meeting_id)
    await leaving
    await office.stage.passes(minutes=5)
    assert await office.sokha.told() == ["meeting_reminder", "meeting_changed"]
    reminder, change = await arrived(office.sokha)
    assert reminder.contexts("meetings/card", heading="reminder")
    assert change.contexts("meetings/card", heading="changed")
    assert change.holds("17 December 2026")
