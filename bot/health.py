"""Is the assistant well? One look at the database and at the clock."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from storage.core.notifications import Delivery, DeliveryState
from storage.engine.database import Database
from storage.engine.lease import find_leader

#: Without a tick for so long, reminders are late.
TICK_OVERDUE = timedelta(seconds=60)
#: Telegram has been silent for longer than a passing hitch.
SILENT_S = 60.0
#: Messages that have waited so long are not just queued behind others.
BACKLOG_OVERDUE_S = 600.0


@dataclass(frozen=True)
class Health:
    """How the assistant is.

    Attributes:
        problems: a sentence for each; empty when all is well.
        warnings: what somebody should look into, and no restart would mend.
        backlog: deliveries that are due and not sent, and since when the oldest of them waits.
    """

    problems: tuple[str, ...]
    leader: str
    leading: bool
    last_tick: datetime | None
    backlog: int
    backlog_age_s: float
    warnings: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "ok": not self.problems,
            "problems": list(self.problems),
            "warnings": list(self.warnings),
            "leader": self.leader,
            "leading": self.leading,
            "last_tick": None if self.last_tick is None else self.last_tick.isoformat(),
            "backlog": self.backlog,
            "backlog_age_s": round(self.backlog_age_s, 1),
        }


async def find_health(
    database: Database,
    *,
    leading: bool,
    last_tick: datetime | None,
    looping: bool,
    silent_s: float,
    conflict: str,
    now: datetime,
) -> Health:
    """Look now.

    Args:
        leading: whether this process leads.
        last_tick: real time of this process's last tick.
        looping: whether the loop guard stopped something lately.
        silent_s: for how long Telegram has not answered this process when asked for updates, or refused.
        conflict: its words where it refuses because somebody else gets them.
        now: the assistant's time, to which deliveries are due.
    """
    try:
        leader, backlog, age_s = await _look(database, now)
    except Exception as error:
        return Health((f"the database does not answer: {type(error).__name__}",), "", leading, last_tick, 0, 0.0)
    problems = []
    if not leading and not leader:
        problems.append("no process leads")
    if leading and last_tick is not None and datetime.now(UTC) - last_tick > TICK_OVERDUE:
        problems.append(f"no tick since {last_tick.isoformat(timespec='seconds')}")
    if age_s > BACKLOG_OVERDUE_S:
        problems.append(f"{backlog} messages wait, the oldest for {age_s:.0f} s")
    warnings = []
    if looping:
        warnings.append("the loop guard stopped a repeated text")
    if conflict:
        warnings.append(f"Telegram brings no updates: {conflict}")
    elif silent_s > SILENT_S:  # as a rule the network; a restart would not mend it
        warnings.append(f"Telegram has not answered for {silent_s:.0f} s")
    return Health(tuple(problems), leader, leading, last_tick, backlog, age_s, tuple(warnings))


async def _look(database: Database, now: datetime) -> tuple[str, int, float]:
    """Who leads, how many deliveries are due and not sent, and how long the oldest of them has been."""
    async with database.read() as session:
        leader = await find_leader(session)
        waiting = select(func.count(), func.min(Delivery.not_before)).where(
            Delivery.state == DeliveryState.PENDING, Delivery.not_before <= now
        )
        backlog, oldest = (await session.execute(waiting)).one()
    return leader, backlog, 0.0 if oldest is None else (now - oldest).total_seconds()
