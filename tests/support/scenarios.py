"""Faults around the running process: its clock, its database, a frozen leader, updates that cannot be read (T1, T7).

Each scenario compares what was announced with what each chat received. `make bench` writes the rows beside those of
`tests.support.faults` to docs/performance.md.
"""

import asyncio
import errno
import json
import signal
from asyncio.subprocess import Process
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

import aiohttp
from sqlalchemy import func, select

from bot.app import Assistant
from bot.demo.stage import TOKEN, USERNAME, config_for
from sandbox.client import SandboxClient
from sandbox.clock import MovableClock
from sandbox.server import SandboxServer
from scheduler.delivery.batches import batch_size
from scheduler.delivery.loop import LANES
from storage.core import archive
from storage.core.files import StoredFile
from storage.core.inbox import InboxRow
from storage.core.notifications import OPEN_STATES, Delivery, DeliveryState
from storage.engine.database import Database
from storage.engine.lease import find_leader
from storage.meetings import Meeting, MeetingState
from storage.reminders import Reminder, ReminderState
from tests.indicators.conftest import defines, opens_round
from tests.support import shifted_clock
from tests.support.crowds import FIRST_CHAT, announce, database_at, write_announced, write_meeting, write_members
from tests.support.guard import arranged
from tests.support.processes import end, running_assistant, until
from tests.support.raw_telegram import RawTelegram
from tests.support.stage import Stage

HOUR_S, DAY_S = 3600, 86_400


@dataclass(frozen=True)
class Row:
    """The result of a scenario.

    Attributes:
        fault: what happened, and on which database.
        hits: how often it struck.
        announced, received: numbers of messages.
        repeats, bound: surplus arrivals, and how many of them are allowed.
        wrong: what else went wrong, in words; empty when all is well.
    """

    fault: str
    hits: int
    announced: int
    received: int
    repeats: int
    bound: int
    wrong: tuple[str, ...] = ()

    @property
    def good(self) -> bool:
        return self.received == self.announced and self.repeats <= self.bound and not self.wrong


def _on(url: str) -> str:
    return "SQLite" if url.startswith("sqlite") else "PostgreSQL"


# The clock


@dataclass(frozen=True)
class Jump:
    """How a machine's clock is set.

    Attributes:
        start_s, then_s: its time less the true one, when the program starts, and after the first reminder.
        back_after_s: when it is corrected after that; `None` for never.
        shared: whether the Bot API server is on the same machine.
    """

    start_s: float = 0
    then_s: float = 0
    back_after_s: float | None = None
    shared: bool = False


JUMPS: dict[str, Jump] = {
    "clock an hour ahead": Jump(then_s=HOUR_S),
    "clock an hour back": Jump(then_s=-HOUR_S),
    "clock a day ahead": Jump(then_s=DAY_S),
    "clock a day back": Jump(then_s=-DAY_S),
    "started an hour ahead, corrected": Jump(start_s=HOUR_S),
    "an hour ahead for ten seconds, Telegram on the same machine": Jump(then_s=HOUR_S, back_after_s=10, shared=True),
}
#: Reminders that come due while the clock jumps, every so many seconds; one must not be later than `LATE_S`.
REMINDERS, REMIND_EVERY_S, LATE_S = 10, 1.5, 12
#: When reminders are due that must not come, in seconds from now: a jump ahead passes them.
LATER_S = (1800, 40_000)


