"""Sending the replies of handlers: after the commit, in order within a chat, before bulk messages."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Bot, BotCommand, BotCommandScopeChat
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from handlers.routing.handled import Handled
from handlers.routing.incoming import Incoming
from handlers.routing.menus import fingerprint as menu_fingerprint
from handlers.routing.request import Reply
from handlers.routing.shown import would_show
from messages.rendering.content import Part, to_parts, to_plain, utf16_length
from messages.rendering.templating import render_refusal
from scheduler.delivery.pacing import Lane
from scheduler.delivery.sender import Sender, Sent, fingerprint, seconds
from storage.core.notifications import Notification
from storage.engine.database import Database
from storage.members import Person
from twg.deliveries import note_unreachable

log = logging.getLogger(__name__)

#: Telegram's limit on the text of answerCallbackQuery, in UTF-16 code units.
LONGEST_TOAST = 200
#: Edited messages of which is remembered what they show.
REMEMBERED = 10_000
#: Waits between tries of a reply after network errors, in seconds.
BACKOFF_S = (0.5, 2, 5, 15, 30)

T = TypeVar("T")


class Outbound:
    """Sends replies through one queue per chat; chats do not wait for each other.

    Args:
        clock: returns the current time, UTC, timezone-aware.
        count: called with the result of each reply: "said" (sent), "unreachable" or "failed".
    """

    def __init__(
        self,
        bot: Bot,
        sender: Sender,
        database: Database,
        clock: Callable[[], datetime],
        count: Callable[[str], None],
    ) -> None:
        self._bot = bot
        self._sender = sender
        self._database = database
        self._clock = clock
        self._count = count
        self._queues: dict[int, deque[Handled]] = {}
        self._workers: dict[int, asyncio.Task[None]] = {}
        #: Fingerprints of what messages were edited into, by chat and message; the oldest are forgotten.
        self._shown: dict[tuple[int, int], str] = {}

    def put(self, handled: Handled) -> None:
        """Queue the reply of a committed update; returns at once."""
        chat_id = handled.incoming.chat_id
        self._queues.setdefault(chat_id, deque()).append(handled)
        if chat_id not in self._workers:
            self._workers[chat_id] = asyncio.create_task(self._work(chat_id))

    async def idle(self) -> None:
        """Wait until every queue is empty."""
        while self._workers:
            await asyncio.gather(*self._workers.values(), return_exceptions=True)

    async def stop(self, timeout_s: float) -> None:
        """Send what is queued for up to `timeout_s` seconds, then drop the rest."""
        try:
            await asyncio.wait_for(self.idle(), timeout_s)
        except TimeoutError:
            for worker in list(self._workers.values()):
                worker.cancel()

    async def _work(self, chat_id: int) -> None:
        queue = self._queues[chat_id]
        try:
            while queue:
                await self._send_reply(queue.popleft())
        finally:
            del self._workers[chat_id]
            if not queue:
                del self._queues[chat_id]

    async def _send_reply(self, handled: Handled) -> None:
        incoming, reply = handled.incoming, handled.reply
        try:
            text = "" if reply.refusal is None else render_refusal(reply.refusal, handled.locale, handled.zone)
            boxed = incoming.query_id != "" and 0 < utf16_length(to_plain(text)) <= LONGEST_TOAST
            if incoming.query_id:
                await self._answer_query(handled, to_plain(text) if boxed else "")
            if reply.refusal is not None and not boxed:
                await self._send(handled, Part(text, sources=(reply.refusal,)), reply)
            for each in (reply, *reply.also):
                await self._send_content(handled, each)
            if handled.menu and incoming.private:
                await self._show_menu(handled)
            self._count("said")
        except Forbidden:
            self._count("unreachable")
            await self._note_unreachable(handled)
        except TelegramError as error:  # no traceback: the fault is in the network or at Telegram, not in the code
            self._count("failed")
            log.warning("the reply to update %s was not delivered: %s", incoming.update_id, error.message)
        except Exception:
            self._count("failed")
            log.exception("the reply to update %s was not delivered", incoming.update_id)

    async def _answer_query(self, handled: Handled, box: str) -> None:
        """Answer the callback query, which ends the button's waiting sign: with the toast, or a refusal in a box."""
        toast = handled.reply.toast
        text = box or ("" if toast is None else toast.render(handled.locale))[:LONGEST_TOAST]
        try:
            await self._persist(
                lambda: self._sender.without_chat(
                    lambda: self._bot.answer_callback_query(
                        handled.incoming.query_id, text or None, show_alert=bool(box)
                    )
                )
            )
        except BadRequest as error:  # Telegram takes an answer for a short time only; the reply still follows
            log.info("a button was answered too late: %s", error.message)

    async def _send_content(self, handled: Handled, reply: Reply) -> None:
        if reply.content is None:
            return
        locale = reply.locale or handled.locale
        first, *rest = to_parts(reply.content, locale, handled.zone)
        pressed = handled.incoming.message_id if reply.edit and handled.incoming.button else None
        message_id = reply.message_id or pressed
        if message_id is None or not await self._edited(handled, message_id, first, locale):
            message_id = (await self._send(handled, first, reply)).message_id
        if reply.follows is not None:
            await self._follow(reply.follows, handled.incoming.chat_id, message_id, fingerprint(first, locale))
        for part in rest:
            await self._send(handled, part, reply)

    async def _edited(self, handled: Handled, message_id: int, part: Part, locale: str) -> bool:
        """Edit a message of the bot into this part. False when Telegram refuses, or only one of them has a file."""
        incoming = handled.incoming
        on_caption = incoming.on_caption and message_id == incoming.message_id
        if (part.file is not None) != on_caption:
            return False
        if self._is_shown(incoming, message_id, part, locale):
            return True
        try:
            await self._persist(
                lambda: self._sender.edit(incoming.chat_id, message_id, part, locale, on_caption=on_caption)
            )
        except BadRequest as error:
            log.info("message %s could not be changed: %s", message_id, error.message)
            return False
        self._shown[incoming.chat_id, message_id] = fingerprint(part, locale)
        if len(self._shown) > REMEMBERED:
            del self._shown[next(iter(self._shown))]
        return True

    def _is_shown(self, incoming: Incoming, message_id: int, part: Part, locale: str) -> bool:
        """Whether an edit would change nothing.

        Telegram tells with a pressed button what its message showed then. A second press may come before the message
        has changed after the first one: what this process has made of the message since counts too.
        """
        if incoming.shown is None or message_id != incoming.message_id:
            return False
        last = self._shown.get((incoming.chat_id, message_id))
        if last is not None and last != fingerprint(part, locale):
            return False
        return incoming.shown == would_show(part, locale)

    async def _follow(self, notification_id: int, chat_id: int, message_id: int, shown: str) -> None:
        """Make this message show the progress of a notification from now on.

        `settled_at` is reset, because every delivery may have ended before the message was sent.

        Args:
            shown: the fingerprint of what it shows.
        """

        async def note(session: AsyncSession) -> None:
            notification = await session.get_one(Notification, notification_id)
            notification.progress_chat_id, notification.progress_message_id = chat_id, message_id
            notification.progress_shown = shown
            notification.settled_at = None

        await self._note(note)

    async def _send(self, handled: Handled, part: Part, reply: Reply) -> Sent:
        incoming = handled.incoming
        reply_to = (reply.reply_to or incoming.message_id) if reply.to_message else None
        locale = reply.locale or handled.locale
        return await self._persist(
            lambda: self._sender.send(
                incoming.chat_id, part, locale, lane=Lane.REPLY, reply_to=reply_to, thread_id=incoming.thread_id
            )
        )

    async def _persist(self, call: Callable[[], Awaitable[T]]) -> T:
        """Call again after flood control, without limit, and after network errors, once for each wait of `BACKOFF_S`.

        Raises: TelegramError, the last one.
        """
        waits = iter(BACKOFF_S)
        while True:
            try:
                return await call()
            except RetryAfter as error:  # does not use up a wait of BACKOFF_S
                await asyncio.sleep(seconds(error))
            except BadRequest:  # a subclass of NetworkError
                raise
            except NetworkError as error:
                wait_s = next(waits, None)
                if wait_s is None:
                    raise
                log.warning("network: %s; trying again in %s s", error.message, wait_s)
                await asyncio.sleep(wait_s)

    async def _show_menu(self, handled: Handled) -> None:
        commands = [BotCommand(entry.command, entry.description) for entry in handled.menu]
        scope = BotCommandScopeChat(handled.incoming.chat_id)
        try:
            await self._sender.without_chat(lambda: self._bot.set_my_commands(commands, scope=scope))
        except TelegramError as error:  # the next update of this person tries again
            log.warning("the command menu was not set: %s", error.message)
            return

        async def note(session: AsyncSession) -> None:
            person = await session.get_one(Person, handled.person_id)
            person.commands_shown = menu_fingerprint(handled.menu)

        await self._note(note)

    async def _note_unreachable(self, handled: Handled) -> None:
        person_id = handled.person_id
        # A group that removed the bot says nothing about the person.
        if person_id is None or not handled.incoming.private:
            return

        async def note(session: AsyncSession) -> None:
            await note_unreachable(session, [person_id], now=self._clock())

        await self._note(note)

    async def _note(self, note: Callable[[AsyncSession], Awaitable[None]]) -> None:
        """Record a result in a transaction of its own. An error is logged, so that further parts are still sent."""
        try:
            async with self._database.begin() as session:
                await note(session)
        except Exception:
            log.exception("what became of a reply could not be noted")
