"""The texts of OpenDocument files (ISO/IEC 26300): of LibreOffice's Writer, Calc and Impress, read as a stream."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from scheduler.reading.legacy_khmer import is_illegible
from scheduler.reading.office import Attributes, local_value, parse
from scheduler.reading.parts import LONGEST_PART, Part, Unreadable

CONTENT = "content.xml"
_STYLES = "styles.xml"
_MANIFEST = "META-INF/manifest.xml"
#: Most empty cells or spaces that one element stands for, which are written.
_MOST_REPEATED = 20


def read_opendocument(archive: zipfile.ZipFile) -> Iterator[Part]:
    """Its pages as they were saved, its sheets or its slides. Raises: Unreadable."""
    if _MANIFEST in archive.namelist():
        for _chunk in parse(archive, _MANIFEST, _refuse_encrypted):
            pass
    into = _Text()
    if _STYLES in archive.namelist():
        for _chunk in parse(archive, _STYLES, into.read_style):
            pass
    for _chunk in parse(archive, CONTENT, into.start, into.end, into.text):
        yield from into.done
        into.done.clear()
    into.finish()
    yield from into.done


def _refuse_encrypted(element: str, _given: Attributes) -> None:
    if element == "encryption-data":
        raise Unreadable("encrypted")


@dataclass
class _Text:
    """Collects what is written in a document; `place`, `number` and `name` are those of the page, sheet or slide."""

    place: str = "page"
    number: int = 1
    name: str = ""
    done: list[Part] = field(default_factory=list)
    _written: list[str] = field(default_factory=list)
    _size: int = 0
    _has_text: bool = False
    #: How many paragraphs and headings are open: what stands beside them is no text.
    _depth: int = 0
    #: The style that is being read, and those whose paragraphs begin a page.
    _style: str = ""
    _breaking: set[str] = field(default_factory=set)

    def start(self, element: str, given: Attributes) -> None:
        match element:
            case "p" | "h":
                if self.place == "page" and self._size and local_value(given, "style-name") in self._breaking:
                    self._begin("page", self.number + 1, "")
                self._depth += 1
            case "style" | "paragraph-properties":
                self.read_style(element, given)
            case "s":
                self._add(" " * _count(given, "c"))
            case "tab":
                self._add("\t")
            case "line-break":
                self._add("\n")
            case "soft-page-break":
                self._begin("page", self.number + 1, "")
            case "spreadsheet":
                self.place, self.number = "sheet", 0
            case "presentation" | "drawing":
                self.place, self.number = "slide", 0
            case "table" if self.place == "sheet":
                name = local_value(given, "name")[:120]
                self._begin("sheet", self.number + 1, name)
                self._add(f"{name}\n")
            case "page" if self.place == "slide":
                self._begin("slide", self.number + 1, "")

    def read_style(self, element: str, given: Attributes) -> None:
        """Note a style whose paragraphs begin a page, by itself or as the one that it is derived from."""
        if element == "style":
            self._style = local_value(given, "name")
            if local_value(given, "parent-style-name") in self._breaking:
                self._breaking.add(self._style)
        elif element == "paragraph-properties" and (breaks := local_value(given, "break-before")):
            (self._breaking.add if breaks == "page" else self._breaking.discard)(self._style)

    def end(self, element: str) -> None:
        if element in {"p", "h"}:
            self._depth -= 1
            self._add("\t" if self.place == "sheet" else "\n")
        elif element == "table-row":
            self._add("\n")
            if self._size > LONGEST_PART:
                self.finish()

    def text(self, text: str) -> None:
        if self._depth:
            self._add(text)
            self._has_text = self._has_text or not text.isspace()

    def _add(self, text: str) -> None:
        self._written.append(text)
        self._size += len(text)

    def _begin(self, place: str, number: int, name: str) -> None:
        self.finish()
        self.place, self.number, self.name = place, number, name

    def finish(self) -> None:
        text = "".join(self._written)
        if self._has_text:
            illegible = len(text) if is_illegible(text) else 0
            self.done.append(Part(self.place, self.number, self.name, "" if illegible else text, illegible))
        self._written, self._size, self._has_text = [], 0, False


def _count(given: Attributes, name: str) -> int:
    value = local_value(given, name)
    return min(int(value), _MOST_REPEATED) if value.isdecimal() else 1