async def run_jump(name: str, folder: Path, url: str) -> Row:
    """Reminders come due while the machine's clock jumps: each comes once and in time, none early, none is missed.

    Args:
        name: a key of `JUMPS`.
        folder: an empty folder.
        url: an empty database.
    """
    jump, port = JUMPS[name], _free_port()
    environment = shifted_clock.shift(folder, jump.start_s)
    environment |= {"TWGBOT_SERVER__PORT": str(port), "TWGBOT_LOG__LEVEL": "ERROR"}
    environment |= {"SHIFT_TELEGRAM": "1"} if jump.shared else {}
    async with database_at(url) as database, SandboxServer(TOKEN, USERNAME) as server, SandboxClient(server.url) as box:
        await _start_person(box, FIRST_CHAT)
        program = shifted_clock.PROGRAM
        async with running_assistant(server, folder, url, program=program, **environment) as process:
            await until(partial(_leads, port))
            await _write_reminders(database)
            await until(partial(_have_come, server, 1))
            shifted_clock.shift(folder, jump.then_s)
            if jump.back_after_s is not None:
                await asyncio.sleep(jump.back_after_s)
                shifted_clock.shift(folder, 0)
            with suppress(TimeoutError):
                await until(partial(_have_come, server, REMINDERS), patience_s=90)
            await asyncio.sleep(7)  # a tick more, for what would come too early or twice
            health = await _health(port)
            await end(process)
        sessions = [_heard(server, f"Session {number:02}") for number in range(REMINDERS)]
        wrong = [*await _wrong_reminders(database), *_wrong_health(health)]
    wrong += ["a reminder came early"] * any(_heard(server, f"Later {number}") for number in range(len(LATER_S)))
    hits = 1 if jump.back_after_s is None else 2
    received = sum(map(bool, sessions))
    return Row(f"{name}, {_on(url)}", hits, REMINDERS, received, sum(sessions) - received, 0, tuple(wrong))


async def _write_reminders(database: Database) -> None:
    now = datetime.now(UTC)
    due_s = [(f"Session {number:02}", 3 + REMIND_EVERY_S * number) for number in range(REMINDERS)]
    due_s += [(f"Later {number}", seconds) for number, seconds in enumerate(LATER_S)]
    async with database.begin() as session:
        secretariat = await write_members(session, "HLT", 1)
        for title, seconds in due_s:
            meeting = await session.get_one(Meeting, await write_meeting(session, secretariat, title, days=40))
            due_at = now + timedelta(seconds=seconds)
            meeting.state, meeting.starts_at = MeetingState.ANNOUNCED, due_at + timedelta(hours=2)
            about = {"subject_type": "meeting", "subject_id": meeting.id, "twg_id": meeting.twg_id}
            reminder = Reminder(rule="meeting_2_hours", **about, due_at=due_at, too_late_at=meeting.starts_at)
            reminder.urgent = True
            session.add(reminder)


async def _wrong_reminders(database: Database) -> list[str]:
    async with database.read() as session:
        reminders = list(await session.scalars(select(Reminder)))
        states = set(await session.scalars(select(Delivery.state).distinct()))
    late_s = [(row.fired_at - row.due_at).total_seconds() for row in reminders if row.fired_at is not None]
    missed = [row for row in reminders if row.state is ReminderState.MISSED]
    wrong = [f"{len(missed)} reminders were missed"] * bool(missed)
    wrong += [f"one was {max(late_s, default=0):.0f} s late"] * (max(late_s, default=0) > LATE_S)
    wrong += [f"one was {-min(late_s, default=0):.0f} s early"] * (min(late_s, default=0) < 0)
    return wrong + [f"deliveries are {states}"] * (states != {DeliveryState.SENT})


async def _leads(port: int) -> bool:
    with suppress(aiohttp.ClientError):
        return bool((await _health(port))["last_tick"])
    return False


async def _health(port: int) -> dict[str, Any]:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/healthz") as answer:
        found: dict[str, Any] = await answer.json()
        return found


def _wrong_health(health: dict[str, Any]) -> list[str]:
    """The jump is told, and is no reason to restart."""
    told = any("the machine's clock jumped" in warning for warning in health["warnings"])
    return ["/healthz does not tell of it"] * (not told) + list(health["problems"])


# A broadcast

#: Recipients of a broadcast; each is sent a text and a calendar file.
PEOPLE, PER_SECOND = 150, 30
#: The fault strikes when so many messages have arrived, and lasts so long.
STRUCK_AT, LASTS_S = 80, 20


