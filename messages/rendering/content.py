"""The content of a message before its reader is known, and its split into Telegram messages."""

import html
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

from messages.rendering.charts import Chart
from messages.rendering.keyboards import Keyboard
from messages.rendering.templating import LONGEST_CAPTION, LONGEST_TEXT, render
from messages.rendering.texts import Text, _, in_words
from twg.core.refusals import Refusal


class CannotMake(Exception):
    """A file could not be made; what is sent instead says so by its name."""


#: Draws a chart as a PNG file in another process; None where it cannot be drawn.
Draw = Callable[[Chart], Awaitable[bytes | None]]


@dataclass(frozen=True)
class Attachment:
    """A file to send: built when it is sent (`make`, `compose`), drawn then (`chart`), or known to Telegram (`handle`).

    Attributes:
        make: returns the bytes of the file; called in a thread, because building a workbook takes long.
        chart: drawn in a process of its own.
        compose: returns the bytes of a file with charts, given what draws them; awaited, so what takes long goes to a
            thread.
        handle: Telegram's file id.
        kind: "document" or "photo".
        captioned: the text of the content becomes the caption of this file instead of a message before it.
        caption: what stands below the file in an album, as plain text.
        edition: grows when the content of a generated file changes under the same name; each edition is uploaded once.
        otherwise: what is made and sent instead where `make` raises `CannotMake`.
    """

    name: str
    make: Callable[[], bytes] | None = None
    chart: Chart | None = None
    compose: Callable[[Draw], Awaitable[bytes]] | None = None
    handle: str = ""
    kind: str = "document"
    captioned: bool = False
    edition: int = 0
    caption: Text | str = ""
    otherwise: "Attachment | None" = None


