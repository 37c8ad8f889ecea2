"""Leader election by a lease in the database: one process polls, fires reminders and delivers; others stand by (T4).

A leader that cannot renew its lease stops before its term ends: the database may be unreachable for the leader only,
and then another process takes over.
"""

import asyncio
import logging
import os
import secrets
import socket
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from time import monotonic

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import Database
from storage.engine.lease import find_term, give_lease_back, keep_lease, take_lease

if sys.platform == "linux":
    from time import CLOCK_BOOTTIME, clock_gettime

log = logging.getLogger(__name__)

#: How long a lease lasts without renewal, how often the leader renews it, and how often a standby looks at it.
#: A standby takes over at most TERM + 2 * STANDBY_S after the leader's last renewal, which is within 15 s.
TERM = timedelta(seconds=12)
RENEW_S = 4.0
STANDBY_S = 1.0
#: A leader that could not renew stops so many seconds before its term ends.
MARGIN_S = 3.0


def process_name() -> str:
    """A name unique to this start of the process: host name, process id and a random part."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"


def counted_s() -> float:
    """Seconds that go on while the machine is suspended, where the system counts them (Linux), and are never set."""
    return clock_gettime(CLOCK_BOOTTIME) if sys.platform == "linux" else monotonic()


class NotLeading(Exception):
    """This process does not lead (any more); another process may."""


class Lease:
    """This process's side of the lease.

    A process can be frozen at any point and continue when another one leads. Work that only the leader may do therefore
    checks the lease each time: a transaction that claims messages calls `hold`, and the sender calls `check` just
    before each bulk message.

    Args:
        holder: name of this process; made by `process_name` if empty.
    """

    def __init__(self, database: Database, holder: str = "") -> None:
        self._database = database
        self.holder = holder or process_name()
        self._leads = asyncio.Event()
        self._renewed_at = float("-inf")
        #: The term of another process as this one last saw it, and when it first saw that, in seconds of `counted_s`.
        self._watched: tuple[datetime | None, float] = (None, 0.0)

    @property
    def leading(self) -> bool:
        """Whether this process leads, without a look at the time left; `check` includes that."""
        return self._leads.is_set()

    async def wait(self) -> None:
        """Wait until this process leads."""
        await self._leads.wait()

    def check(self) -> None:
        """Check by this process's clock that it leads and its term has time left. Raises: NotLeading."""
        if not self.leading or self._left_s() <= 0:
            raise NotLeading

    async def hold(self, session: AsyncSession) -> None:
        """Lock the lease, so that no other process takes over before the transaction ends. Raises: NotLeading."""
        if not await keep_lease(session, self.holder):
            raise NotLeading

    async def run(
        self, lead: Callable[[], Awaitable[None]], settle: Callable[[float], Awaitable[None]] | None = None
    ) -> None:
        """Stand by until this process gets the lease, lead, and stand by again, until cancelled.

        Args:
            lead: run while this process leads, and cancelled when it no longer does. Its errors are raised here, except
                NotLeading.
            settle: called before `lead` is cancelled because the lease could not be renewed, with the seconds that are
                left. It is to write down the results of sends in flight and to begin no new ones.
        """
        try:
            while True:
                await self._until_taken()
                await self._while_held(lead, settle)
        finally:
            await self._give_back()

    async def _until_taken(self) -> None:
        while not await self._renew():  # noqa: ASYNC110 - another process cannot set an event here
            await asyncio.sleep(STANDBY_S)

    async def _while_held(
        self, lead: Callable[[], Awaitable[None]], settle: Callable[[float], Awaitable[None]] | None
    ) -> None:
        log.info("%s leads", self.holder)
        self._leads.set()
        work = asyncio.ensure_future(lead())
        try:
            while (left_s := self._left_s()) > 0:
                done, _pending = await asyncio.wait([work], timeout=min(RENEW_S, left_s))
                if done:
                    work.result()
                    return
                if self._left_s() > 0:
                    await self._renew(min(RENEW_S, self._left_s()))
            log.warning("%s could not renew its lease and stands by", self.holder)
            self._leads.clear()
            if settle is not None:  # the next leader sends again what has no result
                await settle(MARGIN_S)
        except NotLeading:
            log.warning("%s was overtaken and stands by", self.holder)
        finally:
            self._leads.clear()
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)

    def _left_s(self) -> float:
        """Seconds for which this process may still lead without a renewal."""
        return TERM.total_seconds() - MARGIN_S - (counted_s() - self._renewed_at)

    async def _renew(self, patience_s: float = RENEW_S) -> bool:
        """Take or renew the lease; returns whether that succeeded.

        When the database cannot be reached, a leader keeps its term; when another process has the lease, the term ends.
        """
        asked_at = counted_s()
        try:
            async with asyncio.timeout(patience_s), self._database.begin() as session:
                ended = None if self.leading else self._watch(await find_term(session))
                taken = await take_lease(session, self.holder, term=TERM, ended=ended)
        except Exception as error:
            log.warning("the lease could not be asked for: %s", error)
            return False
        if taken:
            self._renewed_at = asked_at
        elif self.leading:
            self._renewed_at = float("-inf")
        return taken

    def _watch(self, term: datetime | None) -> datetime | None:
        """The term that this process saw in the lease, if it has been the same for as long as a lease lasts."""
        if term != self._watched[0]:
            self._watched = term, counted_s()
        return term if counted_s() - self._watched[1] >= TERM.total_seconds() else None

    async def _give_back(self) -> None:
        try:
            async with asyncio.timeout(RENEW_S), self._database.begin() as session:
                await give_lease_back(session, self.holder)
        except Exception as error:
            log.warning("the lease was not given back: %s", error)
