"""One token's budget where several processes answer people: each takes its moments to send from the database (T3)."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from scheduler.delivery.pacing import MARGIN
from storage.engine.database import Database
from storage.engine.send_budget import take_moment

log = logging.getLogger(__name__)


@dataclass
class SharedBudget:
    """Gives out moments to send, in the order in which they are asked for.

    Args:
        per_second: messages in any second, from all processes together.
    """

    database: Database
    per_second: int

    async def wait_s(self) -> float:
        """Take the next free moment; returns in how many seconds it is."""
        try:
            async with self.database.begin() as session:
                return await take_moment(session, apart=timedelta(seconds=MARGIN / self.per_second))
        except Exception as error:  # an answer is worth more than its place in the row
            log.warning("the shared budget could not be asked: %s", error)
            return 0.0
