"""The text and the file of a message."""

from collections.abc import Iterable

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
