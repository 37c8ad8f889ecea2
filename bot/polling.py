"""Fetching and handling updates so that a crash loses none.

A request with a higher offset confirms all earlier updates to Telegram, which then forgets them. So the next batch is
requested only after every update of this one has committed. After a crash Telegram sends the same batch again, and the
inbox drops the updates that had committed.
"""

import asyncio
import logging
from collections.abc import Callable
from time import monotonic
from typing import Any

from telegram import Bot
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.request import BaseRequest

from bot.intake import Intake
from handlers.routing.reading import has_id
from scheduler.delivery.bot_api import fetch_updates
from scheduler.delivery.sender import seconds

log = logging.getLogger(__name__)

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
#: How long Telegram holds a request open when it has no update, in seconds.
LONG_POLL_S = 25
#: Waits after errors, in seconds; the last one repeats.
BACKOFF_S = (0.5, 1, 2, 5, 15, 30)
#: Wait after a batch of which no update could be confirmed, in seconds.
REPEATED_S = 2.0


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
            offset, before = next_offset(updates, offset), offset
            if offset == before:  # updates whose ids cannot be confirmed come again with every fetch
                await asyncio.sleep(REPEATED_S)

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


def next_offset(updates: list[Any], offset: int | None) -> int | None:
    """The offset that confirms a batch, also updates whose ids cannot be read; `offset` when nothing can be confirmed.

    Ids rise by one or more, so an update without a readable id behind the last readable one has at least the next id.
    An id too large to be stored is not confirmed: Telegram would forget all later updates with usual ids.
    """
    for update in updates:
        given = update.get("update_id") if isinstance(update, dict) else None
        if has_id(update):
            offset = update["update_id"] + 1
        elif offset is not None and not isinstance(given, int | float):
            offset += 1
    return offset
