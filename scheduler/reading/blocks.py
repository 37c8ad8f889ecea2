"""The paragraphs and tables of a file with minutes, and how many pages it has (G6)."""

import re
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path

from scheduler.reading.columns import tables_in
from scheduler.reading.formats import read_file
from scheduler.reading.legacy_khmer import is_illegible
from scheduler.reading.office import Attributes, local_value, parse, styles_with
from scheduler.reading.parts import Unreadable
from scheduler.reading.pdf import read_layout
from twg.language.handed_minutes.model import Block, Cell

_DOCUMENT, _ABOUT = "word/document.xml", "docProps/app.xml"
_MACROS = re.compile(r"vbaProject\.bin$", re.IGNORECASE)
#: Characters of a page, where nothing else says how many there are.
_ON_PAGE = 3500
#: How the end of a line in a PDF tells that its paragraph ends there.
_ENDS = re.compile(r"[.:;!?។៕៖]\W*$")


class HasMacros(Exception):
    """A file of Word that has programs."""


def read_blocks(path: Path) -> tuple[list[Block], int]:
    """The blocks of a file, and the number of its pages. Raises: Unreadable, HasMacros."""
    with path.open("rb") as file:
        head = file.read(1024)
    if b"%PDF-" in head:
        return _of_pdf(path)
    if head.startswith(b"PK") and zipfile.is_zipfile(path):
        try:
            with zipfile.ZipFile(path) as archive:
                names = archive.namelist()
                if any(map(_MACROS.search, names)):
                    raise HasMacros
                if _DOCUMENT in names:
                    return _of_word(archive)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
            raise Unreadable("damaged") from None
    parts = list(read_file(path))
    text = "\n".join(part.text for part in parts)
    _check_legible(text, sum(part.illegible for part in parts))
    return [Block(line) for line in text.splitlines()], max(len({part.number for part in parts}), _pages_of(text))


def _check_legible(text: str, illegible: int) -> None:
    if illegible > len(text):
        raise Unreadable("broken")


def _pages_of(text: str) -> int:
    return max(-(-len(text) // _ON_PAGE), 1)


def _of_pdf(path: Path) -> tuple[list[Block], int]:
    plain = list(read_file(path))
    _check_legible("".join(part.text for part in plain), sum(part.illegible for part in plain))
    by_number: dict[int, str] = {}
    for part in plain:
        by_number[part.number] = by_number.get(part.number, "") + part.text
    laid_out, pages = read_layout(path)
    blocks: list[Block] = []
    for number in range(1, pages + 1):
        found = tables_in(laid_out.get(number, ""))
        blocks += found if any(block.rows for block in found) else map(Block, _joined(by_number.get(number, "")))
    return blocks, pages


def _joined(text: str) -> list[str]:
    """The paragraphs of a page whose lines were broken where the paper ends."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    longest = max(map(len, lines), default=0)
    paragraphs: list[str] = []
    goes_on = False
    for line in lines:
        if goes_on:
            paragraphs[-1] = f"{paragraphs[-1]} {line}"
        else:
            paragraphs.append(line)
        goes_on = len(line) > longest * 0.75 and _ENDS.search(line) is None
    return paragraphs


def _of_word(archive: zipfile.ZipFile) -> tuple[list[Block], int]:
    found = _Blocks(styles_with(archive, "numPr"))
    for _chunk in parse(archive, _DOCUMENT, found.start, found.end, found.text):
        pass
    text = "".join(block.text for block in found.blocks)
    if is_illegible(text):
        raise Unreadable("broken")
    return found.blocks, max(1 + found.breaks, 1 + found.rendered, _saved_pages(archive), _pages_of(text))


def _saved_pages(archive: zipfile.ZipFile) -> int:
    """How many pages Word has counted when it saved the file; 0 where it has not."""
    written: list[str] = []
    inside = False

    def start(element: str, _given: Attributes) -> None:
        nonlocal inside
        inside = element == "Pages"

    def text(characters: str) -> None:
        if inside:
            written.append(characters)

    if _ABOUT in archive.namelist():
        for _chunk in parse(archive, _ABOUT, start, lambda _element: None, text):
            pass
    digits = "".join(written).strip()
    return int(digits) if digits.isdecimal() and len(digits) < 6 else 0


@dataclass
class _Row:
    cells: list[Cell] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    span: int = 1
    continues: bool = False


@dataclass
class _Blocks:
    """Collects paragraphs and tables; a table within a cell belongs to the text of that cell.

    Attributes:
        numbered: styles whose paragraphs Word numbers.
    """

    numbered: frozenset[str] = frozenset()
    blocks: list[Block] = field(default_factory=list)
    #: Page breaks that the author set, and those where Word has begun a page when it saved the file.
    breaks: int = 0
    rendered: int = 0
    _rows: list[tuple[Cell, ...]] = field(default_factory=list)
    _row: _Row | None = None
    _tables: int = 0
    _paragraph: list[str] = field(default_factory=list)
    _in_text: bool = False
    #: How many elements are open whose text is shown elsewhere: what was moved, and another form of a drawing.
    _hidden: int = 0
    _numbered: bool = False

    def start(self, element: str, given: Attributes) -> None:
        match element:
            case "tbl":
                self._tables += 1
            case "tr" if self._tables == 1:
                self._row = _Row()
            case "tc" if self._tables == 1 and self._row is not None:
                self._row.texts, self._row.span, self._row.continues = [], 1, False
            case "gridSpan" if self._tables == 1 and self._row is not None:
                wide = local_value(given, "val")
                self._row.span = min(int(wide), 50) if wide.isdecimal() and int(wide) else 1
            case "vMerge" if self._tables == 1 and self._row is not None:
                self._row.continues = local_value(given, "val") != "restart"
            case "t":
                self._in_text = True
            case "moveFrom" | "Fallback":
                self._hidden += 1
            case "numPr":
                self._numbered = True
            case "pStyle" if local_value(given, "val") in self.numbered:
                self._numbered = True
            case "tab":
                self._paragraph.append("\t")
            case "br" if local_value(given, "type") == "page":
                self.breaks += 1
            case "br" | "cr":
                self._paragraph.append("\n")
            case "lastRenderedPageBreak":
                self.rendered += 1

    def end(self, element: str) -> None:
        match element:
            case "t":
                self._in_text = False
            case "moveFrom" | "Fallback":
                self._hidden -= 1
            case "p":
                self._end_paragraph()
            case "tc" if self._tables == 1 and self._row is not None:
                row = self._row
                row.cells.append(Cell("\n".join(row.texts), row.span, row.continues))
            case "tr" if self._tables == 1 and self._row is not None:
                self._rows.append(tuple(self._row.cells))
                self._row = None
            case "tbl":
                self._tables -= 1
                if not self._tables:
                    self.blocks.append(Block(rows=tuple(self._rows)))
                    self._rows = []

    def text(self, text: str) -> None:
        if self._in_text and not self._hidden:
            self._paragraph.append(text)

    def _end_paragraph(self) -> None:
        text = "".join(self._paragraph).strip()
        if text and self._numbered:
            text = f"• {text}"  # what Word numbers by itself is in the file without its number
        self._paragraph, self._numbered = [], False
        if self._row is not None:
            self._row.texts += [text] if text else []
        elif text:
            self.blocks.append(Block(text))
