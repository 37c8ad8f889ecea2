"""Send and edit single messages, paced by the send budget."""

import hashlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from typing import Any, TypeVar

from telegram import Bot, InputFile
from telegram.error import BadRequest, RetryAfter, TelegramError, TimedOut

from messages.rendering.content import Attachment, CannotMake, Part, split_text, to_plain, utf16_length
from messages.rendering.keyboards import to_markup
from messages.rendering.templating import LONGEST_CAPTION
from scheduler.delivery.bot_api import call
from scheduler.delivery.drawing import ChartWorker, NotMade, make
from scheduler.delivery.loop_guard import LoopGuard
from scheduler.delivery.pacing import ChatPaused, Lane, Pacing
from scheduler.leadership.lease import NotLeading

log = logging.getLogger(__name__)

T = TypeVar("T")

#: Options of every text: HTML markup, no link preview.
_TEXT = {"parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
_CAPTION = {"parse_mode": "HTML"}
#: The method by which a file of each kind is sent: Telegram sends a file again as what it was sent before.
_METHODS = {
    "document": "sendDocument",
    "photo": "sendPhoto",
    "voice": "sendVoice",
    "video_note": "sendVideoNote",
    "video": "sendVideo",
    "audio": "sendAudio",
}


class Withheld(Exception):
    """A message whose turn has come is not to be sent any more."""


@dataclass(frozen=True)
class Sent:
    """A message that Telegram accepted, or the first one of an album.

    Attributes:
        handle: Telegram's file_id of its file; empty if it has none.
        album: the ids of all messages of an album, in the order of its files.
    """

    message_id: int
    handle: str = ""
    album: tuple[int, ...] = ()


class Sender:
    """Sends and edits parts.

    Every call waits for its turn. A 429 pauses the chat, or everything, before it is raised.

    Args:
        check_leading: called just before a bulk message is sent; raises NotLeading if another process may lead.
    """

    def __init__(
        self, bot: Bot, pacing: Pacing, guard: LoopGuard, check_leading: Callable[[], None] = lambda: None
    ) -> None:
        self._bot = bot
        self._pacing = pacing
        self._guard = guard
        self._check_leading = check_leading
        #: What draws the charts of its files, in another process.
        self.charts = ChartWorker()

    @property
    def bot_username(self) -> str:
        """The bot's name in Telegram, without the "@"."""
        return self._bot.username

    async def send(
        self,
        chat_id: int,
        part: Part,
        locale: str,
        *,
        lane: Lane,
        handle: str = "",
        reply_to: int | None = None,
        thread_id: int = 0,
        queues: int = 1,
        silent: bool = False,
        check: Callable[[], None] = lambda: None,
    ) -> Sent:
        """Send a part.

        Args:
            handle: Telegram's file_id of the part's file, if it was uploaded before.
            reply_to: id of the message to quote; ignored if that was deleted.
            thread_id: the topic; 0 outside of topics.
            queues: see `Pacing.turn`.
            silent: without a sound.
            check: called when its turn has come; what it raises is raised, and nothing is sent.
        Raises:
            telegram.error.TelegramError: Telegram refused it or could not be reached. RetryAfter has paused the chat.
            NotMade: the part's file could not be made.
            LoopStopped: for bulk only; this chat has got the same text too often.
            ChatPaused, NotLeading: for bulk only.
        """
        guarded = lane is Lane.BULK and part.text != ""  # a person who asks is always answered
        if guarded:
            self._guard.check(chat_id, part.text)
        options: dict[str, Any] = {"chat_id": chat_id, "reply_markup": to_markup(part.keyboard, locale)}
        if silent:
            options["disable_notification"] = True
        if thread_id:
            options["message_thread_id"] = thread_id
        if reply_to is not None:
            options["reply_parameters"] = {"message_id": reply_to, "allow_sending_without_reply": True}
        try:
            async with self.turn(chat_id, lane, queues=queues, messages=part.messages):
                check()
                if part.album:
                    return await self._send_album(part.album, options)
                if part.file is not None:
                    if lane is Lane.REPLY and not (handle or part.file.handle):
                        await self._show_work(chat_id)
                    return await self._send_file(part.file, part.text, handle, options)
                message = await call(self._bot, "sendMessage", text=part.text, **_TEXT, **options)
                return Sent(message["message_id"])
        except (ChatPaused, NotLeading, RetryAfter, Withheld):
            if guarded:
                self._guard.take_back(chat_id, part.text)
            raise

    async def without_chat(self, call: Callable[[], Awaitable[T]]) -> T:
        """Make a call that sends nothing to a chat; a 429 pauses everything. Raises: TelegramError."""
        try:
            return await call()
        except RetryAfter as error:
            self._pacing.pause(seconds(error))
            raise

    @asynccontextmanager
    async def turn(
        self, chat_id: int, lane: Lane = Lane.REPLY, *, queues: int = 1, messages: int = 1
    ) -> AsyncIterator[None]:
        """Wait for a turn to make one call that sends to a chat or edits there; a 429 pauses the chat.

        Args:
            queues, messages: see `Pacing.turn`.
        Raises: what the call raises; ChatPaused and NotLeading for bulk.
        """
        async with self._pacing.turn(chat_id, lane, queues=queues, messages=messages):
            if lane is Lane.BULK:
                self._check_leading()
            try:
                yield
            except RetryAfter as error:
                self._pacing.pause(seconds(error), chat_id)
                raise

    async def _show_work(self, chat_id: int) -> None:
        """Show "sending a file…" in the chat while the file is made and uploaded (U5)."""
        try:
            await call(self._bot, "sendChatAction", chat_id=chat_id, action="upload_document")
        except RetryAfter:  # the file would be refused too
            raise
        except TelegramError:  # not worth failing for: the file can be sent without it
            log.info("a sign of work was not shown in chat %s", chat_id)

    async def _send_file(self, file: Attachment, caption: str, handle: str, options: dict[str, Any]) -> Sent:
        if caption:
            options |= {"caption": caption, **_CAPTION}
        options[file.kind] = await self._to_send(file, handle)
        message = await call(self._bot, _METHODS[file.kind], **options)
        return Sent(message["message_id"], _handle(message))

    async def _to_send(self, file: Attachment, handle: str) -> str | InputFile:
        """A file as a call takes it. Raises: NotMade."""
        if handle or file.handle:
            return handle or file.handle
        try:
            return InputFile(await make(file, self.charts), filename=file.name)
        except CannotMake as error:
            if file.otherwise is None:
                raise NotMade(file.name) from error
            log.warning("%s could not be made: %s", file.name, error)
            return await self._to_send(file.otherwise, "")

    async def close(self) -> None:
        """End the process that draws charts."""
        await self.charts.close()

    async def _send_album(self, album: Sequence[tuple[Attachment, str]], options: dict[str, Any]) -> Sent:
        """Send files that Telegram knows as one album, which has no buttons."""
        media = [
            {"type": file.kind, "media": file.handle, **({"caption": caption, **_CAPTION} if caption else {})}
            for file, caption in album
        ]
        given = {name: value for name, value in options.items() if name != "reply_markup"}
        messages = await call(self._bot, "sendMediaGroup", media=media, **given)
        ids = tuple(message["message_id"] for message in messages)
        return Sent(ids[0], album=ids)

    async def edit(
        self,
        chat_id: int,
        message_id: int,
        part: Part,
        locale: str,
        *,
        on_caption: bool,
        lane: Lane = Lane.REPLY,
        in_turn: bool = False,
    ) -> None:
        """Edit a message. Telegram's refusal of an edit that changes nothing is ignored.

        Args:
            on_caption: the message has a file, so that its text is a caption; too long a text ends in “…”.
            in_turn: the caller has waited for a turn already (`turn`).
        Raises:
            telegram.error.TelegramError: Telegram refused it or could not be reached. RetryAfter has paused the chat.
            ChatPaused, NotLeading: for bulk only.
        """
        options = {"chat_id": chat_id, "message_id": message_id, "reply_markup": to_markup(part.keyboard, locale)}
        try:
            async with nullcontext() if in_turn else self.turn(chat_id, lane):
                if on_caption:
                    await call(self._bot, "editMessageCaption", caption=_fitting(part.text), **_CAPTION, **options)
                else:
                    await call(self._bot, "editMessageText", text=part.text, **_TEXT, **options)
        except BadRequest as error:
            if "not modified" not in error.message:
                raise

    async def replace_media(self, chat_id: int, message_id: int, part: Part, locale: str, *, handle: str = "") -> str:
        """Put the file of a part, with its text as caption, in the place of the file in a message.

        Args:
            handle: Telegram's file_id of the file, if it was uploaded before.
        Returns: the file_id; empty where Telegram says that nothing changes.
        Raises: as `edit`.
        """
        assert part.file is not None  # noqa: S101 - the caller has looked
        media = await self._to_send(part.file, handle)
        upload = {} if isinstance(media, str) else {"upload": media}
        shown = {
            "type": part.file.kind,
            "media": "attach://upload" if upload else media,
            "caption": _fitting(part.text),
        }
        options = {"chat_id": chat_id, "message_id": message_id, "reply_markup": to_markup(part.keyboard, locale)}
        try:
            async with self.turn(chat_id, Lane.BULK):
                message = await call(self._bot, "editMessageMedia", media=shown | _CAPTION, **upload, **options)
                return _handle(message)
        except BadRequest as error:
            if "not modified" not in error.message:
                raise
            return ""


def _fitting(text: str) -> str:
    """A text as a caption; too long a one ends in “…”."""
    fits = utf16_length(to_plain(text)) <= LONGEST_CAPTION
    return text if fits else split_text(text, LONGEST_CAPTION - 2)[0] + " …"


def fingerprint(part: Part, locale: str) -> str:
    """Identifies what a message of this part shows: its text and its buttons."""
    return hashlib.sha256(repr((part.text, to_markup(part.keyboard, locale))).encode()).hexdigest()


def may_have_arrived(error: TelegramError) -> bool:
    """Whether a message may have been sent although the call failed: its answer was lost on the way.

    Not where Telegram answered with an error, nor where nothing was sent to it.
    """
    if "not sent to Telegram" in error.message or "ClientConnector" in error.message:
        return False
    return isinstance(error, TimedOut) or error.message.startswith("aiohttp.")


def seconds(error: RetryAfter) -> float:
    """How long Telegram asks to wait, in seconds."""
    wait = error.retry_after
    return float(wait) if isinstance(wait, int) else wait.total_seconds()


def _handle(message: dict[str, Any]) -> str:
    """Telegram's file_id of the file in a message, empty if it has none. A photo's largest size is the last one."""
    found: Any = next((message[kind] for kind in _METHODS if kind in message), {})
    file = found[-1] if isinstance(found, list) else found
    return str(file.get("file_id", ""))