async def run_frozen(folder: Path, url: str) -> Row:
    """The leader is frozen in the middle of a broadcast and wakes; on PostgreSQL another process stands by."""

    async def strike(processes: list[Process], database: Database) -> None:
        leader = processes[0]
        if not database.is_sqlite:
            async with database.read() as session:
                name = await find_leader(session)
            leader = next(process for process in processes if f":{process.pid}:" in name)
        leader.send_signal(signal.SIGSTOP)
        await asyncio.sleep(LASTS_S)
        leader.send_signal(signal.SIGCONT)

    processes = 1 if url.startswith("sqlite") else 2
    return await _run_broadcast(f"leader frozen for {LASTS_S} s, {_on(url)}", folder, url, url, strike, processes)


async def run_database_away(folder: Path, url: str) -> Row:
    """PostgreSQL cannot be reached for a while in the middle of a broadcast."""
    async with _Gate(url) as gate:

        async def strike(_processes: list[Process], _database: Database) -> None:
            await gate.close()
            await asyncio.sleep(LASTS_S)
            await gate.open()

        name = f"database away for {LASTS_S} s in a broadcast, {_on(url)}"
        return await _run_broadcast(name, folder, url, gate.url, strike, 1)


async def _run_broadcast(
    name: str,
    folder: Path,
    url: str,
    url_of_program: str,
    strike: Callable[[list[Process], Database], Awaitable[None]],
    processes: int,
) -> Row:
    chats = range(FIRST_CHAT, FIRST_CHAT + PEOPLE)
    paced = {"TWGBOT_LIMITS__MESSAGES_PER_SECOND": str(PER_SECOND), "TWGBOT_LOG__LEVEL": "ERROR"}
    async with database_at(url) as database, SandboxServer(TOKEN, USERNAME) as server, SandboxClient(server.url) as box:
        for chat in chats:
            await _start_person(box, chat)
        async with database.begin() as session:
            await announce(session, await write_members(session, "HLT", PEOPLE))

        async def enough() -> bool:
            return _announcements(server).total() >= STRUCK_AT

        async with _several(server, folder, url_of_program, processes, paced) as started:
            await until(enough, patience_s=180)
            await strike(started, database)
            await until(partial(_is_settled, database), patience_s=300)
        async with database.read() as session:
            states = set(await session.scalars(select(Delivery.state).distinct()))
    got = _announcements(server)
    wrong = [f"deliveries are {states}"] * (states != {DeliveryState.SENT})
    bound = batch_size(PER_SECOND) * LANES
    return Row(name, 1, 2 * PEOPLE, len(got), got.total() - len(got), bound, tuple(wrong))


@asynccontextmanager
async def _several(
    server: SandboxServer, folder: Path, url: str, total: int, environment: dict[str, str]
) -> AsyncIterator[list[Process]]:
    async with running_assistant(server, folder, url, **environment) as first:
        if total == 1:
            yield [first]
            return
        async with running_assistant(server, folder, url, **environment) as second:
            yield [first, second]


class _Gate:
    """Stands between a program and PostgreSQL's socket; while it is closed, nothing gets through."""

    def __init__(self, url: str) -> None:
        before, _question, folder = url.partition("?host=")
        self._server = Path(folder) / ".s.PGSQL.5432"
        self._folder = Path(folder) / "gate"
        self._folder.mkdir(mode=0o755, exist_ok=True)
        self.url = f"{before}?host={self._folder}"
        self._writers: set[asyncio.StreamWriter] = set()
        self._listener: asyncio.Server | None = None

    async def __aenter__(self) -> "_Gate":
        await self.open()
        return self

    async def __aexit__(self, *_exc: object) -> None:
        await self.close()

    async def open(self) -> None:
        self._listener = await asyncio.start_unix_server(self._pass, self._folder / ".s.PGSQL.5432")

    async def close(self) -> None:
        if self._listener is not None:
            self._listener.close()
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()
        (self._folder / ".s.PGSQL.5432").unlink(missing_ok=True)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        from_server, to_server = await asyncio.open_unix_connection(self._server)
        self._writers |= {writer, to_server}
        await asyncio.gather(_pump(reader, to_server), _pump(from_server, writer))


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError, OSError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    writer.close()


# Updates that cannot be read

BATCHES, READABLE, UNREADABLE = 5, 50, 50


