"""Rosters as files, and what a test compares of those that were read."""

import csv
import io
import zipfile
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

from twg.language.rosters.model import KnownTwg, Roster
from twg.language.rosters.reading import read_roster

HEALTH = KnownTwg("HLT", "Health", "ក្រុមការងារបច្ចេកទេសសុខាភិបាល")
EDUCATION = KnownTwg("EDU", "Education", "ក្រុមការងារបច្ចេកទេសអប់រំ")
OTHERS = (EDUCATION, KnownTwg("HIV", "HIV/AIDS"), KnownTwg("AW", "Agriculture and Water"))

_TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_WORKBOOK = (
    b'<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    b'<sheet name="List" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_RELATIONS = (
    b'<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    b'Target="worksheets/sheet1.xml"/></Relationships>'
)

Rows = Sequence[Sequence[Any]]


def workbook(rows: Rows, *, merged: Sequence[str] = (), hidden: Sequence[int] = (), sheet: str = "Sheet1") -> bytes:
    """An XLSX file with one sheet."""
    return workbook_of({sheet: rows}, merged=merged, hidden=hidden)


def workbook_of(sheets: dict[str, Rows], *, merged: Sequence[str] = (), hidden: Sequence[int] = ()) -> bytes:
    """An XLSX file; `merged` and `hidden` are of the first sheet."""
    book = Workbook()
    book.remove(book.active)
    for number, (name, rows) in enumerate(sheets.items()):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for cells in merged if number == 0 else ():
            sheet.merge_cells(cells)
        for row_number in hidden if number == 0 else ():
            sheet.row_dimensions[row_number].hidden = True
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def text(rows: Rows, encoding: str = "utf-8", separator: str = ",") -> bytes:
    """A CSV file."""
    file = io.StringIO()
    csv.writer(file, delimiter=separator).writerows(rows)
    return file.getvalue().encode(encoding)


def archive(parts: dict[str, bytes]) -> bytes:
    """A ZIP file of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return file.getvalue()


def bare_workbook(sheet: bytes, **parts: bytes) -> bytes:
    """An XLSX file with this XML as its sheet, and other parts."""
    return archive(
        {
            "[Content_Types].xml": _TYPES,
            "xl/workbook.xml": _WORKBOOK,
            "xl/_rels/workbook.xml.rels": _RELATIONS,
            "xl/worksheets/sheet1.xml": sheet,
            **parts,
        }
    )


def read(data: bytes, name: str = "roster.xlsx") -> Roster:
    return read_roster(data, name, HEALTH, OTHERS)


def told(roster: Roster) -> list[tuple[str, str]]:
    """The remarks, by row and key."""
    return [(remark.place, remark.what.key.removeprefix("rosters#")) for remark in roster.remarks]


def fields(roster: Roster, *names: str) -> list[tuple[Any, ...]]:
    """These fields of everybody in it; phones and addresses joined by spaces, roles by their values."""
    return [tuple(_plain(getattr(person, name)) for name in names) for person in roster.people]


def _plain(value: Any) -> Any:
    return " ".join(value) if isinstance(value, tuple) else value
