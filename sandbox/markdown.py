"""Parsing Telegram's two versions of Markdown into text and entities; see `telegram_html` for HTML."""

from __future__ import annotations

import re

from sandbox.errors import Json, Refused, bad_request
from sandbox.urls import find_link
from sandbox.utf16 import utf16_length

RESERVED = frozenset("_*[]()~`>#+-=|{}.!")
NAMES = {
    "bold": "Bold",
    "italic": "Italic",
    "underline": "Underline",
    "strikethrough": "Strikethrough",
    "spoiler": "Spoiler",
    "text_link": "TextUrl",
    "custom_emoji": "CustomEmoji",
    "code": "Code",
    "pre": "Pre",
}
#: Marks and the entities they begin and end, in the order in which they are tried.
MARKS = (("||", "spoiler"), ("__", "underline"), ("*", "bold"), ("_", "italic"), ("~", "strikethrough"))
_LANGUAGE = re.compile(r"[^\s`]+(?=\n)")


def parse_markdown_v2(source: str) -> tuple[str, list[Json]]:
    """Parse MarkdownV2.

    Returns:
        The text without marks, and its entities. Offsets are in UTF-16 code units.
    Raises:
        Refused: with Telegram's error text, which gives the place as an offset in UTF-8 bytes.
    """
    return _Version2(source).read()


def parse_markdown(source: str) -> tuple[str, list[Json]]:
    """Parse the legacy Markdown, which has no nested entities. Returns and raises as `parse_markdown_v2`."""
    return _Version1(source).read()