@dataclass(frozen=True)
class Content:
    """A template with its context, the buttons below the text and the files sent with it."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)
    keyboard: Keyboard = ()
    files: tuple[Attachment, ...] = ()
    #: Its rows of buttons in a message grouped with others; the label of each names its subject. Empty: never grouped.
    grouped: Keyboard = ()
    #: For whom it is, where the reader is that person's assistant: a line before the text.
    heading: Text | None = None
    #: Code of the TWG that it is about, for a reader of several TWGs: a line before the text, which may name it itself.
    twg: str = ""
    #: The contents that follow it in the same message, each with its own TWG; their buttons are in `keyboard`.
    followed_by: tuple["Content", ...] = ()
    #: Files that Telegram knows, sent as albums before the text. One that is empty keeps the numbers of the others.
    albums: tuple[tuple[Attachment, ...], ...] = ()


@dataclass(frozen=True)
class Part:
    """What one call sends: a text, a file, a file with a caption, or an album; nothing where no file of it is left."""

    text: str = ""
    keyboard: Keyboard = ()
    file: Attachment | None = None
    #: What its text was rendered from: several contents in a grouped message, none for a file without a caption.
    sources: tuple[Content | Refusal, ...] = field(default=(), compare=False, repr=False)
    #: Two to ten files with the caption of each as Telegram HTML.
    album: tuple[tuple[Attachment, str], ...] = ()

    @property
    def messages(self) -> int:
        """How many messages it is to Telegram."""
        return max(len(self.album), 1)

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.file or self.album)


#: Between contents in one message.
_APART = "\n\n"
#: Most characters of the line that names the TWG of a page.
_ROOM_FOR_TWG = 60
#: Renders a template, given its name, the locale, the time zone and the context.
Render = Callable[[str, str, ZoneInfo, Mapping[str, Any]], str]


def to_parts(content: Content, locale: str, zone: ZoneInfo, render: Render = render) -> list[Part]:
    """Split a content into what is sent: albums, the text or the file that it captions, then the other files.

    A text too long for a caption becomes a message of its own before its file.
    """
    texts, sources = _render_each(content, locale, zone, render), (content, *content.followed_by)
    if content.heading is not None:
        texts[0] = f"{render_heading(content.heading, locale)}\n{texts[0]}"
    text = _APART.join(texts)
    if content.files and content.files[0].captioned and utf16_length(to_plain(text)) <= LONGEST_CAPTION:
        first, *rest = content.files
        return [Part(text, content.keyboard, first, sources), *(Part(file=file) for file in rest)]
    albums = [_album(files, locale, sources) for files in content.albums]
    *pages, last = _in_messages(sources, texts, locale)
    return [*albums, *pages, replace(last, keyboard=content.keyboard), *(Part(file=file) for file in content.files)]


def _in_messages(contents: tuple[Content, ...], texts: Sequence[str], locale: str) -> list[Part]:
    """Contents that follow each other as one message, or where that is too long as one or more for each of them.

    Each message names the TWG that it is about. Args: `texts`, of the contents.
    """
    whole = _APART.join(texts)
    if utf16_length(whole) <= LONGEST_TEXT:
        return [Part(whole, sources=contents)]
    parts: list[Part] = []
    for content, text in zip(contents, texts, strict=True):
        pages = split_text(text, LONGEST_TEXT - _ROOM_FOR_TWG if content.twg else LONGEST_TEXT)
        parts += [Part(with_twg(page, content.twg, locale), sources=(content,)) for page in pages]
    return parts


def _album(files: tuple[Attachment, ...], locale: str, sources: tuple[Content, ...]) -> Part:
    """An album; a file that is alone is sent with its caption, since an album has at least two."""
    captioned = tuple((file, html.escape(in_words(file.caption, locale), quote=False)) for file in files)
    if len(captioned) > 1:
        return Part(album=captioned, sources=sources)
    return next((Part(caption, file=file, sources=sources) for file, caption in captioned), Part(sources=sources))


def render_text(content: Content, locale: str, zone: ZoneInfo, render: Render = render) -> str:
    """The text of a content, and of each content that follows it in the same message, as Telegram HTML with its TWG."""
    return _APART.join(_render_each(content, locale, zone, render))


def _render_each(content: Content, locale: str, zone: ZoneInfo, render: Render) -> list[str]:
    return [
        with_twg(render(each.template, locale, zone, each.context), each.twg, locale)
        for each in (content, *content.followed_by)
    ]


def render_heading(heading: Text, locale: str) -> str:
    """A heading as Telegram HTML."""
    return f"<b>{html.escape(heading.render(locale), quote=False)}</b>"


#: The line that names the TWG of a message.
TWG_LINE = _("{twg} TWG")
#: A text that names its TWG in so many of its first lines needs no line before it.
_NAMED_WITHIN = 3


def with_twg(text: str, twg: str, locale: str) -> str:
    """A text with a line before it that names its TWG, unless the text does so in its first lines.

    Args:
        text: Telegram HTML.
        twg: the code; empty where the TWG is not to be named.
    """
    if not twg:
        return text
    line = TWG_LINE.with_(twg=twg)
    first = [each for each in to_plain(text).splitlines() if each.strip()][:_NAMED_WITHIN]
    named = re.compile(rf"(?<!\w){re.escape(line.render(locale))}(?!\w)")
    return text if any(named.search(each) for each in first) else f"{render_heading(line, locale)}\n{text}"


#: Pieces that a page break does not divide: a tag, an entity, a space, a word of up to 100 letters. A letter includes
#: the signs written above and below it.
_LETTER = "[^\\s<&](?:\u17d2.|[\u17b4-\u17d1\u17d3\u17dd\u0300-\u036f\u200c\u200d\ufe0f])*"
_ATOM = re.compile(rf"<[^>]*>|&#?\w+;|\s|(?:{_LETTER}){{1,100}}|.", re.DOTALL)
_TAG = re.compile(r"<(/?)([\w-]+)[^>]*>")


def split_text(text: str, limit: int = LONGEST_TEXT) -> list[str]:
    """Split Telegram HTML into pages of at most `limit` UTF-16 code units, tags included.

    Pages break between lines; only a line longer than half a page is broken within. Tags that are open at a break are
    closed there and opened again on the next page.
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
    """The lines of a text; a line longer than half a page as its words, so that pages are filled."""
    for line in text.splitlines(keepends=True):
        if utf16_length(line) <= limit // 2:
            yield line
        else:
            yield from _ATOM.findall(line)


def _open_tags(page: str) -> list[str]:
    """The opening tags that the page does not close, outermost first."""
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
    """The text of Telegram HTML, without tags and with entities resolved."""
    return html.unescape(re.sub(r"<[^>]+>", "", text))


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units, as Telegram counts it: most emoji are two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
