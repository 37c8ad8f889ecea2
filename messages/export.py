"""The shared store as an Excel workbook in the reader's language."""

import asyncio
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from messages.meetings.agenda import show_item
from messages.rendering.cells import cell_text
from messages.rendering.labels import audience_labels, label, local_name
from messages.rendering.texts import Text, in_words, localize_digits
from storage.engine.labels import Labelled
from storage.members import Institution
from storage.members.names import BodyNames
from twg.core.addressing import Addressed
from twg.core.subjects import Sheet
from twg.export import Export

if TYPE_CHECKING:
    from openpyxl import Workbook


#: Most characters of a sheet's name.
_LONGEST_TITLE = 31
#: Most rows of a sheet in this format, the headings among them. A longer table goes on in another sheet.
MOST_ROWS = 1_048_576
#: Rows that are taken together; the widths of columns follow from the first ones of a sheet.
_AT_ONCE = 500


def build_workbook(export: Export, locale: str, zone: ZoneInfo) -> bytes:
    """An .xlsx file with a sheet for each table, or several for a table longer than a sheet.

    The headings are bold, frozen and filterable; moments are converted to `zone`. Called in a thread: the tables are
    read in an event loop of its own, and written while they are read, so that memory does not grow with them.
    """
    return asyncio.run(_build(export, locale, zone))


async def _build(export: Export, locale: str, zone: ZoneInfo) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    async with export.read() as tables:
        for table in tables:
            sheets = _Sheets(book, table.sheet, locale)
            rows: list[list[Any]] = []
            async for row in table.rows:
                rows.append([_cell(value, locale, zone) for value in row])
                if len(rows) == _AT_ONCE:
                    sheets.write(rows)
                    rows = []
            sheets.write(rows)
            sheets.end()
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


class _Sheets:
    """The sheets of one table: one, and another whenever it is full."""

    def __init__(self, book: "Workbook", declared: Sheet, locale: str) -> None:
        self._book = book
        self._title = Text(declared.label).render(locale)
        self._headings = [Text(label).render(locale) for label in declared.columns.values()]
        self._locale = locale
        self._begun = 0
        self._rows = 0
        self._sheet: Any = None

    def write(self, rows: list[list[Any]]) -> None:
        """Add rows; the first call begins the first sheet, also when there is none."""
        if self._sheet is None:
            self._begin(rows)
        for at, row in enumerate(rows):
            if self._rows == MOST_ROWS:
                self.end()
                self._begin(rows[at:])
            styled = zip(self._plain, self._texts, row, strict=True)
            self._append([text if isinstance(value, str | list) else plain for plain, text, value in styled], row)

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
        # A row is written as soon as it is added, so that the same cells serve for all rows: styling takes longer than
        # writing.
        alignment = Alignment(vertical="top", wrap_text=True)
        self._plain = self._cells(alignment=alignment)
        self._texts = self._cells(alignment=alignment, quotePrefix=True)
        headings = self._cells(alignment=alignment, font=Font(bold=True))
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

    def end(self) -> None:
        """Make the headings of the sheet filter its rows."""
        from openpyxl.utils import get_column_letter

        self._sheet.auto_filter.ref = f"A1:{get_column_letter(len(self._headings))}{self._rows}"


def _cell(value: Any, locale: str, zone: ZoneInfo) -> Any:
    match value:
        case Labelled():
            return label(value).render(locale)
        case datetime():
            return value.astimezone(zone).replace(tzinfo=None, microsecond=0)
        case Addressed(tokens, addressees):
            labels = audience_labels(tokens, addressees)
            return cell_text(", ".join(in_words(each, locale) for each in labels), locale)
        case Institution() | BodyNames():  # which is a tuple too
            return cell_text(local_name(value).render(locale), locale)
        case tuple():
            places = (localize_digits(place, locale=locale) for place in range(1, len(value) + 1))
            lines = (show_item(line, locale=locale) for line in value)
            return cell_text("\n".join(f"{place}. {line}" for place, line in zip(places, lines, strict=True)), locale)
        case list():
            return cell_text(", ".join(local_name(body).render(locale) for body in value), locale)
        case str():
            return cell_text(value, locale)
        case _:
            return value
