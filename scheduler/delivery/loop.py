"""The delivery loop: claim deliveries, commit, send them, store the results (T1).

A crash between sending and storing the result leaves a delivery in flight; the next start sends it again and marks it
as repeated. A message whose answer from Telegram was lost may have arrived, and is sent again too. No other message is
sent twice, and none is lost: while results cannot be stored, the loop waits instead of sending more.
"""

import asyncio
import logging
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from messages.rendering.content import Part
from scheduler.delivery.batches import MOST_AT_ONCE
from scheduler.delivery.claimed import Prepared, Result
from scheduler.delivery.grouping import group, is_shareable
from scheduler.delivery.merging import may_merge, merge
from scheduler.delivery.pacing import ChatBusy, Lane
from scheduler.delivery.preparing import Preparer
from scheduler.delivery.refused import failure, put_off, queues_for
from scheduler.delivery.results import NO_RESULT, write_down
from scheduler.delivery.sender import Sender, Sent, Withheld
from scheduler.delivery.wording import Wordings
from scheduler.leadership.lease import Lease
from scheduler.leadership.people_first import PeopleFirst
from storage.core.claiming import claim_due, release
from storage.core.due_work import find_work
from storage.core.following import follow_people
from storage.core.notifications import TAKEN_BACK, DeliveryState
from storage.engine.database import Database
from twg.core.notifications import fan_out
from twg.core.subjects import Domains
from twg.time.working_time import WorkingTime

log = logging.getLogger(__name__)

#: How many batches of claimed deliveries are in progress: while the results of one are stored, the other is sent.
LANES = 2

#: Identifies a file: notification id, part, edition of the file.
FileKey = tuple[int, int, int]
#: Withheld notifications of which the loop knows; what it is about to send was claimed seconds ago.
MOST_WITHHELD = 1000


