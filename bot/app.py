"""Composition of the assistant: one asyncio process that keeps all its state in the database."""

import asyncio
import logging
import signal
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from time import monotonic
from typing import Any

from telegram import Bot

from bot.bot_profile import introduce
from bot.capabilities import registry
from bot.config import Config, check_token
from bot.feed import Feed
from bot.handler_settings import settings_of
from bot.health import Health, find_health
from bot.intake import Intake
from bot.leader import FINISH_S, Leader
from bot.metrics import Metrics
from bot.outbound import Outbound
from bot.polling import Poller
from bot.registry import Registry
from bot.server import Server, Webhook, bind, build_server
from bot.steady_clock import SteadyClock, TelegramTime, TimeState
from bot.telegram_http import AiohttpRequest
from handlers.routing.dispatch import Dispatcher
from scheduler.delivery.batches import batch_size
from scheduler.delivery.changing import MessageChanges
from scheduler.delivery.drawing import make
from scheduler.delivery.group_posts import GroupPosts
from scheduler.delivery.limits import Limits
from scheduler.delivery.loop import LANES, DeliveryLoop
from scheduler.delivery.loop_guard import LoopGuard
from scheduler.delivery.pacing import Pacing
from scheduler.delivery.progress import Progress
from scheduler.delivery.sender import Sender
from scheduler.delivery.shared_budget import SharedBudget
from scheduler.leadership.lease import Lease
from scheduler.leadership.people_first import PeopleFirst
from scheduler.reading.reader import TextReader
from storage.core.archive import Archive
from storage.engine.database import Database
from storage.engine.files import make_private
from storage.engine.lock import FileLock
from storage.engine.migrate_apart import prepare_apart
from storage.members import list_twgs
from twg.reminders.settings import reschedule_where_changed

log = logging.getLogger(__name__)

Clock = Callable[[], datetime]

#: Connections to Telegram reserved for replies; bulk messages never use them.
FOR_REPLIES = 64


