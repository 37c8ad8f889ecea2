"""Reading a workbook (XLSX, XLSM) in bounded memory and time.

Only texts, merged cells, what is hidden and links are needed, so the parts are read as a stream: a file with 50,000
rows ends at the first that is too many, and a part that declares entities is refused at the declaration.
"""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate

from twg.language.tables.cells import LAST_COLUMN, Cell, Line, Table, check_rows, plain_number
from twg.language.tables.refusals import NotARoster, OldWorkbook, UnsafeWorkbook

#: Most bytes of a part that is read, and of all parts together, as the archive declares them. `zipfile` stops there.
MOST_PART_BYTES = 40_000_000
MOST_BYTES = 200_000_000
MOST_PARTS = 3000
MOST_SHEETS = 40
#: Most rows that a merged cell is spread over.
MOST_MERGED_ROWS = 500
_CHUNK = 1 << 16

Attributes = Mapping[str, str]


def read_workbook(data: bytes) -> list[Table]:
    """The visible sheets with content, in their order.

    Raises: NotARoster, OldWorkbook, UnsafeWorkbook, TooManyRows.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _read(archive)
    except (zipfile.BadZipFile, zlib.error, ExpatError, KeyError, ValueError, NotImplementedError, RuntimeError):
        raise NotARoster from None


def _read(archive: zipfile.ZipFile) -> list[Table]:
    parts = {part.filename: part for part in archive.infolist()}
    if "xl/workbook.bin" in parts:
        raise OldWorkbook
    if "xl/workbook.xml" not in parts:
        raise NotARoster
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts.values()) > MOST_BYTES:
        raise UnsafeWorkbook
    book = _Book()
    _parse(archive, "xl/workbook.xml", book.start, book.end, book.text)
    targets = _targets(archive, "xl/workbook.xml")
    strings = _Strings()
    shared = next((path for kind, path in targets.values() if kind == "sharedStrings"), "")
    if shared in parts:
        _parse(archive, shared, strings.start, strings.end, strings.text)
    tables, rows = [], 0
    for name, relation in book.sheets[:MOST_SHEETS]:
        kind, path = targets.get(relation, ("", ""))
        if kind != "worksheet" or path not in parts:
            continue
        links = {key: address for key, (_kind, address) in _targets(archive, path, resolve=False).items()}
        sheet = _Sheet(strings.found, links, rows)
        _parse(archive, path, sheet.start, sheet.end, sheet.text)
        rows = sheet.rows
        if lines := sheet.lines():
            tables.append(Table(name, lines, frozenset(sheet.hidden)))
    return tables


def _parse(
    archive: zipfile.ZipFile,
    path: str,
    start: Callable[[str, Attributes], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    """Call these for each element and text of a part, by local names. Raises: UnsafeWorkbook."""
    if archive.getinfo(path).file_size > MOST_PART_BYTES:
        raise UnsafeWorkbook

    def refuse(*_declared: Any) -> None:
        raise UnsafeWorkbook

    parser = ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = lambda name, given: start(_local(name), {_local(key): given[key] for key in given})
    parser.EndElementHandler = lambda name: end(_local(name))
    parser.CharacterDataHandler = text
    with archive.open(path) as part:
        while chunk := part.read(_CHUNK):
            parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _targets(archive: zipfile.ZipFile, path: str, *, resolve: bool = True) -> dict[str, tuple[str, str]]:
    """What a part refers to, by the id of the relation: kind, and path or address."""
    folder, name = posixpath.split(path)
    found: dict[str, tuple[str, str]] = {}

    def start(element: str, given: Attributes) -> None:
        if element == "Relationship" and "Target" in given:
            target = posixpath.normpath(posixpath.join(f"/{folder}", given["Target"])).lstrip("/")
            kind = given.get("Type", "").rpartition("/")[2]
            found[given.get("Id", "")] = kind, target if resolve else given["Target"]

    relations = f"{folder}/_rels/{name}.rels"
    if relations in archive.namelist():
        _parse(archive, relations, start, lambda _name: None, lambda _text: None)
    return found


@dataclass
class _Book:
    #: (name, id of the relation) of each visible sheet.
    sheets: list[tuple[str, str]] = field(default_factory=list)

    def start(self, element: str, given: Attributes) -> None:
        if element == "sheet" and given.get("state", "visible") == "visible":
            self.sheets.append((given.get("name", ""), given.get("id", "")))

    def end(self, element: str) -> None:
        pass

    def text(self, text: str) -> None:
        pass


@dataclass
class _Strings:
    """The shared strings; of rich text all runs, without what tells how to pronounce it."""

    found: list[str] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _within: list[str] = field(default_factory=list)

    def start(self, element: str, _given: Attributes) -> None:
        self._within.append(element)
        if element == "si":
            self._parts = []

    def end(self, element: str) -> None:
        self._within.pop()
        if element == "si":
            self.found.append("".join(self._parts))

    def text(self, text: str) -> None:
        if self._within[-1] == "t" and "rPh" not in self._within:
            self._parts.append(text)


@dataclass
class _Sheet:
    strings: list[str]
    links: Mapping[str, str]
    #: Rows with content so far, those of the sheets before included.
    rows: int = 0
    #: Columns that nobody sees.
    hidden: set[int] = field(default_factory=set)
    _lines: dict[int, Line] = field(default_factory=dict)
    _merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    _row: Line = field(default_factory=lambda: Line(0, {}))
    _column: int = -1
    _kind: str = ""
    _value: list[str] = field(default_factory=list)
    _formula: bool = False
    _within: list[str] = field(default_factory=list)

    def start(self, element: str, given: Attributes) -> None:
        self._within.append(element)
        match element:
            case "row":
                number = int(given.get("r", self._row.number + 1))
                self._row = Line(number, {}, hidden=given.get("hidden", "0") in ("1", "true"))
                self._column = -1
            case "col" if given.get("hidden", "0") in ("1", "true"):
                left, right = int(given.get("min", 1)), int(given.get("max", 1))
                self.hidden.update(range(left - 1, min(right, LAST_COLUMN + 1)))
            case "c":
                self._column = _place(given["r"])[0] if "r" in given else self._column + 1
                self._kind, self._value, self._formula = given.get("t", "n"), [], False
            case "f":
                self._formula = True
            case "mergeCell":
                first, _colon, last = given["ref"].partition(":")
                self._merged.append((*_place(first), *_place(last or first)))
            case "hyperlink":
                self._link(given)

    def end(self, element: str) -> None:
        self._within.pop()
        if element == "c" and self._column <= LAST_COLUMN:
            self._add("".join(self._value))
        elif element == "row" and self._row.cells:
            self.rows += 1
            check_rows(self.rows)
            self._lines[self._row.number] = self._row

    def text(self, text: str) -> None:
        if self._within[-1] == "v" or (self._within[-1] == "t" and "is" in self._within and "rPh" not in self._within):
            self._value.append(text)

    def _add(self, value: str) -> None:
        missing = self._formula and not value and self._kind != "str"
        match self._kind:
            case "s":
                value = self.strings[int(value)] if value.strip() else ""
            case "n":
                value = plain_number(value)
            case "b":
                value = ""
            case "e":
                value, missing = "", True
        if value.strip() or missing:
            self._row.cells[self._column] = Cell(
                value.strip(), self._column, number=self._kind == "n" and not missing, calculated=not missing
            )

    def _link(self, given: Attributes) -> None:
        column, row = _place(given.get("ref", "A1").partition(":")[0])
        line = self._lines.get(row)
        if line is not None and column in line.cells:
            cell = line.cells[column]
            address = self.links.get(given.get("id", ""), "")
            line.cells[column] = Cell(cell.text, column, cell.number, address, cell.calculated)

    def lines(self) -> list[Line]:
        """The rows with content, a merged cell in each of its places."""
        for left, top, right, bottom in self._merged:
            first = self._lines.get(top)
            if first is None or left not in first.cells:
                continue
            for row in range(top, min(bottom, top + MOST_MERGED_ROWS) + 1):
                line = self._lines.get(row)
                for column in range(left, min(right, LAST_COLUMN) + 1):
                    if line is not None and column not in line.cells:
                        cell = first.cells[left]
                        line.cells[column] = Cell(
                            cell.text, column, cell.number, cell.link, cell.calculated, spread=True
                        )
        return [self._lines[number] for number in sorted(self._lines)]


def _place(reference: str) -> tuple[int, int]:
    """(column from 0, row from 1) of a reference like "AB12". Raises: ValueError."""
    name = reference.replace("$", "").rstrip("0123456789")
    column = 0
    for letter in name:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1, int(reference.replace("$", "")[len(name) :])
