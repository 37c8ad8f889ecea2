"""The shared store as an Excel workbook in the reader's language."""

import asyncio
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from messages.export.cover import Made, describe
from messages.export.values import read_value
from messages.rendering.cells import cell_text, is_too_long
from messages.rendering.texts import Text, _, localize_digits
from twg.core.sheets import Sheet
from twg.export.store import Export

if TYPE_CHECKING:
    from openpyxl import Workbook


#: Most characters of a sheet's name.
_LONGEST_TITLE = 31
#: Of all cells, as of the sheets to fill in: Khmer stands in English workbooks too, and rows are as high as it needs.
_FONT = "Khmer OS Battambang"
#: Height of a line in points: Khmer has signs above and below its letters.
_LINE_POINTS = 19
#: Widths of the columns of the cover, in characters.
_COVER_WIDTHS = (38, 80, 36)
#: Most rows of a sheet in this format, the headings among them. A longer table goes on in another sheet.
MOST_ROWS = 1_048_576
#: Rows that are taken together; the widths of columns follow from the first ones of a sheet.
_AT_ONCE = 500


def build_workbook(export: Export, locale: str, zone: ZoneInfo) -> bytes:
    """An .xlsx file with a cover and a sheet for each table, or several for a table longer than a sheet.

    The headings are bold, frozen and filterable; moments are converted to `zone`. Called in a thread: the tables are
    read in an event loop of its own, and written while they are read, so that memory does not grow with them.
    """
    return asyncio.run(_build(export, locale, zone))


async def _build(export: Export, locale: str, zone: ZoneInfo) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    cover = book.create_sheet(_("About this export").render(locale))  # its lines are known last
    made = []
    async with export.read() as opened:
        for table in opened.tables:
            sheets = _Sheets(book, table.sheet, locale)
            rows: list[list[Any]] = []
            async for row in table.rows:
                rows.append([read_value(value, locale, zone) for value in row])
                if len(rows) == _AT_ONCE:
                    sheets.write(rows)
                    rows = []
            sheets.write(rows)
            made.append(sheets.end())
        _write_cover(cover, list(describe(export, opened, made, locale, zone)))
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


class _Sheets:
    """The sheets of one table: one, and another whenever it is full."""

    def __init__(self, book: "Workbook", declared: Sheet, locale: str) -> None:
        self._book = book
        self._title = Text(declared.label).render(locale)
        self._declared = declared
        self._headings = [Text(label).render(locale) for label in declared.headings.values()]
        self._locale = locale
        self._begun = 0
        self._rows = self._written = self._cut = 0
        self._sheet: Any = None

    def write(self, rows: list[list[Any]]) -> None:
        """Add rows; the first call begins the first sheet, also when there is none."""
        if self._sheet is None:
            self._begin(rows)
        for at, row in enumerate(rows):
            if self._rows == MOST_ROWS:
                self._close()
                self._begin(rows[at:])
            self._written += 1
            self._cut += sum(isinstance(value, str) and is_too_long(value) for value in row)
            values = [cell_text(value, self._locale) if isinstance(value, str) else value for value in row]
            styled = zip(self._plain, self._texts, row, strict=True)
            self._append([text if isinstance(value, str) else plain for plain, text, value in styled], values)

    def _begin(self, rows: list[list[Any]]) -> None:
        """Begin a sheet with the headings; its columns are as wide as what these rows have in them."""
        from openpyxl.styles import Alignment, Font
        from openpyxl.utils import get_column_letter

        self._begun += 1
        place = "" if self._begun == 1 else f" ({localize_digits(self._begun, locale=self._locale)})"
        self._sheet = self._book.create_sheet(f"{self._title[: _LONGEST_TITLE - len(place)]}{place}")
        self._rows = 0
        for number, column in enumerate(zip(self._headings, *rows, strict=True), start=1):
            longest = max(len(str(value or "").partition("\n")[0]) for value in column)
            self._sheet.column_dimensions[get_column_letter(number)].width = min(max(longest + 2, 10), 60)
        self._sheet.freeze_panes = "A2"
        self._sheet.print_title_rows = "1:1"
        _fit_to_page(self._sheet)
        # A row is written as soon as it is added, so that the same cells serve for all rows: styling takes longer than
        # writing.
        alignment = Alignment(vertical="top", wrap_text=True)
        self._plain = self._cells(alignment=alignment, font=Font(name=_FONT))
        self._texts = self._cells(alignment=alignment, font=Font(name=_FONT), quotePrefix=True)
        headings = self._cells(alignment=alignment, font=Font(name=_FONT, bold=True))
        self._append(headings, self._headings)

    def _cells(self, **style: Any) -> list[Any]:
        """A cell of this style for each column."""
        from openpyxl.cell import WriteOnlyCell

        cells = [WriteOnlyCell(self._sheet) for _heading in self._headings]
        for cell in cells:
            for name, value in style.items():
                setattr(cell, name, value)
        return cells

    def _append(self, cells: list[Any], values: list[Any]) -> None:
        for cell, value in zip(cells, values, strict=True):
            cell.value = value
            if isinstance(value, str | list):  # a rich text is a list
                # Store as text: "=…" or "+855…" must not become a formula, not even when the cell is edited.
                cell.data_type = "s"
        self._sheet.append(cells)
        self._rows += 1

    def end(self) -> Made:
        """End the last sheet. Returns: what was written."""
        self._close()
        return Made(self._declared, self._written, self._cut)

    def _close(self) -> None:
        """Make the headings of the sheet filter its rows."""
        from openpyxl.utils import get_column_letter

        self._sheet.auto_filter.ref = f"A1:{get_column_letter(len(self._headings))}{self._rows}"


def _write_cover(sheet: Any, lines: list[tuple[Any, ...]]) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    for column, width in zip("ABC", _COVER_WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    _fit_to_page(sheet)
    for number, line in enumerate(lines, start=1):
        room = zip(line, _COVER_WIDTHS, strict=False)
        sheet.row_dimensions[number].height = _LINE_POINTS * max(
            (-(-len(str(value)) // (width - 2)) or 1 for value, width in room), default=1
        )
        cells = []
        for place, value in enumerate(line):
            cell = WriteOnlyCell(sheet, value)
            cell.alignment = Alignment(vertical="top", horizontal="left", wrap_text=True)
            cell.font = Font(name=_FONT, bold=place == 0)
            if isinstance(value, str):
                cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)


def _fit_to_page(sheet: Any) -> None:
    """A printed page is as wide as the sheet; a row has room for Khmer."""
    sheet.sheet_format.defaultRowHeight = _LINE_POINTS
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