@dataclass
class DeliveryLoop:
    """Sends due deliveries.

    Args:
        clock: returns the current time, UTC, aware.
        hours: when messages that are not urgent may be sent, where a TWG has not set it otherwise.
        count: called after each batch with each resulting state and the number of tries that ended in it.
        lease: locked while deliveries are claimed; None if no other process can use the database.
        batch: how many deliveries to claim at once.
        people: who go first; the others wait between claiming, wording and storing.
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
    people: PeopleFirst = field(default_factory=PeopleFirst)
    #: Held by `drain` until the results of all its batches are stored, so that "nothing is due" also means that nothing
    #: is in flight.
    _draining: asyncio.Lock = field(default_factory=asyncio.Lock)
    #: Held during a claim: two lanes that claim at once could each get some of the deliveries due for one person, which
    #: then would not be grouped.
    _claims: asyncio.Lock = field(default_factory=asyncio.Lock)
    _ending: bool = False
    #: Notifications of which nothing more is sent, though it is worded already; the newest only.
    _withheld: dict[int, None] = field(default_factory=dict)
    #: Whether the last claim found as many as it may: only then is there work for another lane.
    _is_more: bool = False
    #: Telegram's file_ids of files that have been uploaded.
    _handles: dict[FileKey, str] = field(default_factory=dict)
    #: Held during the first upload of a file; other deliveries of the file wait for its file_id.
    _uploads: defaultdict[FileKey, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))

    def withhold(self, notifications: Mapping[int, bool]) -> None:
        """Send nothing more of these notifications, by id, or send them after all where it is false."""
        for notification_id, withheld in notifications.items():
            self._withheld.pop(notification_id, None)
            if withheld:
                self._withheld[notification_id] = None
        while len(self._withheld) > MOST_WITHHELD:
            del self._withheld[next(iter(self._withheld))]

    def _check_withheld(self, notification_ids: Collection[int]) -> None:
        """Raises: Withheld where any of what a message says is not to be said any more."""
        if not self._withheld.keys().isdisjoint(notification_ids):
            raise Withheld

    def _result_of_withheld(self, item: Prepared) -> Result:
        """What becomes of a part of a message that was not sent: what else it says is worded anew without it."""
        if item.delivery.notification_id in self._withheld:
            return Result(DeliveryState.VOID, TAKEN_BACK)
        return Result(DeliveryState.PENDING, not_before=self.clock())

    async def recover(self) -> int:
        """Make pending again what a crash or the previous leader left in flight.

        Call it before the first `drain` of a leader, and after a `drain` that failed.

        Returns:
            How many deliveries there were; they are marked as repeated.
        Raises:
            NotLeading: another process may lead.
        """
        self._ending = False
        async with self._draining, self._claiming() as session:
            return await release(session)

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """Block new claims; sends in flight continue.

        Deliveries that are written meanwhile are claimed together, and so can be grouped.
        """
        async with self._claims:
            yield

    @asynccontextmanager
    async def settled(self) -> AsyncIterator[None]:
        """Wait until no delivery is in flight, and keep it so."""
        async with self._draining:
            yield

    @asynccontextmanager
    async def _claiming(self) -> AsyncIterator[AsyncSession]:
        """Open a transaction during which no other process can become the leader. Raises: NotLeading."""
        async with self.database.begin() as session:
            if self.lease is not None:
                self.lease.check()
                await self.lease.hold(session)
            yield session

    async def drain(self) -> int:
        """Send all deliveries that are due now, batch by batch.

        Returns:
            How many deliveries were claimed; each has ended or was put off.
        Raises:
            NotLeading: another process may lead.
        """
        async with self._draining:
            if not await self._is_due():
                return 0
            self._forget_files()
            ends = await asyncio.gather(
                self._lane(), *(self._lane(helps=True) for _number in range(1, LANES)), return_exceptions=True
            )
        handled = 0
        for end in ends:
            if isinstance(end, BaseException):  # raised only now, so that the other lane has stored its results
                raise end
            handled += end
        return handled

    async def _is_due(self) -> bool:
        """Whether anything is due, by a read that does not block writers."""
        async with self.database.read() as session:
            return (await find_work(session, now=self.clock())).deliveries

    async def _lane(self, *, helps: bool = False) -> int:
        """Send batch by batch until nothing is due; a lane that helps, while more is due than one batch.

        After a batch that was not full, a read tells whether there is more, such as the next part of a message: a claim
        that finds nothing takes four statements and the write lock.
        """
        handled = 0
        while not self._ending and (settled := await self._batch(helps=helps)):
            handled += settled
            if not self._is_more and not await self._is_due():
                break
        return handled

    async def finish(self, timeout_s: float) -> None:
        """Claim nothing more, and wait until the results of what is in flight are stored.

        What is cut off without a result is sent again by the next leader.
        """
        self._ending = True
        with suppress(TimeoutError):
            async with asyncio.timeout(timeout_s), self._draining:
                pass

    async def _batch(self, *, helps: bool) -> int:
        now = self.clock()
        async with self._claims:
            if helps and not self._is_more:
                return 0
            async with self._claiming() as session:
                waits = await fan_out(session)
                found = await claim_due(session, now=now, limit=self.batch)
                claimed = await follow_people(session, found) if found else []
            self._is_more = waits or len(found) >= self.batch
        if not claimed:
            return len(found)
        await self.people.give_way()
        preparer = Preparer(self.wordings, self.domains, self.hours, self.people)
        async with self.database.read() as session:
            prepared = await preparer.prepare(session, claimed, now=now)
        await self.people.give_way()
        merge(prepared, self.wordings)
        group(prepared, self.wordings)
        await self.people.give_way()
        carried: defaultdict[int, set[int]] = defaultdict(set)
        for item in prepared:
            carried[(item.joined or item).delivery.id].add(item.delivery.notification_id)
        await asyncio.gather(*(self._send(item, carried[item.delivery.id]) for item in prepared))
        for item in prepared:
            carrier = item.joined or item
            if carrier.result is not None and carrier.result.error == TAKEN_BACK:
                item.result = self._result_of_withheld(item)
            elif item.joined is not None:
                item.result = carrier.result
        await self.people.give_way()
        await write_down(self.database, prepared, self.clock)
        for state, tries in Counter((item.result or NO_RESULT).state for item in prepared).items():
            self.count(state, tries)
        return len(found)

    async def _send(self, item: Prepared, says: Collection[int]) -> None:
        """Send a message. Args: `says`: ids of the notifications that it says."""
        if item.part is None or item.joined is not None:
            return
        delivery = item.delivery
        together = is_shareable(item) or may_merge(item, self.wordings)
        try:
            sent = await self._send_part(item, item.part, says, queues=0 if together else queues_for(item))
        except ChatBusy as busy:
            item.result = put_off(delivery, busy, together=together, now=self.clock())
            return
        except Exception as error:
            item.result = failure(delivery, error, now=self.clock())
            return
        item.result = Result(DeliveryState.SENT, message_id=sent.message_id, album=sent.album)

    async def _send_part(self, item: Prepared, part: Part, says: Collection[int], *, queues: int) -> Sent:
        """Send a part. A file made by this program is uploaded once; other recipients get it by its file_id."""
        delivery = item.delivery
        check = partial(self._check_withheld, says)
        sending = partial(self.sender.send, lane=Lane.BULK, queues=queues, silent=item.silent, check=check)
        send = partial(sending, delivery.chat_id, part, item.locale)
        if part.file is None or part.file.handle:
            return await send()
        key = (delivery.notification_id, delivery.part, part.file.edition)
        if key not in self._handles:
            async with self._uploads[key]:
                if key not in self._handles:
                    sent = await send()
                    self._handles[key] = sent.handle
                    return sent
        return await send(handle=self._handles[key])

    def _forget_files(self) -> None:
        """Limit the memory for files: call it while nothing is uploaded. A forgotten file is uploaded once more."""
        self._uploads.clear()
        if len(self._handles) > 1000:
            self._handles.clear()
