"""What a message is made of before it has a reader, and the parts it is sent in."""

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from messages.rendering.keyboards import Keyboard
from messages.rendering.templating import LONGEST_CAPTION, LONGEST_TEXT, render
from twg.core.refusals import Refusal


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
    #: The buttons it has where it shares a message with others: each says what it is about. Empty where it shares none.
    grouped: Keyboard = ()


@dataclass(frozen=True)
class Part:
    """One message of the messenger: a text, or a file with or without one."""

    text: str = ""
    keyboard: Keyboard = ()
    file: Attachment | None = None
    #: What its text was rendered from; several where messages were grouped, none for a file without a caption.
    sources: tuple[Content | Refusal, ...] = field(default=(), compare=False, repr=False)


#: Words a template, given locale, zone and context.
Render = Callable[[str, str, ZoneInfo, Mapping[str, Any]], str]


def to_parts(content: Content, locale: str, zone: ZoneInfo, render: Render = render) -> list[Part]:
    """The messages that make up a content: the text, or the file it captions, then the other files.

    A text too long for a caption goes before its file.
    """
    text, sources = render(content.template, locale, zone, content.context), (content,)
    if content.files and content.files[0].captioned and utf16_length(to_plain(text)) <= LONGEST_CAPTION:
        first, *rest = content.files
        return [Part(text, content.keyboard, first, sources), *(Part(file=file) for file in rest)]
    *pages, last = split_text(text)
    texts = [*(Part(page, sources=sources) for page in pages), Part(last, content.keyboard, sources=sources)]
    return [*texts, *(Part(file=file) for file in content.files)]


#: What a page may not end within: a tag, an entity, a space, a word of at most so many letters, each with what is
#: written above and below it.
_LETTER = "[^\\s<&](?:\u17d2.|[\u17b4-\u17d1\u17d3\u17dd\u0300-\u036f\u200c\u200d\ufe0f])*"
_ATOM = re.compile(rf"<[^>]*>|&#?\w+;|\s|(?:{_LETTER}){{1,100}}|.", re.DOTALL)
_TAG = re.compile(r"<(/?)([\w-]+)[^>]*>")


def split_text(text: str, limit: int = LONGEST_TEXT) -> list[str]:
    """The text in pages of at most `limit` UTF-16 units, tags counted.

    Broken between lines, and within a line only where it is longer than a page; a tag open at a break is closed there
    and opened again on the next page.
    """
    if utf16_length(text) <= limit:
        return [text]
    pages = [""]
    for piece in _pieces(text, limit):
        longer = pages[-1] + piece
        if utf16_length(longer + _closing(_open_tags(longer))) > limit:
            tags = _open_tags(pages[-1])
            pages[-1] += _closing(tags)
            pages.append("".join(tags))
        pages[-1] += piece
    return [page.strip() for page in pages if to_plain(page).strip()] or [""]


def _pieces(text: str, limit: int) -> Iterator[str]:
    """Lines; a long one in its words, so that no page ends half empty."""
    for line in text.splitlines(keepends=True):
        if utf16_length(line) <= limit // 2:
            yield line
        else:
            yield from _ATOM.findall(line)


def _open_tags(page: str) -> list[str]:
    """The tags that are not closed, the outermost first."""
    opened: list[str] = []
    for tag in _TAG.finditer(page):
        if not tag[1]:
            opened.append(tag[0])
        elif opened:
            opened.pop()
    return opened


def _closing(tags: list[str]) -> str:
    return "".join(_TAG.sub(r"</\2>", tag) for tag in reversed(tags))


def to_plain(text: str) -> str:
    """Telegram's HTML as people read it."""
    return html.unescape(re.sub(r"<[^>]+>", "", text))


def utf16_length(text: str) -> int:
    """Length as Telegram counts it: an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
