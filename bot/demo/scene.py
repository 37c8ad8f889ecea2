"""A scene of the demonstration, what it is played with, and how the scenes of all capabilities are found."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.capability_modules import find_modules, sort_items
from bot.demo.cast import Player
from bot.demo.players import Players
from bot.demo.stage import Stage
from bot.demo.transcript import Transcript
from bot.registry import Capability

ZONE = ZoneInfo("Asia/Phnom_Penh")
#: When the first scene begins: a Monday after the Water Festival, three weeks before the next holiday.
START = datetime(2026, 11, 30, 9, 0, tzinfo=ZONE)


class Demo(Players):
    """The players of the demonstration, its clock and its transcript.

    Args:
        folder: where `save_files` writes.
    """

    def __init__(self, stage: Stage, transcript: Transcript, folder: Path) -> None:
        super().__init__(stage)
        self.transcript = transcript
        self.folder = folder

    async def move_clock(self, day: int, month: int, hour: int, minute: int = 0) -> None:
        """Make it this moment of the year of `START`, local time; everything due by then happens now."""
        self.transcript.flush()
        await self.stage.becomes(datetime(START.year, month, day, hour, minute, tzinfo=ZONE))
        self.transcript.flush()

    async def save_files(self, player: Player, *, ending: str) -> None:
        """Save every file with this ending that the assistant sent to a player; later ones of a name are numbered."""
        sent: Counter[str] = Counter()
        for message in await self.people[player].messages():
            if message.document is not None and not message.mine and message.document.name.endswith(ending):
                name = message.document.name
                sent[name] += 1
                if sent[name] > 1:
                    name = f"{name.removesuffix(ending)}-edition-{sent[name]}{ending}"
                (self.folder / name).write_bytes(await self.people[player].downloads(message))

    async def settle(self) -> None:
        await super().settle()
        self.transcript.flush()


@dataclass(frozen=True)
class Scene:
    """One scene; a scene may use what the scenes of lower order have left in the store.

    Attributes:
        order: its place among the scenes of all capabilities. They are ten apart, so that others fit in between.
        title: its heading, without the number, which the transcript puts before it.
    """

    order: int
    title: str
    play: Callable[[Demo], Awaitable[None]]


def find_scenes(capabilities: Iterable[Capability]) -> tuple[Scene, ...]:
    """The scenes of these capabilities, in their order: `SCENES` of each module in `bot/demo/scenes`.

    Raises:
        OrderGivenTwice: two scenes have the same order.
    """
    found = find_modules("bot.demo.scenes", capabilities)
    return sort_items(((name, scene) for name, module in found for scene in module.SCENES), attrgetter("order"))
