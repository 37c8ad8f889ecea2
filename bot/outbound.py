"""Saying what handlers answered: after the commit, in order within a chat, ahead of all bulk."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Bot, BotCommand, BotCommandScopeChat
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from handlers.routing.dispatch import Handled
from handlers.routing.menus import fingerprint
from handlers.routing.request import Reply
from messages.rendering.content import Part, to_parts, to_plain, utf16_length
from messages.rendering.templating import render_refusal
from scheduler.delivery.pacing import Lane
from scheduler.delivery.sender import Sender, Sent, seconds
from storage.core.notifications import Notification
from storage.engine.database import Database
from storage.members import Person
from twg.deliveries import note_unreachable

log = logging.getLogger(__name__)

#: Telegram's limit on the text over a chat after a button.
LONGEST_TOAST = 200
#: Waits between tries of a reply after network errors, in seconds.
BACKOFF_S = (0.5, 2, 5, 15, 30)

T = TypeVar("T")


class Outbound:
    """A queue per chat; chats do not wait for each other.

    Args:
        count: told what became of each reply: "said", "unreachable" or "failed".
    """

    def __init__(
        self,
        bot: Bot,
        sender: Sender,
        database: Database,
        clock: Callable[[], datetime],
        count: Callable[[str], None] = lambda _result: None,
    ) -> None:
        self._bot = bot
        self._sender = sender
        self._database = database
        self._clock = clock
        self._count = count
        self._queues: dict[int, deque[Handled]] = {}
        self._workers: dict[int, asyncio.Task[None]] = {}

    def put(self, handled: Handled) -> None:
        """Say it when its turn comes; returns at once."""
        chat_id = handled.incoming.chat_id
        self._queues.setdefault(chat_id, deque()).append(handled)
        if chat_id not in self._workers:
            self._workers[chat_id] = asyncio.create_task(self._work(chat_id))

    async def idle(self) -> None:
        """Wait until everything put so far is said."""
        while self._workers:
            await asyncio.gather(*self._workers.values(), return_exceptions=True)

    async def stop(self, timeout_s: float = 10) -> None:
        """Say what is queued, for as long as that takes reasonably."""
        try:
            await asyncio.wait_for(self.idle(), timeout_s)
        except TimeoutError:
            for worker in list(self._workers.values()):
                worker.cancel()

    async def _work(self, chat_id: int) -> None:
        queue = self._queues[chat_id]
        try:
            while queue:
                await self._say(queue.popleft())
        finally:
            del self._workers[chat_id]
            if not queue:
                del self._queues[chat_id]

    async def _say(self, handled: Handled) -> None:
        incoming, reply = handled.incoming, handled.reply
        try:
            words = "" if reply.refusal is None else render_refusal(reply.refusal, handled.locale, handled.zone)
            boxed = incoming.query_id != "" and 0 < utf16_length(to_plain(words)) <= LONGEST_TOAST
            if incoming.query_id:
                await self._answer_query(handled, to_plain(words) if boxed else "")
            if reply.refusal is not None and not boxed:
                await self._send(handled, Part(words, sources=(reply.refusal,)), reply)
            for said in (reply, *reply.also):
                await self._say_content(handled, said)
            if handled.menu and incoming.private:
                await self._show_menu(handled)
            self._count("said")
        except Forbidden:
            self._count("unreachable")
            await self._note_unreachable(handled)
        except TelegramError as error:  # said in one line: the fault is on the way, not in the code
            self._count("failed")
            log.warning("the reply to update %s was not delivered: %s", incoming.update_id, error.message)
        except Exception:
            self._count("failed")
            log.exception("the reply to update %s was not delivered", incoming.update_id)

    async def _answer_query(self, handled: Handled, box: str) -> None:
        """Stop the button's waiting sign, with a toast or, for a refusal, a box."""
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
        except BadRequest as error:  # it waited too long, for a restart perhaps; the message itself still follows
            log.info("a button was answered too late: %s", error.message)

    async def _say_content(self, handled: Handled, said: Reply) -> None:
        if said.content is None:
            return
        locale = said.locale or handled.locale
        first, *rest = to_parts(said.content, locale, handled.zone)
        pressed = handled.incoming.message_id if said.edit and handled.incoming.button else None
        message_id = said.message_id or pressed
        if message_id is None or not await self._edited(handled, message_id, first, locale):
            message_id = (await self._send(handled, first, said)).message_id
        if said.follows is not None:
            await self._follow(said.follows, handled.incoming.chat_id, message_id)
        for part in rest:
            await self._send(handled, part, said)

    async def _edited(self, handled: Handled, message_id: int, part: Part, locale: str) -> bool:
        """Change a message of ours; False where it cannot hold the part or is gone."""
        incoming = handled.incoming
        on_caption = incoming.on_caption and message_id == incoming.message_id
        if (part.file is not None) != on_caption:
            return False
        try:
            await self._persist(
                lambda: self._sender.edit(incoming.chat_id, message_id, part, locale, on_caption=on_caption)
            )
        except BadRequest as error:
            log.info("message %s could not be changed: %s", message_id, error.message)
            return False
        return True

    async def _follow(self, notification_id: int, chat_id: int, message_id: int) -> None:
        """From now on this message shows how far a notification is; it may have arrived everywhere already."""

        async def note(session: AsyncSession) -> None:
            notification = await session.get_one(Notification, notification_id)
            notification.progress_chat_id, notification.progress_message_id = chat_id, message_id
            notification.settled_at = None

        await self._note(note)

    async def _send(self, handled: Handled, part: Part, said: Reply) -> Sent:
        incoming = handled.incoming
        reply_to = incoming.message_id if said.to_message else None
        locale = said.locale or handled.locale
        return await self._persist(
            lambda: self._sender.send(incoming.chat_id, part, locale, lane=Lane.REPLY, reply_to=reply_to)
        )

    async def _persist(self, call: Callable[[], Awaitable[T]]) -> T:
        """Try again after flood control and network errors; people wait for this answer."""
        waits = iter(BACKOFF_S)
        while True:
            try:
                return await call()
            except RetryAfter as error:  # costs no attempt
                await asyncio.sleep(seconds(error))
            except BadRequest:
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
            person.commands_shown = fingerprint(handled.menu)

        await self._note(note)

    async def _note_unreachable(self, handled: Handled) -> None:
        person_id = handled.person_id
        if person_id is None or not handled.incoming.private:  # a group that shut us out is not the person
            return

        async def note(session: AsyncSession) -> None:
            await note_unreachable(session, [person_id], now=self._clock())

        await self._note(note)

    async def _note(self, note: Callable[[AsyncSession], Awaitable[None]]) -> None:
        """Write down what became of a reply; where that fails it is logged, and no further part is lost for it."""
        try:
            async with self._database.begin() as session:
                await note(session)
        except Exception:
            log.exception("what became of a reply could not be noted")
