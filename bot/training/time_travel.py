"""Time that somebody moves, as the assistant lives through it."""

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic

from bot.app import Assistant
from sandbox.world import World
from storage.engine.due_work import find_next_moment

log = logging.getLogger(__name__)

#: Longer than this nobody at the page waits, in seconds: the rest of the way is then made in one jump.
PATIENCE_S = 20.0


@dataclass
class Passing:
    """Moves the clock, with a stop at each moment at which something is due.

    Set ahead in one jump, the clock would tell the assistant that it had been switched off so long, and reminders
    whose time was over would be missed.
    """

    assistant: Assistant
    world: World
    #: Who moves the clock twice moves it the second time from where the first has led.
    _moving: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def next_moment(self) -> datetime | None:
        """When the next reminder or delivery is due; empty when none waits."""
        async with self.assistant.database.read() as session:
            return await find_next_moment(session, after=self.world.clock.now())

    async def until(self, moment: datetime) -> None:
        """Let time pass until this moment (UTC, aware), which is ahead."""
        async with self._moving:
            gives_up_at = monotonic() + PATIENCE_S
            while (due := await self.next_moment()) is not None and due < moment:
                if monotonic() > gives_up_at:
                    log.warning("too much was due on the way; the clock went ahead")
                    break
                await self._becomes(due)
            await self._becomes(moment)

    async def _becomes(self, moment: datetime) -> None:
        self.world.move_clock(max(moment, self.world.clock.now()))
        await self.assistant.leader.catch_up()
