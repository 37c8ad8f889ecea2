"""How long members wait for an answer while many reminders are due at one tick, in the running program."""

import asyncio
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles
from time import perf_counter

from sqlalchemy import func, select, update

from bench.programs import assistant, running, settings
from bench.server import Server
from storage.core.notifications import OPEN_STATES, Delivery
from storage.engine.database import Database
from storage.meetings import Meeting, MeetingState
from storage.reminders import Reminder, ReminderState
from tests.support.crowds import FIRST_CHAT, database_at, write_meeting, write_members

#: TWGs, the members of each, and its meetings, of each of which a reminder is due.
TWGS, PEOPLE, MEETINGS = 20, 10, 20
REMINDERS = TWGS * MEETINGS
#: Members of another TWG, who ask in turn, and the pause between two questions in seconds.
ASKING, ASK_EVERY_S = 100, 0.05
QUESTIONS = ("/menu", "/meetings")
#: From the writing of the reminders until they are due, in seconds, and the pause between two looks at the database.
_DUE_IN_S, _LOOK_EVERY_S = 1.0, 0.05


@dataclass(frozen=True)
class Waits:
    """The result of one run.

    Attributes:
        p95_ms, longest_ms: of the answers to what was asked from the first reminder to the last message of them.
        took_s: the time between these two.
        asked: how many questions that were.
    """

    p95_ms: float
    longest_ms: float
    took_s: float
    asked: int


async def wait_meanwhile() -> Waits:
    """Let `REMINDERS` reminders come due while people ask."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/twgbot.db"
        async with database_at(url) as database, Server() as server:
            await _write_meetings(database)
            environment = settings(server.base_url, url, folder=Path(folder))
            async with running(*assistant(), environment=environment), asyncio.timeout(120):
                await server.asked.wait()
                asked: list[tuple[int, float]] = []
                asking = asyncio.create_task(_ask(server, asked))
                while len(server.arrived) < ASKING:  # noqa: ASYNC110 - another program cannot set an event
                    await asyncio.sleep(_LOOK_EVERY_S)
                await _write_reminders(database)
                begun, ended = await _watch(database)
                asking.cancel()
                await asyncio.sleep(1)
        return _waits(server, asked, begun, ended)


async def _write_meetings(database: Database) -> None:
    async with database.begin() as session:
        await write_members(session, "ASK", ASKING, first_chat=FIRST_CHAT + TWGS * PEOPLE)
        for at in range(TWGS):
            secretariat = await write_members(session, f"T{at}", PEOPLE, first_chat=FIRST_CHAT + at * PEOPLE)
            for number in range(MEETINGS):
                await write_meeting(session, secretariat, f"Meeting {number}", days=40)


async def _write_reminders(database: Database) -> None:
    """Announce all meetings without a notice, with a reminder of each: what the tick finds due."""
    due_at = datetime.now(UTC) + timedelta(seconds=_DUE_IN_S)
    starts_at = due_at + timedelta(hours=2)
    async with database.begin() as session:
        meetings = (await session.execute(select(Meeting.id, Meeting.twg_id))).all()
        await session.execute(update(Meeting).values(state=MeetingState.ANNOUNCED, starts_at=starts_at))
        session.add_all(
            Reminder(
                rule="meeting_2_hours",
                subject_type=Meeting.__tablename__,
                subject_id=meeting_id,
                twg_id=twg_id,
                due_at=due_at,
                too_late_at=starts_at,
                urgent=True,
            )
            for meeting_id, twg_id in meetings
        )


async def _ask(server: Server, asked: list[tuple[int, float]]) -> None:
    """Ask until cancelled; notes the chat and the time of each question."""
    while True:
        for number in range(ASKING):
            chat_id = FIRST_CHAT + TWGS * PEOPLE + number
            asked.append((chat_id, perf_counter()))
            server.write([chat_id], QUESTIONS[number % len(QUESTIONS)])
            await asyncio.sleep(ASK_EVERY_S)


async def _watch(database: Database) -> tuple[float, float]:
    """When the first reminder was seen to have fired, and when the last message of them had left."""
    fired = select(func.count()).where(Reminder.state == ReminderState.FIRED)
    waiting = select(func.count()).where(Delivery.state.in_(OPEN_STATES))
    begun, looked = None, perf_counter()
    while True:
        async with database.read() as session:
            done, left = await session.scalar(fired), await session.scalar(waiting)
        if done and begun is None:
            begun = looked
        if begun is not None and done == REMINDERS and not left:
            return begun, perf_counter()
        looked = perf_counter()
        await asyncio.sleep(_LOOK_EVERY_S)


def _waits(server: Server, asked: list[tuple[int, float]], begun: float, ended: float) -> Waits:
    answers: dict[int, list[float]] = {}
    for chat_id, at in zip(server.chats, server.arrived, strict=True):
        answers.setdefault(chat_id, []).append(at)
    took = []
    for chat_id, at in asked:
        answered = answers[chat_id].pop(0)
        if begun <= at <= ended:
            took.append((answered - at) * 1000)
    return Waits(quantiles(took, n=20)[-1], max(took), ended - begun, len(took))
