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
from twg.language.handed_minutes.headings import heads_table
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
class _Cell:
    """A cell that is being read. Attributes: `parts`: its paragraphs, and the tables within it."""

    parts: list["str | _Table"] = field(default_factory=list)
    span: int = 1
    continues: bool = False

    @property
    def text(self) -> str:
        return "\n".join(each if isinstance(each, str) else each.text for each in self.parts)


@dataclass
class _Table:
    rows: list[list[_Cell]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(cell.text for row in self.rows for cell in row if cell.text)

    def blocks(self) -> list[Block]:
        """The table; one that only holds others, and has no headings of action points, as what stands in its cells."""
        cells = [cell for row in self.rows for cell in row]
        is_frame = any(isinstance(part, _Table) for cell in cells for part in cell.parts)
        if not is_frame or any(heads_table([cell.text for cell in row]) for row in self.rows[:1]):
            written = [tuple(Cell(cell.text, cell.span, cell.continues) for cell in row) for row in self.rows]
            return [Block(rows=tuple(written))]
        parts = [part for cell in cells for part in cell.parts]
        return [block for part in parts for block in ([Block(part)] if isinstance(part, str) else part.blocks())]


@dataclass
class _Blocks:
    """Collects paragraphs and tables; a table within a cell is one by itself.

    Attributes:
        numbered: styles whose paragraphs Word numbers.
    """

    numbered: frozenset[str] = frozenset()
    blocks: list[Block] = field(default_factory=list)
    #: Page breaks that the author set, and those where Word has begun a page when it saved the file.
    breaks: int = 0
    rendered: int = 0
    #: The tables that are open, the innermost last.
    _tables: list[_Table] = field(default_factory=list)
    _paragraph: list[str] = field(default_factory=list)
    _in_text: bool = False
    #: How many elements are open whose text is shown elsewhere: what was moved, and another form of a drawing.
    _hidden: int = 0
    _numbered: bool = False

    def start(self, element: str, given: Attributes) -> None:
        cell = self._cell
        match element:
            case "tbl":
                self._tables.append(_Table())
            case "tr" if self._tables:
                self._tables[-1].rows.append([])
            case "tc" if self._tables and self._tables[-1].rows:
                self._tables[-1].rows[-1].append(_Cell())
            case "gridSpan" if cell is not None:
                wide = local_value(given, "val")
                cell.span = min(int(wide), 50) if wide.isdecimal() and int(wide) else 1
            case "vMerge" if cell is not None:
                cell.continues = local_value(given, "val") != "restart"
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

    @property
    def _cell(self) -> _Cell | None:
        """The cell that is open; None between tables and outside of them."""
        rows = self._tables[-1].rows if self._tables else []
        return rows[-1][-1] if rows and rows[-1] else None

    def end(self, element: str) -> None:
        match element:
            case "t":
                self._in_text = False
            case "moveFrom" | "Fallback":
                self._hidden -= 1
            case "p":
                self._end_paragraph()
            case "tbl":
                self._end_table(self._tables.pop())

    def _end_table(self, table: _Table) -> None:
        cell = self._cell
        if not self._tables:
            self.blocks += table.blocks()
        elif cell is not None:
            cell.parts.append(table)

    def text(self, text: str) -> None:
        if self._in_text and not self._hidden:
            self._paragraph.append(text)

    def _end_paragraph(self) -> None:
        text = "".join(self._paragraph).strip()
        if text and self._numbered:
            text = f"• {text}"  # what Word numbers by itself is in the file without its number
        self._paragraph, self._numbered = [], False
        if not text:
            return
        cell = self._cell
        if cell is not None:
            cell.parts.append(text)
        elif not self._tables:
            self.blocks.append(Block(text))
