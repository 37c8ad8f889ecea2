"""The assistant put together: one asyncio process, all state in the database."""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from telegram import Bot, BotCommand

import handlers.registered  # noqa: F401 - fills the registries
import scheduler.registered  # noqa: F401 - fills the registries
from bot.config import Config, check_token
from bot.outbound import Outbound
from bot.polling import Intake, poll
from bot.request import AiohttpRequest
from handlers.dispatch import Dispatcher
from handlers.menus import menu_of
from handlers.request import Settings
from messages.texts import LOCALES
from scheduler.archivist import archive_files
from scheduler.delivery import DeliveryLoop
from scheduler.pacing import Limits, Pacing
from scheduler.reminders import tick
from scheduler.sending import Sender
from storage.archive import Archive
from storage.database import Database
from storage.forms import forget_old_forms
from storage.inbox import forget_old_updates
from storage.migrate import prepare

log = logging.getLogger(__name__)

#: How often the database is asked for due reminders, deliveries and files.
TICK_S = 5
#: How long a stop waits for what is on its way, in seconds.
FINISH_S = 10
#: Forms nobody has touched for so long are dropped.
KEEP_FORMS = timedelta(days=30)

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


async def _until(asked: asyncio.Event) -> None:
    await asked.wait()


@dataclass
class Assistant:
    """Everything that runs, between `start` and `stop`.

    Args:
        clock: the current time, UTC, aware; a movable one for demonstrations and tests.
    """

    config: Config
    clock: Clock = utc_now

    def __post_init__(self) -> None:
        limits, telegram = self.config.limits, self.config.telegram
        requests = (
            AiohttpRequest(proxy=telegram.proxy or None),
            AiohttpRequest(connection_pool_size=1, proxy=telegram.proxy or None),
        )
        self.bot = Bot(
            check_token(self.config),
            base_url=telegram.base_url,
            base_file_url=telegram.base_file_url,
            request=requests[0],
            get_updates_request=requests[1],
        )
        self._requests = requests
        self.database = Database(self.config.database.url)
        self.archive = Archive(self.config.files.path)
        paced = Limits(limits.messages_per_second, limits.chat_burst, limits.chat_burst_s, limits.group_per_minute)
        self.pacing = Pacing(paced if limits.messages_per_second else None)
        sender = Sender(self.bot, self.pacing)
        self.delivery = DeliveryLoop(self.database, sender, self.clock)
        self.outbound = Outbound(self.bot, sender, self.database, self.clock)
        self._due = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._scheduler = AsyncIOScheduler(timezone=UTC)

    async def start(self) -> None:
        """Bring the database up to date, greet Telegram, take up what a crash left, then listen."""
        await prepare(self.database)
        await self.bot.initialize()
        settings = Settings(self.bot.username, self.config.limits.max_file_mb, self.config.time.zone)
        self.intake = Intake(Dispatcher(self.database, settings, self.clock), self.outbound, self._due.set)
        left = await self.delivery.recover()
        if left:
            log.warning("%s messages were on their way when the last run ended; they are sent again", left)
        await self._show_public_menu()
        self._tasks = [
            asyncio.create_task(self._listen(), name="polling"),
            asyncio.create_task(self._deliver(), name="delivery"),
        ]
        self._schedule(self.tick, seconds=TICK_S)
        self._schedule(self._archive, seconds=TICK_S)
        self._schedule(self._tidy, hours=24)
        self._scheduler.start()
        log.info("@%s is listening", self.bot.username)

    def _schedule(self, job: Callable[[], Awaitable[object]], **interval: float) -> None:
        """A recurring job: late runs are made up for once, a run never overlaps itself."""
        self._scheduler.add_job(job, "interval", **interval, misfire_grace_time=None, coalesce=True, max_instances=1)

    async def run(self) -> None:
        """Run until asked to end (SIGTERM), cancelled, or until something that must not end has ended."""
        asked = asyncio.Event()
        with suppress(NotImplementedError):  # Windows has no such signals
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, asked.set)
        try:
            await self.start()
            self._tasks.append(asyncio.create_task(_until(asked), name="end"))
            done, _pending = await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        finally:
            await self.stop()

    async def stop(self) -> None:
        """Stop listening, say what is queued, close everything. What is not sent yet stays stored."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        await self.delivery.finish(FINISH_S)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.outbound.stop(FINISH_S)
        await self.bot.shutdown()
        for request in self._requests:  # the bot leaves them open when it never got to know itself
            await request.shutdown()
        await self.database.close()

    async def tick(self) -> None:
        """Fire due reminders and let deliveries go."""
        await tick(self.database, now=self.clock())
        self._due.set()

    async def settle(self) -> None:
        """Wait until nothing is left to do at this moment of the clock: for demonstrations and tests."""
        await self.outbound.idle()
        await self.tick()
        await self.delivery.drain()
        await self._archive()
        await self.outbound.idle()

    async def _listen(self) -> None:
        await poll(self.bot, self.intake)

    async def _deliver(self) -> None:
        failed = False
        while True:
            try:
                if failed:
                    await self.delivery.recover()
                await self.delivery.drain()
                failed = False
            except Exception:
                failed = True
                log.exception("delivery failed; trying again in %s s", TICK_S)
            self._due.clear()
            try:
                await asyncio.wait_for(self._due.wait(), TICK_S)
            except TimeoutError:
                continue

    async def _archive(self) -> None:
        await archive_files(self.database, self.archive, self._fetch, now=self.clock())

    async def _fetch(self, handle: str) -> bytes:
        file = await self.bot.get_file(handle)
        return bytes(await file.download_as_bytearray())

    async def _tidy(self) -> None:
        async with self.database.begin() as session:
            await forget_old_updates(session, now=self.clock())
            await forget_old_forms(session, before=self.clock() - KEEP_FORMS)

    async def _show_public_menu(self) -> None:
        """What people see who are not registered; members have menus of their own."""
        for locale in LOCALES:
            commands = [BotCommand(entry.command, entry.description) for entry in menu_of(None, locale)]
            await self.bot.set_my_commands(commands, language_code="" if locale == LOCALES[0] else locale)