async def run_unreadable(folder: Path, url: str) -> Row:
    """Batches of updates, half of which cannot be read; everybody whose message can be read is answered once."""
    people = BATCHES * READABLE
    async with database_at(url) as database, RawTelegram(_batches()) as server:
        async with database.begin() as session:
            await write_announced(session, await write_members(session, "HLT", people), 1)

        async def answered() -> bool:
            return len(_answered(server)) == people

        async with running_assistant(server, folder, url, TWGBOT_LOG__LEVEL="ERROR") as process:
            with suppress(TimeoutError):
                await until(answered, patience_s=180)
            await asyncio.sleep(3)
            await end(process)
        async with database.read() as session:
            handled = await session.scalar(
                select(func.count()).select_from(InboxRow).where(InboxRow.update_id % 2 == 0)
            )
    got = _answered(server)
    wrong = [f"{handled} readable updates were handled"] * (handled != people)
    name = f"{BATCHES} batches of {READABLE + UNREADABLE} updates, {UNREADABLE} unreadable, {_on(url)}"
    hits = BATCHES * UNREADABLE
    return Row(name, hits, people, len(got), sum(got.values()) - len(got), 0, tuple(wrong))


def _answered(server: RawTelegram) -> dict[int, int]:
    return {chat: times for chat, times in server.heard.items() if chat < FIRST_CHAT + BATCHES * READABLE}


def _batches() -> list[tuple[bytes, int]]:
    """Readable updates have even ids; each is followed by one that is not readable."""
    batches = []
    for batch in range(BATCHES):
        written = []
        for place in range(READABLE):
            number = batch * READABLE + place
            written += [_update(2 * number, FIRST_CHAT + number), _unreadable(2 * number + 1)]
        batches.append(("[" + ",".join(written) + "]", 2 * (batch + 1) * READABLE - 1))
    return [(written.encode(), last) for written, last in batches]


def _update(number: int, chat: int, **fields: Any) -> str:
    person = {"id": chat, "is_bot": False, "first_name": "Member", "language_code": "en"}
    place = {"id": chat, "type": "private"}
    message = {"message_id": number + 1, "date": 1_790_000_000, "chat": place, "from": person, "text": "/meetings"}
    return json.dumps({"update_id": number, "message": {**message, **fields}})


