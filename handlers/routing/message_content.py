"""The text and the file of a message."""

from collections.abc import Iterable
from typing import Any

from handlers.routing.bot_api import Entity, Message, Recording
from twg.core.files import RECORDINGS, SentFile


def text_of(message: Message) -> str:
    if message.text:
        return write_links(message.text, message.entities)
    return write_links(message.caption, message.caption_entities)


def write_links(text: str, entities: Iterable[Entity]) -> str:
    """The text with the address of each link that its words hide, in brackets behind the words."""
    hidden = [entity for entity in entities if entity.type == "text_link" and entity.url]
    if not hidden:
        return text
    units = text.encode("utf-16-le")
    for entity in sorted(hidden, key=lambda entity: entity.offset, reverse=True):
        start, end = 2 * entity.offset, 2 * (entity.offset + entity.length)
        words = units[start:end].decode("utf-16-le", "ignore")
        if words.strip().rstrip("/") != entity.url.rstrip("/"):
            behind = start + len(words.rstrip().encode("utf-16-le"))
            units = units[:behind] + f" ({entity.url})".encode("utf-16-le") + units[behind:]
    return units.decode("utf-16-le", "ignore")


def file_of(message: Message) -> SentFile | None:
    file = _file_of(message)
    if file is None or message.own_forward:
        return file
    author, author_id = _author(message.forward_origin)
    return file.model_copy(update={"author": author, "author_id": author_id}) if author else file


def _author(origin: Any) -> tuple[str, int]:
    """Who sent a forwarded message first: the name, and the id of a person who does not hide it, else 0.

    Args:
        origin: `MessageOrigin` of the Bot API, or anything else.
    """
    if not isinstance(origin, dict):
        return "", 0
    user = origin.get("sender_user")
    if isinstance(user, dict) and not user.get("is_bot"):
        names = user.get("first_name"), user.get("last_name")
        name = " ".join(part for part in names if isinstance(part, str) and part)
        user_id = user.get("id")
        return name, user_id if isinstance(user_id, int) else 0
    chat = origin.get("sender_chat") or origin.get("chat")
    title = chat.get("title") if isinstance(chat, dict) else origin.get("sender_user_name")
    return (title, 0) if isinstance(title, str) else ("", 0)


def _file_of(message: Message) -> SentFile | None:
    if message.document is not None:
        document = message.document
        return SentFile(
            handle=document.file_id,
            name=document.file_name or "file",
            mime_type=document.mime_type or "application/octet-stream",
            size_bytes=document.file_size or 0,
            empty=document.file_size == 0,
            caption=text_of(message) if message.media_group_id else "",
        )
    if message.photo:
        largest = message.photo[-1]
        return SentFile(
            handle=largest.file_id,
            kind="photo",
            name=f"photo-{largest.file_unique_id}.jpg",
            mime_type="image/jpeg",
            size_bytes=largest.file_size,
            caption=text_of(message) if message.media_group_id else "",
        )
    return _recording(message)


def _recording(message: Message) -> SentFile | None:
    """A voice message, a video note, a video or an audio file."""
    for kind, extension in RECORDINGS.items():
        found: Recording | None = getattr(message, kind)
        if found is not None:
            return SentFile(
                handle=found.file_id,
                kind=kind,
                name=found.file_name or f"{kind}-{message.message_id}.{extension}",
                mime_type=found.mime_type or "application/octet-stream",
                size_bytes=found.file_size,
                caption=text_of(message) if message.media_group_id else "",
            )
    return None
