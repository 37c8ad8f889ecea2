"""The sheets of an Excel workbook, row by row."""

from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from scheduler.reading.legacy_khmer import is_illegible
from scheduler.reading.parts import LONGEST_PART, Part, Unreadable

#: Cells of a row that are read; files may say that they have 16,000 columns.
_LAST_COLUMN = 200


def read_workbook(path: Path) -> Iterator[Part]:
    """Raises: Unreadable."""
    from openpyxl import load_workbook

    try:
        # An open file: of a path it judges the ending, which files in the archive do not have.
        workbook = load_workbook(path.open("rb"), read_only=True, data_only=True)
    except (MemoryError, KeyboardInterrupt):
        raise
    except Exception:  # openpyxl raises what the file makes it raise
        raise Unreadable("damaged") from None
    for number, sheet in enumerate(workbook.worksheets, 1):
        sheet.reset_dimensions()  # what the file says of them may be wrong
        try:
            yield from _read_sheet(sheet, number)
        except (MemoryError, KeyboardInterrupt, Unreadable):
            raise
        except Exception:
            raise Unreadable("damaged") from None


def _read_sheet(sheet: Any, number: int) -> Iterator[Part]:
    name, lines, size = str(sheet.title)[:120], [str(sheet.title)], 0
    for row in sheet.iter_rows(values_only=True, max_col=_LAST_COLUMN):
        line = "\t".join(_as_text(value) for value in row if value is not None).strip()
        if line:
            lines.append(line)
            size += len(line)
        if size > LONGEST_PART:
            yield _part(number, name, lines)
            lines, size = [], 0
    if size:
        yield _part(number, name, lines)


def _part(number: int, name: str, lines: list[str]) -> Part:
    text = "\n".join(lines)
    return Part("sheet", number, name, "", len(text)) if is_illegible(text) else Part("sheet", number, name, text)


def _as_text(value: Any) -> str:
    if isinstance(value, datetime | date | time):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    return f"{value:.15g}" if isinstance(value, float) else str(value)
