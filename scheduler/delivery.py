"""The delivery loop: claim, commit, send, mark (T1).

A crash between sending and marking leaves the delivery in flight; at the next start it is sent again and marked as
repeated. Where Telegram's answer is lost on the way, the message may have arrived and is sent again too. Nothing else
is ever sent twice, and nothing is lost.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Message
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from messages.content import Content, Part, to_parts
from scheduler.grouping import by_person, combine
from scheduler.notices import GROUPED, NOTICES, Occasion
from scheduler.pacing import ChatPaused, Lane
from scheduler.sending import Sender, file_handle, seconds
from storage.database import Database
from storage.members import Membership, Person, list_members
from storage.notifications import Delivery, DeliveryState, claim_due
from twg.notifications import fan_out
from twg.working_time import WorkingTime

log = logging.getLogger(__name__)

#: Deliveries claimed at once: what a crash can make arrive twice.
BATCH = 30
#: Waits between tries after network errors; the last one repeats.
BACKOFF = tuple(timedelta(seconds=wait) for wait in (1, 2, 5, 15, 60, 300, 900))
#: About a day of tries. Tries are counted, not hours: what waited through a long outage is not given up at its end.
MOST_ATTEMPTS = 100

#: A file of one notification: its part and its edition.
FileKey = tuple[int, int, int]


@dataclass
class Result:
    """What became of one try."""

    state: DeliveryState
    error: str = ""
    message_id: int | None = None
    not_before: datetime | None = None
    attempt: bool = False
    chat_id: int | None = None


_NO_RESULT = Result(DeliveryState.FAILED, "no result")


@dataclass
class Prepared:
    """A claimed delivery with what it says now; no part means that it is void.

    Attributes:
        parts: how many parts it has in all, now that it is worded.
    """

    delivery: Delivery
    locale: str
    part: Part | None
    result: Result | None = None
    parts: int = 0
    content: Content | None = None
    zone: ZoneInfo | None = None
    #: The delivery in whose message this one is said too.
    joined: "Prepared | None" = None


def _group(prepared: list[Prepared]) -> None:
    """Let what is due for one person, and may be grouped, go out in the message of the first of them."""
    groupable = [
        (position, item.delivery.person_id)
        for position, item in enumerate(prepared)
        if item.part is not None and item.delivery.part == 0 and item.delivery.notification.kind in GROUPED
    ]
    for positions in by_person(groupable):
        first, *others = (prepared[position] for position in positions)
        contents = [item.content for item in (first, *others) if item.content is not None]
        assert first.zone is not None  # noqa: S101 - whatever was worded has one
        part = combine(contents, first.locale, first.zone)
        if part is not None:
            first.part, first.parts = part, 1
            for item in others:
                item.joined, item.parts = first, 1


@dataclass
class DeliveryLoop:
    """Sends what is due.

    Args:
        clock: the current time, UTC, aware.
        hours: when what is not urgent may go out.
        count: told the state in which each try ended.
    """

    database: Database
    sender: Sender
    clock: Callable[[], datetime]
    hours: WorkingTime = field(default_factory=WorkingTime)
    count: Callable[[str], None] = lambda _state: None
    #: One round of claims at a time: what it took is settled before anybody is told that nothing is due.
    _draining: asyncio.Lock = field(default_factory=asyncio.Lock)
    _ending: bool = False
    #: Handles of files that were uploaded once.
    _handles: dict[FileKey, str] = field(default_factory=dict)
    #: One upload of a file at a time: the others wait for its handle.
    _uploads: defaultdict[FileKey, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))

    async def recover(self) -> int:
        """Take up what a crash left in flight. Only while no other process delivers."""
        self._ending = False
        async with self._draining, self.database.begin() as session:
            left = await session.scalars(
                update(Delivery)
                .where(Delivery.state == DeliveryState.IN_FLIGHT)
                .values(state=DeliveryState.PENDING, repeated=True, in_flight_since=None)
                .returning(Delivery.id)
            )
            return len(left.all())

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """Nothing is claimed meanwhile: what is written now is claimed together."""
        async with self._draining:
            yield

    async def drain(self) -> int:
        """Send everything that is due now, batch by batch. Returns how many deliveries were settled or put off."""
        total = 0
        async with self._draining:
            while not self._ending and (handled := await self._batch()):
                total += handled
        return total

    async def finish(self, timeout_s: float) -> None:
        """Settle what is on its way and take up nothing more: what is cut off now would arrive twice later."""
        self._ending = True
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout_s), self._draining:
                pass

    async def _batch(self) -> int:
        now = self.clock()
        async with self.database.begin() as session:
            await fan_out(session)
            claimed = await claim_due(session, now=now, limit=BATCH)
        if not claimed:
            return 0
        self._forget_files()
        async with self.database.read() as session:
            prepared = [await self._prepare(session, delivery, now) for delivery in claimed]
        _group(prepared)
        await asyncio.gather(*(self._send(item) for item in prepared))
        for item in prepared:
            if item.joined is not None:
                item.result = item.joined.result
        async with self.database.begin() as session:
            for item in prepared:
                await self._mark(session, item)
        for item in prepared:
            self.count((item.result or _NO_RESULT).state)
        return len(claimed)

    async def _prepare(self, session: AsyncSession, delivery: Delivery, now: datetime) -> Prepared:
        """Look again at the moment of sending: subject, membership and reachability as they are now."""
        locale = delivery.person.language
        prepared = Prepared(delivery, locale, None)
        if delivery.expires_at is not None and delivery.expires_at <= now:
            prepared.result = Result(DeliveryState.MISSED)
            return prepared
        if delivery.person.unreachable_since is not None:
            prepared.result = Result(DeliveryState.UNREACHABLE, "blocked earlier")
            return prepared
        notification = delivery.notification
        members = await list_members(session, notification.twg_id, Membership.person_id == delivery.person_id)
        if not members:
            prepared.result = Result(DeliveryState.VOID, "no longer a member")
            return prepared
        zone = ZoneInfo(members[0].twg.zone)
        opens_at = now if notification.urgent else self.hours.next_open(now, zone)
        if opens_at > now:
            prepared.result = Result(DeliveryState.PENDING, "held for the morning", not_before=opens_at)
            return prepared
        try:
            content = await NOTICES[notification.kind](Occasion(session, notification, members[0], now))
            parts = [] if content is None else to_parts(content, locale, zone)
        except Exception as error:
            log.exception("delivery %s cannot be worded", delivery.id)
            prepared.result = Result(DeliveryState.FAILED, repr(error))
            return prepared
        prepared.content, prepared.zone, prepared.parts = content, zone, len(parts)
        if delivery.part < len(parts):
            prepared.part = parts[delivery.part]
        else:
            prepared.result = Result(DeliveryState.VOID)
        return prepared

    async def _send(self, item: Prepared) -> None:
        if item.part is None or item.joined is not None:
            return
        delivery = item.delivery
        try:
            message = await self._send_part(delivery, item.part, item.locale)
        except Exception as error:
            item.result = self._failure(delivery, error)
            return
        item.result = Result(DeliveryState.SENT, message_id=message.message_id)

    async def _send_part(self, delivery: Delivery, part: Part, locale: str) -> Message:
        """Send a part; a file that we make is uploaded once, and the others get it by its handle."""
        if part.file is None or part.file.handle:
            return await self.sender.send(delivery.chat_id, part, locale, lane=Lane.BULK)
        key = (delivery.notification_id, delivery.part, part.file.edition)
        if key not in self._handles:
            async with self._uploads[key]:
                if key not in self._handles:
                    message = await self.sender.send(delivery.chat_id, part, locale, lane=Lane.BULK)
                    self._handles[key] = file_handle(message)
                    return message
        return await self.sender.send(delivery.chat_id, part, locale, lane=Lane.BULK, handle=self._handles[key])

    def _forget_files(self) -> None:
        """Between batches nobody uploads, and what is forgotten is only uploaded once more."""
        self._uploads.clear()
        if len(self._handles) > 1000:
            self._handles.clear()

    def _failure(self, delivery: Delivery, error: Exception) -> Result:
        """What an error means for the delivery: later, never, or unreachable."""
        now = self.clock()
        match error:
            case ChatPaused():
                return Result(DeliveryState.PENDING, "429", not_before=now + timedelta(seconds=error.seconds))
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

    async def _mark(self, session: AsyncSession, item: Prepared) -> None:
        result = item.result or _NO_RESULT
        delivery = await session.get_one(Delivery, item.delivery.id)
        delivery.state, delivery.error = result.state, result.error
        delivery.in_flight_since = None
        if result.state is DeliveryState.SENT:
            delivery.message_id, delivery.sent_at = result.message_id, self.clock()
        if result.not_before is not None:
            delivery.not_before = result.not_before
        if result.chat_id is not None:
            delivery.chat_id = result.chat_id
        delivery.attempts += result.attempt
        if result.state is DeliveryState.UNREACHABLE:
            person = await session.get_one(Person, delivery.person_id)
            person.unreachable_since = person.unreachable_since or self.clock()
        if result.state is DeliveryState.SENT and delivery.part == 0:
            await self._add_parts(session, delivery, item.parts)

    async def _add_parts(self, session: AsyncSession, delivery: Delivery, parts: int) -> None:
        """Make the deliveries that nobody foresaw: a text turned out to be longer than one message."""
        same = (Delivery.notification_id == delivery.notification_id, Delivery.person_id == delivery.person_id)
        last = await session.scalar(select(func.max(Delivery.part)).where(*same)) or 0
        session.add_all(
            Delivery(
                notification_id=delivery.notification_id,
                person_id=delivery.person_id,
                chat_id=delivery.chat_id,
                part=part,
                not_before=delivery.not_before,
                expires_at=delivery.expires_at,
            )
            for part in range(last + 1, parts)
        )
