"""Changing messages that people have: what was recalled is withdrawn from chats and groups, what stands again is shown.

Telegram lets a bot edit its messages at any age, and delete them for 48 hours. So that none is treated otherwise than
another, all are edited: a file is replaced by one that says that it was recalled, which takes the old one out of the
chat. Copies that somebody saved or forwarded stay.
"""

import logging
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession
from telegram.error import BadRequest, Forbidden, TelegramError

from messages.rendering.content import Attachment, Part
from messages.rendering.texts import LOCALES
from scheduler.delivery.pacing import ChatBusy, Lane
from scheduler.delivery.rewording import Rewording, reword
from scheduler.delivery.sender import Sender
from scheduler.delivery.wording import Wordings
from scheduler.leadership.lease import Lease
from storage.core.album_messages import AlbumMessage
from storage.core.bound_messages import BoundMessage, find_bound, list_due_changes
from storage.core.due_work import find_work
from storage.core.notifications import Delivery, DeliveryState
from storage.engine.database import Database, is_trouble
from twg.core.subjects import Domains

log = logging.getLogger(__name__)

#: How long a change waits for a message that is still on its way, and after a failed try: the first wait doubles.
AGAIN = timedelta(seconds=5)
LONGEST_AGAIN = timedelta(minutes=15)
MOST_TRIES = 8


@dataclass
class _Due:
    """A message with what it is to show; `part` is None where it cannot be told."""

    message: BoundMessage
    message_id: int | None
    part: Part | None = None
    locale: str = ""


@dataclass
class MessageChanges:
    """Changes the messages that are due.

    Args:
        clock: returns the current time, UTC, aware.
        lease: held while they are taken up; None if no other process can use the database.
    """

    database: Database
    sender: Sender
    clock: Callable[[], datetime]
    wordings: Wordings
    domains: Domains
    lease: Lease | None = None
    #: Telegram's file_ids of replacing files that were uploaded, by name and kind.
    _handles: dict[tuple[str, str], str] = field(default_factory=dict)

    async def drain(self) -> int:
        """Change all that is due now; returns how many messages were taken up. Raises: NotLeading."""
        async with self.database.read() as session:
            if not (await find_work(session, now=self.clock())).changes:
                return 0
        taken = 0
        while due := await self._take_up():
            taken += len(due)
            for item in due:
                await self._change(item)
        return taken

    async def _take_up(self) -> list[_Due]:
        """The next messages with what they are to show; a change is put off where the message is still on its way."""
        now = self.clock()
        async with self.database.begin() as session:
            if self.lease is not None:
                self.lease.check()
                await self.lease.hold(session)
            found = await list_due_changes(session, now=now)
            due = []
            for message in found:
                item = await self._find(session, message)
                if item is None:
                    message.change_at = now + AGAIN
                    continue
                due.append(item)
            there = [item for item in due if item.message_id is not None]
            rewording = await reword(session, [item.message for item in there], self.wordings, self.domains, now=now)
            for item in there:
                await self._word(rewording, item)
            return due

    async def _find(self, session: AsyncSession, message: BoundMessage) -> _Due | None:
        """The message by its id; None while it is on its way. One that was not sent after all has no id."""
        if message.message_id is None and message.delivery_id is not None:
            delivery = await session.get_one(Delivery, message.delivery_id, populate_existing=True)
            if delivery.state in (DeliveryState.IN_FLIGHT, DeliveryState.PENDING):
                return None
            if delivery.state is DeliveryState.SENT:
                message_id = await _message_of(session, message, delivery)
                other = await find_bound(session, delivery.chat_id, message_id) if message_id is not None else None
                if other is not None:  # a message of several subjects is bound to the first that was changed
                    other.change_at = self.clock()
                    await session.delete(message)
                    return _Due(message, None)
                message.chat_id, message.message_id = delivery.chat_id, message_id
        return _Due(message, message.message_id)

    async def _word(self, rewording: Rewording, item: _Due) -> None:
        message = item.message
        item.locale = _language_of(message)
        try:
            part = await rewording.word(message, item.locale)
        except Exception as error:
            if is_trouble(error):
                raise
            log.exception("message %s in chat %s cannot be worded anew", message.message_id, message.chat_id)
            return
        if part is not None:
            item.part = _replacing(part, message.kind)

    async def _change(self, item: _Due) -> None:
        """Change one message and note what became of it."""
        error, again = "", False
        if item.part is not None and item.message_id is not None:
            try:
                await self._edit(item, item.part, item.message_id)
            except ChatBusy:
                again = True
            except BadRequest as refused:
                error = refused.message
            except Forbidden as refused:
                error = refused.message
            except TelegramError as trouble:
                error, again = trouble.message, item.message.attempts + 1 < MOST_TRIES
        await self._note(item.message, error, again=again)

    async def _edit(self, item: _Due, part: Part, message_id: int) -> None:
        """Edit it as what it is; where Telegram says that it is something else, as that. Raises: TelegramError."""
        where = item.message.chat_id, message_id, part, item.locale
        if item.message.kind and part.file is not None:
            try:
                await self._replace(*where)
            except BadRequest as refused:
                if _is_gone(refused):
                    raise
            else:
                return
        on_caption = item.message.kind != ""
        try:
            await self.sender.edit(*where, on_caption=on_caption, lane=Lane.BULK)
        except BadRequest as refused:
            if _is_gone(refused):
                raise
            await self.sender.edit(*where, on_caption=not on_caption, lane=Lane.BULK)

    async def _replace(self, chat_id: int, message_id: int, part: Part, locale: str) -> None:
        assert part.file is not None  # noqa: S101 - the caller has looked
        key = part.file.name, part.file.kind
        handle = part.file.handle or self._handles.get(key, "")
        uploaded = await self.sender.replace_media(chat_id, message_id, part, locale, handle=handle)
        if not part.file.handle and uploaded:
            self._handles[key] = uploaded

    async def _note(self, message: BoundMessage, error: str, *, again: bool) -> None:
        async with self.database.begin() as session:
            row = await session.get(BoundMessage, message.id)
            if row is None or row.change_at != message.change_at:  # it is to be changed once more
                return
            row.error = error
            row.attempts += bool(error)
            row.change_at = self.clock() + min(AGAIN * 2**row.attempts, LONGEST_AGAIN) if again else None
            if row.message_id is None:
                row.delivery_id = None


