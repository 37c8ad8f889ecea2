"""Killing the assistant in the middle of a broadcast, restarting it, and counting what each chat received."""

import signal
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import func, select

from bot.demo.stage import TOKEN, USERNAME
from sandbox.client import SandboxClient
from sandbox.server import SandboxServer
from scheduler.delivery.batches import batch_size
from scheduler.delivery.loop import LANES
from storage.core.notifications import OPEN_STATES, Delivery, DeliveryState
from storage.engine.database import Database
from tests.support.crowds import FIRST_CHAT, announce, database_at, write_members
from tests.support.processes import end, running_assistant, until

#: Recipients; each is sent a text and a calendar file.
PEOPLE = 300
#: The process is killed when this number of messages has arrived.
KILLED_AT = 150
#: Messages per second: the broadcast takes seconds, and what is in flight at the kill is a small part of it.
PER_SECOND = 90

#: Id of the chat, and "text" or "file" (the calendar file).
Message = tuple[int, str]


@dataclass(frozen=True)
class Crash:
    """The result of a broadcast whose process was killed and restarted.

    Attributes:
        announced: every message that should arrive.
        at_the_kill: how often each message had arrived when the process was killed.
        received: how often each message had arrived in the end.
        marked: number of deliveries marked as repeated.
        bound: largest number of deliveries that can be in flight at a time: one batch per lane.
        states: states of the deliveries in the end.
    """

    announced: frozenset[Message]
    at_the_kill: Counter[Message]
    received: Counter[Message]
    marked: int
    bound: int
    states: frozenset[DeliveryState]

    @property
    def lost(self) -> int:
        """Number of announced messages that never arrived."""
        return len(self.announced - self.received.keys())

    @property
    def repeats(self) -> int:
        """Number of surplus arrivals."""
        return self.received.total() - len(self.received)


async def run_crash(folder: Path, database_url: str) -> Crash:
    """Announce to `PEOPLE` people, kill the process half-way, restart it and wait until every delivery has ended.

    Args:
        folder: for archived files.
        database_url: an empty database.
    """
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
    """How often each message had arrived when the process was killed, and in the end."""
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
            await until(enough, patience_s=180)
            first.send_signal(signal.SIGKILL)
            await first.wait()
        at_the_kill = _received(server)
        async with running_assistant(server, folder, database.url, **quiet) as second:
            await until(settled, patience_s=180)
            if await end(second) != 0:
                raise RuntimeError("the assistant did not end well after the restart")
        return at_the_kill, _received(server)


def _received(server: SandboxServer) -> Counter[Message]:
    """How often the announcement's text and file have arrived in each chat."""
    found: Counter[Message] = Counter()
    for entry in server.world.journal.since(0):
        if entry.get("by_bot") and (entry.get("document") or "Annual review" in (entry.get("text") or "")):
            found[entry["chat_id"], "file" if entry.get("document") else "text"] += 1
    return found
