"""The send budget of one bot token when several processes send: each reserves its moments in the database (T3)."""

import logging
from dataclasses import dataclass
from datetime import timedelta

from scheduler.delivery.limits import MARGIN
from storage.engine.database import Database
from storage.engine.send_budget import take_moment

log = logging.getLogger(__name__)


@dataclass
class SharedBudget:
    """Reserves moments to send, in order of request.

    Args:
        per_second: most messages in any second, from all processes together.
    """

    database: Database
    per_second: int

    async def wait_s(self) -> float:
        """Reserve the next free moment and return the seconds until it; 0 when the database cannot be asked."""
        try:
            async with self.database.begin() as session:
                return await take_moment(session, apart=timedelta(seconds=MARGIN / self.per_second))
        except Exception as error:  # rather exceed the budget than leave a person without an answer
            log.warning("the shared budget could not be asked: %s", error)
            return 0.0
