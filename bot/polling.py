"""Fetching and handling updates so that a crash loses none.

A request with a higher offset confirms all earlier updates to Telegram, which then forgets them. So the next batch is
requested only after every update of this one has committed. After a crash Telegram sends the same batch again, and the
inbox drops the updates that had committed.
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
#: How long Telegram holds a request open when it has no update, in seconds.
LONG_POLL_S = 25
#: Waits after errors, in seconds; the last one repeats.
BACKOFF_S = (0.5, 1, 2, 5, 15, 30)
#: Size of `Intake._delayed`; the oldest ids are forgotten first.
MOST_DELAYED = 1000


class Intake:
    """Handles updates: those of one chat in order, those of different chats concurrently.

    Args:
        due: called after a commit that left deliveries to send.
        count: called with the result of each update: "handled", "repeated" (handled before), "refused", "ignored" (of a
            kind that the assistant does not use) or "failed".
    """

    def __init__(
        self,
        dispatcher: Dispatcher,
        outbound: Outbound,
        due: Callable[[], None],
        count: Callable[[str], None],
    ) -> None:
        self._dispatcher = dispatcher
        self._outbound = outbound
        self._due = due
        self._count = count
        self._order: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._under_way = 0
        #: Ids of updates that failed and whose senders were told that they will be handled later.
        self._delayed: deque[int] = deque(maxlen=MOST_DELAYED)

    async def accept(self, updates: list[dict[str, Any]]) -> None:
        """Handle updates; returns when all of them have committed. Their replies may still be in a queue.

        Args:
            updates: Telegram's JSON objects, each with its `update_id`.
        Raises: the error of the first update that did not commit, after all have ended.
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
        """Whether updates are being handled."""
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
        """Parse an update. `None` when it is ignored or malformed: an error here would block the whole batch."""
        try:
            incoming = read_update(Update.model_validate(update))
        except ValidationError as error:
            self._count("failed")
            problems = error.errors(include_input=False)
            # log.exception would put the text of the message into the log.
            log.error("update %s cannot be read: %s", update["update_id"], problems)  # noqa: TRY400 - see above
            return None
        if incoming is None:
            self._count("ignored")
        return incoming

    async def _explain_delay(self, incoming: Incoming) -> None:
        """Tell the sender, once per update, that it will be handled later: Telegram sends it until it commits."""
        if not incoming.private or incoming.reachable is not None or incoming.update_id in self._delayed:
            return
        self._delayed.append(incoming.update_id)
        self._outbound.put(await self._dispatcher.explain_delay(incoming))


class Poller:
    """Fetches updates by long polling and hands them to the intake.

    Args:
        request: the bot's HTTP client for getUpdates, apart from its others.
        check_leading: called before each fetch; raises NotLeading when this process may no longer fetch.
    """

    def __init__(self, bot: Bot, request: BaseRequest, intake: Intake, check_leading: Callable[[], None]) -> None:
        self._bot = bot
        self._request = request
        self._intake = intake
        self._check_leading = check_leading
        self._failures = 0
        #: When getUpdates first failed, in seconds of the monotonic clock; `None` while it succeeds.
        self.silent_since: float | None = None
        #: Telegram's message when another program fetches this bot's updates; else empty.
        self.conflict = ""

    async def run(self) -> None:
        """Fetch and handle updates until cancelled.

        Raises:
            InvalidToken: Telegram does not know the token.
            NotLeading: another process leads.
        """
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
        """The next updates; an empty list when there are none, or after an error and its wait."""
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
