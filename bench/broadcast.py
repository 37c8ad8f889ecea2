"""A broadcast of 600 messages under Telegram's limits while people send `/meetings`.

The peer is python-telegram-bot with its AIORateLimiter.
"""

import asyncio
import tempfile
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Any

from bench.programs import assistant, peer, running, settings
from bench.server import TOKEN
from bot.capabilities import registry
from handlers.routing.request import find_actor
from sandbox.client import SandboxClient, SandboxPerson
from sandbox.server import SandboxServer
from storage.members import find_account
from tests.support.crowds import FIRST_CHAT, announce, database_at, write_announced, write_members
from twg.core.timekeeping import Timekeeping

#: Recipients of the announcement, which is a text and a calendar file for each.
PEOPLE = 300
MESSAGES = 600
#: People who ask during the broadcast, one after the other.
ASKING = 10
#: Time between two questions, in seconds.
ASK_EVERY_S = 0.5
#: Telegram's limit for a bot, in messages per second.
PER_SECOND = 30


@dataclass(frozen=True)
class Figures:
    """The result of a broadcast.

    Attributes:
        ratio: its duration divided by that of the same number of messages, with the answers, at 30 per second.
        too_many: number of calls that the server refused with 429.
        answer_p95_ms: 95th percentile of the time from a question to its answer, in milliseconds.
        unanswered: number of questions without an answer at the end.
    """

    ratio: float
    too_many: int
    answer_p95_ms: float
    unanswered: int


@dataclass
class _Watch:
    """Records what arrives at the strict server.

    Attributes:
        bulk: chats of the broadcast's recipients.
        arrived: when each message to them arrived, in seconds of `perf_counter`.
        answers: how long each answer took, in seconds.
        asked: times of the questions not answered yet, by chat.
        done: set when all messages of the broadcast have arrived.
    """

    server: SandboxServer
    bulk: set[int]
    arrived: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    asked: defaultdict[int, list[float]] = field(default_factory=lambda: defaultdict(list))
    too_many: int = 0
    done: asyncio.Event = field(default_factory=asyncio.Event)

    def start(self) -> None:
        check = self.server.world.flood.check

        def counted(chat_id: int, weight: int = 1) -> None:
            try:
                check(chat_id, weight)
            except Exception:
                self.too_many += 1
                raise

        self.server.world.flood.check = counted  # type: ignore[method-assign]
        self.server.world.journal.subscribe(self._see)

    def _see(self, entry: dict[str, Any]) -> None:
        if not entry.get("by_bot"):
            return
        now, chat_id = perf_counter(), entry["chat_id"]
        if chat_id in self.bulk:
            self.arrived.append(now)
            if len(self.arrived) == MESSAGES:
                self.done.set()
        elif self.asked[chat_id]:
            self.answers.append(now - self.asked[chat_id].pop(0))

    def figures(self) -> Figures:
        begun, ended = self.arrived[0], self.arrived[-1]
        fair = (MESSAGES + len(self.answers)) / PER_SECOND
        unanswered = sum(map(len, self.asked.values()))
        return Figures((ended - begun) / fair, self.too_many, quantiles(self.answers, n=20)[-1] * 1000, unanswered)


async def assistant_figures() -> Figures:
    """Measure the assistant announcing a meeting to 300 people."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/twgbot.db"
        async with database_at(url) as database, database.begin() as session:
            await write_members(session, "HLT", PEOPLE)
            others = await write_members(session, "EDU", ASKING, first_chat=FIRST_CHAT + PEOPLE)
            await write_announced(session, others, 3)
        async with _telegram() as (server, watch, asking):
            environment = settings(server.url, url, folder=Path(folder), LIMITS__MESSAGES_PER_SECOND=str(PER_SECOND))
            async with running(*assistant(), environment=environment):
                return await _measure(watch, asking, "/meetings", _announce(url))


async def rate_limiter_figures() -> Figures:
    """Measure python-telegram-bot with AIORateLimiter sending two texts to each of 300 people."""
    async with _telegram() as (server, watch, asking):
        command = peer("ptb_broadcast", server.url, TOKEN, FIRST_CHAT, PEOPLE)
        async with running(*command):
            return await _measure(watch, asking, "hello", asking[0].says("/broadcast"))


async def _announce(url: str) -> None:
    """Announce a meeting through the database, as another process would; the running program delivers it."""
    async with database_at(url) as database, database.begin() as session:
        office = find_actor(
            await find_account(session, FIRST_CHAT), Timekeeping(rules=tuple(registry().domains.rules.values()))
        )
        assert office is not None  # noqa: S101 - `write_members` made the person
        await announce(session, office)


@asynccontextmanager
async def _telegram() -> AsyncIterator[tuple[SandboxServer, _Watch, list[SandboxPerson]]]:
    """A strict server, its watch, and the people who will ask; all recipients have started the bot."""
    async with SandboxServer(TOKEN, "bench_bot", strict=True) as server, SandboxClient(server.url) as client:
        bulk = set(range(FIRST_CHAT, FIRST_CHAT + PEOPLE))
        for chat_id in bulk:
            person = await client.person(f"Member {chat_id}", id=chat_id)
            server.world.people[person.id].started = True
            server.world.private_chat(server.world.people[person.id])
        asking = [await client.person(f"Asking {number}", id=FIRST_CHAT + PEOPLE + number) for number in range(ASKING)]
        watch = _Watch(server, bulk)
        watch.start()
        yield server, watch, asking


async def _measure(watch: _Watch, asking: list[SandboxPerson], question: str, begin: Any) -> Figures:
    for person in asking:  # with the first answer the assistant also sets the command menu
        await person.says(question)
    async with asyncio.timeout(30):
        while len({entry["chat_id"] for entry in watch.server.world.journal.since(0) if entry.get("by_bot")}) < ASKING:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    await asyncio.sleep(5.5)  # longer than chat_burst_s: no message counts against a chat's limit any more
    await begin
    async with asyncio.timeout(240):
        questions = asyncio.create_task(_ask(watch, asking, question))
        await watch.done.wait()
        questions.cancel()
        await asyncio.sleep(1)
    return watch.figures()


async def _ask(watch: _Watch, asking: list[SandboxPerson], question: str) -> None:
    while True:
        for person in asking:
            await asyncio.sleep(ASK_EVERY_S)
            watch.asked[person.id].append(perf_counter())
            await person.says(question)
