"""SIGKILL in the middle of a broadcast, a restart, and what each chat has received after it."""

import signal
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from bot.demo.stage import TOKEN, USERNAME
from sandbox.client import SandboxClient
from sandbox.server import SandboxServer
from scheduler.delivery.loop import LANES, batch_size
from storage.core.notifications import OPEN_STATES, Delivery, DeliveryState
from storage.engine.database import Database
from tests.support.crowds import FIRST_CHAT, announce, database_at, write_members
from tests.support.processes import end, running_assistant, until

#: The announcement is a text and a calendar file to each of them.
PEOPLE = 300
#: How many messages have arrived when the process is killed.
KILLED_AT = 150
#: So fast that it takes seconds, so slowly that a batch is a small part of it.
PER_SECOND = 90

#: A chat, and whether it was the text ("text") or the calendar file ("file").
Message = tuple[int, str]


@dataclass(frozen=True)
class Crash:
    """What became of a broadcast that was killed.

    Attributes:
        announced: every message that should arrive.
        at_the_kill, received: how often each had arrived by then, and in the end.
        marked: how many deliveries are marked as repeated.
        bound: how many may have been on their way: the batches of every lane.
        states: what the outbox says became of the deliveries.
    """

    announced: frozenset[Message]
    at_the_kill: Counter[Message]
    received: Counter[Message]
    marked: int
    bound: int
    states: frozenset[DeliveryState]

    @property
    def lost(self) -> int:
        return len(self.announced - self.received.keys())

    @property
    def repeats(self) -> int:
        return self.received.total() - len(self.received)


async def run_crash(folder: Path, database_url: str) -> Crash:
    """Announce to 300, kill the process half-way, start it again and wait until it has nothing left to send."""
    chats = range(FIRST_CHAT, FIRST_CHAT + PEOPLE)
    async with database_at(database_url) as database:
        async with database.begin() as session:
            await announce(session, await write_members(session, "HLT", PEOPLE))
        at_the_kill, received = await _kill_half_way(folder, database, chats)
        async with database.read() as session:
            states = frozenset(await session.scalars(select(Delivery.state).distinct()))
            marked = await session.scalar(select(func.count()).where(Delivery.repeated)) or 0
    announced = frozenset((chat, kind) for chat in chats for kind in ("text", "file"))
    return Crash(announced, at_the_kill, received, marked, batch_size(PER_SECOND) * LANES, states)


async def _kill_half_way(
    folder: Path, database: Database, chats: Iterable[int]
) -> tuple[Counter[Message], Counter[Message]]:
    """What had arrived when the process was killed, and what in the end."""
    async with SandboxServer(TOKEN, USERNAME) as server, SandboxClient(server.url) as sandbox:
        for chat in chats:
            person = await sandbox.person(f"Member {chat}", id=chat)
            await person.starts()
        await sandbox.fault(kind="delay", seconds=0.02, method="send*", times=100_000)

        async def enough() -> bool:
            return _received(server).total() >= KILLED_AT

        async def settled() -> bool:
            async with database.read() as session:
                return await session.scalar(select(func.count()).where(Delivery.state.in_(OPEN_STATES))) == 0

        quiet = {"TWGBOT_LOG__LEVEL": "ERROR"}
        paced = {"TWGBOT_LIMITS__MESSAGES_PER_SECOND": str(PER_SECOND), **quiet}
        async with running_assistant(server, folder, database.url, **paced) as first:
            await until(enough)
            first.send_signal(signal.SIGKILL)
            await first.wait()
        at_the_kill = _received(server)
        async with running_assistant(server, folder, database.url, **quiet) as second:
            await until(settled)
            if await end(second) != 0:
                raise RuntimeError("the assistant did not end well after the restart")
        return at_the_kill, _received(server)


def _received(server: SandboxServer) -> Counter[Message]:
    """How often each chat got the announcement's text, and its file."""
    found: Counter[Message] = Counter()
    for entry in server.world.journal.since(0):
        if entry.get("by_bot") and (entry.get("document") or "Annual review" in (entry.get("text") or "")):
            found[entry["chat_id"], "file" if entry.get("document") else "text"] += 1
    return found