async def _message_of(session: AsyncSession, message: BoundMessage, delivery: Delivery) -> int | None:
    """The id of the message as it was sent; None for a file that went without."""
    if message.place is None:
        return delivery.message_id
    album = await session.get(AlbumMessage, (delivery.id, message.place))
    return None if album is None else album.message_id


def _is_gone(refused: BadRequest) -> bool:
    """Whether Telegram says that the message is no longer there, or is none of the bot's."""
    said = refused.message.casefold()
    return "not found" in said or "can't be edited" in said


def _language_of(message: BoundMessage) -> str:
    if message.account is not None:
        return message.account.language
    return LOCALES[0] if message.group is None else message.group.language


#: What stands in the place of a file: Telegram lets a file be replaced, not removed. By kind of the file; a recording
#: of the other kinds cannot be replaced, and only the words below it change.
_IN_PLACE_OF = {"document": "document", "audio": "document", "photo": "photo", "video": "photo"}
_WITHDRAWN = "This file was recalled.\nឯកសារនេះត្រូវបានដកមកវិញហើយ។\n"


def _replacing(part: Part, kind: str) -> Part:
    """The part with the file that a message of this kind shows instead of its own; without one for a text."""
    if part.file is not None:
        return part if kind else replace(part, file=None)
    match _IN_PLACE_OF.get(kind):
        case "document":
            return replace(part, file=Attachment("recalled.txt", make=lambda: _WITHDRAWN.encode()))
        case "photo":
            return replace(part, file=Attachment("recalled.png", make=_grey_picture, kind="photo"))
    return part


def _grey_picture(width: int = 320, height: int = 180) -> bytes:
    """A PNG of one colour."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    lines = (b"\0" + b"\xd9" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = (chunk(b"IHDR", head), chunk(b"IDAT", zlib.compress(lines)), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
