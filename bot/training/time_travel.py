"""The sandbox's clock moved forward, with every reminder and delivery on the way."""

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic

from bot.app import Assistant
from sandbox.world import World
from storage.core.due_work import find_next_moment

log = logging.getLogger(__name__)

#: A journey that takes longer, in seconds, is finished in one jump: somebody waits for it at the chat page.
LONGEST_JOURNEY_S = 20.0


@dataclass
class TimeTravel:
    """Moves the clock forward and stops at each moment at which something is due.

    After a jump the assistant would find itself switched off for so long, and would miss reminders whose time is over.
    """

    assistant: Assistant
    world: World
    #: Two requests to travel run one after the other.
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def find_next_due(self) -> datetime | None:
        """When the next reminder or delivery is due (UTC); None when there is none."""
        async with self.assistant.database.read() as session:
            return await find_next_moment(session, after=self.world.clock.now())

    async def travel_to(self, moment: datetime) -> None:
        """Move the clock to a later moment (aware)."""
        async with self._lock:
            jumps_at = monotonic() + LONGEST_JOURNEY_S
            while (due := await self.find_next_due()) is not None and due < moment:
                if monotonic() > jumps_at:
                    log.warning("too much was due on the way; the clock jumped ahead")
                    break
                await self._move_clock(due)
            await self._move_clock(moment)

    async def _move_clock(self, moment: datetime) -> None:
        self.world.move_clock(max(moment, self.world.clock.now()))
        await self.assistant.leader.catch_up()
