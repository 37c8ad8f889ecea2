"""Sending the replies of handlers: after the commit, in order within a chat, before bulk messages."""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from telegram import Bot, BotCommand, BotCommandScopeChat
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.administrators import is_administrator
from bot.making import Making
from bot.noting import following, showing
from bot.offers import find_offer, note_offer
from bot.persisting import persist
from bot.replies import LONGEST_TOAST, Edit, edited_by, is_on_caption, is_replaced, only_edit, refusal_of
from bot.shown_messages import ShownMessages
from handlers.routing.handled import Handled
from handlers.routing.menus import fingerprint as menu_fingerprint
from handlers.routing.request import Reply
from messages.rendering.content import Content, Part, to_parts, to_plain
from scheduler.delivery.drawing import NotMade, make_all
from scheduler.delivery.pacing import Lane
from scheduler.delivery.sender import Sender, Sent, fingerprint
from scheduler.leadership.people_first import PeopleFirst
from storage.core.shortening import shorten
from storage.engine.database import Database
from storage.members import Account
from twg.deliveries import note_unreachable

log = logging.getLogger(__name__)


class Outbound:
    """Sends replies through one queue per chat; chats do not wait for each other.

    A pressed button is answered at once. Of several edits of one message that wait for their turn only the newest is
    sent, so that a person who taps quickly soon sees where they are. Of several equal answers to a stranger that wait
    only the newest is sent, so that a flood costs one message.

    Args:
        people: told while replies are sent, so that other work steps aside.
        clock: returns the current time, UTC, timezone-aware.
        count: called with the result of each reply: "said" (sent), "unreachable" or "failed".
        alone: whether no other process answers people.
    """

    def __init__(
        self,
        bot: Bot,
        sender: Sender,
        database: Database,
        people: PeopleFirst,
        clock: Callable[[], datetime],
        count: Callable[[str], None],
        *,
        alone: bool,
    ) -> None:
        self._bot = bot
        self._sender = sender
        self._database = database
        self._people = people
        self._clock = clock
        self._count = count
        self._queues: dict[int, deque[Handled]] = {}
        self._workers: dict[int, asyncio.Task[None]] = {}
        self._answering: set[asyncio.Task[bool]] = set()
        self._making = Making()
        self._shown = ShownMessages(alone)

    def put(self, handled: Handled) -> None:
        """Queue the reply of a committed update; returns at once."""
        chat_id = handled.incoming.chat_id
        if handled.incoming.query_id:
            task = asyncio.create_task(self._noting_errors(handled, self._answer_query(handled)))
            self._answering.add(task)
            task.add_done_callback(self._answering.discard)
        self._queues.setdefault(chat_id, deque()).append(handled)
        if chat_id not in self._workers:
            self._workers[chat_id] = asyncio.create_task(self._work(chat_id))

    async def administers(self, chat_id: int, user_id: int) -> bool | None:
        """Whether Telegram says that a person is an administrator of a group; None where it does not answer."""
        return await is_administrator(self._bot, chat_id, user_id)

    async def idle(self) -> None:
        """Wait until every queue is empty."""
        while tasks := self._tasks():
            await asyncio.gather(*tasks, return_exceptions=True)

    async def stop(self, timeout_s: float) -> None:
        """Send what is queued for up to `timeout_s` seconds, then drop the rest."""
        try:
            await asyncio.wait_for(self.idle(), timeout_s)
        except TimeoutError:
            for task in self._tasks():
                task.cancel()
        await self._sender.close()

    def _tasks(self) -> list[asyncio.Task[Any]]:
        return [*self._workers.values(), *self._answering, *self._making.tasks()]

    async def _work(self, chat_id: int) -> None:
        queue = self._queues[chat_id]
        try:
            while queue:
                handled = queue.popleft()
                while queue and is_replaced(handled, queue[0]):
                    self._count("said")
                    handled = queue.popleft()
                if handled.reply.while_made is None:
                    await self._say(handled, queue)
                elif self._making.has(handled):
                    await self._say_that_it_comes(handled)
                else:
                    self._making.begin(handled, partial(self._say_that_it_comes, handled), partial(self._make, handled))
        finally:
            del self._workers[chat_id]
            if not queue:
                del self._queues[chat_id]

    async def _make(self, handled: Handled) -> None:
        """Send a reply whose file takes long to make; other replies to the chat do not wait for it."""
        if not handled.reply.announced:
            await self._say(handled, deque())
        elif await self._noting_errors(handled, self._announce(handled)):
            self._count("said")

    async def _say_that_it_comes(self, handled: Handled) -> None:
        await self._say(replace(handled, reply=Reply(handled.reply.while_made)), deque())

    async def _announce(self, handled: Handled) -> None:
        """Say that files are being made; then let that message be the reply, and send the files below it."""
        reply = handled.reply
        content = reply.content
        if content is None or reply.while_made is None:
            return
        begun = await self._send(handled, to_parts(reply.while_made, handled.locale, handled.zone)[0], Reply())
        files = await make_all(content.files, self._sender.charts)
        made = replace(reply, content=replace(content, files=files), message_id=begun.message_id)
        await self._send_reply(replace(handled, reply=made), deque())

    async def _say(self, handled: Handled, queue: deque[Handled]) -> None:
        if await self._noting_errors(handled, self._send_reply(handled, queue)):
            self._count("said")

    async def _noting_errors(self, handled: Handled, sending: Awaitable[None]) -> bool:
        """Await the sending of a reply, or of a part of it. An error is logged and counted; then returns False."""
        update_id = handled.incoming.update_id
        try:
            with self._people.answering():
                await sending
        except Forbidden:
            self._count("unreachable")
            await self._note_unreachable(handled)
        except TelegramError as error:  # no traceback: the fault is in the network or at Telegram, not in the code
            self._count("failed")
            log.warning("the reply to update %s was not delivered: %s", update_id, error.message)
        except Exception:
            self._count("failed")
            log.exception("the reply to update %s was not delivered", update_id)
        else:
            return True
        return False

    async def _send_reply(self, handled: Handled, queue: deque[Handled]) -> None:
        """Send a reply. `queue`: those that wait behind it; those whose edit takes its place are taken from there."""
        edit = only_edit(handled)
        if edit is not None:
            await self._edit_to_newest(edit, queue)
            return
        reply, (text, boxed) = handled.reply, refusal_of(handled)
        if reply.refusal is not None and not boxed:
            await self._send(handled, Part(text, sources=(reply.refusal,)), reply)
        for each in (reply, *reply.also):
            await self._send_content(handled, each)
        if handled.menu and handled.incoming.private:
            await self._show_menu(handled)

    async def _edit_to_newest(self, edit: Edit, queue: deque[Handled]) -> None:
        """Edit a message in its turn, as the newest of the replies that wait for that says."""
        chat_id = edit.handled.incoming.chat_id

        def take_newest() -> bool:
            """Put the newest edit in place of the older ones; returns whether it changes anything."""
            nonlocal edit
            while queue and (newer := only_edit(queue[0])) and newer.message_id == edit.message_id:
                queue.popleft()
                self._count("said")
                edit = newer
            return not self._shown.has(edit.handled.incoming, edit.message_id, edit.part, edit.locale)

        async def edit_in_turn() -> None:
            if not take_newest():
                return
            async with self._sender.turn(chat_id):
                if take_newest():
                    await self._sender.edit(
                        chat_id, edit.message_id, edit.part, edit.locale, on_caption=edit.on_caption, in_turn=True
                    )
                    self._shown.note(chat_id, edit.message_id, edit.part, edit.locale)

        try:
            await persist(edit_in_turn)
        except BadRequest as error:
            log.info("message %s could not be changed: %s", edit.message_id, error.message)
            await self._send(edit.handled, edit.part, edit.handled.reply)

    async def _answer_query(self, handled: Handled) -> None:
        """Answer the callback query, which ends the button's waiting sign: with the toast, or a refusal in a box."""
        toast, (refusal, boxed) = handled.reply.toast, refusal_of(handled)
        box = to_plain(refusal) if boxed else ""
        text = box or shorten("" if toast is None else toast.render(handled.locale), LONGEST_TOAST)
        query_id, shown = handled.incoming.query_id, text or None
        answer = partial(self._bot.answer_callback_query, query_id, shown, show_alert=bool(box))
        try:
            await persist(lambda: self._sender.without_chat(answer))
        except BadRequest as error:  # Telegram takes an answer for a short time only; the reply still follows
            log.info("a button was answered too late: %s", error.message)

    async def _send_content(self, handled: Handled, reply: Reply) -> None:
        if reply.content is None:
            return
        locale = reply.locale or handled.locale
        first, *rest = to_parts(reply.content, locale, handled.zone)
        message_id = edited_by(handled, reply) or await find_offer(self._database, handled.incoming.chat_id, reply)
        if message_id is None or not await self._edited(handled, message_id, first, locale):
            message_id = (await self._send(handled, first, reply)).message_id
        if reply.gathers is not None:
            chat_id, first_id = handled.incoming.chat_id, reply.gathers
            await self._note(partial(note_offer, chat_id=chat_id, first_id=first_id, message_id=message_id))
        await self._note_shown(handled, reply, message_id, first)
        for part in rest:
            sent = await self._send(handled, part, reply)
            await self._note_shown(handled, replace(reply, follows=None, live=None), sent.message_id, part)

    async def _edited(self, handled: Handled, message_id: int, part: Part, locale: str) -> bool:
        """Edit a message of the bot into this part. False when Telegram refuses, or only one of them has a file."""
        chat_id, on_caption = handled.incoming.chat_id, is_on_caption(handled, message_id)
        if (part.file is not None) != on_caption:
            return False
        if self._shown.has(handled.incoming, message_id, part, locale):
            return True
        try:
            await persist(lambda: self._sender.edit(chat_id, message_id, part, locale, on_caption=on_caption))
        except BadRequest as error:
            log.info("message %s could not be changed: %s", message_id, error.message)
            return False
        self._shown.note(chat_id, message_id, part, locale)
        return True

    async def _note_shown(self, handled: Handled, reply: Reply, message_id: int, part: Part) -> None:
        """Note which message shows the progress of a notification from now on, or a row that may be recalled."""
        if reply.follows is not None:
            shown = fingerprint(part, reply.locale or handled.locale)
            await self._note(following(reply.follows, handled.incoming.chat_id, message_id, shown))
        kind = part.file.kind if reply.shows is not None and part.file is not None else ""
        row = reply.live or (reply.shows if kind else None)
        if row is not None:
            await self._note(showing(row, handled, message_id, kind, now=self._clock()))

    async def _send(self, handled: Handled, part: Part, reply: Reply) -> Sent:
        incoming = handled.incoming
        reply_to = (reply.reply_to or incoming.message_id) if reply.to_message else None
        locale = reply.locale or handled.locale

        options: dict[str, Any] = {"lane": Lane.REPLY, "reply_to": reply_to, "thread_id": incoming.thread_id}
        try:
            return await persist(lambda: self._sender.send(incoming.chat_id, part, locale, **options))
        except NotMade:
            log.exception("the file of the reply to update %s could not be made", incoming.update_id)
            [part] = to_parts(Content("general/file_not_made"), locale, handled.zone)
            return await persist(lambda: self._sender.send(incoming.chat_id, part, locale, **options))

    async def _show_menu(self, handled: Handled) -> None:
        commands = [BotCommand(entry.command, entry.description) for entry in handled.menu]
        scope = BotCommandScopeChat(handled.incoming.chat_id)
        try:
            await self._sender.without_chat(lambda: self._bot.set_my_commands(commands, scope=scope))
        except TelegramError as error:  # the next update of this person tries again
            log.warning("the command menu was not set: %s", error.message)
            return

        async def note(session: AsyncSession) -> None:
            account = await session.get_one(Account, handled.account_id)
            account.commands_shown = menu_fingerprint(handled.menu)

        await self._note(note)

    async def _note_unreachable(self, handled: Handled) -> None:
        account_id = handled.account_id
        # A group that removed the bot says nothing about the person.
        if account_id is None or not handled.incoming.private:
            return

        async def note(session: AsyncSession) -> None:
            await note_unreachable(session, [account_id], now=self._clock())

        await self._note(note)

    async def _note(self, note: Callable[[AsyncSession], Awaitable[None]]) -> None:
        """Record a result in a transaction of its own. An error is logged, so that further parts are still sent."""
        try:
            async with self._database.begin() as session:
                await note(session)
        except Exception:
            log.exception("what became of a reply could not be noted")
