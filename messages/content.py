"""What a message is made of before it has a reader, and the parts it is sent in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from messages.keyboards import Keyboard
from messages.rendering import LONGEST_TEXT, render


@dataclass(frozen=True)
class Attachment:
    """A file to send: made when it is sent, or the handle of one the messenger already has.

    Attributes:
        make: its bytes; called in a thread, since a workbook takes its time.
        kind: "document" or "photo".
        captioned: the text of the content goes under this file instead of before it.
        edition: tells a file from an earlier one of the same name; the same edition is uploaded only once.
    """

    name: str
    make: Callable[[], bytes] | None = None
    handle: str = ""
    kind: str = "document"
    captioned: bool = False
    edition: int = 0


@dataclass(frozen=True)
class Content:
    """A template and what it needs, the buttons below it and the files with it."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    keyboard: Keyboard = ()
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True)
class Part:
    """One message of the messenger: a text, or a file with or without one."""

    text: str = ""
    keyboard: Keyboard = ()
    file: Attachment | None = None


def to_parts(content: Content, locale: str, zone: ZoneInfo) -> list[Part]:
    """The messages that make up a content: the text, or the file it captions, then the other files."""
    text = render(content.template, locale, zone, content.context)
    if content.files and content.files[0].captioned:
        first, *rest = content.files
        return [Part(text, content.keyboard, first), *(Part(file=file) for file in rest)]
    *pages, last = split_text(text)
    return [*(Part(page) for page in pages), Part(last, content.keyboard), *(Part(file=file) for file in content.files)]


def split_text(text: str, limit: int = LONGEST_TEXT) -> list[str]:
    """The text in pages of at most `limit` UTF-16 units, broken between lines; no template's tag spans lines."""
    pages: list[str] = []
    page = ""
    for line in text.split("\n"):
        longer = f"{page}\n{line}" if page else line
        if page and utf16_length(longer) > limit:
            pages.append(page.strip())
            page = line
        else:
            page = longer
    return [*pages, page.strip()]


def utf16_length(text: str) -> int:
    """Length as Telegram counts it: an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
