"""Reading a returned sheet for reports: its cells as texts, and whether it is still the one that was sent (J7)."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from twg.language.report_sheets.layout import HEADINGS_ROW, HIDDEN_SHEET, OPEN, Binding, Column, SheetLine, cell_of
from twg.language.report_sheets.refusals import (
    ClosedCell,
    ExtraRows,
    FormulaInCell,
    HeadingEdited,
    NoReportSheet,
    RowRefusal,
    RowsMoved,
)
from twg.language.tables.files import read_tables

#: Rows below the last one that are looked at, for what somebody added.
_BELOW = 200


@dataclass(frozen=True)
class FilledRow:
    """The open cells of a row that have content, as texts; a number as it would be typed, a date in ISO 8601."""

    line: SheetLine
    cells: dict[Column, str]


@dataclass
class ReturnedSheet:
    """What a returned sheet says. `errors`: cells that cannot be used, by their name and the row that has them."""

    binding: Binding
    rows: list[FilledRow] = field(default_factory=list)
    errors: list[tuple[str, int, RowRefusal]] = field(default_factory=list)


def read_report_sheet(data: bytes) -> ReturnedSheet:
    """What a file says.

    Raises: ReportSheetRefusal; why it is no workbook that is read: `twg.language.tables.files.read_tables`.
    """
    from openpyxl import load_workbook

    if not data.startswith(b"PK"):
        raise NoReportSheet
    read_tables(data)  # which refuses what is hostile
    try:
        book = load_workbook(io.BytesIO(data))
    except Exception:  # openpyxl raises what the file makes it raise
        raise NoReportSheet from None
    binding = _binding_of(book)
    sheet = next(one for one in book.worksheets if one.title != HIDDEN_SHEET)
    for column, heading in enumerate(binding.headings, 1):
        if _plain(sheet.cell(HEADINGS_ROW, column)) != _spaced(heading):
            raise HeadingEdited(cell=cell_of(HEADINGS_ROW, column), was=_spaced(heading))
    _check_below(sheet, binding)
    returned = ReturnedSheet(binding)
    for line in binding.lines:
        for column, shown in zip((Column.NUMBER, Column.INDICATOR), line.shown, strict=True):
            if _plain(sheet.cell(line.row, column)) != _spaced(shown):
                raise RowsMoved(cell=cell_of(line.row, column), was=_spaced(shown))
        returned.rows.append(FilledRow(line, dict(_cells(sheet, line, returned))))
    return returned


def _binding_of(book: Any) -> Binding:
    """Raises: NoReportSheet."""
    if HIDDEN_SHEET not in book.sheetnames or len(book.sheetnames) < 2:
        raise NoReportSheet
    cells = [str(row[0].value or "") for row in book[HIDDEN_SHEET].iter_rows(max_col=1)]
    found = Binding.of_cells([cell for cell in cells if cell])
    if found is None:
        raise NoReportSheet
    return found


def _check_below(sheet: Any, binding: Binding) -> None:
    """Raises: ExtraRows."""
    last = max((line.row for line in binding.lines), default=HEADINGS_ROW)
    for row in sheet.iter_rows(min_row=last + 1, max_row=last + _BELOW, max_col=len(Column)):
        for cell in row:
            if _plain(cell):
                raise ExtraRows(cell=cell.coordinate)


def _cells(sheet: Any, line: SheetLine, returned: ReturnedSheet) -> Iterator[tuple[Column, str]]:
    for column in Column:
        cell = sheet.cell(line.row, column)
        if column <= Column.LAST or cell.value is None:
            continue
        place = cell_of(line.row, column)
        if cell.data_type == "f":
            returned.errors.append((place, line.row, FormulaInCell(cell=place)))
        elif text := _text(cell):
            if column in OPEN[line.kind]:
                yield column, text
            else:
                returned.errors.append((place, line.row, ClosedCell(cell=place, text=text[:40])))


def _plain(cell: Any) -> str:
    return _spaced(_text(cell))


def _spaced(text: str) -> str:
    """Compared without regard to spaces and line breaks, which programs change when they save."""
    return " ".join(text.split())


def _text(cell: Any) -> str:
    """The value of a cell as somebody would type it; a share that is shown as a percentage with its sign."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime | date):
        return (value.date() if isinstance(value, datetime) else value).isoformat()
    if isinstance(value, int | float):
        is_share = "%" in (cell.number_format or "") and '"' not in cell.number_format
        number = f"{value * 100:.10g}%" if is_share else f"{value:.15g}"
        return f"{value:f}".rstrip("0").rstrip(".") if "e" in number else number
    return str(value).strip()