class _Reader:
    """Shared by both versions: the position in the source, the text so far and its length in UTF-16 code units."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.out: list[str] = []
        self.length = 0
        self.entities: list[Json] = []

    def put(self, text: str) -> None:
        self.out.append(text)
        self.length += utf16_length(text)

    def ahead(self, text: str) -> bool:
        return self.source.startswith(text, self.at)

    def byte(self, index: int) -> int:
        return len(self.source[:index].encode())

    def add(self, kind: str, offset: int, **fields: str) -> None:
        if self.length > offset:
            self.entities.append({"type": kind, "offset": offset, "length": self.length - offset, **fields})

    def result(self) -> tuple[str, list[Json]]:
        return "".join(self.out), sorted(self.entities, key=lambda e: (e["offset"], -e["length"]))

    def link(self, kind: str, offset: int, url: str) -> None:
        """Add the entity of a link; when the address is invalid its text stays plain."""
        emoji = re.fullmatch(r"tg://emoji\?id=(\d+)", url)
        mention = re.fullmatch(r"tg://user\?id=(\d+)", url)
        if kind == "custom_emoji":
            if emoji is None:
                raise _unparsable("Custom emoji entity must contain a tg://emoji URL")
            self.add(kind, offset, custom_emoji_id=emoji[1])
        elif mention is not None and self.length > offset:
            user = {"id": int(mention[1])}
            self.entities.append(
                {"type": "text_mention", "offset": offset, "length": self.length - offset, "user": user}
            )
        elif (found := find_link(url)) is not None:
            self.add(kind, offset, url=found)


class _Version2(_Reader):
    """MarkdownV2: marks may be nested, and special characters must be escaped."""

    def __init__(self, source: str) -> None:
        super().__init__(source)
        #: Open entities: kind, offset in UTF-16 code units, position in the source.
        self.open: list[tuple[str, int, int]] = []
        self.quote: int | None = None

    def read(self) -> tuple[str, list[Json]]:
        while self.at < len(self.source):
            self._step()
        self._end_quote()
        if self.open:
            kind, _, begin = self.open[-1]
            raise _unparsable(f"Can't find end of {NAMES[kind]} entity at byte offset {self.byte(begin)}")
        return self.result()

    def _step(self) -> None:
        character = self.source[self.at]
        line_start = self.at == 0 or self.source[self.at - 1] == "\n"
        if line_start and self._read_line_start(character):
            return
        if character == "\\" and self.at + 1 < len(self.source) and 0 < ord(self.source[self.at + 1]) < 127:
            self.put(self.source[self.at + 1])
            self.at += 2
        elif character == "`":
            self._read_code()
        elif character == "]" and any(kind in {"text_link", "custom_emoji"} for kind, _, _ in self.open):
            self._end_link()
        elif character == "[" or self.ahead("!["):
            kind = "text_link" if character == "[" else "custom_emoji"
            self.open.append((kind, self.length, self.at))
            self.at += 1 if character == "[" else 2
        elif character in RESERVED:
            self._read_mark(character)
        else:
            self.put(character)
            self.at += 1

    def _read_line_start(self, character: str) -> bool:
        """Begin, continue or end a block quotation at the start of a line; returns whether a mark was read."""
        is_quoted = character == ">" or (self.quote is None and self.ahead("**>"))
        if is_quoted:
            if self.quote is None:
                self.quote = self.length
            self.at += 3 if self.ahead("**>") else 1
            return True
        self._end_quote()
        return False

    def _end_quote(self) -> None:
        if self.quote is None:
            return
        begin, self.quote = self.quote, None
        text = "".join(self.out)
        # The line break after a quotation is not part of it.
        self.add("blockquote", begin)
        if text.endswith("\n") and self.entities and self.entities[-1]["type"] == "blockquote":
            self.entities[-1]["length"] -= 1

    def _read_mark(self, character: str) -> None:
        for mark, kind in MARKS:
            if not self.ahead(mark):
                continue
            if self.open and self.open[-1][0] == kind:
                _, offset, _ = self.open.pop()
                self.add(kind, offset)
            else:
                self.open.append((kind, self.length, self.at))
            self.at += len(mark)
            return
        raise _unparsable(f"Character '{character}' is reserved and must be escaped with the preceding '\\'")

    def _read_code(self) -> None:
        begin, offset = self.at, self.length
        mark = "```" if self.ahead("```") else "`"
        self.at += len(mark)
        fields: dict[str, str] = {}
        if mark == "```":
            language = _LANGUAGE.match(self.source, self.at)
            if language:
                fields["language"] = language.group()
                self.at = language.end()
            self.at += self.ahead("\n")
        kind = "pre" if mark == "```" else "code"
        while not self.ahead(mark):
            if self.at >= len(self.source):
                raise _unparsable(f"Can't find end of {NAMES[kind]} entity at byte offset {self.byte(begin)}")
            self.at += self.ahead("\\") and self.at + 1 < len(self.source)
            self.put(self.source[self.at])
            self.at += 1
        self.at += len(mark)
        self.add(kind, offset, **fields)

    def _end_link(self) -> None:
        kind, offset, begin = self.open.pop()
        if kind not in {"text_link", "custom_emoji"}:
            raise _unparsable(f"Can't find end of {NAMES[kind]} entity at byte offset {self.byte(begin)}")
        self.at += 1
        shown = "".join(self.out).encode("utf-16-le")[offset * 2 :].decode("utf-16-le")
        self.link(kind, offset, self._read_url() if self.ahead("(") else shown)

    def _read_url(self) -> str:
        begin = self.at
        self.at += 1
        url: list[str] = []
        while self.at < len(self.source) and self.source[self.at] != ")":
            self.at += self.ahead("\\") and self.at + 1 < len(self.source)
            url.append(self.source[self.at])
            self.at += 1
        if self.at >= len(self.source):
            raise _unparsable(f"Can't find end of a URL at byte offset {self.byte(begin)}")
        self.at += 1
        return "".join(url)


class _Version1(_Reader):
    """The legacy Markdown: marks inside of an entity are plain text."""

    def read(self) -> tuple[str, list[Json]]:
        while self.at < len(self.source):
            character = self.source[self.at]
            if character == "\\" and self.source[self.at + 1 : self.at + 2] in {"_", "*", "`", "["}:
                self.put(self.source[self.at + 1])
                self.at += 2
            elif character in "_*`":
                self._read_entity(character)
            elif character == "[":
                self._read_link()
            else:
                self.put(character)
                self.at += 1
        return self.result()

    def _read_entity(self, character: str) -> None:
        mark = "```" if self.ahead("```") else character
        kind = {"_": "italic", "*": "bold", "`": "code", "```": "pre"}[mark]
        begin, offset = self.at, self.length
        end = self.source.find(mark, begin + len(mark))
        if end < 0:
            raise _unparsable(f"Can't find end of the entity starting at byte offset {self.byte(begin)}")
        self.put(self.source[begin + len(mark) : end].lstrip("\n" if kind == "pre" else ""))
        self.at = end + len(mark)
        self.add(kind, offset)

    def _read_link(self) -> None:
        begin, offset = self.at, self.length
        end = self.source.find("]", begin)
        if end < 0:
            raise _unparsable(f"Can't find end of the entity starting at byte offset {self.byte(begin)}")
        self.put(self.source[begin + 1 : end])
        self.at = end + 1
        if self.ahead("("):
            close = self.source.find(")", self.at)
            if close >= 0:
                self.link("text_link", offset, self.source[self.at + 1 : close])
                self.at = close + 1


def _unparsable(what: str) -> Refused:
    return bad_request(f"can't parse entities: {what}")
