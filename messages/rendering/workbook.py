"""Workbooks with real types: frozen headings that filter and are printed on each page (R3, R4).

Only called in threads; openpyxl is loaded with the first one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

from messages.rendering.cells import cell_text
from storage.core.shortening import shorten

if TYPE_CHECKING:
    from openpyxl import Workbook

#: Officials have it, and it shapes Khmer.
_FONT = "Khmer OS Battambang"
_HEAD = "DCE6F2"
#: Height of a line in points: Khmer has signs above and below its letters. Excel takes no more than the second.
_LINE_POINTS, _MOST_POINTS = 19, 409
_LONGEST_TITLE = 31
#: Characters beside each other on a page that can still be read; a wider table takes pages beside each other.
_PAGE_WIDTH = 230
#: Characters of the heading of a page, and how many Excel takes with its codes: it calls a file with more damaged.
_HEADING, _MOST_OF_HEADING = 180, 240


@dataclass(frozen=True)
class Column:
    """A column. `width` is in characters; `shown_as`: the number format of its values, empty for texts."""

    heading: str
    width: int
    shown_as: str = ""


#: Formats of figures and days.
AMOUNT, DAY, COUNT = "#,##0.####", "dd/mm/yyyy", "0"


@dataclass(frozen=True)
class Table:
    """A sheet of a workbook. A value is a text, a number, a day or None."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]] = field(default_factory=list)


def build_tables(tables: Sequence[Table], heading: str, locale: str) -> bytes:
    """An .xlsx file. Args: `heading`: above each printed page."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for table in tables:
        _add(book, table, heading, locale)
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _add(book: "Workbook", table: Table, heading: str, locale: str) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    sheet: Any = book.create_sheet(table.title[:_LONGEST_TITLE])
    columns = [_with_room(column, place, table.rows) for place, column in enumerate(table.columns)]
    edge = Side(style="thin", color="C5CCD3")
    border = Border(left=edge, right=edge, top=edge, bottom=edge)
    for place, column in enumerate(columns, 1):
        cell = sheet.cell(1, place, column.heading)
        cell.font, cell.fill, cell.border = Font(name=_FONT, bold=True), PatternFill("solid", fgColor=_HEAD), border
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    sheet.row_dimensions[1].height = _height([column.heading for column in columns], columns)
    font, text = Font(name=_FONT), Alignment(wrap_text=True, vertical="top")
    for number, row in enumerate(table.rows, 2):
        for place, (column, value) in enumerate(zip(columns, row, strict=True), 1):
            cell = sheet.cell(number, place)
            _fill(cell, value, column, locale)
            cell.font, cell.alignment, cell.border = font, text, border
        sheet.row_dimensions[number].height = _height(row, columns)
    last = f"{get_column_letter(len(columns))}{len(table.rows) + 1}"
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{last}"
    _prepare_for_print(sheet, columns, heading, last)


def _with_room(column: Column, place: int, rows: Sequence[Sequence[Any]]) -> Column:
    """The column as wide as its longest figure: of one that does not fit, "####" is shown."""
    figures = (row[place] for row in rows if isinstance(row[place], Decimal | int))
    longest = max((len(f"{figure:,.4f}" if figure % 1 else f"{figure:,.0f}") for figure in figures), default=0)
    return replace(column, width=max(column.width, longest + 2))


def _fill(cell: Any, value: Any, column: Column, locale: str) -> None:
    if isinstance(value, str):
        cell.value = cell_text(value, locale) if value else None
        # Stored as text: "=…" must not become a formula.
        cell.data_type = "s" if value else "n"
    elif isinstance(value, Decimal | int | date):
        cell.value, cell.number_format = value, column.shown_as or "General"


def _height(row: Sequence[Any], columns: Sequence[Column]) -> float:
    """Room for the longest cell; what is still longer is in the cell whole, and Excel shows no higher row."""
    lines = max(_lines_in(value, column.width) for value, column in zip(row, columns, strict=True))
    return min(lines * _LINE_POINTS + 4, _MOST_POINTS)


def _lines_in(value: Any, width: int) -> int:
    """How many lines a text takes in its column, with room for words that do not fit at the end of a line."""
    if not isinstance(value, str):
        return 1
    room = max(int(width * 0.85) - 1, 1)
    return sum(-(-max(len(line), 1) // room) for line in value.split("\n"))


def _prepare_for_print(sheet: Any, columns: Sequence[Column], heading: str, last: str) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    width = sum(column.width for column in columns)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = max(1, round(width / _PAGE_WIDTH)), 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows, sheet.print_area = "1:1", f"A1:{last}"
    if sheet.page_setup.fitToWidth > 1:
        sheet.print_title_cols = "A:B"
    sheet.oddHeader.center.text = shorten(heading, _HEADING).replace("&", "&&")[:_MOST_OF_HEADING]
    sheet.oddFooter.center.text = "&P / &N"
