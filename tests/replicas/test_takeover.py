"""Two processes on PostgreSQL: one is killed or frozen in the middle of everything, the other takes over (T4)."""

import asyncio
import signal
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.demo.stage import TOKEN, USERNAME
from sandbox.client import SandboxClient, SandboxPerson
from sandbox.server import SandboxServer
from scheduler.delivery.batches import batch_size
from scheduler.delivery.loop import LANES
from scheduler.leadership.lease import TERM
from storage.core.audit import AuditRow
from storage.core.inbox import InboxRow
from storage.core.notifications import OPEN_STATES, Delivery, DeliveryState, Notification
from storage.engine.database import Database
from storage.engine.lease import LeaseRow, find_leader
from storage.meetings import MeetingKind, MeetingState
from storage.members import Account, Membership, MembershipState, Person, Role
from storage.reminders import Reminder, ReminderState
from tests.support.guard import arranged
from tests.support.processes import end, running_assistant, until
from tests.support.seen import Pressable
from twg.core.actors import Actor
from twg.core.audiences import Audience
from twg.meetings import planning
from twg.members import twg_facts

PEOPLE = 90
#: The meeting that is announced; its own reminders are weeks away.
ANNOUNCED = 1
#: How many have heard of the meeting when the leader is killed or frozen.
REACHED = 45
#: Reminders come due all the while, every so many seconds.
REMINDERS, REMIND_EVERY_S = 16, 1.5
ANSWER_EVERY_S = 0.1
#: A standby leads so long after the leader's last sign, at the latest.
TAKEOVER_S = 15
#: As Telegram allows, and the sandbox.
PER_SECOND = 30
PACED = {"TWGBOT_LIMITS__MESSAGES_PER_SECOND": str(PER_SECOND)}


@dataclass
class Play:
    """What happens, and what came of it."""

    server: SandboxServer
    sandbox: SandboxClient
    database: Database
    people: list[SandboxPerson]

    async def leads(self, process: Process) -> bool:
        async with self.database.read() as session:
            return f":{process.pid}:" in await find_leader(session)

    async def leader_of(self, *processes: Process) -> Process:
        """Whichever of them leads, once one does."""
        while True:
            for process in processes:
                if await self.leads(process):
                    return process
            await asyncio.sleep(0.05)

    async def last_sign(self) -> datetime:
        """When the leader last renewed its lease, by the database's clock."""
        async with self.database.read() as session:
            return (await session.scalars(select(LeaseRow.expires_at))).one() - TERM

    async def taken_at(self) -> datetime:
        async with self.database.read() as session:
            return (await session.scalars(select(LeaseRow.acquired_at))).one()

    def heard(self, words: str) -> Counter[int]:
        """How often each chat got a message that begins with these words, its edits apart."""
        return Counter(
            entry["chat_id"]
            for entry in self.server.world.journal.since(0)
            if entry["kind"] == "sees" and entry.get("by_bot") and words in (entry.get("text") or "")
        )

    async def answer(self) -> None:
        """Everybody who hears of the meeting says whether they come, one after the other."""
        for person in self.people:
            await until(partial(_answered, person))
            await asyncio.sleep(ANSWER_EVERY_S)

    async def settled(self) -> bool:
        async with self.database.read() as session:
            waiting = await session.scalar(
                select(func.count()).where(Reminder.state == ReminderState.PENDING, Reminder.subject_id != ANNOUNCED)
            )
            open_ = await session.scalar(select(func.count()).where(Delivery.state.in_(OPEN_STATES)))
        return not waiting and not open_ and not len(self.server.world.updates)


async def _answered(person: SandboxPerson) -> bool:
    """Say that they come; not yet while the announcement is still on its way."""
    for message in reversed(await person.messages()):
        for button in (button for row in message.buttons for button in row):
            if Pressable.read(button).fits("meetings:answer", ("yes",)):
                await person.taps_button(button, in_message=message)
                return True
    return False


