"""The text of Rich Text files, as WordPad and older programs save letters (RTF 1.9.1)."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from scheduler.reading.legacy_khmer import is_illegible, is_legacy_font
from scheduler.reading.parts import Part

BEGINNING = b"{\\rtf"
#: Characters after which a part is given away.
_ENOUGH = 1 << 16
_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    r"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]{1,4096})|[\r\n]+",
    re.DOTALL,
)
#: Groups whose words are no text of the document; those that begin with `\*` are left out too.
_ELSEWHERE = frozenset({
    "colortbl", "stylesheet", "info", "pict", "object", "header", "headerl", "headerr", "headerf", "footer", "footerl",
    "footerr", "footerf", "fldinst", "themedata", "datastore", "listtable", "listoverridetable", "revtbl", "rsidtbl",
})  # fmt: skip
_WRITTEN = {"par": "\n", "line": "\n", "sect": "\n", "page": "\n", "row": "\n", "tab": "\t", "cell": "\t"} | {
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
}  # fmt: skip


@dataclass(frozen=True)
class _Group:
    """What counts within a pair of braces.

    Attributes:
        left_out: its words are no text.
        in_fonts: it is within the table of fonts.
        skips: characters behind a `\\uN` that stand for it in programs that know no Unicode.
        legacy: its font shows Latin letters as Khmer.
    """

    left_out: bool = False
    in_fonts: bool = False
    skips: int = 1
    font: int = 0
    legacy: bool = False


@dataclass
class _Reader:
    encoding: str = "cp1252"
    outer: list[_Group] = field(default_factory=list)
    group: _Group = field(default_factory=_Group)
    legacy_fonts: set[int] = field(default_factory=set)
    written: list[str] = field(default_factory=list)
    length: int = 0
    illegible: int = 0
    #: Characters still to be skipped behind a `\uN`.
    skipped: int = 0
    #: Bytes in the encoding of the file, which may be parts of one letter.
    encoded: bytearray = field(default_factory=bytearray)

    def take(self, found: re.Match[str]) -> None:
        if found["byte"]:
            self.encoded += bytes.fromhex(found["byte"])
            return
        if self.encoded:
            letters, self.encoded = self.encoded.decode(self.encoding, "replace"), bytearray()
            self._write(letters)
        if found["brace"] == "{":
            self.outer.append(self.group)
        elif found["brace"] == "}":
            self.group = self.outer.pop() if self.outer else self.group
        elif found["word"]:
            self._take_word(found["word"], None if found["number"] is None else int(found["number"]))
        elif found["sign"] == "*":
            self.group = replace(self.group, left_out=True)
        elif found["sign"]:
            self._write({"~": " ", "_": "-", "\n": "\n", "\r": "\n", "-": ""}.get(found["sign"], found["sign"]))
        elif found["text"]:
            self._write(found["text"])

    def _take_word(self, word: str, number: int | None) -> None:
        match word:
            case "fonttbl":
                self.group = replace(self.group, left_out=True, in_fonts=True)
            case "f" if number is not None:
                self.group = replace(self.group, font=number, legacy=number in self.legacy_fonts)
            case "plain":
                self.group = replace(self.group, legacy=False)
            case "ansicpg" if number is not None:
                self.encoding = _encoding(number)
            case "uc" if number is not None:
                self.group = replace(self.group, skips=min(max(number, 0), 100))
            case "u" if number is not None and -0x8000 <= number <= 0xFFFF:
                self.skipped = 0
                self._write(chr(number % 0x10000))
                self.skipped = self.group.skips
            case _ if word in _ELSEWHERE:
                self.group = replace(self.group, left_out=True)
            case _ if word in _WRITTEN:
                self._write(_WRITTEN[word])

    def _write(self, text: str) -> None:
        passed = min(self.skipped, len(text))
        self.skipped, text = self.skipped - passed, text[passed:]
        if self.group.in_fonts and is_legacy_font(text.strip(" ;")):
            self.legacy_fonts.add(self.group.font)
        if self.group.left_out or not text:
            return
        if self.group.legacy:
            self.illegible += len(text)
        else:
            self.written.append(text)
        self.length += len(text)

    def give(self) -> Iterator[Part]:
        """The text that was read since the last time."""
        text = "".join(self.written).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        if is_illegible(text):
            text, self.illegible = "", self.illegible + len(text)
        if text.strip() or self.illegible:
            yield Part("page", 0, "", text, self.illegible)
        self.written, self.length, self.illegible = [], 0, 0


def _encoding(number: int) -> str:
    try:
        return codecs.lookup(f"cp{number}").name
    except LookupError:
        return "cp1252"


def read_rtf(path: Path) -> Iterator[Part]:
    """The text, without pages: where they begin is not saved."""
    reader = _Reader()
    for found in _TOKEN.finditer(path.read_bytes().decode("latin-1")):
        reader.take(found)
        if reader.length >= _ENOUGH and not found["word"]:
            yield from reader.give()
    yield from reader.give()
