"""Telegram's HTML: parsing it into text and entities, and writing it from them."""

from __future__ import annotations

import html
import re

from sandbox.errors import Json, bad_request
from sandbox.urls import find_link
from sandbox.utf16 import utf16_length

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "tg-emoji": "custom_emoji",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}
SPACE = " \t\r\n"

_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|(lt|gt|amp|quot));?")
_ATTRIBUTE = re.compile(r"[^\s=>]*")
_TOKEN = re.compile(r"[A-Za-z0-9.\-]*")


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Parse Telegram's HTML.

    Returns:
        The text without tags, and its entities sorted by offset, the longer first. Offsets are in UTF-16 code units.
    Raises:
        Refused: with Telegram's error text, which gives the place as an offset in UTF-8 bytes.
    """
    if "<" not in source and "&" not in source:
        return source, []
    return _Reader(source).read()


def to_html(text: str, entities: list[Json] | None) -> str:
    """The text with its entities as Telegram's HTML, escaped. `entities` must be properly nested."""
    if not entities:
        return html.escape(text, quote=False)
    units = text.encode("utf-16-le")
    opening: dict[int, list[Json]] = {}
    closing: dict[int, list[Json]] = {}
    for entity in entities:
        if _tags(entity):
            opening.setdefault(entity["offset"], []).append(entity)
            closing.setdefault(entity["offset"] + entity["length"], []).insert(0, entity)
    out, last = [], 0
    for at in sorted({*opening, *closing}):
        out.append(html.escape(units[last * 2 : at * 2].decode("utf-16-le", "replace"), quote=False))
        out += [tags[1] for entity in closing.get(at, ()) if (tags := _tags(entity))]
        out += [tags[0] for entity in opening.get(at, ()) if (tags := _tags(entity))]
        last = at
    out.append(html.escape(units[last * 2 :].decode("utf-16-le", "replace"), quote=False))
    return "".join(out)


_SIMPLE_TAGS = {
    "bold": ("<b>", "</b>"),
    "italic": ("<i>", "</i>"),
    "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"),
    "spoiler": ("<tg-spoiler>", "</tg-spoiler>"),
    "code": ("<code>", "</code>"),
    "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ("<blockquote expandable>", "</blockquote>"),
}


def _tags(entity: Json) -> tuple[str, str] | None:
    """The start and end tag of an entity; None for kinds without a tag, such as detected links and commands."""
    kind = entity["type"]
    if kind == "text_link":
        return f'<a href="{html.escape(entity["url"])}">', "</a>"
    if kind == "text_mention":
        return f'<a href="tg://user?id={entity["user"]["id"]}">', "</a>"
    if kind == "pre":
        language = html.escape(entity.get("language", ""))
        return (f'<pre><code class="language-{language}">', "</code></pre>") if language else ("<pre>", "</pre>")
    return _SIMPLE_TAGS.get(kind)


