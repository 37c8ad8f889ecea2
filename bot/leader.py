"""The work of the leading process: fetch updates, fire reminders, deliver, archive and read files, tidy (T4)."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Any
from zoneinfo import ZoneInfo

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from bot.config import Config
from bot.forgetting import delete_lists, discard_forms, erase_contacts
from bot.registry import Registry
from messages.rendering.content import Attachment
from scheduler.delivery.changing import MessageChanges
from scheduler.delivery.group_posts import GroupPosts
from scheduler.delivery.loop import DeliveryLoop
from scheduler.delivery.progress import Progress
from scheduler.leadership.archiving import ArchiveUnwritable, Fetch, archive_files
from scheduler.leadership.inspecting import inspect_archive
from scheduler.leadership.lease import NotLeading
from scheduler.leadership.people_first import PeopleFirst
from scheduler.reading.lists import read_lists
from scheduler.reading.reader import TextReader
from scheduler.reminding.tick import tick
from scheduler.reports.filing import file_reports
from storage.core.archive import Archive
from storage.core.due_work import find_work
from storage.core.effects import forget_old_effects
from storage.core.inbox import forget_old_updates
from storage.core.kept_acts import forget_old_acts
from storage.core.searching.asked import forget_old_searches
from storage.engine.database import Database
from twg.core.timekeeping import Timekeeping

log = logging.getLogger(__name__)

#: How often the database is asked for due reminders and for files to archive, in seconds.
TICK_S = 5
#: How often it is asked for due deliveries when `due` is not set, in seconds.
DELIVERY_S = 1
#: Wait before the archive is tried again that could not be written: each try fetches a file from Telegram.
ARCHIVE_AGAIN = timedelta(minutes=1)
#: How often a few files of the archive are compared with their hashes.
INSPECT_AGAIN = timedelta(minutes=1)
#: How long a stop waits for deliveries in flight, in seconds.
FINISH_S = 10
#: Forms without an answer for this long are discarded, and acts kept for buttons that nobody pressed.
KEEP_FORMS = timedelta(days=30)
#: The daily task first runs so long after the start: updates that came meanwhile go first.
TIDY_AFTER = timedelta(seconds=30)
#: Telegram lets people edit a message for 48 hours.
KEEP_EFFECTS = timedelta(hours=50)


class Every(BaseTrigger):  # type: ignore[misc]  # APScheduler has no types
    """Runs a job at an interval.

    APScheduler's own trigger counts up all the runs that were missed: after a clock that stood in 1970 was set, that
    would block the loop for an hour.
    """

    def __init__(self, interval: timedelta) -> None:
        self._interval = interval

    def get_next_fire_time(self, previous: datetime | None, now: datetime) -> datetime:
        following = (now if previous is None else previous) + self._interval
        return following if following > now else now + self._interval


@dataclass
class Leader:
    """The leader's loops and jobs; `run` ends when it is cancelled or when a loop fails.

    Args:
        people: who go first between two reminders.
        receive: registers with Telegram; in polling mode fetches updates until cancelled, with a webhook returns.
        resume: sees to updates that wait for parts of their act since their process ended.
        fetch: returns the bytes of a file by Telegram's handle.
        make: returns the bytes of a file that is made here, with its charts.
        config: how long contacts are kept, and the zone by which days count.
        clock: returns the current time, UTC, timezone-aware.
    """

    database: Database
    delivery: DeliveryLoop
    people: PeopleFirst
    progress: Progress
    posts: GroupPosts
    changes: MessageChanges
    archive: Archive
    texts: TextReader
    fetch: Fetch
    make: Callable[[Attachment], Awaitable[bytes]]
    clock: Callable[[], datetime]
    receive: Callable[[], Coroutine[Any, Any, None]]
    resume: Callable[[], Coroutine[Any, Any, None]]
    registry: Registry
    timekeeping: Timekeeping
    config: Config
    #: Set when a delivery may have become due; the delivery loop clears it.
    due: asyncio.Event = field(default_factory=asyncio.Event)
    #: When `tick` last ended, UTC, and in seconds of the monotonic clock; at first, when leading began.
    last_tick: datetime | None = None
    ticked_at_s: float = 0.0
    #: Why no file could be stored at the last try, and when the next try is; empty and None after a success.
    archive_problem: str = ""
    _archive_again_at: datetime | None = None
    _jobs: AsyncIOScheduler | None = None
    _reading: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def run(self) -> None:
        """Return deliveries left in flight by a crash or another leader to the queue, then run the loops and jobs.

        Raises: NotLeading when another process leads; the error of the first loop that failed.
        """
        self._note_tick()  # so that `/healthz` counts from the start of leading
        left = await self.delivery.recover() + await self.posts.recover()
        if left:
            log.warning("%s messages were on their way when the last leader ended; they are sent again", left)
        jobs = self._jobs = AsyncIOScheduler(timezone=UTC)
        for job in (self.tick, self.archive_files, self.resume, self.file_reports):
            self._add(jobs, job, timedelta(seconds=TICK_S))
        self._add(jobs, self.inspect_archive, INSPECT_AGAIN)
        self._add(jobs, self.tidy, timedelta(days=1), next_run_time=datetime.now(UTC) + TIDY_AFTER)
        jobs.start()
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self._deliver(), name="delivery")
                group.create_task(self._follow(), name="progress")
                group.create_task(self._read_texts(), name="texts")
                group.create_task(self._read_lists(), name="lists")
                group.create_task(self.receive(), name="receiving")
        except ExceptionGroup as ended:  # the group cancelled the other loops because of the first error
            raise ended.exceptions[0] from None
        finally:
            self._jobs = None
            jobs.shutdown(wait=False)

    def _add(self, jobs: AsyncIOScheduler, job: Callable[[], Awaitable[object]], every: timedelta, **at: Any) -> None:
        """Add a recurring job. Several missed runs become one, and a run never overlaps the one before."""
        jobs.add_job(job, Every(every), **at, misfire_grace_time=None, coalesce=True, max_instances=1)

    def rearm(self) -> None:
        """Run all jobs now: after the machine's clock was set back, APScheduler would wait for their old time."""
        for job in [] if self._jobs is None else self._jobs.get_jobs():
            job.modify(next_run_time=datetime.now(UTC))

    def _note_tick(self) -> None:
        self.last_tick, self.ticked_at_s = self.clock(), monotonic()

    async def tick(self) -> None:
        """Fire due reminders, then wake the delivery loop.

        Claims are blocked meanwhile, so that the reminders of one person that fire together go into one message.
        """
        async with self.delivery.held():
            await tick(self.database, self.registry.domains, self.people, now=self.clock())
        self._note_tick()
        self.due.set()

    async def catch_up(self) -> None:
        """Do everything that is due at the clock's current time. For demonstrations and tests."""
        while True:
            async with self.delivery.settled(), self.database.read() as session:
                work = await find_work(session, now=self.clock())
            if work.reminders:
                await self.tick()
            handled = await self.delivery.drain() if work.reminders or work.deliveries else 0
            handled += await self.posts.drain() if work.posts else 0
            handled += await self.changes.drain() if work.changes else 0
            if work.files:
                await self.archive_files()
                await self.read_lists()
            if work.reports:
                await self.file_reports()
            if work.progress:
                await self.progress.refresh()
            if not handled:  # also when the only due delivery is a part that waits for the part before it
                return

    async def archive_files(self) -> None:
        """Fetch the bytes of files that are due for archiving; while they cannot be stored, once in `ARCHIVE_AGAIN`."""
        now = self.clock()
        if self._archive_again_at is not None and now < self._archive_again_at:
            return
        try:
            archived = await archive_files(self.database, self.archive, self.fetch, now=now)
        except ArchiveUnwritable as error:
            if not self.archive_problem:
                log.warning("the archive cannot be written: %s", error)
            self.archive_problem, self._archive_again_at = str(error), now + ARCHIVE_AGAIN
            return
        if archived and self.archive_problem:
            log.info("the archive can be written again")
        if archived or self._archive_again_at is not None:
            self.archive_problem, self._archive_again_at = "", None

    async def file_reports(self) -> None:
        """Make the files of reports that were signed, and keep them in the archive."""
        await file_reports(self.database, self.archive, self.make, now=self.clock())

    async def inspect_archive(self) -> int:
        """Compare the next few files of the archive; not while it cannot be reached, which is told by itself."""
        if await asyncio.to_thread(self.archive.find_problem):
            return 0
        return await inspect_archive(self.database, self.archive, now=self.clock())

    async def read_lists(self) -> None:
        """Read the lists of members that have arrived, one after another."""
        async with self._reading:
            await read_lists(self.database, self.archive, self.people)

    async def _read_lists(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            try:
                await self.read_lists()
            except Exception:
                log.exception("a list of members could not be read")

    async def _deliver(self) -> None:
        failed = False
        while True:
            self.due.clear()
            try:
                if failed:
                    await self.delivery.recover()
                    await self.posts.recover()
                await self.delivery.drain()
                await self.posts.drain()
                await self.changes.drain()
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
                # Not wait_for: in Python 3.11 it loses a cancellation that comes while the event is being set.
                async with asyncio.timeout(DELIVERY_S):
                    await self.due.wait()

    async def _follow(self) -> None:
        while True:
            await asyncio.sleep(1)
            try:
                await self.progress.refresh()
            except Exception:
                log.exception("progress could not be shown")

    async def _read_texts(self) -> None:
        while True:
            await asyncio.sleep(TICK_S)
            try:
                await self.texts.read_all()
            except Exception:
                log.exception("the text of a file could not be read")

    async def tidy(self) -> None:
        """Delete old updates, acts and effects; discard forms that were left, and tell their owners; erase contacts.

        Files of lists of members are deleted too.
        """
        now = self.clock()
        async with self.database.begin() as session:
            await forget_old_updates(session, now=now)
            await forget_old_acts(session, before=now - KEEP_FORMS)
            await forget_old_searches(session, before=now - KEEP_FORMS)
            await forget_old_effects(session, before=now - KEEP_EFFECTS)
        await discard_forms(self.database, self.registry.routes, self.timekeeping, before=now - KEEP_FORMS, now=now)
        await erase_contacts(
            self.database,
            self.registry.domains,
            zone=ZoneInfo(self.config.time.zone),
            after_leaving=timedelta(days=self.config.retention.contacts_after_leaving_days),
            in_lists=timedelta(days=self.config.retention.contacts_in_lists_days),
            now=now,
        )
        kept_for = timedelta(days=self.config.retention.files_of_lists_days)
        await delete_lists(self.database, self.archive, kept_for=kept_for, now=now)
