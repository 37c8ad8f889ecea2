"""The shared store as an Excel workbook, headings and names in the reader's language."""

import re
from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from messages.meetings.card import show_agenda_line
from messages.rendering.labels import label
from messages.rendering.texts import Text, _, localize_digits
from twg.export import Table

SHEETS: dict[str, Text] = {
    "members": _("Members"),
    "meetings": _("Meetings"),
    "answers": _("Answers"),
    "documents": _("Documents"),
    "receipts": _("Receipts"),
    "indicators": _("Indicators"),
    "reports": _("Reports"),
    "actions": _("Actions"),
    "posts": _("Shared information"),
}

COLUMNS: dict[str, Text] = {
    "acknowledged_at": _("Acknowledged"),
    "action": _("Action"),
    "agenda": _("Agenda"),
    "answer": _("Answer"),
    "answered_at": _("Answered"),
    "audience": _("For"),
    "baseline": _("Baseline"),
    "baseline_period": _("Baseline of"),
    "circulated_at": _("Circulated"),
    "closed_at": _("Closed"),
    "closing_note": _("Outcome"),
    "comment": _("Comment"),
    "constraints": _("Constraints"),
    "contact": _("Contact"),
    "delegate": _("Delegate"),
    "document": _("Document"),
    "due_on": _("Due"),
    "evidence": _("Evidence"),
    "file": _("File"),
    "institution": _("Institution"),
    "kind": _("Kind"),
    "meeting": _("Meeting"),
    "minutes": _("Lasts (minutes)"),
    "name": _("Name"),
    "next_steps": _("Next steps"),
    "note": _("Note"),
    "number": _("Number"),
    "place": _("Place"),
    "position": _("Position"),
    "recorded_at": _("Recorded"),
    "reported_at": _("Reported"),
    "responsible": _("Responsible"),
    "role": _("Role"),
    "sha256": _("SHA-256 of the file"),
    "shared_at": _("Shared"),
    "since": _("Since"),
    "starts_at": _("Begins at"),
    "state": _("State"),
    "statement": _("Indicator"),
    "target": _("Target"),
    "target_period": _("Target date"),
    "text": _("Text"),
    "themes": _("Themes"),
    "title": _("Title"),
    "unit": _("Unit"),
    "updates": _("Updates"),
    "value": _("Value"),
    "version": _("Version"),
}


#: What no worksheet can hold.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def build_workbook(tables: Sequence[Table], locale: str, zone: ZoneInfo) -> bytes:
    """An .xlsx file with a sheet per table: bold headings that stay in view, filters, moments on the local clock."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    del book[book.sheetnames[0]]
    for table in tables:
        sheet = book.create_sheet(SHEETS[table.key].render(locale)[:31])
        sheet.append([COLUMNS[column].render(locale) for column in table.columns])
        for row in table.rows:
            sheet.append([_cell(value, locale, zone) for value in row])
            for cell in sheet[sheet.max_row]:
                if isinstance(cell.value, str):
                    # Text, whatever it begins with: "=…" is no formula and "+855…" no sum, not even once edited.
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
        case Enum():
            return label(value).render(locale)
        case datetime():
            return value.astimezone(zone).replace(tzinfo=None, microsecond=0)
        case tuple():
            places = (localize_digits(place, locale=locale) for place in range(1, len(value) + 1))
            lines = (show_agenda_line(line, locale=locale) for line in value)
            return "\n".join(f"{place}. {line}" for place, line in zip(places, lines, strict=True))
        case str():
            return _UNPRINTABLE.sub("", value)
        case _:
            return value