class _Reader:
    """Parses one text.

    The checks run in the order of Telegram's parser, so that the first error is the one it reports.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.out: list[str] = []
        self.length = 0
        #: Open tags: name, offset in UTF-16 code units, argument, index in `out`.
        self.open: list[tuple[str, int, str, int]] = []
        self.entities: list[Json] = []

    def read(self) -> tuple[str, list[Json]]:
        while self.at < len(self.source):
            character = self.source[self.at]
            if character == "<":
                if self.source.startswith("/", self.at + 1):
                    self._read_end()
                else:
                    self._read_start()
            elif character == "&":
                self._put(self._reference())
            else:
                stop = min(
                    (i for i in (self.source.find("<", self.at), self.source.find("&", self.at)) if i >= 0),
                    default=len(self.source),
                )
                self._put(self.source[self.at : stop])
                self.at = stop
        if self.open:
            raise _unparsable(f'Can\'t find end tag corresponding to start tag "{self.open[-1][0]}"')
        return "".join(self.out), sorted(self.entities, key=lambda entity: (entity["offset"], -entity["length"]))

    def _put(self, text: str) -> None:
        self.out.append(text)
        self.length += utf16_length(text)

    def _reference(self) -> str:
        """Read a character reference; an ampersand that begins no reference is a plain ampersand."""
        match = _REFERENCE.match(self.source, self.at)
        if match is None:
            self.at += 1
            return "&"
        self.at = match.end()
        if match[3]:
            return _NAMED[match[3]]
        code = int(match[1], 16) if match[1] else int(match[2])
        if code == 0 or code > 0x10FFFF or 0xD800 <= code < 0xE000:
            return match[0]
        return chr(code)

    def _byte(self, index: int) -> int:
        return len(self.source[:index].encode())

    def _peek(self) -> str:
        return self.source[self.at] if self.at < len(self.source) else ""

    def _skip_space(self) -> None:
        while self._peek() and self._peek() in SPACE:
            self.at += 1

    def _read_start(self) -> None:
        begin = self.at
        self.at += 1
        while self._peek() and self._peek() not in SPACE + ">":
            self.at += 1
        if not self._peek():
            raise _unparsable(f"Unclosed start tag at byte offset {self._byte(begin)}")
        tag = self.source[begin + 1 : self.at].lower()
        if tag not in TAGS:
            raise _unparsable(f'Unsupported start tag "{tag}" at byte offset {self._byte(begin)}')
        argument = self._read_attributes(tag, begin)
        if tag == "span" and argument != "spoiler":
            raise _unparsable(f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(begin)}')
        self.open.append((tag, self.length, argument, len(self.out)))

    def _read_attributes(self, tag: str, begin: int) -> str:
        """Read the attributes up to the closing bracket and return the value of the one that this tag uses."""
        argument = ""
        while True:
            self._skip_space()
            if self._peek() == ">":
                self.at += 1
                return argument
            name = self._match(_ATTRIBUTE)
            if not self._peek():
                raise _unparsable(f"Unclosed start tag at byte offset {self._byte(begin)}")
            if not name:
                raise _unparsable(f'Empty attribute name in the tag "{tag}" at byte offset {self._byte(begin)}')
            self._skip_space()
            value = ""
            if self._peek() == "=":
                self.at += 1
                self._skip_space()
                value = self._read_value(begin)
            elif not (tag == "blockquote" and name.lower() == "expandable"):
                raise _unparsable(
                    f'Expected equal sign in declaration of an attribute of the tag "{tag}" '
                    f"at byte offset {self._byte(begin)}"
                )
            argument = _argument(tag, name.lower(), value) or argument

    def _match(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.source, self.at)
        found = match.group() if match else ""
        self.at += len(found)
        return found

    def _read_value(self, begin: int) -> str:
        quote = self._peek()
        if not quote:
            raise _unparsable(f"Unclosed start tag at byte offset {self._byte(begin)}")
        if quote not in "'\"":
            start = self.at
            token = self._match(_TOKEN).lower()
            if self._peek() and self._peek() not in SPACE + ">":
                raise _unparsable(f"Unexpected end of name token at byte offset {self._byte(start)}")
            return token
        self.at += 1
        value = []
        while self._peek() and self._peek() != quote:
            if self._peek() == "&":
                value.append(self._reference())
            else:
                value.append(self._peek())
                self.at += 1
        if not self._peek():
            raise _unparsable(f"Unclosed start tag at byte offset {self._byte(begin)}")
        self.at += 1
        return "".join(value)

    def _read_end(self) -> None:
        begin = self.at
        if not self.open:
            raise _unparsable(f"Unexpected end tag at byte offset {self._byte(begin)}")
        self.at += 2
        start = self.at
        while self._peek() and self._peek() not in SPACE + ">":
            self.at += 1
        found = self.source[start : self.at].lower()
        self._skip_space()
        if self._peek() != ">":
            raise _unparsable(f"Unclosed end tag at byte offset {self._byte(begin)}")
        self.at += 1
        tag, offset, argument, piece = self.open.pop()
        if found and found != tag:
            raise _unparsable(
                f'Unmatched end tag at byte offset {self._byte(begin)}, expected "</{tag}>", found "</{found}>"'
            )
        if self.length > offset:
            self._close(tag, offset, argument, "".join(self.out[piece:]))

    def _close(self, tag: str, offset: int, argument: str, content: str) -> None:
        entity: Json = {"type": TAGS[tag], "offset": offset, "length": self.length - offset}
        if tag == "a":
            url = argument or content
            mention = re.fullmatch(r"tg://user\?id=(\d+)", url)
            if mention:
                entity |= {"type": "text_mention", "user": {"id": int(mention[1])}}
            elif (link := find_link(url)) is not None:
                entity["url"] = link
            else:
                return
        elif tag == "tg-emoji":
            entity["custom_emoji_id"] = argument
        elif tag == "blockquote" and argument:
            entity["type"] = "expandable_blockquote"
        elif tag == "code" and argument and not (self.open and self.open[-1][0] == "pre"):
            argument = ""
        elif tag == "pre":
            self._move_language(entity)
        if tag == "code" and argument:
            entity["language"] = argument
        self.entities.append(entity)

    def _move_language(self, entity: Json) -> None:
        """Merge `<pre><code class="language-x">` into one `pre` entity with the language."""
        inner = self.entities[-1] if self.entities else None
        if (
            inner
            and inner["type"] == "code"
            and (inner["offset"], inner["length"])
            == (
                entity["offset"],
                entity["length"],
            )
        ):
            self.entities.pop()
            if "language" in inner:
                entity["language"] = inner["language"]


def _argument(tag: str, name: str, value: str) -> str:
    if tag == "a" and name == "href":
        return value
    if tag == "code" and name == "class" and value.startswith("language-"):
        return value.removeprefix("language-")
    if tag == "span" and name == "class" and value.startswith("tg-"):
        return value.removeprefix("tg-")
    if tag == "tg-emoji" and name == "emoji-id":
        return value
    return "expandable" if tag == "blockquote" and name == "expandable" else ""


def _unparsable(what: str) -> Exception:
    return bad_request(f"can't parse entities: {what}")
