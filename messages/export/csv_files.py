"""The shared store as CSV files in one zip: for programs, and for tables longer than a spreadsheet takes."""

import asyncio
import csv
from io import BytesIO, TextIOWrapper
from zipfile import ZIP_DEFLATED, ZipFile
from zoneinfo import ZoneInfo

from messages.export.cover import Made, describe
from messages.export.values import read_value, to_csv
from messages.rendering.texts import Text
from twg.export.store import Export, Table


def build_tables(export: Export, locale: str, zone: ZoneInfo) -> bytes:
    """A zip with a CSV file for each sheet, named by its key, and `README.csv`, which says what they are.

    UTF-8 with a byte order mark, by which Excel shows Khmer. Called in a thread, as `build_workbook`.
    """
    return asyncio.run(_build(export, locale, zone))


async def _build(export: Export, locale: str, zone: ZoneInfo) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        async with export.read() as opened:
            made = []
            for table in opened.tables:
                made.append(Made(table.sheet, await _write(archive, table, locale, zone)))
            with _opened(archive, "README.csv") as file:
                csv.writer(file).writerows(map(to_csv, line) for line in describe(export, opened, made, locale, zone))
    return buffer.getvalue()


async def _write(archive: ZipFile, table: Table, locale: str, zone: ZoneInfo) -> int:
    """Write a table. Returns: how many rows it has."""
    count = 0
    with _opened(archive, f"{table.sheet.key}.csv") as file:
        writer = csv.writer(file)
        writer.writerow(Text(heading).render(locale) for heading in table.sheet.headings.values())
        async for row in table.rows:
            writer.writerow(to_csv(read_value(value, locale, zone)) for value in row)
            count += 1
    return count


def _opened(archive: ZipFile, name: str) -> TextIOWrapper:
    return TextIOWrapper(archive.open(name, "w"), encoding="utf-8-sig", newline="")
