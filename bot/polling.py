"""Fetching updates so that a crash loses none.

Telegram forgets updates once a later offset is asked for. The next batch is therefore asked for only when every update
of this one has committed; what was fetched and not committed comes again, and the inbox drops what had been.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable

from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.outbound import Outbound
from handlers.dispatch import Dispatcher
from handlers.incoming import read_update
from scheduler.sending import seconds

log = logging.getLogger(__name__)

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
#: How long Telegram holds a request open when there is nothing.
LONG_POLL_S = 25
#: Waits after errors, in seconds; the last one repeats.
BACKOFF_S = (0.5, 1, 2, 5, 15, 30)


class Intake:
    """Handles updates: each chat's in order, different chats at once.

    Args:
        committed: told after every commit, since it may have left something to send.
        count: told what became of each update: "handled", "repeated", "refused", "ignored" or "failed".
    """

    def __init__(
        self,
        dispatcher: Dispatcher,
        outbound: Outbound,
        committed: Callable[[], None],
        count: Callable[[str], None] = lambda _result: None,
    ) -> None:
        self._dispatcher = dispatcher
        self._outbound = outbound
        self._committed = committed
        self._count = count
        self._order: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._under_way = 0

    async def accept(self, updates: list[Update]) -> None:
        """Returns when every one of them has committed; what they say may still be on its way.

        Raises: what kept one of them from committing, after all have ended.
        """
        self._under_way += 1
        try:
            ends = await asyncio.gather(*(self._one(update) for update in updates), return_exceptions=True)
            for end in ends:
                if end is not None:
                    raise end
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._order.clear()

    @property
    def busy(self) -> bool:
        return self._under_way > 0

    async def _one(self, update: Update) -> None:
        incoming = read_update(update)
        if incoming is None:
            self._count("ignored")
            return
        async with self._order[incoming.chat_id]:
            try:
                handled = await self._dispatcher.handle(incoming)
            except BaseException:
                self._count("failed")
                raise
            if handled is None:
                self._count("repeated")
                return
            self._count("handled" if handled.reply.refusal is None else "refused")
            self._outbound.put(handled)
            self._committed()


async def poll(bot: Bot, intake: Intake) -> None:
    """Fetch and handle updates until cancelled."""
    offset, failures = None, 0
    while True:
        try:
            updates = await bot.get_updates(offset, timeout=LONG_POLL_S, allowed_updates=ALLOWED_UPDATES)
            failures = 0
        except InvalidToken:
            raise
        except RetryAfter as error:
            await asyncio.sleep(seconds(error))
            continue
        except TelegramError as error:
            wait_s = BACKOFF_S[min(failures, len(BACKOFF_S) - 1)]
            failures += 1
            if isinstance(error, Conflict):
                log.warning("another process polls with the same token; trying again in %s s", wait_s)
            elif failures > 1 or not isinstance(error, NetworkError):
                log.warning("getting updates failed: %s; trying again in %s s", error.message, wait_s)
            await asyncio.sleep(wait_s)
            continue
        if not updates:
            continue
        try:
            await intake.accept(list(updates))
        except Exception:
            log.exception("updates could not be handled; the same ones are fetched again in %s s", BACKOFF_S[-1])
            await asyncio.sleep(BACKOFF_S[-1])
            continue
        offset = updates[-1].update_id + 1
