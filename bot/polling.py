"""Fetching updates so that a crash loses none.

Telegram forgets updates once a later offset is asked for. The next batch is therefore asked for only when every update
of this one has committed; what was fetched and not committed comes again, and the inbox drops what had been.
"""

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import Callable
from time import monotonic
from typing import Any

from pydantic import ValidationError
from telegram import Bot
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.request import BaseRequest

from bot.outbound import Outbound
from handlers.routing.bot_api import Update
from handlers.routing.dispatch import Dispatcher
from handlers.routing.incoming import Incoming, read_update
from scheduler.delivery.bot_api import fetch_updates
from scheduler.delivery.sender import seconds

log = logging.getLogger(__name__)

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
#: How long Telegram holds a request open when there is nothing.
LONG_POLL_S = 25
#: Waits after errors, in seconds; the last one repeats.
BACKOFF_S = (0.5, 1, 2, 5, 15, 30)
#: Of so many updates that could not be handled yet it is remembered that their senders know it.
MOST_DELAYED = 1000


class Intake:
    """Handles updates: each chat's in order, different chats at once.

    Args:
        due: told after a commit that left something to send.
        count: told what became of each update: "handled", "repeated", "refused", "ignored" or "failed".
    """

    def __init__(
        self,
        dispatcher: Dispatcher,
        outbound: Outbound,
        due: Callable[[], None],
        count: Callable[[str], None] = lambda _result: None,
    ) -> None:
        self._dispatcher = dispatcher
        self._outbound = outbound
        self._due = due
        self._count = count
        self._order: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._under_way = 0
        #: Updates that cannot be handled yet and whose senders know it.
        self._delayed: deque[int] = deque(maxlen=MOST_DELAYED)

    async def accept(self, updates: list[dict[str, Any]]) -> None:
        """Returns when every one of them has committed; what they say may still be on its way.

        Args:
            updates: as Telegram writes them, each with its `update_id`.
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

    async def _one(self, update: dict[str, Any]) -> None:
        incoming = self._read(update)
        if incoming is None:
            return
        async with self._order[incoming.chat_id]:
            try:
                handled = await self._dispatcher.handle(incoming)
            except BaseException as error:
                self._count("failed")
                if isinstance(error, Exception):
                    await self._explain_delay(incoming)
                raise
            if incoming.update_id in self._delayed:
                self._delayed.remove(incoming.update_id)
            if handled is None:
                self._count("repeated")
                return
            self._count("handled" if handled.reply.refusal is None else "refused")
            self._outbound.put(handled)
            if handled.due:
                self._due()

    def _read(self, update: dict[str, Any]) -> Incoming | None:
        """What happened. An update that is not as Telegram describes them keeps no other from being handled."""
        try:
            incoming = read_update(Update.model_validate(update))
        except ValidationError as error:
            self._count("failed")
            # Its traceback would show what was written.
            log.error("update %s cannot be read: %s", update["update_id"], error.errors(include_input=False))  # noqa: TRY400
            return None
        if incoming is None:
            self._count("ignored")
        return incoming

    async def _explain_delay(self, incoming: Incoming) -> None:
        """Tell people once that what they did is not lost: the same update comes again until it commits."""
        if not incoming.private or incoming.reachable is not None or incoming.update_id in self._delayed:
            return
        self._delayed.append(incoming.update_id)
        self._outbound.put(await self._dispatcher.explain_delay(incoming))


class Poller:
    """Fetches updates and has them handled.

    Args:
        request: what the bot fetches through, one of its own.
        check_leading: asked before each fetch; raises where that is no longer this process's task.
    """

    def __init__(
        self, bot: Bot, request: BaseRequest, intake: Intake, check_leading: Callable[[], None] = lambda: None
    ) -> None:
        self._bot = bot
        self._request = request
        self._intake = intake
        self._check_leading = check_leading
        self._failures = 0
        #: Since when Telegram has not answered, or refused, by the monotonic clock; empty while it answers.
        self.silent_since: float | None = None
        #: Its words where it refuses because somebody else gets this bot's updates.
        self.conflict = ""

    async def run(self) -> None:
        """Until cancelled. Raises: InvalidToken."""
        offset, unhandled = None, 0
        while True:
            self._check_leading()
            updates = await self._fetch(offset)
            if not updates:
                continue
            try:
                await self._intake.accept(updates)
            except Exception:
                wait_s = BACKOFF_S[min(unhandled, len(BACKOFF_S) - 1)]
                unhandled += 1
                log.exception("updates could not be handled; the same ones are fetched again in %s s", wait_s)
                await asyncio.sleep(wait_s)
                continue
            unhandled = 0
            offset = updates[-1]["update_id"] + 1

    async def _fetch(self, offset: int | None) -> list[dict[str, Any]]:
        """The next updates; none where Telegram had none, or did not answer and was given time."""
        try:
            updates = await fetch_updates(
                self._bot, self._request, offset=offset, wait_s=LONG_POLL_S, kinds=ALLOWED_UPDATES
            )
        except InvalidToken:
            raise
        except RetryAfter as error:
            await asyncio.sleep(seconds(error))
            return []
        except TelegramError as error:
            await self._wait_after(error)
            return []
        self._failures, self.silent_since, self.conflict = 0, None, ""
        return updates

    async def _wait_after(self, error: TelegramError) -> None:
        self.silent_since = self.silent_since or monotonic()
        wait_s = BACKOFF_S[min(self._failures, len(BACKOFF_S) - 1)]
        self._failures += 1
        self.conflict = error.message if isinstance(error, Conflict) else ""
        if self.conflict:
            log.warning("Telegram brings no updates: %s; trying again in %s s", self.conflict, wait_s)
        elif self._failures > 1 or not isinstance(error, NetworkError):
            log.warning("getting updates failed: %s; trying again in %s s", error.message, wait_s)
        await asyncio.sleep(wait_s)
