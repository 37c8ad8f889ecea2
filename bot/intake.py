"""Taking updates in, from polling or the webhook: each once, those of a chat in order, those of one act as one."""

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.outbound import Outbound
from handlers.groups import NEEDS_ADMINISTRATOR
from handlers.routing.acts import acts_of
from handlers.routing.dispatch import Dispatcher
from handlers.routing.handled import Held
from handlers.routing.incoming import Incoming, read_update
from handlers.routing.reading import has_id, parse_update
from handlers.routing.whose_words import unknown_fields
from scheduler.leadership.people_first import PeopleFirst

log = logging.getLogger(__name__)

#: An act whose last part came so long ago is whole, in seconds.
QUIET_S = 1.5
#: Wait before acts are tried again that a failing database did not take, in seconds.
RETRY_S = 5
#: Length of the log's list of what cannot be read of an update.
NAMED = 200
#: Size of `Intake._delayed`; the oldest ids are forgotten first.
MOST_DELAYED = 1000


class Intake:
    """Handles updates: those of one chat in order, those of different chats concurrently.

    Updates that may be parts of one act wait in the database, and what the chat sends meanwhile waits behind them. A
    timer of this process handles them after `QUIET_S` without a further part. Where several processes receive parts of
    the same act, the one whose timer comes last handles it.

    Args:
        people: told while updates are handled, so that other work steps aside.
        due: called after a commit that left deliveries to send.
        withhold: called after a commit that withholds notifications or sends them after all, by id.
        count: called with the result of each update: "handled", "repeated" (handled before), "refused", "ignored" (of a
            kind that the assistant does not use), "held" (it waits; counted again when it is handled), "failed", or
            "unreadable" (the update or a part of it was left out; an update of which only a part was left out is
            counted again with the result of the rest).
    """

    def __init__(
        self,
        dispatcher: Dispatcher,
        outbound: Outbound,
        people: PeopleFirst,
        due: Callable[[], None],
        withhold: Callable[[Mapping[int, bool]], None],
        count: Callable[[str], None],
    ) -> None:
        self._dispatcher = dispatcher
        self._outbound = outbound
        self._people = people
        self._due = due
        self._withhold = withhold
        self._count = count
        self._order: defaultdict[int, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._under_way = 0
        #: Ids of updates that failed and whose senders were told that they will be handled later.
        self._delayed: deque[int] = deque(maxlen=MOST_DELAYED)
        #: The timers of chats whose updates wait, and the id of the last part that this process knows of, by chat.
        self._timers: dict[int, asyncio.TimerHandle] = {}
        self._newest: dict[int, int] = {}
        self._finishing: set[asyncio.Task[None]] = set()

    async def accept(self, updates: list[dict[str, Any]]) -> None:
        """Handle updates; returns when all of them have committed. Their replies may still be in a queue.

        Args:
            updates: Telegram's JSON objects; what cannot be read of them is left out.
        Raises: the error of the first update that did not commit, after all have ended.
        """
        self._under_way += 1
        try:
            ends = await asyncio.gather(*(self._one(update) for update in updates), return_exceptions=True)
            for end in ends:
                if end is not None:
                    raise end
        finally:
            self._end()

    def _end(self) -> None:
        self._under_way -= 1
        if not self._under_way:
            self._order.clear()

    @property
    def busy(self) -> bool:
        """Whether updates are being handled; those that wait are not."""
        return self._under_way > 0

    async def _one(self, update: dict[str, Any]) -> None:
        incoming = self._read(update)
        if incoming is not None:
            async with self._order[incoming.chat_id]:
                if incoming.group_command in NEEDS_ADMINISTRATOR and not incoming.anonymous:
                    is_one = await self._outbound.administers(incoming.chat_id, incoming.sender.user_id)
                    incoming = replace(incoming, administrator=is_one)
                await self._handle(incoming, update)

    async def _handle(self, incoming: Incoming, update: dict[str, Any] | None = None) -> None:
        """Handle an update, or an act put together of several that waited."""
        try:
            with self._people.answering():
                handled = await self._dispatcher.handle(incoming, update)
        except BaseException as error:
            self._count("failed")
            if isinstance(error, Exception):
                await self._explain_delay(incoming)
            raise
        if incoming.update_id in self._delayed:
            self._delayed.remove(incoming.update_id)
        if isinstance(handled, Held):
            self._count("held")
            self._wait(incoming, whole=handled.whole)
            return
        if handled is None:
            self._count("repeated")
            return
        self._count("handled" if handled.reply.refusal is None else "refused")
        if handled.withheld:
            self._withhold(handled.withheld)
        self._outbound.put(handled)
        if handled.due:
            self._due()

    def _read(self, update: dict[str, Any]) -> Incoming | None:
        """Parse an update; `None` when it is ignored. An error here would block the whole batch, so there is none."""
        if not has_id(update):
            self._count("unreadable")
            log.warning("an update without an id that can be read was left out")
            return None
        try:
            parsed, left_out = parse_update(update)
            incoming = read_update(parsed)
        except Exception as error:
            self._count("failed")
            # log.exception would put the text of the message into the log.
            log.error("update %s cannot be read: %s", update["update_id"], type(error).__name__)  # noqa: TRY400
            return None
        if left_out:
            self._count("unreadable")
            log.warning("update %s: left out what cannot be read: %s", parsed.update_id, ", ".join(left_out)[:NAMED])
        elif incoming is None:
            self._count("ignored")
            unknown = [] if parsed.message is None else unknown_fields(parsed.message.fields)
            if unknown:
                log.warning("a message with fields that are not known yet was ignored: %s", ", ".join(unknown))
        return incoming

    async def _explain_delay(self, incoming: Incoming) -> None:
        """Tell the sender, once per update, that it will be handled later: Telegram sends it until it commits."""
        if not incoming.private or incoming.reachable is not None or incoming.update_id in self._delayed:
            return
        self._delayed.append(incoming.update_id)
        self._outbound.put(await self._dispatcher.explain_delay(incoming))

    def _wait(self, incoming: Incoming, *, whole: bool) -> None:
        """Set the timer of a chat, an update of which was held; what waits behind an act does not prolong the wait."""
        if incoming.waits:
            self._newest[incoming.chat_id] = max(incoming.update_id, self._newest.get(incoming.chat_id, 0))
        elif incoming.chat_id in self._timers:
            return
        self._arm(incoming.chat_id, 0 if whole else QUIET_S)

    def _arm(self, chat_id: int, wait_s: float) -> None:
        if chat_id in self._timers:
            self._timers[chat_id].cancel()
        self._timers[chat_id] = asyncio.get_running_loop().call_later(wait_s, self._begin_to_finish, chat_id)

    def _begin_to_finish(self, chat_id: int) -> None:
        task = asyncio.create_task(self._finish(chat_id))
        self._finishing.add(task)
        task.add_done_callback(self._finishing.discard)

    async def _finish(self, chat_id: int, *, quiet: bool = False) -> None:
        """Handle what waits in a chat, unless another part came that this process did not know of.

        Args:
            quiet: no further part is to come.
        """
        self._timers.pop(chat_id, None)
        self._under_way += 1
        try:
            async with self._order[chat_id]:
                while waiting := await self._dispatcher.list_waiting(chat_id):
                    parts = [part for part in map(self._read, waiting) if part is not None]
                    newest = max((part.update_id for part in parts if part.waits), default=0)
                    if newest > self._newest.get(chat_id, 0) and not quiet:
                        self._newest[chat_id] = newest
                        self._arm(chat_id, QUIET_S)
                        return
                    for act in acts_of(parts):
                        await self._handle(act)
                self._newest.pop(chat_id, None)
        except Exception:
            log.exception("what waits in a chat could not be handled; it is tried again in %s s", RETRY_S)
            self._arm(chat_id, RETRY_S)
        finally:
            self._end()

    async def resume(self) -> None:
        """Set timers for chats in which updates wait that another process held, or this one before it was restarted."""
        for chat_id in await self._dispatcher.list_waiting_chats():
            if chat_id not in self._timers:
                self._arm(chat_id, QUIET_S)

    async def settle(self) -> None:
        """Handle everything that waits as if no further part came. For demonstrations and tests."""
        while self._timers or self._finishing:
            for chat_id in list(self._timers):
                self._timers.pop(chat_id).cancel()
                await self._finish(chat_id, quiet=True)
            await asyncio.gather(*self._finishing)

    async def stop(self) -> None:
        """Stop the timers; what waits is handled after the next start."""
        for timer in self._timers.values():
            timer.cancel()
        self._timers.clear()
        for task in self._finishing:
            task.cancel()
        await asyncio.gather(*self._finishing, return_exceptions=True)