@dataclass
class Assistant:
    """All parts of the running assistant, from `start` to `stop`.

    On SQLite one process uses the file and leads from the start. On PostgreSQL several processes may share a database:
    one leads and the others stand by. With a webhook all of them handle updates.

    Args:
        clock: returns the current time, UTC, timezone-aware; demonstrations and tests pass one that they can set.
        registry: the capabilities.
    """

    config: Config
    clock: Clock = field(default_factory=SteadyClock)
    registry: Registry = field(default_factory=registry)

    def __post_init__(self) -> None:
        logging.getLogger("telegram.Bot").setLevel(logging.INFO)  # at DEBUG it logs addresses, which hold the token
        self.timekeeping = self.config.timekeeping(self.registry.domains.rules.values())
        self.metrics = Metrics()
        self.database = Database(self.config.database.url)
        self.archive = Archive(self.config.files.path)
        self.feed = Feed(self.database, self.archive, self.registry.domains, self.clock)
        self.lease = None if self.database.is_sqlite else Lease(self.database)
        self._check_leading = (lambda: None) if self.lease is None else self.lease.check
        self._batch = batch_size(self.config.limits.messages_per_second)
        self._connect()
        sender = Sender(self.bot, self.pacing, self.guard, self._check_leading)
        self._people = PeopleFirst()
        self._deliver_by(sender)
        self.outbound = Outbound(
            self.bot, sender, self.database, self._people, self.clock, self.metrics.count_reply, alone=self.sole
        )
        self._leading = asyncio.Event()
        self._lock: FileLock | None = None
        self._server: Server | None = None
        self._intake: Intake | None = None
        self._poller: Poller | None = None
        self._tasks: list[asyncio.Task[None]] = []

    def _connect(self) -> None:
        """Make the bot, with connections of its own for getUpdates, and what paces its calls."""
        limits, telegram = self.config.limits, self.config.telegram
        proxy = telegram.proxy or None
        many = LANES * self._batch + FOR_REPLIES  # leave connections for replies, so that they do not wait for bulk
        polling = AiohttpRequest(connection_pool_size=1, proxy=proxy, count_replaced=self.metrics.count_replaced)
        self._requests = (AiohttpRequest(connection_pool_size=many, proxy=proxy), polling)
        self.bot = Bot(
            check_token(self.config),
            base_url=telegram.base_url,
            base_file_url=telegram.base_file_url,
            request=self._requests[0],
            get_updates_request=self._requests[1],
        )
        paced = Limits(limits.messages_per_second, limits.chat_burst, limits.chat_burst_s, limits.group_per_minute)
        self.sole = telegram.mode == "polling" or self.database.is_sqlite  # no other process answers people
        shares = not self.sole and limits.messages_per_second
        wait_s = SharedBudget(self.database, limits.messages_per_second).wait_s if shares else None
        self.pacing = Pacing(paced if limits.messages_per_second else None, shared=wait_s)
        self.guard = LoopGuard()

    def _deliver_by(self, sender: Sender) -> None:
        """Make the parts that only the leading process runs: delivery, progress messages, the tick, the archive."""
        hours, wordings = self.config.time.working_time(), self.registry.wordings
        parts = self.database, sender, self.clock, wordings
        counts, lease = self.metrics.count_deliveries, self.lease
        self.delivery = DeliveryLoop(*parts, self.registry.domains, hours, counts, lease, self._batch, self._people)
        posts = GroupPosts(*parts, hours, lease)
        self.leader = Leader(
            self.database,
            self.delivery,
            self._people,
            Progress(self.database, sender, self.clock, self.registry.domains),
            posts,
            MessageChanges(*parts, self.registry.domains, lease),
            self.archive,
            TextReader(self.database, self.archive, self._people, self.clock),
            self._fetch,
            partial(make, charts=sender.charts),
            self.clock,
            self._receive,
            self._resume,
            self.registry,
            self.timekeeping,
            self.config,
        )

    async def start(self) -> None:
        """Migrate the database, ask Telegram for the bot's name, open the server, then lead or stand by.

        Returns when the server listens; leading goes on in a task.

        Raises:
            DatabaseInUse: another process uses this SQLite file.
            ConfigError: the configuration has a section for a TWG that does not exist.
            CommandError: the address of the server cannot be listened on.
            TelegramError: Telegram cannot be reached or does not know the token.
        """
        await self._open_database()
        if self.config.twg:
            async with self.database.read() as session:
                self.config.check_twgs(twg.code for twg in await list_twgs(session))
        await self.bot.initialize()
        self._watch_clock()
        settings = settings_of(self.config, self.bot.username, self.timekeeping, self.archive)
        dispatcher = Dispatcher(self.database, settings, self.clock, self.registry.routes, self.registry.domains)
        after = self.leader.due.set, self.delivery.withhold
        self._intake = Intake(dispatcher, self.outbound, self._people, *after, self.metrics.count_update)
        if self.config.server.port:
            self._server = self._build_server()
            await self._listen(self._server)
        self._start(self._lead() if self.lease is None else self.lease.run(self._lead, self.delivery.finish), "leading")
        log.info("@%s is at work", self.bot.username)

    def _watch_clock(self) -> None:
        if isinstance(self.clock, SteadyClock):
            telegram_time = TelegramTime(self.bot, self._requests[0], self.config.telegram.base_url)
            self.clock.begin(telegram_time.told())
            self._start(self.clock.watch(telegram_time.ask, self.leader.rearm), "clock")

    async def _lead(self) -> None:
        """Apply the configured reminder rules, then run the leader's loops; a standby must not apply its own.

        Timers of updates that wait are set only here: while another process still leads, the further parts of an album
        cannot be fetched, and the first would be handled without them.
        """
        await self._apply_rules()
        await self.intake.resume()
        self._leading.set()
        await self.leader.run()

    async def _apply_rules(self) -> None:
        """Reschedule planned reminders by the configured rules; an error is logged and does not stop the start."""
        try:
            async with self.database.begin() as session:
                await reschedule_where_changed(session, self.timekeeping, self.registry.domains, now=self.clock())
        except Exception:
            log.exception("the reminders stay as they were set before")

    @property
    def intake(self) -> Intake:
        """What takes updates in, from `start` on."""
        assert self._intake is not None, "not started"  # noqa: S101 - a programming error
        return self._intake

    async def _resume(self) -> None:
        await self.intake.resume()

    def _start(self, work: Coroutine[Any, Any, None], name: str) -> None:
        self._tasks.append(asyncio.create_task(work, name=name))

    async def _open_database(self) -> None:
        if self.database.file is not None:
            make_private(self.database.file)
            self._lock = FileLock(self.database.file)
            self._lock.take()
        await prepare_apart(self.database)

    def _build_server(self) -> Server:
        server, telegram = self.config.server, self.config.telegram
        secret = telegram.webhook_secret.get_secret_value()
        return build_server(
            host=server.host,
            port=server.port,
            intake=self.intake,
            webhook=Webhook.of(secret) if telegram.mode == "webhook" else None,
            health=self.health,
            metrics=self.metrics,
            feed=self.feed,
        )

    async def _listen(self, server: Server) -> None:
        """Start the server and wait until it listens. Raises: CommandError when its address cannot be used."""
        self._start(server.serve(sockets=[bind(self.config.server)]), "server")
        while not server.started:
            if self._tasks[-1].done():
                return self._tasks[-1].result()
            await asyncio.sleep(0.01)
        return None

    async def run(self) -> None:
        """Call `start` and `work`, and `stop` at the end, also after an error."""
        try:
            await self.start()
            await self.work()
        finally:
            await self.stop()

    async def work(self) -> None:
        """Wait for SIGTERM, cancellation, or the end of any task.

        Raises: the error of a task that failed.
        """
        end_requested = asyncio.Event()
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, end_requested.set)
        self._start(_wait_for(end_requested), "end")
        done, _pending = await asyncio.wait(self._tasks, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            task.result()

    async def stop(self) -> None:
        """Stop listening, send queued replies, close everything; deliveries not sent yet stay in the database.

        Deliveries in flight and queued replies get `FINISH_S` seconds each.
        """
        if self._server is not None:
            self._server.should_exit = True
        await self.delivery.finish(FINISH_S)
        for task in self._tasks:
            if task.get_name() != "server":
                task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._intake is not None:
            await self._intake.stop()
        await self.outbound.stop(FINISH_S)
        await self.bot.shutdown()
        for request in self._requests:  # Bot.shutdown leaves them open when its getMe failed
            await request.shutdown()
        await self.database.close()
        if self._lock is not None:
            self._lock.release()

    async def health(self) -> Health:
        """The state of this process and of the database now, for `/healthz` and `/metrics`."""
        leading = self.lease is None or self.lease.leading
        poller = self._poller
        since = None if poller is None else poller.silent_since
        return await find_health(
            self.database,
            leading=leading,
            last_tick=self.leader.last_tick,
            tick_age_s=monotonic() - self.leader.ticked_at_s,
            time=self.clock.state() if isinstance(self.clock, SteadyClock) else TimeState(),
            archive_problem=self.leader.archive_problem or await asyncio.to_thread(self.archive.find_problem),
            looping=self.guard.tripped(),
            silent_s=0.0 if since is None else monotonic() - since,
            conflict="" if poller is None else poller.conflict,
            now=self.clock(),
        )

    async def settle(self) -> None:
        """Wait until nothing is left to do at the clock's current time. For demonstrations and tests."""
        await self._leading.wait()
        await self.intake.settle()
        await self.outbound.idle()
        await self.leader.catch_up()
        await self.outbound.idle()

    async def _receive(self) -> None:
        """Register webhook or polling and the command menu with Telegram; in polling mode fetch updates."""
        await introduce(self.bot, self.config.telegram, self.registry.routes)
        if self.config.telegram.mode == "polling":
            self._poller = Poller(self.bot, self._requests[1], self.intake, self._check_leading)
            try:
                await self._poller.run()
            finally:
                self._poller = None

    async def _fetch(self, handle: str) -> bytes:
        file = await self.bot.get_file(handle)
        return bytes(await file.download_as_bytearray())


async def _wait_for(event: asyncio.Event) -> None:
    await event.wait()
