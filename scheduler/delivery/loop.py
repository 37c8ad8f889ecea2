"""The delivery loop: claim, commit, send, mark (T1).

A crash between sending and marking leaves the delivery in flight; at the next start it is sent again and marked as
repeated. Where Telegram's answer is lost on the way, the message may have arrived and is sent again too. Nothing else
is ever sent twice, and nothing is lost: a database that cannot be written to holds everything up and repeats nothing.
"""

import asyncio
import logging
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from messages.rendering.content import Part
from scheduler.delivery.claimed import Prepared, Result
from scheduler.delivery.grouping import group
from scheduler.delivery.pacing import ChatPaused, Lane
from scheduler.delivery.results import NO_RESULT, write_down
from scheduler.delivery.sender import Sender, Sent, seconds
from scheduler.delivery.wording import Occasion, Wordings
from scheduler.leading.lease import Lease, NotLeading
from storage.core.notifications import HELD, Delivery, DeliveryState, claim_due
from storage.engine.database import Database, is_trouble
from storage.engine.due_work import find_work
from storage.members import Membership, list_members
from twg.core.notifications import fan_out
from twg.core.subjects import Domains
from twg.deliveries import RETURNED
from twg.time.working_time import WorkingTime

log = logging.getLogger(__name__)

#: Batches of claimed deliveries that are under way: while one is written down the other is sent.
LANES = 2
#: A batch is what may leave within so many seconds, and at most so many. All that is under way is what a crash can make
#: arrive twice; a larger batch costs the database less for each message.
_BATCH_S = 2 / 3
MOST_AT_ONCE = 200
#: Waits between tries after network errors; the last one repeats.
BACKOFF = tuple(timedelta(seconds=wait) for wait in (1, 2, 5, 15, 60, 300, 900))
#: About a day of tries. Tries are counted, not hours: what waited through a long outage is not given up at its end.
MOST_ATTEMPTS = 100

#: A file of one notification: its part and its edition.
FileKey = tuple[int, int, int]


def batch_size(per_second: int) -> int:
    """How many deliveries are claimed at once where so many messages a second may leave; 0 is no limit."""
    return max(1, min(MOST_AT_ONCE, round(per_second * _BATCH_S))) if per_second else MOST_AT_ONCE


