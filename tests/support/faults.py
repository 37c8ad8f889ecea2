"""What each fault of the network does to a broadcast: what was announced beside what each chat received.

The tests look at every row. Outside of them `await run_fault(name, folder)` gives one, and `table(rows)` shows them.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any

from sqlalchemy import select

from bot.app import Assistant
from bot.demo.stage import TOKEN, USERNAME, config_for
from sandbox.client import SandboxClient
from sandbox.clock import MovableClock
from sandbox.server import SandboxServer
from storage.core.notifications import OPEN_STATES, Delivery, DeliveryState, Notification
from tests.support.doings import access_actor, plan_meeting
from tests.support.stage import Player, Stage
from twg.meetings import planning

PEOPLE = 60
#: A Monday morning in the office, UTC.
START = datetime.fromisoformat("2026-11-23T02:00:00+00:00")
#: How long the assistant waits for a slow answer, and how long that takes: past it, in seconds.
PATIENCE_S, SLOW_S = 0.4, 1.0
#: A broadcast that is not through after so many waits never will be.
MOST_WAITS = 60


@dataclass(frozen=True)
class Fault:
    """Rules for the sandbox.

    Attributes:
        rules: what `SandboxClient.fault` takes.
        may_arrive: the call may have its effect although we see an error.
        waits: how many waits it lasts; 0 until its own count is used up.
        patience_s: how long the assistant waits for an answer; empty for as long as it usually does.
    """

    rules: tuple[dict[str, Any], ...]
    may_arrive: bool = False
    waits: int = 0
    patience_s: float | None = None


def _hits(kind: str, **facts: Any) -> tuple[dict[str, Any], ...]:
    """The same fault on texts and on files."""
    return tuple({"kind": kind, "method": method, **facts} for method in ("sendMessage", "sendDocument"))


FAULTS: dict[str, Fault] = {
    "none": Fault(()),
    "429 for one chat": Fault(({"kind": "429", "method": "send*", "chat_id": 1001, "times": 3},)),
    "429 for all": Fault(_hits("429", times=20)),
    "500": Fault(_hits("500", times=25)),
    "502": Fault(_hits("502", times=25)),
    "connection closed before the effect": Fault(_hits("close_before", times=25)),
    "connection closed after the effect": Fault(_hits("close_after", times=25), may_arrive=True),
    "answer slower than our patience": Fault(
        _hits("delay", seconds=SLOW_S, times=25), may_arrive=True, patience_s=PATIENCE_S
    ),
    "outage": Fault(({"kind": "close_before", "method": "*", "times": None},), waits=5),
}


@dataclass(frozen=True)
class FaultRow:
    """One line of the table.

    Attributes:
        announced: messages that should arrive, texts and files.
        received: messages that arrived, each counted once.
        repeats: messages that arrived more often than once.
        bound: how many may have: the calls whose effect we could not know of.
        hits: how often the fault struck.
        strange: messages that were never announced.
        states: what the outbox says became of the deliveries.
    """

    fault: str
    announced: int
    received: int
    repeats: int
    bound: int
    hits: int
    strange: int
    states: frozenset[DeliveryState]
    seconds: float

    @property
    def good(self) -> bool:
        """Nothing lost, nothing invented, nothing repeated that was known to have arrived."""
        return (
            self.received == self.announced
            and self.strange == 0
            and self.repeats <= self.bound
            and self.states == {DeliveryState.SENT}
        )


def table(rows: Sequence[FaultRow]) -> str:
    """The rows in Markdown."""
    lines = [
        "| fault | struck | announced | received | repeated | at most |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {row.fault} | {row.hits} | {row.announced} | {row.received} | {row.repeats} | {row.bound} |" for row in rows
    ]
    return "\n".join(lines)


async def run_fault(name: str, folder: Path, database_url: str = "") -> FaultRow:
    """Broadcast under a fault, on a stage of its own.

    Args:
        name: a key of `FAULTS`.
        folder: empty; database and files are left there.
        database_url: a database with nothing in it; an SQLite file in the folder when empty.
    """
    clock = MovableClock(START, frozen=True)
    async with SandboxServer(TOKEN, USERNAME, clock=clock) as server, SandboxClient(server.url) as client:
        config = config_for(server, folder, database_url)
        stage = Stage(server, client, clock, config, Assistant(config, clock.now))
        await stage.assistant.start()
        try:
            await stage.adds_twg()
            return await broadcast_under(stage, name)
        finally:
            await stage.assistant.stop()


async def broadcast_under(stage: Stage, name: str) -> FaultRow:
    """Announce a meeting to 60 people of the TWG HLT while a fault is in force, until nothing waits any more."""
    began, fault = monotonic(), FAULTS[name]
    people = await _people(stage)
    if fault.patience_s is not None:
        stage.assistant.bot.request._read_timeout_s = fault.patience_s  # type: ignore[attr-defined]
    since = len(stage.server.world.journal)
    meeting_id = await plan_meeting(people[0])
    async with stage.assistant.database.begin() as session:
        actor = await access_actor(session, people[0])
        await planning.announce(session, actor, meeting_id, now=stage.clock.now())
    for rule in fault.rules:
        await stage.sandbox.fault(**rule)
    await _until_settled(stage, fault)
    await stage.server.stop()  # it ends what it is still busy with: a slow answer may have its effect later
    return await _compare(stage, name, people, since, monotonic() - began)


async def _people(stage: Stage) -> list[Player]:
    secretariat = await stage.member("Dara", "secretariat")
    names = [f"Member {number}" for number in range(1, PEOPLE)]
    return [secretariat, *await asyncio.gather(*(stage.member(name, "government") for name in names))]


async def _until_settled(stage: Stage, fault: Fault) -> None:
    """Let time pass from one try to the next, until nothing waits for another."""
    for wait in range(MOST_WAITS):
        await stage.settle()
        if wait and wait == fault.waits:
            await stage.sandbox.mend()
        moment = await _next_try(stage)
        if moment is None:
            return
        stage.clock.set(moment)
    raise AssertionError(f"messages still wait after {MOST_WAITS} tries")


async def _next_try(stage: Stage) -> datetime | None:
    """When something will be tried again; nothing where nothing is open. A file's own time comes after its text's."""
    now = stage.clock.now()
    async with stage.assistant.database.read() as session:
        waiting = list(await session.scalars(select(Delivery.not_before).where(Delivery.state.in_(OPEN_STATES))))
    if not waiting:
        return None
    return min((moment for moment in waiting if moment > now), default=now + timedelta(seconds=1))


async def _compare(stage: Stage, name: str, people: Sequence[Player], since: int, seconds: float) -> FaultRow:
    """What every chat got, against what it should have got: the text once and the file once."""
    journal = stage.server.world.journal.since(since)
    expected = {(player.person.id, what) for player in people for what in ("text", "file")}
    got: Counter[tuple[int, str]] = Counter()
    strange = 0
    for entry in journal:
        if entry["kind"] != "sees" or not entry["by_bot"]:
            continue
        what = _recognize(entry)
        got[entry["chat_id"], what] += 1
        strange += (entry["chat_id"], what) not in expected
    async with stage.assistant.database.read() as session:
        deliveries = select(Delivery).join(Notification, Notification.id == Delivery.notification_id)
        announced = list(await session.scalars(deliveries.where(Notification.kind == "meeting_announced")))
    return FaultRow(
        fault=name,
        announced=len(expected),
        received=len(expected & got.keys()),
        repeats=sum(times - 1 for key, times in got.items() if key in expected),
        bound=sum(delivery.attempts for delivery in announced) if FAULTS[name].may_arrive else 0,
        hits=sum(entry["kind"] == "fault" for entry in journal),
        strange=strange,
        states=frozenset(delivery.state for delivery in announced),
        seconds=seconds,
    )


def _recognize(entry: dict[str, Any]) -> str:
    """Which of the announced messages this is; "" for none of them."""
    if (entry["document"] or "").endswith(".ics"):
        return "file"
    return "text" if "Second plenary meeting 2026\nTuesday 15 December 2026, 09:00" in (entry["text"] or "") else ""