def _unreadable(number: int) -> str:
    """An update of somebody else, of which a part cannot be read; the parts take turns."""
    stranger = FIRST_CHAT + 100_000 + number
    ways = (
        _update(number, stranger, text="half \ud800 pair"),
        _update(number, stranger, date=float("nan")),
        _update(number, stranger, date=10**40),
        _update(number, 2**63 + number),
        _update(number, stranger).replace('"/meetings"', "Infinity"),
        _update(number, stranger).replace('"/meetings"', "[" * 3000 + "]" * 3000),
        _update(number, stranger).replace("/meetings", "\\u0000 \\q"),
        json.dumps({"update_id": number, "message": "\ud800", "callback_query": [1e999]}),
        json.dumps({"update_id": number, "unknown_kind": {"value": float("-inf")}}),
        json.dumps({"update_id": None}),
    )
    return ways[(number // 2) % len(ways)]


# The archive

FILES = 5


async def run_disk_full(folder: Path, url: str) -> Row:
    """The archive's disk is full for an hour: health tells, no file is given up, and all are stored afterwards."""
    clock = MovableClock(datetime(2026, 11, 23, 2, 0, tzinfo=UTC), frozen=True)
    async with SandboxServer(TOKEN, USERNAME, clock=clock) as server, SandboxClient(server.url) as box:
        config = config_for(server, folder, url)
        stage = Stage(server, box, clock, config, Assistant(config, clock.now))
        await stage.assistant.start()
        try:
            with mock.patch.object(archive.os, "fsync", side_effect=OSError(errno.ENOSPC, "No space left")) as full:
                await _send_files(stage)
                for _minute in range(60):
                    await stage.passes(minutes=1)
            told = (await stage.assistant.health()).archive_problem
            await stage.passes(minutes=1)
            healed = (await stage.assistant.health()).archive_problem
            async with stage.assistant.database.read() as session:
                files = list(await session.scalars(select(StoredFile)))
            stored = {stage.assistant.archive.get(file.sha256) for file in files if file.sha256}
        finally:
            await stage.assistant.stop()
    wrong = ["/healthz does not tell of it"] * (not told) + [f"/healthz still says: {healed}"] * bool(healed)
    return Row(f"archive's disk full for an hour, {_on(url)}", full.call_count, FILES, len(stored), 0, 0, tuple(wrong))


async def _send_files(stage: Stage) -> None:
    now = stage.clock.now()
    async with arranged(stage.assistant.database) as session:
        for number in range(FILES):
            sent = stage.server.world.files.add("document", f"paper {number}".encode(), name=f"{number}.pdf")
            session.add(StoredFile(handle=sent.id, name=sent.name, size_bytes=sent.size, retry_at=now, created_at=now))


# Quiet hours

#: A Friday evening in quiet hours; what is due on the Sunday is over before the next working day.
FRIDAY, SUNDAY = datetime(2026, 12, 4, 12, 5, tzinfo=UTC), date(2026, 12, 6)
REPORTERS = 5


async def run_held(folder: Path, url: str) -> Row:
    """A round is opened on a Friday evening and due on the Sunday: everybody is asked, once, before it is over."""
    clock = MovableClock(FRIDAY - timedelta(hours=9), frozen=True)
    async with SandboxServer(TOKEN, USERNAME, clock=clock) as server, SandboxClient(server.url) as box:
        config = config_for(server, folder, url, time={})
        stage = Stage(server, box, clock, config, Assistant(config, clock.now))
        await stage.assistant.start()
        try:
            await stage.adds_twg()
            dara = await stage.member("Dara", "secretariat")
            names = [f"Partner {number}" for number in range(REPORTERS)]
            asked = [await stage.member(name, "development_partner", name) for name in names]
            await defines(dara, responsible=names)
            await stage.becomes(FRIDAY)
            await opens_round(dara, SUNDAY)
            await stage.becomes(FRIDAY + timedelta(days=1, hours=12))
            told = [(await player.told()).count("indicator_requested") for player in asked]
        finally:
            await stage.assistant.stop()
    got = sum(map(bool, told))
    return Row(f"a round opened on Friday at 19:05, due on Sunday, {_on(url)}", 1, REPORTERS, got, sum(told) - got, 0)


#: Every scenario, by a name for tests and the command line, and whether it needs PostgreSQL.
SCENARIOS: dict[str, tuple[Callable[[Path, str], Awaitable[Row]], bool]] = {
    **{name: (partial(run_jump, name), False) for name in JUMPS},
    "frozen": (run_frozen, False),
    "database away": (run_database_away, True),
    "disk full": (run_disk_full, False),
    "unreadable": (run_unreadable, False),
    "held": (run_held, False),
}


# What they share


def _free_port() -> int:
    import socket

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


async def _start_person(box: SandboxClient, chat: int) -> None:
    person = await box.person(f"Member {chat}", id=chat)
    await person.starts()


async def _is_settled(database: Database) -> bool:
    async with database.read() as session:
        return await session.scalar(select(func.count()).where(Delivery.state.in_(OPEN_STATES))) == 0


async def _have_come(server: SandboxServer, total: int) -> bool:
    return sum(bool(_heard(server, f"Session {number:02}")) for number in range(REMINDERS)) >= total


def _heard(server: SandboxServer, words: str) -> int:
    """How many messages of the bot had these words, edits apart."""
    journal = server.world.journal.since(0)
    return sum(
        entry["kind"] == "sees" and bool(entry.get("by_bot")) and words in (entry.get("text") or "")
        for entry in journal
    )


def _announcements(server: SandboxServer) -> Counter[tuple[int, str]]:
    """How often the announcement's text and file have arrived in each chat."""
    found: Counter[tuple[int, str]] = Counter()
    for entry in server.world.journal.since(0):
        if entry.get("by_bot") and (entry.get("document") or "Annual review" in (entry.get("text") or "")):
            found[entry["chat_id"], "file" if entry.get("document") else "text"] += 1
    return found
