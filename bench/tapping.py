"""How long a person who turns the pages of a calendar quickly waits, against the sandbox in strict mode."""

import asyncio
import tempfile
from calendar import month_name
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.broadcast import PER_SECOND
from bench.programs import assistant, running, settings
from bench.server import TOKEN
from sandbox.client import SandboxClient, SandboxPerson, SeenMessage
from sandbox.server import SandboxServer
from tests.support.crowds import FIRST_CHAT, database_at, write_members
from tests.support.strict_server import count_refusals

TAPS = 12
#: Time between two taps, in seconds: faster than people tap, slower than a double tap.
TAP_EVERY_S = 0.15
#: Pages of the calendar in the order in which they are turned to.
_MONTHS = [f"2027-{month:02}" for month in range(1, TAPS + 1)]
_HEADINGS = [f"{name} 2027" for name in month_name[1:]]


@dataclass(frozen=True)
class Waits:
    """The result of one run, in seconds.

    Attributes:
        answered: the longest time until a button no longer shows that it waits.
        shown: the longest time until the page of a tap, or of a later one, is on the screen.
        last_shown: the time until the page of the last tap is on the screen.
        too_many: number of calls that the server refused with 429.
    """

    answered: float
    shown: float
    last_shown: float
    too_many: int


@dataclass
class _Watch:
    """Records when taps are answered, by their id, and when pages of the calendar appear, by their number."""

    answered: dict[str, float] = field(default_factory=dict)
    shown: dict[int, float] = field(default_factory=dict)
    done: asyncio.Event = field(default_factory=asyncio.Event)

    def see(self, entry: dict[str, Any]) -> None:
        if entry["kind"] == "answer":
            self.answered[entry["tap_id"]] = perf_counter()
        labels = [label for row in entry.get("buttons") or () for label in row]
        for page, heading in enumerate(_HEADINGS):
            if heading in labels and entry.get("by_bot"):
                self.shown.setdefault(page, perf_counter())
        if TAPS - 1 in self.shown and len(self.answered) >= TAPS:
            self.done.set()


async def tap_quickly() -> Waits:
    """Let a person turn `TAPS` pages of the calendar of a form."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/twgbot.db"
        async with database_at(url) as database, database.begin() as session:
            await write_members(session, "HLT", 1)
        async with SandboxServer(TOKEN, "bench_bot", strict=True) as server, SandboxClient(server.url) as client:
            dara = await client.person("Dara", id=FIRST_CHAT)
            environment = settings(server.url, url, folder=Path(folder), LIMITS__MESSAGES_PER_SECOND=str(PER_SECOND))
            async with running(*assistant(), environment=environment), asyncio.timeout(120):
                message, prefix = await _open_calendar(dara)
                await asyncio.sleep(6)  # the chat has its burst again
                refused, watch = count_refusals(server), _Watch()
                server.world.journal.subscribe(watch.see)
                tapped: dict[str, float] = {}
                for month in _MONTHS:
                    began = perf_counter()
                    tap = await dara.taps_data(f"{prefix}{month}", in_message=message)
                    tapped[str(tap.id)] = began
                    await asyncio.sleep(TAP_EVERY_S)
                await watch.done.wait()
        return _waits(list(tapped.items()), watch, refused())


async def _open_calendar(dara: SandboxPerson) -> tuple[SeenMessage, str]:
    """Answer the form of a meeting up to its day. Returns the message with the calendar, and what its buttons carry."""
    await dara.says("/newmeeting Annual review")
    while True:
        await asyncio.sleep(0.3)
        for message in reversed(await dara.messages()):
            data = [str(button.data) for row in message.buttons for button in row]
            pages = [each for each in data if ":m=" in each]
            if pages:
                return message, pages[0].partition("=")[0] + "="
            choices = [button for row in message.buttons for button in row if ":c=" in str(button.data)]
            if choices:
                await dara.taps_button(choices[0], in_message=message)
                break


def _waits(tapped: list[tuple[str, float]], watch: _Watch, refused: int) -> Waits:
    answered = [watch.answered[tap_id] - at for tap_id, at in tapped]
    shown = [
        min(moment for other, moment in watch.shown.items() if other >= page) - at
        for page, (_tap_id, at) in enumerate(tapped)
    ]
    return Waits(max(answered), max(shown), shown[-1], refused)
