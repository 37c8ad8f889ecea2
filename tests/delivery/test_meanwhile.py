"""What happens while messages are on their way: time goes on, urgent ones overtake, decisions change (T1, T2)."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, time
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from telegram.error import BadRequest

from bot import persisting
from scheduler.delivery import loop, preparing, results
from scheduler.delivery.sender import Sent
from scheduler.leadership import people_first
from scheduler.leadership.people_first import PeopleFirst
from scheduler.reminding.tick import tick
from storage.core.notifications import DeliveryState, Notification
from storage.reminders import Reminder, ReminderState
from tests.delivery.conftest import Office, arrived, prepares_to_share, progress_of, shape
from tests.support.guard import arranged
from tests.support.setup_steps import access_actor, announce_meeting, everybody_looks_away, plan_meeting
from twg import deliveries
from twg.meetings import changing, planning
from twg.time.working_time import WorkingTime

#: Reminders that are due together.
MANY = 8


class Line:
    """The way to Telegram: it lets nothing through until it is opened."""

    def __init__(self, office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
        self.opened, self.asked = asyncio.Event(), asyncio.Event()
        self._send = office.stage.assistant.delivery.sender.send
        monkeypatch.setattr(office.stage.assistant.delivery.sender, "send", self.send)

    async def send(self, *args: Any, **options: Any) -> Sent:
        self.asked.set()
        await self.opened.wait()
        return await self._send(*args, **options)


@pytest.fixture
def line(office: Office, monkeypatch: pytest.MonkeyPatch) -> Line:
    return Line(office, monkeypatch)


async def test_time_goes_on_while_messages_are_on_their_way(office: Office, line: Line) -> None:
    await office.writes_announcement()
    leader = office.stage.assistant.leader
    sending = asyncio.create_task(leader.delivery.drain())
    await line.asked.wait()
    before, leader.last_tick = office.stage.clock.now(), None
    async with asyncio.timeout(20):
        await leader.tick()
    assert leader.last_tick is not None
    assert leader.last_tick >= before
    assert not sending.done()
    line.opened.set()
    await sending
    assert shape(await office.sokha.new_messages()) == ["text", "file"]


async def cancels(office: Office, meeting_id: int) -> None:
    """The secretariat cancels a meeting; the notice may go at once."""
    async with office.stage.assistant.database.begin() as session:
        actor = await access_actor(session, office.dara)
        await changing.cancel(session, actor, meeting_id, now=office.stage.clock.now())


async def test_what_is_urgent_overtakes_what_has_waited_longer(office: Office) -> None:
    meeting_id = await office.announces()
    assistant = office.stage.assistant
    assistant.delivery.batch = 1
    async with assistant.delivery.settled():  # both wait when the first is claimed
        await office.writes_announcement(title="Third plenary meeting")
        await cancels(office, meeting_id)
        office.stage.clock.set(office.stage.clock.now() + changing.CHANGES_SETTLE)
    await office.stage.settle()
    assert await office.kenji.told() == ["meeting_cancelled", "meeting_announced"]


async def test_an_announcement_claimed_before_a_long_pause_is_not_made_after_its_meeting_was_cancelled(
    office: Office,
) -> None:
    assistant = office.stage.assistant
    async with assistant.delivery.settled():
        meeting_id = await office.writes_announcement()
        assistant.pacing.pause(4)
    async with asyncio.timeout(3):  # nobody waits for the end of the pause
        await office.stage.settle()
    assert await office.states(office.sokha) == [DeliveryState.PENDING, DeliveryState.PENDING]
    await cancels(office, meeting_id)
    assistant.pacing.pause(0)
    await office.stage.passes(minutes=5)
    await office.sokha.is_not_told("meeting_announced")


@pytest.fixture
async def night(office: Office) -> Office:
    """Nine in the evening; the morning begins at seven."""
    office.stage.assistant.delivery.hours = WorkingTime(time(19), time(7))
    await office.stage.becomes(datetime(2026, 12, 1, 14, 0, tzinfo=UTC))
    return office


async def find_last(session: AsyncSession) -> Notification:
    """The notification written last."""
    return await session.get_one(Notification, await session.scalar(select(func.max(Notification.id))))


async def test_what_is_held_for_the_morning_is_no_backlog(night: Office) -> None:
    await night.announces()
    await night.stage.passes(minutes=30)
    health = await night.stage.assistant.health()
    assert (health.problems, health.backlog) == ((), 0)
    assert await night.states(night.sokha) == [DeliveryState.PENDING] * 2
    await night.stage.becomes(datetime(2026, 12, 2, 0, 0, tzinfo=UTC))
    assert shape(await night.sokha.new_messages()) == ["text", "file"]


async def test_a_sender_who_says_go_while_it_is_being_put_off_is_obeyed(
    night: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    assistant = night.stage.assistant
    write_down = loop.write_down

    async def late(*args: Any) -> None:
        monkeypatch.setattr(loop, "write_down", write_down)
        async with assistant.database.begin() as session:
            actor, notification = await access_actor(session, night.dara), await find_last(session)
            await deliveries.send_now(session, actor, notification.id, now=night.stage.clock.now())
        await write_down(*args)

    async with assistant.delivery.settled():
        await night.writes_announcement()
        monkeypatch.setattr(loop, "write_down", late)
    await night.stage.settle()
    assert shape(await night.sokha.new_messages()) == ["text", "file"]


async def test_a_file_that_is_refused_is_told_to_the_sender_and_can_be_sent_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    sender = office.stage.assistant.delivery.sender
    send = sender.send

    async def refuses_files(chat_id: int, part: Any, *args: Any, **options: Any) -> Sent:
        if part.file is not None and chat_id == office.sokha.person.id:
            raise BadRequest("Wrong file identifier")
        return await send(chat_id, part, *args, **options)

    monkeypatch.setattr(sender, "send", refuses_files)
    meeting_id = await plan_meeting(office.dara)
    await office.dara.forges(f"meetings/announce:{meeting_id}")
    assert await progress_of(office.dara) == (2, 3)
    [lacking] = (await office.dara.shown("deliveries/progress"))["named"]
    assert (lacking.part > 0, lacking.error) == (True, "Wrong file identifier")
    await office.dara.reads_fact("Sokha, UNFPA", "Wrong file identifier")
    monkeypatch.setattr(sender, "send", send)
    await everybody_looks_away(office.dara)
    await office.dara.presses("deliveries:again")
    assert shape(await office.sokha.new_messages()) == ["file"]
    assert await progress_of(office.dara) == (3, 3)


async def test_a_sender_whose_reply_was_lost_is_shown_the_outcome_in_the_message_they_pressed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(persisting, "BACKOFF_S", (0.01,))
    await prepares_to_share(office.kenji, "The study is out.")
    await office.sokha.person.sets(deactivated=True)
    fault = await office.stage.sandbox.fault("500", times=None, chat_id=office.kenji.person.id)
    await office.kenji.presses("form:save")
    await office.dara.is_told_only("post_shared")
    await office.stage.sandbox.mend(fault)
    await office.kenji.looks_away()
    await office.stage.passes(seconds=5)
    await office.kenji.does_not_see("deliveries/progress")  # the reply may still come
    await office.stage.passes(seconds=6)
    await office.kenji.sees_only("deliveries/progress")
    assert await progress_of(office.kenji) == (1, 2)
    await office.kenji.reads_fact("Sokha")
    await office.kenji.offers_only("deliveries:again")
    await office.stage.passes(minutes=5)
    assert await office.kenji.new_messages() == []


async def test_a_reply_that_comes_after_all_shows_the_outcome_as_well(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    assistant, kenji = office.stage.assistant, office.kenji
    sender = assistant.leader.progress.sender
    send = sender.send

    async def sends_after_the_reply(*args: Any, **options: Any) -> Sent:
        monkeypatch.setattr(sender, "send", send)
        reply = await assistant.bot.send_message(kenji.person.id, "Sharing it with 2 people.")
        async with arranged(assistant.database) as session:
            (await find_last(session)).progress_message_id = reply.message_id
        return await send(*args, **options)

    monkeypatch.setattr(persisting, "BACKOFF_S", (0.01,))
    await prepares_to_share(kenji, "The study is out.")
    fault = await office.stage.sandbox.fault("500", times=None, chat_id=kenji.person.id)
    await kenji.presses("form:save")
    await office.stage.sandbox.mend(fault)
    async with arranged(assistant.database) as session:  # as if no button had been pressed
        (await find_last(session)).progress_message_id = None
    await kenji.looks_away()
    monkeypatch.setattr(sender, "send", sends_after_the_reply)
    await office.stage.passes(minutes=2)
    await office.stage.settle()
    shown = [seen.contexts("deliveries/progress")[0]["outcome"] for seen in await arrived(kenji)]
    assert [(outcome.sent, outcome.total) for outcome in shown] == [(2, 2), (2, 2)]


async def test_a_database_that_cannot_be_found_for_a_while_makes_nothing_come_twice(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    assistant = office.stage.assistant
    monkeypatch.setattr(results, "MARK_AGAIN_S", 0.01)
    begin, send, asked = assistant.database.begin, assistant.delivery.sender.send, 0

    @asynccontextmanager
    async def lost() -> AsyncIterator[AsyncSession]:
        nonlocal asked
        asked += 1
        if asked == 3:
            monkeypatch.setattr(assistant.database, "begin", begin)
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
        yield

    async def loses(*args: Any, **options: Any) -> Sent:
        sent = await send(*args, **options)
        if asked == 0:
            monkeypatch.setattr(assistant.database, "begin", lost)
        return sent

    async with assistant.delivery.settled():
        await office.writes_announcement()
        monkeypatch.setattr(assistant.delivery.sender, "send", loses)
    await office.stage.settle()
    assert asked == 3
    for player in (office.dara, office.sokha, office.kenji):
        assert shape(await player.new_messages()) == ["text", "file"]


async def test_people_go_before_reminders(office: Office) -> None:
    """Between two reminders that are due together, what somebody has asked for is handled."""
    assistant, gave_way = office.stage.assistant, 0

    class Counting(PeopleFirst):
        async def give_way(self) -> None:
            nonlocal gave_way
            gave_way += 1
            await super().give_way()

    for number in range(MANY):
        await announce_meeting(office.dara, title=f"Meeting {number}")
    async with assistant.database.read() as session:
        first = await session.scalar(select(func.min(Reminder.due_at)).where(Reminder.state == ReminderState.PENDING))
    assert first is not None
    fired = await tick(assistant.database, assistant.registry.domains, Counting(), now=first)
    assert fired >= MANY
    assert gave_way >= fired


async def test_people_go_before_deliveries_are_worded(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between two deliveries of one batch the event loop turns, so that what somebody has asked for is handled."""
    monkeypatch.setattr(preparing, "UNIT_S", -1)
    assistant, worded, seen = office.stage.assistant, 0, []
    word = preparing.Preparer._word

    async def counted(*args: Any) -> Any:
        nonlocal worded
        worded += 1
        return await word(*args)

    monkeypatch.setattr(preparing.Preparer, "_word", counted)
    planned = [await plan_meeting(office.dara, title=f"Meeting {number}") for number in range(MANY)]
    now = office.stage.clock.now()
    async with assistant.database.begin() as session:
        actor = await access_actor(session, office.dara)
        for meeting_id in planned:
            await planning.announce(session, actor, meeting_id, now=now)
    draining = asyncio.create_task(assistant.delivery.drain())
    # A transaction takes part of a turn of the event loop on SQLite, and many turns on PostgreSQL: turns are counted.
    while not draining.done():
        seen.append(worded)
        await asyncio.sleep(0)
    assert await draining >= MANY
    assert max(after - before for before, after in pairwise(seen)) <= 2


async def test_other_work_steps_aside_while_an_answer_is_under_way_and_no_longer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(people_first, "MOST_S", 3600)  # so that it goes on because the answers have ended
    people, order = PeopleFirst(), []

    async def work() -> None:
        await people.give_way()
        order.append("work")

    with people.answering():
        working = asyncio.create_task(work())
        with people.answering():
            await asyncio.sleep(0)
        for _round in range(50):
            await asyncio.sleep(0)
        order.append("answer")
    async with asyncio.timeout(60):
        await working
    assert order == ["answer", "work"]


async def test_other_work_goes_on_when_an_answer_does_not_end() -> None:
    people = PeopleFirst()
    with people.answering():
        await asyncio.wait_for(people.give_way(), 5)
