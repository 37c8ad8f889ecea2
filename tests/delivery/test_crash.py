"""SIGKILL in the middle of a broadcast: nothing announced is lost, and what repeats was on its way (T1)."""

import signal
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy import func, select

from bot.demo.stage import TOKEN, USERNAME
from sandbox.client import SandboxClient
from sandbox.server import SandboxServer
from scheduler.delivery import LANES, batch_size
from storage.database import Database
from storage.meetings import MeetingKind
from storage.members import Membership, MembershipState, Person, Role, Twg
from storage.migrate import prepare
from storage.notifications import OPEN_STATES, Delivery, DeliveryState
from tests.support.processes import end, running_assistant, until
from twg import meetings, members
from twg.actors import Actor
from twg.audiences import Audience

PEOPLE = 300
#: How many messages have arrived when the process is killed.
KILLED_AT = 150
#: So fast that it takes seconds, so slowly that a batch is a small part of it.
PER_SECOND = 90


async def write_announcement(database: Database) -> list[int]:
    """A TWG of 300 with a meeting that has just been announced. Returns everybody's chat id."""
    now = datetime.now(UTC)
    async with database.begin() as session:
        twg: Twg = await members.add_twg(session, members.NewTwg(code="HLT", name="Health"), now=now)
        people = [
            Person(telegram_id=1000 + number, name=f"Member {number}", language="en", created_at=now)
            for number in range(PEOPLE)
        ]
        session.add_all(people)
        await session.flush()
        joined = [
            Membership(
                person_id=person.id,
                twg_id=twg.id,
                role=Role.SECRETARIAT if number == 0 else Role.GOVERNMENT,
                themes=[],
                state=MembershipState.ACTIVE,
                since=date(2026, 1, 1),
            )
            for number, person in enumerate(people)
        ]
        session.add_all(joined)
        await session.flush()
        joined[0].person, joined[0].twg = people[0], twg
        actor = Actor(twg, joined[0])
        args = meetings.NewMeeting(
            kind=MeetingKind.PLENARY,
            title="Annual review",
            day=(now + timedelta(days=30)).date(),
            at=time(9),
            duration_min=120,
            place="Ministry of Health",
            audience=Audience.ALL,
        )
        meeting = await meetings.plan(session, actor, args, now=now)
        await meetings.announce(session, actor, meeting.id, now=now)
        return [person.telegram_id for person in people]


def received(server: SandboxServer, chats: list[int]) -> Counter[int]:
    """How often each chat got the announcement's text."""
    journal = server.world.journal.since(0)
    return Counter(
        entry["chat_id"]
        for entry in journal
        if entry.get("by_bot") and "Annual review" in (entry.get("text") or "") and entry["chat_id"] in chats
    )


async def test_a_killed_broadcast_reaches_everybody_after_the_restart(tmp_path: Path, database_url: str) -> None:
    database = Database(database_url)
    await prepare(database)
    chats = await write_announcement(database)
    async with SandboxServer(TOKEN, USERNAME) as server, SandboxClient(server.url) as sandbox:
        for chat in chats:
            person = await sandbox.person(f"Member {chat}", id=chat)
            await person.starts()
        await sandbox.fault(kind="delay", seconds=0.02, method="sendMessage", times=100_000)

        async def enough() -> bool:
            return sum(received(server, chats).values()) >= KILLED_AT

        paced = {"TWGBOT_LIMITS__MESSAGES_PER_SECOND": str(PER_SECOND)}
        async with running_assistant(server, tmp_path, database_url, **paced) as first:
            await until(enough)
            first.send_signal(signal.SIGKILL)
            await first.wait()
        assert sum(received(server, chats).values()) < PEOPLE, "it was killed too late to show anything"

        async def settled() -> bool:
            async with database.read() as session:
                open_ = select(func.count()).where(Delivery.state.in_(OPEN_STATES))
                return await session.scalar(open_) == 0

        async with running_assistant(server, tmp_path, database_url) as second:
            await until(settled)
            assert await end(second) == 0

        times = received(server, chats)
        async with database.read() as session:
            states = await session.scalars(select(Delivery.state).distinct())
            repeated = await session.scalar(select(func.count()).where(Delivery.repeated))
    await database.close()
    assert set(times) == set(chats)
    assert set(states) == {DeliveryState.SENT}
    assert sum(times.values()) - PEOPLE <= repeated <= batch_size(PER_SECOND) * LANES
