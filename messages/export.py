"""The shared store as an Excel workbook in the reader's language."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from messages.meetings.card import show_agenda_line
from messages.rendering.cells import cell_text
from messages.rendering.labels import audience_labels, label
from messages.rendering.texts import Text, in_words, localize_digits
from storage.engine.labels import Labelled
from twg.export import Table


def build_workbook(tables: Sequence[Table], locale: str, zone: ZoneInfo) -> bytes:
    """An .xlsx file with a sheet for each table.

    The headings are bold, frozen and filterable; moments are converted to `zone`.
    """
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    del book[book.sheetnames[0]]
    for table in tables:
        sheet = book.create_sheet(Text(table.sheet.label).render(locale)[:31])
        sheet.append([Text(label).render(locale) for label in table.sheet.columns.values()])
        for row in table.rows:
            sheet.append([_cell(value, locale, zone) for value in row])
            for cell in sheet[sheet.max_row]:
                if isinstance(cell.value, str | list):  # a rich text is a list
                    # Store as text: "=…" or "+855…" must not become a formula, not even when the cell is edited.
                    cell.data_type, cell.quotePrefix = "s", True
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for place, column in enumerate(sheet.iter_cols(), start=1):
            longest = max((len(str(cell.value or "").partition("\n")[0]) for cell in column), default=0)
            sheet.column_dimensions[get_column_letter(place)].width = min(max(longest + 2, 10), 60)
            for cell in column:
                cell.alignment = Alignment(vertical="top", wrap_text=True)
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = sheet.dimensions
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _cell(value: Any, locale: str, zone: ZoneInfo) -> Any:
    match value:
        case Labelled():
            return label(value).render(locale)
        case datetime():
            return value.astimezone(zone).replace(tzinfo=None, microsecond=0)
        case frozenset():  # an audience
            return cell_text(", ".join(in_words(token, locale) for token in audience_labels(value)), locale)
        case tuple():
            places = (localize_digits(place, locale=locale) for place in range(1, len(value) + 1))
            lines = (show_agenda_line(line, locale=locale) for line in value)
            return cell_text("\n".join(f"{place}. {line}" for place, line in zip(places, lines, strict=True)), locale)
        case str():
            return cell_text(value, locale)
        case _:
            return value
