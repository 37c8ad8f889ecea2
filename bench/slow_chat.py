"""Time in which 300 people are reached while many notices wait to one chat, beside the same without that chat.

Both run in turn against the sandbox in strict mode, which refuses what exceeds Telegram's limits.
"""

import asyncio
import tempfile
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.broadcast import PER_SECOND
from bench.programs import assistant, running, settings
from bench.server import TOKEN
from sandbox.server import SandboxServer
from tests.support.crowds import FIRST_CHAT, announce, database_at, write_meeting, write_members
from tests.support.strict_server import count_refusals, open_chats
from twg.meetings import planning

#: Recipients of one announcement, which is a text and a calendar file for each.
PEOPLE = 300
MESSAGES = 2 * PEOPLE
#: Announcements that wait to one other person when it begins, and the chat of that person.
NOTICES = 60
SLOW_CHAT = FIRST_CHAT + PEOPLE


@dataclass
class _Watch:
    """What arrives in the chats of the 300, and how often the server refused a call."""

    arrived: list[float] = field(default_factory=list)
    in_slow_chat: int = 0
    done: asyncio.Event = field(default_factory=asyncio.Event)

    def see(self, entry: dict[str, Any]) -> None:
        if not entry.get("by_bot"):
            return
        if entry["chat_id"] == SLOW_CHAT:
            self.in_slow_chat += 1
            return
        self.arrived.append(perf_counter())
        if len(self.arrived) == MESSAGES:
            self.done.set()


@dataclass(frozen=True)
class Reached:
    """The result of one run.

    Attributes:
        seconds: from the start of the program's work to the arrival of the last message to the 300.
        too_many: number of calls that the server refused with 429.
        in_slow_chat: messages that had arrived in the other chat by then.
    """

    seconds: float
    too_many: int
    in_slow_chat: int


async def reach(notices: int) -> Reached:
    """Announce to 300 people when `notices` announcements wait to one other person."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/twgbot.db"
        now = datetime.now(UTC)
        async with database_at(url) as database, database.begin() as session:
            other = await write_members(session, "EDU", 1, first_chat=SLOW_CHAT)
            for number in range(notices):
                meeting_id = await write_meeting(session, other, f"Meeting {number}", days=30 + number)
                await planning.announce(session, other, meeting_id, now=now)
            await announce(session, await write_members(session, "HLT", PEOPLE))
        async with SandboxServer(TOKEN, "bench_bot", strict=True) as server:
            open_chats(server, range(FIRST_CHAT, SLOW_CHAT + 1))
            refused, watch = count_refusals(server), _Watch()
            server.world.journal.subscribe(watch.see)
            environment = settings(server.url, url, folder=Path(folder), LIMITS__MESSAGES_PER_SECOND=str(PER_SECOND))
            async with running(*assistant(), environment=environment), asyncio.timeout(300):
                await watch.done.wait()
        return Reached(watch.arrived[-1] - watch.arrived[0], refused(), watch.in_slow_chat)
