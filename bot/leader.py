"""What one process at a time does: poll, keep time, deliver, archive (T4)."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from scheduler.delivery.loop import DeliveryLoop
from scheduler.delivery.progress import Progress
from scheduler.leading.archiving import Fetch, archive_files
from scheduler.leading.lease import NotLeading
from scheduler.reminding.tick import tick
from storage.core.archive import Archive
from storage.core.forms import forget_old_forms
from storage.core.inbox import forget_old_updates
from storage.engine.database import Database
from storage.engine.due_work import find_work
from twg.core.subjects import Domains

log = logging.getLogger(__name__)

#: How often the database is asked for due reminders and files, and for deliveries that nobody rang for, in seconds.
TICK_S = 5
DELIVERY_S = 1
#: How long an end waits for what is on its way, in seconds.
FINISH_S = 10
#: Forms nobody has touched for so long are dropped.
KEEP_FORMS = timedelta(days=30)


@dataclass
class Leader:
    """The loops; `run` ends when it is cancelled or when one of them fails.

    Args:
        receive: sees to it that updates come, until cancelled or for good.
        fetch: the bytes of a file handle.
        clock: the current time, UTC, aware.
    """

    database: Database
    delivery: DeliveryLoop
    progress: Progress
    archive: Archive
    fetch: Fetch
    clock: Callable[[], datetime]
    receive: Callable[[], Awaitable[None]]
    domains: Domains
    #: Rung when something may be due.
    due: asyncio.Event = field(default_factory=asyncio.Event)
    last_tick: datetime | None = None

    async def run(self) -> None:
        """Take up what another leader or a crash left, then work."""
        self.last_tick = datetime.now(UTC)  # counts from the start of leading
        left = await self.delivery.recover()
        if left:
            log.warning("%s messages were on their way when the last leader ended; they are sent again", left)
        jobs = AsyncIOScheduler(timezone=UTC)
        self._add(jobs, self.tick, seconds=TICK_S)
        self._add(jobs, self.archive_files, seconds=TICK_S)
        self._add(jobs, self._tidy, hours=24, next_run_time=datetime.now(UTC))
        jobs.start()
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._deliver(), name="delivery")
                group.create_task(self._follow(), name="progress")
                group.create_task(_coroutine(self.receive), name="receiving")
        except ExceptionGroup as ended:  # what ended the first of them is why all of them end
            raise ended.exceptions[0] from None
        finally:
            jobs.shutdown(wait=False)

    def _add(self, jobs: AsyncIOScheduler, job: Callable[[], Awaitable[object]], **when: Any) -> None:
        """A recurring job: late runs are made up for once, a run never overlaps itself."""
        jobs.add_job(job, "interval", **when, misfire_grace_time=None, coalesce=True, max_instances=1)

    async def tick(self) -> None:
        """Fire due reminders and let deliveries go; what fires together is delivered together."""
        async with self.delivery.held():
            await tick(self.database, self.domains, now=self.clock())
        self.last_tick = datetime.now(UTC)
        self.due.set()

    async def catch_up(self) -> None:
        """Do everything that is due at this moment of the clock."""
        while True:
            async with self.delivery.settled(), self.database.read() as session:
                work = await find_work(session, now=self.clock())
            if work.reminders:
                await self.tick()
            handled = await self.delivery.drain() if work.reminders or work.deliveries else 0
            if work.files:
                await self.archive_files()
            if work.progress:
                await self.progress.refresh()
            if not handled:  # a part that waits for the one before it is due and cannot go
                return

    async def archive_files(self) -> None:
        await archive_files(self.database, self.archive, self.fetch, now=self.clock())

    async def _deliver(self) -> None:
        failed = False
        while True:
            self.due.clear()
            try:
                if failed:
                    await self.delivery.recover()
                await self.delivery.drain()
                failed = False
            except NotLeading:
                raise
            except Exception:
                failed = True
                log.exception("delivery failed; trying again in %s s", TICK_S)
            if failed:
                await asyncio.sleep(TICK_S)
                continue
            with suppress(TimeoutError):
                # Not wait_for: in Python 3.11 it swallows a cancellation that comes together with the bell.
                async with asyncio.timeout(DELIVERY_S):
                    await self.due.wait()

    async def _follow(self) -> None:
        while True:
            await asyncio.sleep(1)
            try:
                await self.progress.refresh()
            except Exception:
                log.exception("progress could not be shown")

    async def _tidy(self) -> None:
        async with self.database.begin() as session:
            await forget_old_updates(session, now=self.clock())
            await forget_old_forms(session, before=self.clock() - KEEP_FORMS)


async def _coroutine(work: Callable[[], Awaitable[None]]) -> None:
    await work()
