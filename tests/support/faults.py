"""Broadcasts under faults of the network: comparing what was announced with what each chat received.

Tests check every fault. `make bench` writes the results to docs/performance.md, by `run_fault`.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any, Protocol

from sqlalchemy import select

from bot.app import Assistant
from bot.demo.stage import TOKEN, USERNAME, config_for
from sandbox.client import SandboxClient
from sandbox.clock import MovableClock
from sandbox.server import SandboxServer
from storage.core.notifications import OPEN_STATES, Delivery, DeliveryState, Notification
from tests.support.setup_steps import access_actor, plan_meeting
from tests.support.stage import Player, Stage
from twg.meetings import planning

#: Recipients; each is sent a text and a calendar file.
PEOPLE = 60
#: A Monday morning in the office, UTC.
START = datetime.fromisoformat("2026-11-23T02:00:00+00:00")
#: The assistant's read timeout under the fault of slow responses, and the delay of these, which exceeds it; in seconds.
PATIENCE_S, SLOW_S = 0.4, 1.0
#: A broadcast that is not finished after this number of waits counts as failed.
MOST_WAITS = 300


@dataclass(frozen=True)
class Fault:
    """A fault that the sandbox causes during a broadcast.

    Attributes:
        rules: arguments for `SandboxClient.fault`, one mapping for each call.
        may_arrive: whether a call that fails may still have its effect, so that its message may arrive twice.
        waits: number of waits after which the test ends the fault; 0 when it ends by its own count `times`.
        patience_s: the assistant's read timeout, in seconds; `None` for the usual one.
    """

    rules: tuple[dict[str, Any], ...]
    may_arrive: bool = False
    waits: int = 0
    patience_s: float | None = None


def _hits(kind: str, **facts: Any) -> tuple[dict[str, Any], ...]:
    """The rules for one kind of fault, for texts and for files."""
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
    """The result of a broadcast under one fault.

    Attributes:
        fault: its key in `FAULTS`.
        announced: number of messages that should arrive, texts and files.
        received: number of them that arrived at least once.
        repeats: number of surplus arrivals.
        bound: largest allowed number of repeats: the calls whose effect the assistant could not know.
        hits: number of calls that the fault hit.
        strange: number of arrivals that were not announced.
        states: states of the deliveries in the end.
        seconds: duration by the system clock.
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
        """Whether every message arrived, no other did, and only calls with unknown effect were repeated."""
        return (
            self.received == self.announced
            and self.strange == 0
            and self.repeats <= self.bound
            and self.states == {DeliveryState.SENT}
        )


class TableRow(Protocol):
    """What the table of faults shows of a broadcast or a scenario."""

    @property
    def fault(self) -> str: ...
    @property
    def hits(self) -> int: ...
    @property
    def announced(self) -> int: ...
    @property
    def received(self) -> int: ...
    @property
    def repeats(self) -> int: ...
    @property
    def bound(self) -> int: ...
    @property
    def good(self) -> bool: ...


async def run_fault(name: str, folder: Path, database_url: str = "") -> FaultRow:
    """Run a broadcast under a fault, with an assistant and a sandbox of its own.

    Args:
        name: a key of `FAULTS`.
        folder: an empty folder, where the database and the files are left.
        database_url: an empty database; "" for an SQLite file in the folder.
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
    """Announce a meeting to `PEOPLE` members of the TWG HLT under a fault, until every delivery has ended."""
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
    await stage.server.stop()  # it finishes delayed calls first: they have their effect only then
    return await _compare(stage, name, people, since, monotonic() - began)


async def _people(stage: Stage) -> list[Player]:
    secretariat = await stage.member("Dara", "secretariat")
    names = [f"Member {number}" for number in range(1, PEOPLE)]
    return [secretariat, *await asyncio.gather(*(stage.member(name, "government") for name in names))]


async def _until_settled(stage: Stage, fault: Fault) -> None:
    """Set the clock to each next try until every delivery has ended. Raises: AssertionError after `MOST_WAITS`."""
    for wait in range(MOST_WAITS):
        await stage.settle()
        if wait and wait == fault.waits:
            await stage.sandbox.mend()
        moment = await _next_try(stage)
        if moment is None:
            return
        stage.clock.set(moment)
        await asyncio.sleep(0.02)  # a pause that Telegram asked for ends by the machine's own clock
    raise AssertionError(f"messages still wait after {MOST_WAITS} tries")


async def _next_try(stage: Stage) -> datetime | None:
    """When a delivery is next due; `None` when all have ended.

    A second from now when the open ones are due already: a file waits for its text, whatever its own time.
    """
    now = stage.clock.now()
    async with stage.assistant.database.read() as session:
        waiting = list(await session.scalars(select(Delivery.not_before).where(Delivery.state.in_(OPEN_STATES))))
    if not waiting:
        return None
    return min((moment for moment in waiting if moment > now), default=now + timedelta(seconds=1))


async def _compare(stage: Stage, name: str, people: Sequence[Player], since: int, seconds: float) -> FaultRow:
    """Compare what every chat received with the text and the file that it should receive once each."""
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
    """Which part of the announcement a message is: "text" or "file"; "" for any other message."""
    if (entry["document"] or "").endswith(".ics"):
        return "file"
    return "text" if "Second plenary meeting 2026\nTuesday 15 December 2026, 09:00" in (entry["text"] or "") else ""
