"""The state that `/healthz` and `/metrics` report, read from the database and the process."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from bot.steady_clock import TimeState
from storage.core.file_texts import count_lost
from storage.core.files import StoredFile
from storage.core.notifications import Delivery, DeliveryState
from storage.engine.database import Database
from storage.engine.lease import find_leader

#: Longest time since the last tick, in seconds; past it, reminders are late and `/healthz` reports a problem.
TICK_OVERDUE_S = 60.0
#: Seconds without an answer from Telegram after which `/healthz` warns; shorter gaps are usual.
SILENT_S = 60.0
#: Age in seconds of the oldest due delivery past which `/healthz` reports a problem; a broadcast alone takes less.
BACKLOG_OVERDUE_S = 600.0


@dataclass(frozen=True)
class Health:
    """The state at one moment.

    Attributes:
        problems: one sentence each; empty when all is well. With problems, `/healthz` answers 503.
        leader: the name of the leading process; empty when none leads.
        leading: whether this process leads.
        last_tick: when this process last looked for due reminders, UTC; `None` when it has not led.
        backlog: number of deliveries that are due and not sent.
        backlog_age_s: for how many seconds the oldest of them has been due; 0 without any.
        tick_age_s: seconds since `last_tick`, which no setting of the machine's clock changes.
        time: the state of the assistant's clock.
        files_waiting: number of files that people sent and that are not in the archive yet.
        files_lost: number of files that the archive did not have whole when they were last compared.
        archive_problem: why files cannot be stored; empty when they can.
        warnings: one sentence each, for the operator to look into; a restart would not help.
    """

    problems: tuple[str, ...]
    leader: str
    leading: bool
    last_tick: datetime | None
    backlog: int
    backlog_age_s: float
    tick_age_s: float
    time: TimeState
    files_waiting: int = 0
    files_lost: int = 0
    archive_problem: str = ""
    warnings: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The body of `/healthz`; `last_tick` in ISO 8601."""
        return {
            "ok": not self.problems,
            "problems": list(self.problems),
            "warnings": list(self.warnings),
            "leader": self.leader,
            "leading": self.leading,
            "last_tick": None if self.last_tick is None else self.last_tick.isoformat(),
            "backlog": self.backlog,
            "backlog_age_s": round(self.backlog_age_s, 1),
            "files_waiting": self.files_waiting,
            "files_lost": self.files_lost,
            "archive_problem": self.archive_problem,
            "clock_off_s": round(self.time.off_s, 1),
            "clock_jumps": self.time.jumps,
        }


async def find_health(
    database: Database,
    *,
    leading: bool,
    last_tick: datetime | None,
    tick_age_s: float,
    time: TimeState,
    archive_problem: str,
    looping: bool,
    silent_s: float,
    conflict: str,
    now: datetime,
) -> Health:
    """Read the backlog and the leader from the database and judge them with the facts of this process.

    A database that does not answer is a problem in the result, not an error.

    Args:
        leading: whether this process leads.
        last_tick: time of this process's last tick, UTC; `None` when it has not led.
        tick_age_s: seconds since then, of the monotonic clock.
        time: the state of the assistant's clock.
        archive_problem: why files cannot be stored; empty when they can.
        looping: whether the loop guard stopped a repeated text within its span.
        silent_s: for how many seconds `getUpdates` of this process has failed; 0 while it succeeds.
        conflict: Telegram's message when another program fetches the bot's updates; else empty.
        now: the time by the assistant's clock, by which deliveries are due; UTC.
    """
    try:
        leader, backlog, age_s, files, lost = await _look(database, now)
    except Exception as error:
        problem = f"the database does not answer: {type(error).__name__}"
        return Health((problem,), "", leading, last_tick, 0, 0.0, tick_age_s, time, warnings=time.warnings)
    problems = []
    if not leading and not leader:
        problems.append("no process leads")
    if leading and last_tick is not None and tick_age_s > TICK_OVERDUE_S:
        problems.append(f"no tick since {last_tick.isoformat(timespec='seconds')}")
    if age_s > BACKLOG_OVERDUE_S:
        problems.append(f"{backlog} messages wait, the oldest for {age_s:.0f} s")
    warnings = list(time.warnings)
    if archive_problem:
        warnings.append(f"the archive cannot be written: {archive_problem}; files that wait: {files}")
    if lost:
        warnings.append(f"the archive has lost files: {lost}; `twgbot doctor` lists them")
    if looping:
        warnings.append("the loop guard stopped a repeated text")
    if conflict:
        warnings.append(f"Telegram brings no updates: {conflict}")
    elif silent_s > SILENT_S:  # usually the network, so a restart would not help
        warnings.append(f"Telegram has not answered for {silent_s:.0f} s")
    facts = (leader, leading, last_tick, backlog, age_s, tick_age_s, time, files, lost, archive_problem)
    return Health(tuple(problems), *facts, tuple(warnings))


async def _look(database: Database, now: datetime) -> tuple[str, int, float, int, int]:
    """The leader's name; of due deliveries not sent the number, the oldest's age in seconds; files waiting, lost."""
    async with database.read() as session:
        leader = await find_leader(session)
        waiting = select(func.count(), func.min(Delivery.not_before)).where(
            Delivery.state == DeliveryState.PENDING, Delivery.not_before <= now
        )
        backlog, oldest = (await session.execute(waiting)).one()
        files = await session.scalar(select(func.count()).where(StoredFile.sha256.is_(None))) or 0
        lost = await count_lost(session)
    return leader, backlog, 0.0 if oldest is None else (now - oldest).total_seconds(), files, lost
