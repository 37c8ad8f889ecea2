"""Being the one process that polls, keeps time and delivers, or standing by for it (T4).

A leader that cannot renew stops by itself before its term ends: the database may be out of reach for it and not for the
one that takes over.
"""

import asyncio
import logging
import os
import secrets
import socket
from collections.abc import Awaitable, Callable
from datetime import timedelta
from time import monotonic

from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine.database import Database
from storage.engine.lease import give_lease_back, keep_lease, take_lease

log = logging.getLogger(__name__)

#: How long a lease lasts without being renewed, how often it is renewed, and how often a standby asks for it. A standby
#: takes over at most TERM + STANDBY_S after the leader's last sign: within 15 s.
TERM = timedelta(seconds=12)
RENEW_S = 4.0
STANDBY_S = 2.0
#: A leader stops this long before its term ends.
MARGIN_S = 3.0


def process_name() -> str:
    """A name that no other start has: host, process, chance."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"


class NotLeading(Exception):
    """This process's term is over; another one may lead by now."""


class Lease:
    """One process's claim to lead.

    A process can be frozen at any point and wake up when another one leads. So nothing that only a leader may do rests
    on its having led a moment ago: who claims messages holds the lease in the same transaction, who sends one looks at
    the time just before.
    """

    def __init__(self, database: Database, holder: str = "") -> None:
        self._database = database
        self.holder = holder or process_name()
        self._leads = asyncio.Event()
        self._renewed_at = float("-inf")

    @property
    def leading(self) -> bool:
        return self._leads.is_set()

    async def wait(self) -> None:
        """Returns when this process leads."""
        await self._leads.wait()

    def check(self) -> None:
        """Raises: NotLeading."""
        if not self.leading or self._left_s() <= 0:
            raise NotLeading

    async def hold(self, session: AsyncSession) -> None:
        """Keep others from taking over until the transaction ends. Raises: NotLeading."""
        if not await keep_lease(session, self.holder):
            raise NotLeading

    async def run(
        self, lead: Callable[[], Awaitable[None]], settle: Callable[[float], Awaitable[None]] | None = None
    ) -> None:
        """Stand by, lead, stand by again, until cancelled.

        Args:
            lead: run while this process leads and cancelled when it no longer does. When it fails, so does `run`.
            settle: called before that with so many seconds to write down what is on its way; nothing is begun in them.
        """
        try:
            while True:
                await self._until_taken()
                await self._while_held(lead, settle)
        finally:
            await self._give_back()

    async def _until_taken(self) -> None:
        while not await self._renew():  # noqa: ASYNC110 - the other process cannot wake us
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
            if settle is not None:  # cut off, it would all be sent again by the next leader
                await settle(MARGIN_S)
        except NotLeading:
            log.warning("%s was overtaken and stands by", self.holder)
        finally:
            self._leads.clear()
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)

    def _left_s(self) -> float:
        """How long this process may still lead without renewing, in seconds."""
        return TERM.total_seconds() - MARGIN_S - (monotonic() - self._renewed_at)

    async def _renew(self, patience_s: float = RENEW_S) -> bool:
        """Take or renew; an unreachable database is a refusal like any other, as long as the term runs."""
        asked_at = monotonic()
        try:
            async with asyncio.timeout(patience_s), self._database.begin() as session:
                taken = await take_lease(session, self.holder, term=TERM)
        except Exception as error:
            log.warning("the lease could not be asked for: %s", error)
            return False
        if taken:
            self._renewed_at = asked_at
        elif self.leading:
            self._renewed_at = float("-inf")
        return taken

    async def _give_back(self) -> None:
        try:
            async with asyncio.timeout(RENEW_S), self._database.begin() as session:
                await give_lease_back(session, self.holder)
        except Exception as error:
            log.warning("the lease was not given back: %s", error)