async def write_broadcast(database: Database) -> list[int]:
    """A meeting that has just been announced, and others of which the secretariat is reminded from now on.

    Returns everybody's chat id; the secretariat's is the first.
    """
    now = datetime.now(UTC)
    async with arranged(database) as session:
        twg = await twg_facts.add_twg(session, twg_facts.NewTwg(code="HLT", name="Health"), now=now)
        people = [Person(name=f"Member {number}", created_at=now) for number in range(PEOPLE)]
        accounts = [
            Account(telegram_id=1000 + number, person=person, created_at=now) for number, person in enumerate(people)
        ]
        session.add_all(accounts)
        for number, person in enumerate(people):
            role = Role.GOVERNMENT if number else Role.SECRETARIAT
            joined = Membership(role=role, themes=[], state=MembershipState.ACTIVE, since=date(2026, 1, 1))
            joined.person, joined.twg = person, twg
            session.add(joined)
            if not number:
                actor = Actor(twg, joined)
        await session.flush()
        announced = await planning.plan(session, actor, _meeting("Annual review", Audience.ALL, now), now=now)
        await planning.announce(session, actor, announced.id, now=now)
        for number in range(REMINDERS):
            facts = _meeting(f"Session {number:02}", Audience.SECRETARIAT, now)
            meeting = await planning.plan(session, actor, facts, now=now)
            due_at = now + timedelta(seconds=REMIND_EVERY_S * (number + 2))
            meeting.state, meeting.starts_at = MeetingState.ANNOUNCED, due_at + timedelta(hours=2)
            session.add(
                Reminder(
                    rule="meeting_2_hours",
                    subject_type="meeting",
                    subject_id=meeting.id,
                    twg_id=twg.id,
                    due_at=due_at,
                    too_late_at=meeting.starts_at,
                )
            )
        return [account.telegram_id for account in accounts]


def _meeting(title: str, audience: Audience, now: datetime) -> planning.NewMeeting:
    return planning.NewMeeting(
        kind=MeetingKind.PLENARY,
        title=title,
        day=(now + timedelta(days=40)).date(),
        at=time(9),
        duration_min=120,
        place="Ministry of Health",
        audience=audience,
    )


@pytest.fixture
async def play(shared_url: str) -> AsyncIterator[Play]:
    database = Database(shared_url)
    async with SandboxServer(TOKEN, USERNAME, strict=True) as server, SandboxClient(server.url) as sandbox:
        people = []
        for chat in await write_broadcast(database):
            people.append(await sandbox.person(f"Member {chat}", id=chat))
            server.world.people[chat].started = True
            server.world.private_chat(server.world.people[chat])
        yield Play(server, sandbox, database, people)
    await database.close()


@pytest.mark.parametrize("way", [signal.SIGKILL, signal.SIGSTOP])
async def test_the_other_process_takes_over_and_nothing_is_lost_or_done_twice(
    play: Play, tmp_path: Path, way: signal.Signals
) -> None:
    url = play.database.url
    async with (
        running_assistant(play.server, tmp_path, url, **PACED) as one,
        running_assistant(play.server, tmp_path, url, **PACED) as two,
    ):
        leader = await play.leader_of(one, two)
        standby = two if leader is one else one
        answering = asyncio.create_task(play.answer())

        async def reached() -> bool:
            return play.heard("Annual review").total() >= REACHED

        async def taken_over() -> bool:
            return await play.leads(standby)

        await until(reached)
        leader.send_signal(way)
        last_sign = await play.last_sign()
        assert play.heard("Annual review").total() < PEOPLE, "it was stopped too late to show anything"
        await until(taken_over)
        if way is signal.SIGSTOP:
            leader.send_signal(signal.SIGCONT)  # in the middle of what the other one now sends
        await answering
        await until(play.settled)
        taken_at = await play.taken_at()
        assert (taken_at - last_sign).total_seconds() <= TAKEOVER_S
        assert await play.leads(standby)
        assert await end(standby) == 0
        if way is signal.SIGSTOP:
            assert await play.leader_of(leader) is leader  # it had gone back to standing by
            assert await end(leader) == 0
    await check(play)


async def check(play: Play) -> None:
    """Everything arrived; what repeats was in flight; what was done was done once."""
    async with play.database.read() as session:
        states = await session.scalars(select(Delivery.state).distinct())
        repeated = await session.scalar(select(func.count()).where(Delivery.repeated)) or 0
        fired = await session.scalars(select(Reminder.state).where(Reminder.subject_id != ANNOUNCED).distinct())
        reminded = select(func.count()).where(Notification.kind == "meeting_reminder").group_by(Notification.subject_id)
        notices = list(await session.scalars(reminded))
        answers = select(func.count()).where(AuditRow.action == "meetings.answer").group_by(AuditRow.actor_id)
        answered = list(await session.scalars(answers))
        updates = await session.scalar(select(func.count()).select_from(InboxRow))
    assert set(states) == {DeliveryState.SENT}
    assert set(fired) == {ReminderState.FIRED}
    assert notices == [1] * REMINDERS
    assert answered == [1] * PEOPLE
    assert updates == PEOPLE
    announced = play.heard("Annual review")
    assert set(announced) == {person.id for person in play.people}
    sessions = [play.heard(f"Session {number:02}").total() for number in range(REMINDERS)]
    assert all(sessions)
    assert announced.total() - PEOPLE + sum(sessions) - REMINDERS <= repeated <= batch_size(PER_SECOND) * LANES