@dataclass
class DeliveryLoop:
    """Sends what is due.

    Args:
        clock: the current time, UTC, aware.
        hours: when what is not urgent may go out.
        count: told how many tries ended in each state.
        lease: held while messages are claimed; empty where no other process can be.
        batch: how many are claimed at once.
    """

    database: Database
    sender: Sender
    clock: Callable[[], datetime]
    wordings: Wordings
    domains: Domains
    hours: WorkingTime = field(default_factory=WorkingTime)
    count: Callable[[str, int], None] = lambda _state, _tries: None
    lease: Lease | None = None
    batch: int = MOST_AT_ONCE
    #: One round of claims at a time: what it took is settled before anybody is told that nothing is due.
    _draining: asyncio.Lock = field(default_factory=asyncio.Lock)
    #: One lane claims at a time: two at once could each take a part of what is due for one person.
    _claims: asyncio.Lock = field(default_factory=asyncio.Lock)
    _ending: bool = False
    #: Handles of files that were uploaded once.
    _handles: dict[FileKey, str] = field(default_factory=dict)
    #: One upload of a file at a time: the others wait for its handle.
    _uploads: defaultdict[FileKey, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))

    async def recover(self) -> int:
        """Take up what a crash left in flight, or a leader that stopped. Raises: NotLeading."""
        self._ending = False
        async with self._draining, self._claiming() as session:
            left = await session.scalars(
                update(Delivery)
                .where(Delivery.state == DeliveryState.IN_FLIGHT)
                .values(state=DeliveryState.PENDING, repeated=True, in_flight_since=None)
                .returning(Delivery.id)
            )
            return len(left.all())

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """Nothing is claimed meanwhile, so that what is written now is claimed together; what was, goes on its way."""
        async with self._claims:
            yield

    @asynccontextmanager
    async def settled(self) -> AsyncIterator[None]:
        """Nothing is on its way meanwhile."""
        async with self._draining:
            yield

    @asynccontextmanager
    async def _claiming(self) -> AsyncIterator[AsyncSession]:
        """A transaction in which no other process can begin to lead. Raises: NotLeading."""
        async with self.database.begin() as session:
            if self.lease is not None:
                self.lease.check()
                await self.lease.hold(session)
            yield session

    async def drain(self) -> int:
        """Send everything that is due now, batch by batch. Returns how many deliveries were settled or put off.

        Raises: NotLeading.
        """
        async with self._draining:
            if not await self._is_due():
                return 0
            self._forget_files()
            ends = await asyncio.gather(*(self._lane() for _number in range(LANES)), return_exceptions=True)
        handled = 0
        for end in ends:
            if isinstance(end, BaseException):  # raised only now: what the other lane sent is written down
                raise end
            handled += end
        return handled

    async def _is_due(self) -> bool:
        """A look that keeps no writer waiting."""
        async with self.database.read() as session:
            return (await find_work(session, now=self.clock())).deliveries

    async def _lane(self) -> int:
        handled = 0
        while not self._ending and (settled := await self._batch()):
            handled += settled
        return handled

    async def finish(self, timeout_s: float) -> None:
        """Settle what is on its way and take up nothing more: what is cut off now would arrive twice later."""
        self._ending = True
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout_s), self._draining:
                pass

    async def _batch(self) -> int:
        now = self.clock()
        async with self._claims, self._claiming() as session:
            await fan_out(session)
            claimed = await claim_due(session, now=now, limit=self.batch)
        if not claimed:
            return 0
        async with self.database.read() as session:
            prepared = await self._prepare_all(session, claimed, now)
        group(prepared, self.wordings)
        await asyncio.gather(*(self._send(item) for item in prepared))
        for item in prepared:
            if item.joined is not None:
                item.result = item.joined.result
        await write_down(self.database, prepared, self.clock)
        for state, tries in Counter((item.result or NO_RESULT).state for item in prepared).items():
            self.count(state, tries)
        return len(claimed)

    async def _prepare_all(self, session: AsyncSession, claimed: list[Delivery], now: datetime) -> list[Prepared]:
        """Look again at the moment of sending: subject, membership and reachability as they are now."""
        people: defaultdict[int, set[int]] = defaultdict(set)
        for delivery in claimed:
            people[delivery.notification.twg_id].add(delivery.person_id)
        members = {
            (twg_id, member.person_id): member
            for twg_id, ids in people.items()
            for member in await list_members(session, twg_id, Membership.person_id.in_(ids))
        }
        shared: dict[object, Any] = {}
        prepared = []
        for delivery in claimed:
            member = members.get((delivery.notification.twg_id, delivery.person_id))
            occasion = (
                None if member is None else Occasion(session, delivery.notification, member, now, self.domains, shared)
            )
            prepared.append(await self._prepare(delivery, occasion, now))
        return prepared

    async def _prepare(self, delivery: Delivery, occasion: Occasion | None, now: datetime) -> Prepared:
        """One that cannot be worded holds up no other. Raises: what ails the database."""
        try:
            return await self._look_again(delivery, occasion, now)
        except Exception as error:
            if is_trouble(error):
                raise
            log.exception("delivery %s cannot be worded", delivery.id)
            return Prepared(delivery, result=Result(DeliveryState.FAILED, repr(error)))

    async def _look_again(self, delivery: Delivery, occasion: Occasion | None, now: datetime) -> Prepared:
        if delivery.expires_at is not None and delivery.expires_at <= now:
            return Prepared(delivery, result=Result(DeliveryState.MISSED))
        if occasion is None:
            return Prepared(delivery, result=Result(DeliveryState.VOID, "no longer a member"))
        member, notification = occasion.member, delivery.notification
        if member.person.unreachable_since is not None:
            return Prepared(delivery, result=Result(DeliveryState.UNREACHABLE, "blocked earlier"))
        zone = ZoneInfo(member.twg.zone)
        opens_at = now if notification.urgent else self._opens_at(occasion, zone)
        if opens_at > now:
            reason = RETURNED if delivery.error == RETURNED else HELD
            return Prepared(delivery, result=Result(DeliveryState.PENDING, reason, not_before=opens_at))
        content, locale = await self.wordings.content(occasion), member.person.language
        parts = [] if content is None else occasion.parts(content, locale, zone)
        if delivery.part >= len(parts):
            return Prepared(delivery, result=Result(DeliveryState.VOID), parts=len(parts))
        part = parts[delivery.part]
        return Prepared(delivery, part, locale=locale, zone=zone, content=content, parts=len(parts))

    def _opens_at(self, occasion: Occasion, zone: ZoneInfo) -> datetime:
        """When what is not urgent may go out there, looked up once a round."""
        return occasion.keep(("opens at", zone), lambda: self.hours.next_open(occasion.now, zone))

    async def _send(self, item: Prepared) -> None:
        if item.part is None or item.joined is not None:
            return
        delivery = item.delivery
        try:
            sent = await self._send_part(delivery, item.part, item.locale)
        except Exception as error:
            item.result = self._failure(delivery, error)
            return
        item.result = Result(DeliveryState.SENT, message_id=sent.message_id)

    async def _send_part(self, delivery: Delivery, part: Part, locale: str) -> Sent:
        """Send a part; a file that we make is uploaded once, and the others get it by its handle."""
        if part.file is None or part.file.handle:
            return await self.sender.send(delivery.chat_id, part, locale, lane=Lane.BULK)
        key = (delivery.notification_id, delivery.part, part.file.edition)
        if key not in self._handles:
            async with self._uploads[key]:
                if key not in self._handles:
                    sent = await self.sender.send(delivery.chat_id, part, locale, lane=Lane.BULK)
                    self._handles[key] = sent.handle
                    return sent
        return await self.sender.send(delivery.chat_id, part, locale, lane=Lane.BULK, handle=self._handles[key])

    def _forget_files(self) -> None:
        """Before the first batch nobody uploads, and what is forgotten is only uploaded once more."""
        self._uploads.clear()
        if len(self._handles) > 1000:
            self._handles.clear()

    def _failure(self, delivery: Delivery, error: Exception) -> Result:
        """What an error means for the delivery: later, never, or unreachable."""
        now = self.clock()
        match error:
            case ChatPaused():
                return Result(DeliveryState.PENDING, "429", not_before=now + timedelta(seconds=error.seconds))
            case NotLeading():
                return Result(DeliveryState.PENDING, "left to the next leader", not_before=now)
            case RetryAfter():
                wait = timedelta(seconds=seconds(error))
                return Result(DeliveryState.PENDING, "429", not_before=now + wait)
            case ChatMigrated():
                return Result(DeliveryState.PENDING, "migrated", not_before=now, chat_id=error.new_chat_id)
            case Forbidden():
                return Result(DeliveryState.UNREACHABLE, error.message)
            case BadRequest() if "chat not found" in error.message.casefold():
                return Result(DeliveryState.UNREACHABLE, error.message)
            case NetworkError() if not isinstance(error, BadRequest):
                return self._later(delivery, error)
            case InvalidToken():  # the token was changed under us; the message is none the worse for it
                return self._later(delivery, error)
            case TelegramError():
                log.error("delivery %s refused: %s", delivery.id, error.message)
                return Result(DeliveryState.FAILED, error.message)
            case _:
                log.error("delivery %s cannot be made", delivery.id, exc_info=error)
                return Result(DeliveryState.FAILED, repr(error))

    def _later(self, delivery: Delivery, error: TelegramError) -> Result:
        """Once more after a while, as long as there is hope."""
        if delivery.attempts >= MOST_ATTEMPTS:
            return Result(DeliveryState.FAILED, error.message)
        wait = BACKOFF[min(delivery.attempts, len(BACKOFF) - 1)]
        return Result(DeliveryState.PENDING, error.message, not_before=self.clock() + wait, attempt=True)
