"""Reading a text file with separators (CSV), whatever program and keyboard wrote it."""

import csv
import io
from collections import Counter
from itertools import islice

from twg.language.tables.cells import Cell, Line, Table, check_rows
from twg.language.tables.refusals import NotARoster

_SEPARATORS = ",;\t|"
#: Lines by which the separator is found.
_SAMPLE = 60


def read_text_file(data: bytes) -> list[Table]:
    """The file as one table. Raises: NotARoster, TooManyRows."""
    text = _decode(data)
    separator, text = _separator(text)
    lines: list[Line] = []
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), 1):
            cells = {column: Cell(value, column) for column, raw in enumerate(row) if (value := _value(raw))}
            if cells:
                check_rows(len(lines) + 1)
                lines.append(Line(number, cells))
    except csv.Error:
        raise NotARoster from None
    return [Table("", lines)] if lines else []


def _decode(data: bytes) -> str:
    """The text, by its byte order mark, by where its zero bytes are, or as the first encoding that it fits."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _decoded(data, encoding)
    if b"\0" in data:
        little = data[1::2].count(0) > data[::2].count(0)
        text = _decoded(data, "utf-16-le" if little else "utf-16-be")
        if "\0" in text:
            raise NotARoster
        return text
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise NotARoster from None


def _separator(text: str) -> tuple[str, str]:
    """The separator, and the text without the line in which Excel names it."""
    first, _end, rest = text.partition("\n")
    named = first.strip().strip('"').lower()
    if named.startswith("sep=") and len(named) == 5:
        return named[4], rest
    return max(_SEPARATORS, key=lambda separator: _fit(text, separator)), text


def _fit(text: str, separator: str) -> tuple[int, int]:
    """How well a separator fits: how many rows have as many cells as most rows, and how many cells that is."""
    try:
        rows = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), _SAMPLE))
    except csv.Error:
        return 0, 0
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return 0, 0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    return count, width


def _value(raw: str) -> str:
    """The text of a cell; of a formula that only keeps a text, such as ="012345678", the text."""
    value = raw.strip().lstrip("\ufeff")
    if value.startswith('="') and value.endswith('"') and len(value) > 3:
        return value[2:-1].strip()
    return value
